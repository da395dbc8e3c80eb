//! What the client does, against servers on this machine. Nothing waits for time to pass: the clock is set by the tests.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod construction;
mod errors;
mod observation;
mod paging;
mod placing;
mod rate_limit;
mod request;
mod resources;
mod retries;
mod secrets;
mod service;
mod shop;
mod tokens;
mod verify;
mod waiting;
mod wire;
