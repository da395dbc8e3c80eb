//! The control interface: faults, clock, state, journal and behavior over HTTP, and a status page at `/`.
//!
//! `openapi.json` describes it. Web pages cannot use it: see [`check_caller`].

use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::Response,
    routing::{any, get},
};
use bytes::Bytes;
use minijinja::{AutoEscape, Environment, context};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{BASE_PATH, access::Access, exchange::is_json, state::Shared};
use crate::{Dataset, Fault, FaultId, clock::Seconds};

/// The path of the control interface.
pub(crate) const CONTROL_PATH: &str = "/__sandbox";

const OPENAPI: &str = include_str!("openapi.json");
/// Bound of a body: a state has all data.
const MAX_BODY: usize = 256 * 1024 * 1024;
/// Bound of the response of the journal, unless the request has a `limit`.
const JOURNAL_LIMIT: usize = 100;
const REQUESTS: usize = 25;

/// Routes of the control interface and the status page.
pub(super) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(handle))
        .route(CONTROL_PATH, any(handle))
        .route(&format!("{CONTROL_PATH}/{{*path}}"), any(handle))
}

struct Problem(StatusCode, String);

impl Problem {
    fn bad(message: impl ToString) -> Self {
        Self(StatusCode::BAD_REQUEST, message.to_string())
    }
}

type Outcome = Result<(StatusCode, HeaderValue, Bytes), Problem>;

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let outcome = async {
        check_caller(&parts.headers)?;
        let body = axum::body::to_bytes(body, MAX_BODY).await;
        let body = body.map_err(|error| Problem(StatusCode::PAYLOAD_TOO_LARGE, error.to_string()))?;
        if !body.is_empty() && !is_json(&parts.headers) {
            let message = "content type must be application/json".to_owned();
            return Err(Problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
        let path = parts.uri.path().strip_prefix(CONTROL_PATH).unwrap_or_default().trim_matches('/');
        dispatch(&shared, &parts.method, path, parts.uri.query().unwrap_or_default(), &body)
    };
    let (status, content_type, body) = outcome.await.unwrap_or_else(|Problem(status, message)| {
        (status, JSON, Bytes::from(json!({ "error": message }).to_string()))
    });
    let empty = body.is_empty();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if !empty {
        headers.insert(CONTENT_TYPE, content_type);
    }
    for (name, value) in FIXED_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FIXED_HEADERS: [(HeaderName, &str); 3] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
];

/// Rejects requests that a web page may have sent.
///
/// A page of another site sends its `Origin`, or `Sec-Fetch-Site`. A page that reaches this server by DNS
/// rebinding has the domain of an attacker in `Host`, so only hosts are accepted that cannot be registered:
/// IP addresses, names without a dot such as those of containers, and names below `localhost` and
/// `internal`.
fn check_caller(headers: &HeaderMap) -> Result<(), Problem> {
    let forbidden = |message: String| Err(Problem(StatusCode::FORBIDDEN, message));
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let Some(host) = text(HOST) else {
        return forbidden("the request has no Host header".to_owned());
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let literal = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    let local = literal.parse::<IpAddr>().is_ok()
        || !name.contains('.')
        || [".localhost", ".internal"].iter().any(|suffix| name.ends_with(suffix));
    if !local {
        return forbidden(format!(
            "host {name:?} is not accepted; use an IP address, localhost or a name without dots"
        ));
    }
    if let Some(origin) = text(ORIGIN)
        && origin.split_once("://").map(|(_, origin)| origin) != Some(host)
    {
        return forbidden(format!("origin {origin:?} is not accepted; web pages cannot control the sandbox"));
    }
    match text(HeaderName::from_static("sec-fetch-site")) {
        None | Some("same-origin" | "none") => Ok(()),
        Some(site) => forbidden(format!("request of another site ({site}) is not accepted")),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockChange {
    advance_seconds: Option<Seconds>,
    frozen: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserChange {
    active: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewKey {
    replace: bool,
}

fn dispatch(shared: &Shared, method: &Method, path: &str, query: &str, body: &[u8]) -> Outcome {
    let base_url = || format!("{}{BASE_PATH}", shared.origin);
    match (method.as_str(), path) {
        ("GET", "") => {
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            let page = page(shared, &base_url()).map_err(internal)?;
            Ok((StatusCode::OK, html, page.into()))
        }
        ("GET", "openapi.json") => Ok((StatusCode::OK, JSON, Bytes::from_static(OPENAPI.as_bytes()))),
        ("GET", "health") => {
            let now = shared.clock.now();
            ok(&json!({
                "status": "ok",
                "version": env!("CARGO_PKG_VERSION"),
                "baseUrl": base_url(),
                "now": now,
                "requests": shared.served(),
                "records": shared.world_at(now).summary(),
            }))
        }
        ("GET", "clock") => clock(shared),
        ("PATCH", "clock") => {
            let change: ClockChange = read(body)?;
            if let Some(frozen) = change.frozen {
                shared.clock.set_frozen(frozen);
            }
            if let Some(Seconds(by)) = change.advance_seconds {
                shared.clock.advance(by);
                drop(shared.world());
            }
            clock(shared)
        }
        ("GET", "faults") => ok(shared.faults().list()),
        ("POST", "faults") => {
            let id = shared.inject(read::<Fault>(body)?).map_err(Problem::bad)?;
            let faults = shared.faults();
            let injected = faults.list().iter().find(|injected| injected.id == id);
            ok(&injected).map(|(_, content_type, body)| (StatusCode::CREATED, content_type, body))
        }
        ("DELETE", "faults") => {
            shared.faults().clear();
            done()
        }
        ("DELETE", path) if path.starts_with("faults/") => {
            let id = path.strip_prefix("faults/").and_then(|id| id.parse().ok());
            if id.is_some_and(|id| shared.faults().remove(FaultId(id))) {
                return done();
            }
            Err(Problem(StatusCode::NOT_FOUND, format!("there is no {path}")))
        }
        ("GET", "journal") => journal(shared, query),
        ("DELETE", "journal") => {
            shared.journal.clear();
            done()
        }
        ("GET", "state") => {
            let data = shared.world().dataset().to_json();
            data.map(|data| (StatusCode::OK, JSON, data.into())).map_err(internal)
        }
        ("PUT", "state") => {
            let text = std::str::from_utf8(body).map_err(Problem::bad)?;
            shared.restore(Dataset::from_json(text).map_err(Problem::bad)?);
            done()
        }
        ("POST", "reset") => {
            shared.reset();
            done()
        }
        ("GET", "behavior") => ok(&shared.access().behavior),
        ("PATCH", "behavior") => {
            let mut behavior = serde_json::to_value(&shared.access().behavior).map_err(internal)?;
            for (name, value) in read::<Map<String, Value>>(body)? {
                behavior[name] = value;
            }
            shared.set_behavior(read(behavior.to_string().as_bytes())?);
            ok(&shared.access().behavior)
        }
        ("GET", "credentials") => {
            let Access { credentials, user_is_active, .. } = &*shared.access();
            ok(&json!({
                "baseUrl": base_url(),
                "username": credentials.username,
                "password": credentials.password.expose(),
                "subscriptionKey": credentials.subscription_key.expose(),
                "marketplace": credentials.marketplace,
                "active": user_is_active,
            }))
        }
        ("PATCH", "user") => {
            shared.set_user_active(read::<UserChange>(body)?.active);
            done()
        }
        ("POST", "subscription-keys") => {
            let key = shared.new_subscription_key(read::<NewKey>(body)?.replace);
            ok(&json!({ "subscriptionKey": key.expose() }))
        }
        ("DELETE", "tokens") => {
            shared.access().tokens.kill_all();
            done()
        }
        (method, path) => {
            let message =
                format!("there is no {method} {CONTROL_PATH}/{path}; see GET {CONTROL_PATH}/openapi.json");
            Err(Problem(StatusCode::NOT_FOUND, message))
        }
    }
}

/// The newest entries, oldest first.
fn journal(shared: &Shared, query: &str) -> Outcome {
    let (mut operation, mut limit) = (None, JOURNAL_LIMIT);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "operation" => operation = Some(value),
            "limit" => {
                limit =
                    value.parse().map_err(|error| Problem::bad(format!("limit is {value:?}: {error}")))?;
            }
            other => {
                return Err(Problem::bad(format!("unknown parameter {other:?}; use operation or limit")));
            }
        }
    }
    let entries = match operation {
        Some(operation) => shared.journal.of(&operation).map_err(Problem::bad)?,
        None => shared.journal.entries(),
    };
    ok(&entries[entries.len().saturating_sub(limit)..])
}

fn clock(shared: &Shared) -> Outcome {
    ok(&json!({ "now": shared.clock.now(), "frozen": shared.clock.is_frozen() }))
}

fn ok(value: &(impl Serialize + ?Sized)) -> Outcome {
    let body = serde_json::to_vec(value).map_err(internal)?;
    Ok((StatusCode::OK, JSON, body.into()))
}

fn done() -> Outcome {
    Ok((StatusCode::NO_CONTENT, JSON, Bytes::new()))
}

fn internal(error: impl ToString) -> Problem {
    Problem(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value =
        serde_path_to_error::deserialize(&mut json).map_err(|error| match error.path().to_string() {
            path if path == "." => Problem::bad(error.into_inner()),
            path => Problem::bad(format!("{path}: {}", error.into_inner())),
        })?;
    json.end().map_err(Problem::bad)?;
    Ok(value)
}

/// Renders the status page. It needs no script.
fn page(shared: &Shared, base_url: &str) -> Result<String, minijinja::Error> {
    let now = shared.clock.now();
    let records = shared.world_at(now).summary();
    let by_status = |counts: &BTreeMap<String, usize>| {
        let parts: Vec<String> = counts.iter().map(|(status, count)| format!("{count} {status}")).collect();
        (counts.values().sum::<usize>(), parts.join(", "))
    };
    let (orders, order_details) = by_status(&records.orders);
    let (subscriptions, subscription_details) = by_status(&records.subscriptions);
    let cards = [
        ("customers", records.customers, format!("of {} resellers", records.resellers)),
        ("orders", orders, order_details),
        ("subscriptions", subscriptions, subscription_details),
        ("products", records.products, format!("and {} reports", records.reports)),
    ];
    let faults = shared.faults().list().to_vec();
    let faults = faults.iter().map(|injected| {
        context! { description => injected.fault.to_string(), ..minijinja::Value::from_serialize(injected) }
    });
    let entries = shared.journal.entries();
    let context = context! {
        style => minijinja::Value::from_safe_string(include_str!("page.css").to_owned()),
        base_url,
        now => now.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        frozen => shared.clock.is_frozen(),
        served => shared.served(),
        version => env!("CARGO_PKG_VERSION"),
        cards,
        faults => faults.collect::<Vec<_>>(),
        requests => entries.iter().rev().take(REQUESTS).map(minijinja::Value::from_serialize).collect::<Vec<_>>(),
    };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_trim_blocks(true);
    environment.render_str(include_str!("page.html"), context)
}
