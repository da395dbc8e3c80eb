//! Traces and metrics of the client.
//!
//! **Traces.** Each call is a `tracing` span `imcloud.call` at level `INFO`. Each attempt is a span
//! `imcloud.attempt` within it at level `DEBUG`. Their fields have the names of the OpenTelemetry conventions
//! for HTTP clients, so that an OpenTelemetry layer exports them unchanged:
//!
//! | field | on | value |
//! | --- | --- | --- |
//! | `otel.name` | both | `GET /orders/{id}` |
//! | `otel.kind` | both | `internal` for the call, `client` for the attempt |
//! | `imcloud.operation` | call | `get_order` |
//! | `http.request.method`, `url.template`, `server.address`, `server.port` | both | |
//! | `url.full` | attempt | the URL; values of query parameters only if they are listed as harmless |
//! | `http.request.resend_count` | both | number of retries |
//! | `http.response.status_code` | both | |
//! | `error.type` | both | [`ErrorKind`](crate::ErrorKind) |
//! | `imcloud.correlation_id` | both | the service's `X-Correlation-ID` |
//!
//! Delays, token refreshes and failed refreshes are events. Bodies are never logged. Headers are logged only
//! if they are on a list.
//!
//! **Metrics.** [`Observe`] receives every attempt, call and delay.

mod observer;
mod spans;

pub use observer::{AttemptEvent, CallEvent, Observe, WaitEvent, WaitReason};
pub(crate) use spans::{Outcome, attempt_span, call_span, shown_headers};
