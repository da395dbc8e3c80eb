//! `imcloud api`: any request.

use clap::Args;
use imcloud::raw::reqwest::Method;
use serde_json::Value;

use super::account::Pair;
use crate::{
    failure::{Exit, Failure},
    input::read_document,
    progress::Progress,
    session::Session,
};

const PAGE: usize = 500;

/// Any request.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  imcloud api GET /orders/1000042
  imcloud api GET /subscriptions --param status=active --paginate --output ndjson
  imcloud api PATCH /customers/1000042 --body '{\"externalId\": \"crm-77\"}'
  jq '.order' request.json | imcloud api POST /orders/estimate --from -")]
pub(crate) struct Api {
    /// GET, POST, PATCH, PUT or DELETE
    #[arg(value_parser = method)]
    method: Method,
    /// Path under the base URL, such as /orders/1000042
    path: String,
    /// Query parameter; may be repeated. The service ignores names that it does not know
    #[arg(short, long, value_name = "NAME=VALUE")]
    param: Vec<Pair>,
    /// Body, as JSON
    #[arg(long, value_name = "JSON", conflicts_with = "from")]
    body: Option<String>,
    /// Take the body from a file in JSON or YAML, - for standard input
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// Read a list to its end and write its rows
    #[arg(long, conflicts_with_all = ["body", "from"])]
    paginate: bool,
}

fn method(text: &str) -> Result<Method, String> {
    match text.to_ascii_uppercase().as_str() {
        known @ ("GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "HEAD") => {
            Method::from_bytes(known.as_bytes()).map_err(|error| error.to_string())
        }
        _ => Err("it is one of GET, POST, PATCH, PUT, DELETE".to_owned()),
    }
}

pub(super) async fn run(session: &Session, api: Api) -> Result<(), Failure> {
    if api.paginate {
        if api.method != Method::GET {
            return Err(Failure::usage("only lists can be paginated, and they are read with GET"));
        }
        return paginate(session, &api).await;
    }
    let body = match (&api.body, &api.from) {
        (Some(text), _) => Some(
            serde_json::from_str(text)
                .map_err(|error| Failure::usage(format!("the value of --body is no JSON: {error}")))?,
        ),
        (None, Some(path)) => Some(read_document(path)?),
        (None, None) => None,
    };
    let reads = api.method == Method::GET || api.method == Method::HEAD || is_estimate(&api.path);
    if !reads && session.rehearse(api.method.as_str(), &api.path, &body)? {
        return Ok(());
    }
    if !reads && about_orders(&api.path) {
        let price = match &body {
            Some(body) if api.method == Method::POST => price(session, body).await?,
            _ => String::new(),
        };
        let what = format!("{} {} changes orders.{price}", api.method, api.path);
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
    match request.send_json().await? {
        Value::Null => Ok(()),
        answer => session.printer.any(&answer),
    }
}

/// What the service would ask for the order, in words.
async fn price(session: &Session, order: &Value) -> Result<String, Failure> {
    let request = session.client().await?.request(Method::POST, "/orders/estimate").json(order);
    let estimate = request.effect(imcloud::Effect::Read).send_json().await?;
    let part = |name: &str| estimate["total"][name].as_str().map(str::to_owned);
    Ok(match (part("amount"), part("currency")) {
        (Some(amount), Some(currency)) => format!(" Estimated price: {amount} {currency}."),
        _ => String::new(),
    })
}

fn is_estimate(path: &str) -> bool {
    segments(path).ends_with(&["orders", "estimate"])
}

fn about_orders(path: &str) -> bool {
    segments(path).first() == Some(&"orders")
}

fn segments(path: &str) -> Vec<&str> {
    let plain = path.split('?').next().unwrap_or_default();
    plain.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// Reads page after page, behind the rows that came. Rows that are inserted meanwhile come twice; the lists of the nouns notice that.
async fn paginate(session: &Session, api: &Api) -> Result<(), Failure> {
    if let Some(Pair(name, _)) = api.param.iter().find(|Pair(name, _)| name == "limit" || name == "offset") {
        return Err(Failure::usage(format!("--paginate sets {name} itself; leave it out")));
    }
    let client = session.client().await?;
    let mut rows: Option<crate::output::Rows> = None;
    let progress = Progress::rows(session.shows_progress(false), "reading");
    let mut offset = 0;
    loop {
        let mut request = client.request(Method::GET, &api.path).query("offset", offset).query("limit", PAGE);
        for Pair(name, value) in &api.param {
            request = request.query(name, value);
        }
        let mut answer = request.send_json().await?;
        let total = answer["pagination"]["total"].as_u64();
        let Value::Array(page) = answer["data"].take() else {
            return Err(Failure::new(Exit::Failed, format!("{} is no list: it has no data", api.path))
                .remedy("Read it without --paginate."));
        };
        if let Some(total) = total {
            progress.total(total);
        }
        if rows.is_none() {
            rows = Some(session.printer.rows_like(&page)?);
        }
        let Some(rows) = &mut rows else { return Ok(()) };
        for row in &page {
            rows.push(row)?;
        }
        rows.flush()?;
        progress.advance(page.len() as u64);
        offset += page.len();
        // A list without paging answers the same each time.
        let done = total.is_none_or(|total| offset as u64 >= total);
        if page.is_empty() || done {
            break;
        }
    }
    drop(progress);
    match rows {
        Some(rows) => rows.finish(),
        None => Ok(()),
    }
}
