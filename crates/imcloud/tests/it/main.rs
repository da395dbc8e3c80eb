//! What the client does, against servers on this machine. Nothing waits for time to pass: the clock is set by the tests.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod construction;
mod errors;
mod licences;
mod observation;
mod paging;
mod rate_limit;
mod request;
mod resources;
mod retries;
mod secrets;
mod service;
mod tokens;
mod verify;
mod wire;
