//! HTTP: sockets, routes, the gateway, logins, downloads, the control interface.
//!
//! A request is handled in two steps. [`exchange`] works out the response and takes no time; [`delivery`]
//! sends it, which may take time or break. No lock is held across a wait.

use std::{
    io,
    sync::{Arc, OnceLock},
};

use axum::{
    Router,
    extract::{ConnectInfo, RawPathParams, Request, State},
    http::{Extensions, HeaderValue, Method, StatusCode},
    response::Response,
    routing::{MethodFilter, get, on},
};
use imcloud_raw::operations::{CreateOrder, EstimateOrder, OPERATIONS};

use self::{
    exchange::{Exchange, Target},
    listener::Wire,
};
use crate::{
    journal::Record,
    response::{About, CORRELATION_ID},
    world::DOWNLOADS_PATH,
};

mod access;
mod control;
mod delivery;
mod download;
mod exchange;
mod listener;
mod state;
#[cfg(feature = "tls")]
mod tls;

pub use access::Credentials;
pub(crate) use control::CONTROL_PATH;
pub(crate) use listener::Sockets;
pub(crate) use state::{Shared, Start};
#[cfg(feature = "tls")]
pub(crate) use tls::certificate;

/// Several segments, like those of the real service, so that clients that lose a part of their base URL fail
/// here too.
pub(crate) const BASE_PATH: &str = "/marketplace/sandbox";

/// Responds to requests until the process or the runtime ends.
pub(crate) async fn serve(sockets: Sockets, shared: Arc<Shared>, control: bool) -> io::Result<()> {
    let service = router(shared, control).into_make_service_with_connect_info::<Wire>();
    axum::serve(sockets, service).await
}

type Path = Result<RawPathParams, axum::extract::rejection::RawPathParamsRejection>;

fn router(shared: Arc<Shared>, control: bool) -> Router {
    let mut router = if control { control::router() } else { Router::new() };
    for operation in OPERATIONS {
        let method = Method::from_bytes(operation.method.as_bytes()).unwrap_or_default();
        let method = MethodFilter::try_from(method).unwrap_or(MethodFilter::GET);
        let handler = move |state, wire, path: Path, request| {
            respond(Target::Operation(operation), path, state, wire, request)
        };
        // Guides write `/orders/`, clients send `/orders`.
        for slash in ["", "/"] {
            let path = format!("{BASE_PATH}{}{slash}", operation.path);
            router = router.route(&path, on(method, handler));
        }
    }
    let download = |state, wire, path: Path, request| respond(Target::Download, path, state, wire, request);
    router
        .route(&format!("{DOWNLOADS_PATH}/{{name}}"), get(download))
        .method_not_allowed_fallback(|state, wire, path: Path, request: Request| {
            respond(Target::WrongMethod, path, state, wire, request)
        })
        .fallback(|state, wire, request: Request| {
            let below = request.uri().path().strip_prefix(BASE_PATH);
            let below = below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let target = if below { Target::Unknown } else { Target::Elsewhere };
            handle(target, Ok(None), state, wire, request)
        })
        .with_state(shared)
}

async fn respond(
    target: Target,
    path: Path,
    state: State<Arc<Shared>>,
    wire: ConnectInfo<Wire>,
    request: Request,
) -> Response {
    let id =
        path.map(|path| path.iter().next().map(|(_, id)| id.to_owned())).map_err(|_| StatusCode::BAD_REQUEST);
    handle(target, id, state, wire, request).await
}

async fn handle(
    target: Target,
    id: Result<Option<String>, StatusCode>,
    State(shared): State<Arc<Shared>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: Request,
) -> Response {
    let (mut request, body) = request.into_parts();
    // The journal stores the request without the data of the router.
    request.extensions = Extensions::new();
    let body = axum::body::to_bytes(body, shared.start.max_body).await;
    shared.count();
    let correlation_id = shared.correlation_id(request.headers.get(CORRELATION_ID));
    let unreadable =
        body.as_ref().err().map(|_| StatusCode::PAYLOAD_TOO_LARGE).or(id.as_ref().err().copied());
    let record = Arc::new(Record {
        time: shared.clock.now(),
        operation: target.name(),
        request,
        body: body.unwrap_or_default(),
        correlation_id,
        fault: OnceLock::new(),
        status: OnceLock::new(),
    });
    shared.journal.add(Arc::clone(&record));
    let path = record.request.uri.path();
    let exchange = Exchange {
        shared: &shared,
        target,
        id: id.as_ref().ok().and_then(Option::as_deref),
        unreadable,
        record: &record,
        about: About {
            correlation_id: &record.correlation_id,
            path: path.strip_prefix(BASE_PATH).unwrap_or(path),
            now: record.time,
        },
    };
    let (mut response, fault) = exchange.carry_out();
    let mut delay = fault.as_ref().map(|fault| fault.delay).unwrap_or_default();
    if let Some(fault) = &fault {
        // Set once, here.
        let _ = record.fault.set(Arc::clone(fault));
    }
    // Orders take their time (observed).
    if matches!(target, Target::Operation(operation)
        if [CreateOrder::OPERATION, EstimateOrder::OPERATION].contains(operation))
    {
        delay = delay.saturating_add(shared.access().behavior.order_delay);
    }
    if !matches!(target, Target::Download)
        && let Ok(id) = HeaderValue::from_str(&record.correlation_id)
    {
        response.headers.insert(CORRELATION_ID, id);
    }
    delivery::deliver(response, fault, delay, wire, &record).await
}
