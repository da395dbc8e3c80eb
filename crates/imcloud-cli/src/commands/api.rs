//! `imcloud api`: any request.

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use imcloud::{Id, reqwest::Method, types::Order};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    failure::{Context as _, Failure, Result},
    global::ListOptions,
    input::{Pair, read_document},
    json::{self, Json},
    session::Session,
};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  imcloud api GET orders/1000042
  imcloud api GET subscriptions --param status=active --paginate --output ndjson
  imcloud api PATCH customers/1000042 --body '{\"externalId\": \"crm-77\"}'
  jq '.order' request.json | imcloud api POST orders/estimate --from -")]
pub(crate) struct Api {
    /// GET, POST, PATCH, PUT or DELETE
    #[arg(ignore_case = true, hide_possible_values = true, value_parser =
        PossibleValuesParser::new(["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"])
            .try_map(|name| name.to_uppercase().parse::<Method>()))]
    method: Method,
    /// Path under the base URL, such as orders/1000042
    #[arg(value_parser = path)]
    path: String,
    /// Query parameter; repeatable. The service ignores unknown names
    #[arg(short, long, value_name = "NAME=VALUE")]
    param: Vec<Pair>,
    /// Body, as JSON
    #[arg(long, value_name = "JSON", conflicts_with = "from")]
    body: Option<String>,
    /// Take the body from a file in JSON or YAML, - for standard input
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// Read a list to its end and write its rows; rows that come in meanwhile do not repeat others
    #[arg(long, conflicts_with_all = ["body", "from"])]
    paginate: bool,
}

fn path(text: &str) -> Result<String, String> {
    match text.as_bytes() {
        [drive, b':', b'/' | b'\\', ..] if drive.is_ascii_alphabetic() => Err(
            "a file path, probably rewritten by Git Bash; leave out the leading slash, as in: imcloud api GET orders"
                .to_owned(),
        ),
        [b'/', ..] => Ok(text.to_owned()),
        _ if text.contains("://") => Ok(text.to_owned()),
        _ => Ok(format!("/{text}")),
    }
}

pub(super) async fn run(session: &Session, api: Api) -> Result {
    if api.paginate {
        if api.method != Method::GET {
            return Err(Failure::usage("only lists can be paginated, and they are read with GET"));
        }
        return paginate(session, api).await;
    }
    let body = match (&api.body, &api.from) {
        (Some(text), _) => Some(
            json::read(text).map_err(|error| Failure::usage(format!("--body is not valid JSON: {error}")))?,
        ),
        (None, Some(path)) => Some(read_document(path)?),
        (None, None) => None,
    };
    let reads = api.method == Method::GET || api.method == Method::HEAD || is_estimate(&api.path);
    if !reads && session.is_dry_run(api.method.as_str(), &api.path, &body)? {
        return Ok(());
    }
    if !reads && session.needs_confirmation() && needs_confirmation(&api.path, body.as_ref()) {
        let price = match &body {
            Some(body) if api.method == Method::POST && segments(&api.path) == ["orders"] => {
                price(session, body).await?
            }
            _ => String::new(),
        };
        let what = format!("{} {} changes orders, prices or a status.{price}", api.method, api.path);
        session.confirm(&what, "Send it?").await?;
    }
    let client = session.client().await?;
    let mut request = client.request(api.method, api.path);
    for Pair(name, value) in api.param {
        request = request.query(name, value);
    }
    if let Some(body) = &body {
        request = request.json(body);
    }
    let response = request.send_bytes().await?;
    let text = String::from_utf8_lossy(&response);
    // Some gateways send a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim().is_empty() {
        return Ok(());
    }
    let response: Json = serde_json::from_str(text).context("could not decode response")?;
    let omitted = session.printer.any(response)?;
    session.note_omitted(&omitted);
    Ok(())
}

async fn price(session: &Session, order: &Json) -> Result<String> {
    let request = session.client().await?.request(Method::POST, "/orders/estimate").json(order);
    let estimate: Order = request.idempotency(imcloud::Idempotency::Safe).send().await?;
    let total = estimate.total.and_then(|total| total.amount.zip(total.currency));
    Ok(total.map_or_else(String::new, |(amount, currency)| format!(" Estimated price: {amount} {currency}.")))
}

fn is_estimate(path: &str) -> bool {
    segments(path).ends_with(&["orders", "estimate"])
}

/// Returns true for changes of orders, of subscriptions, and of the status of an account.
fn needs_confirmation(path: &str, body: Option<&Json>) -> bool {
    let changes_status = || body.is_some_and(|body| body.get("status").is_some());
    matches!(segments(path).first(), Some(&"orders" | &"subscriptions")) || changes_status()
}

fn segments(path: &str) -> Vec<&str> {
    let plain = path.split('?').next().unwrap_or_default();
    plain.split('/').filter(|segment| !segment.is_empty()).collect()
}

#[derive(Serialize)]
#[serde(transparent)]
struct Row {
    #[serde(skip)]
    id: Option<Id>,
    json: Json,
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        let id = match json.get("id") {
            Some(Json::String(id)) => Some(id.as_str().into()),
            Some(Json::Number(id)) => Some((&**id).into()),
            _ => None,
        };
        Ok(Self { id, json })
    }
}

/// Reads page after page, as the lists of the nouns are read: rows that come in meanwhile are noticed by the
/// ids.
async fn paginate(session: &Session, api: Api) -> Result {
    let query = api.path.split_once('?').map_or("", |(_, query)| query);
    let names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    let mut names = api.param.iter().map(|Pair(name, _)| name.as_str()).chain(names);
    if let Some(name) = names.find(|name| ["limit", "offset"].contains(name)) {
        return Err(Failure::usage(format!("--paginate sets {name} itself; leave it out")));
    }
    let mut request = session.client().await?.request(Method::GET, &api.path);
    for Pair(name, value) in &api.param {
        request = request.query(name, value);
    }
    let rows = request.list(|row: &Row| row.id.as_ref());
    session.list_with(rows, &ListOptions::default(), None, |_| {}).await
}
