//! Seeing what the client does.
//!
//! **Traces.** Each call is a `tracing` span `imcloud.call`, each attempt one `imcloud.attempt` within it, at level `INFO` and `DEBUG`. Their fields have the
//! names of OpenTelemetry's conventions for HTTP clients, so that an OpenTelemetry layer exports them as they are:
//!
//! | field | on | value |
//! | --- | --- | --- |
//! | `otel.name` | both | `GET /orders/{id}` |
//! | `otel.kind` | both | `internal` for the call, `client` for the attempt |
//! | `imcloud.operation` | call | `get_order` |
//! | `http.request.method`, `url.template`, `server.address`, `server.port` | both | |
//! | `url.full` | attempt | the address; of its query only values of names that are listed as harmless |
//! | `http.request.resend_count` | both | how often it was sent again |
//! | `http.response.status_code` | both | |
//! | `error.type` | both | [`ErrorKind`](crate::ErrorKind) |
//! | `imcloud.correlation_id` | both | the service's `X-Correlation-ID` |
//!
//! Pauses, token renewals and failed renewals are events. Bodies are never logged; headers only if they are on a list.
//!
//! **Metrics.** [`Observe`] is told of every attempt, call and pause.

mod observer;
mod spans;

pub use observer::{AttemptEvent, CallEvent, Observe, WaitEvent, WaitReason};
pub(crate) use spans::{Outcome, attempt_span, call_span, shown_headers};
