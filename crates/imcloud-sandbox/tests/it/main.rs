//! The sandbox as clients meet it: over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests stop at the first surprise")]

mod access;
mod api;
mod behavior;
mod caller;
mod conformance;
mod control;
mod downloads;
mod faults;
#[path = "../../../../tests/fixtures.rs"]
mod fixtures;
mod sequences;
mod server;
mod specification;
