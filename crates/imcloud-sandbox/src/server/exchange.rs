//! Works out the response to a request.

use std::{sync::Arc, time::Duration};

use axum::http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CONTENT_TYPE, HOST},
};
use imcloud_raw::{Operation, operations::GenerateAuthToken};

use super::{
    access::{self, Access},
    download,
    state::Shared,
};
use crate::{
    clock::Seconds,
    contract::{self, Violation},
    fault::{DOWNLOAD, Fault, Kind},
    journal::Record,
    response::{About, ApiResponse},
    world::{Call, Rejection},
};

#[derive(Clone, Copy)]
pub(super) enum Target {
    Operation(&'static Operation),
    /// A path of the API with another method.
    WrongMethod,
    /// Below the base path, but no path of the API.
    Unknown,
    /// Not below the base path.
    Elsewhere,
    Download,
}

impl Target {
    /// The name for the journal and for faults.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Operation(operation) => Some(operation.name),
            Self::Download => Some(DOWNLOAD),
            _ => None,
        }
    }
}

pub(super) struct Exchange<'a> {
    pub(super) shared: &'a Shared,
    pub(super) target: Target,
    pub(super) id: Option<&'a str>,
    /// The status of a request whose path or body could not be read.
    pub(super) unreadable: Option<StatusCode>,
    pub(super) record: &'a Record,
    pub(super) about: About<'a>,
}

impl Exchange<'_> {
    /// Returns the response, and the fault with which it is delivered.
    pub(super) fn carry_out(&self) -> (ApiResponse, Option<Arc<Fault>>) {
        let rejected = match self.target {
            Target::Elsewhere => Some(ApiResponse::gateway(StatusCode::NOT_FOUND, "Resource not found")),
            // A file needs no login, and takes none.
            Target::Download => download::reject(self.headers()),
            _ => self.reject(),
        };
        if let Some(response) = rejected {
            return (response, None);
        }
        let fault = self.target.name().and_then(|name| self.shared.faults().meet(name));
        let Some(fault) = fault else { return (self.work(None), None) };
        let worked = fault.does_work().then(|| self.work(fault.late.map(|Seconds(delay)| delay)));
        (self.spoil(&fault, worked), Some(fault))
    }

    fn headers(&self) -> &HeaderMap {
        &self.record.request.headers
    }

    fn platform(&self, status: StatusCode, message: &str) -> ApiResponse {
        ApiResponse::platform(status, message, self.about)
    }

    /// Checks key, rate and quota, and then the login or token.
    fn reject(&self) -> Option<ApiResponse> {
        let mut access = self.shared.access();
        let key = self.headers().get("x-subscription-key").map(HeaderValue::as_bytes);
        let Access { gateway, behavior, .. } = &mut *access;
        if let Err(stopped) = gateway.admit(key, behavior.rate_limit.as_ref(), self.shared.clock.client_now())
        {
            return Some(stopped.response(behavior.retry_after));
        }
        let login = match self.target {
            Target::Operation(operation) if *operation == GenerateAuthToken::OPERATION => {
                access.check_login(self.headers())
            }
            _ => access.check_token(self.headers(), self.shared.clock.client_now()),
        };
        login.err().map(|message| self.platform(StatusCode::UNAUTHORIZED, message))
    }

    /// Does the work, or schedules it and returns an empty response.
    fn work(&self, late: Option<Duration>) -> ApiResponse {
        let framework = |status| ApiResponse::framework(status, self.about);
        if let Some(status) = self.unreadable {
            return framework(status);
        }
        match self.target {
            Target::Operation(operation) => self.operate(operation, late),
            Target::Download => download::response(self.shared, self.id.unwrap_or_default(), self.record),
            Target::WrongMethod => framework(StatusCode::METHOD_NOT_ALLOWED),
            Target::Unknown | Target::Elsewhere => framework(StatusCode::NOT_FOUND),
        }
    }

    fn operate(&self, operation: &'static Operation, late: Option<Duration>) -> ApiResponse {
        let body = &self.record.body;
        if contract::takes_body(operation) && !body.is_empty() && !is_json(self.headers()) {
            return ApiResponse::framework(StatusCode::UNSUPPORTED_MEDIA_TYPE, self.about);
        }
        let query = match contract::check(operation, self.record.request.uri.query(), body) {
            Ok(query) => query,
            Err(Violation(message)) => return self.platform(StatusCode::BAD_REQUEST, &message),
        };
        if *operation == GenerateAuthToken::OPERATION {
            return access::issue(self.shared, body, self.shared.clock.client_now(), self.about);
        }
        let call = Call { operation, id: self.id.map(str::to_owned), query, body: body.clone() };
        let mut world = self.shared.world_at(self.about.now);
        let (scheme, own_host) = self.shared.origin.split_once("://").unwrap_or_default();
        let host = self.headers().get(HOST).and_then(|host| host.to_str().ok());
        world.set_origin(scheme, host.unwrap_or(own_host));
        if let Some(delay) = late {
            world.respond_later(call, delay);
            return ApiResponse::default();
        }
        let outcome = world.respond(&call);
        drop(world);
        match outcome {
            Ok(body) => ApiResponse::success(body),
            Err(Rejection { status, message }) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                self.platform(status, &message)
            }
        }
    }

    /// Applies a fault to the response of the work, if that was done.
    fn spoil(&self, fault: &Fault, worked: Option<ApiResponse>) -> ApiResponse {
        match (&fault.kind, worked) {
            (Kind::InternalError {}, _) => {
                ApiResponse::framework(StatusCode::INTERNAL_SERVER_ERROR, self.about)
            }
            (Kind::NoEntityFound {}, _) => {
                self.platform(StatusCode::BAD_REQUEST, "No entity has been found.")
            }
            (Kind::DeadToken {}, _) => {
                if let Some(token) = access::bearer(self.headers()) {
                    self.shared.access().tokens.kill(token);
                }
                self.platform(
                    StatusCode::UNAUTHORIZED,
                    "The session has ended; POST /token begins a new one.",
                )
            }
            (Kind::ContentType { content_type }, Some(response)) => match content_type.parse() {
                Ok(value) => response.header(CONTENT_TYPE, value),
                Err(_) => response,
            },
            (Kind::EmptyBody {}, Some(response)) => ApiResponse { body: bytes::Bytes::new(), ..response },
            (Kind::InsertedItems { count }, Some(response)) => {
                if let Target::Operation(operation) = self.target {
                    self.shared.world_at(self.about.now).insert_items(operation, *count);
                }
                response
            }
            (kind, worked) => {
                let mut response = kind.replacement().or(worked).unwrap_or_default();
                if response.status == StatusCode::OK
                    && let Some(body) = kind.distort(&response.body)
                {
                    response.body = body.into();
                }
                response
            }
        }
    }
}

pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    given.and_then(|value| value.split(';').next()).is_some_and(|essence| {
        let essence = essence.trim().to_ascii_lowercase();
        essence == "application/json" || essence.starts_with("application/") && essence.ends_with("+json")
    })
}
