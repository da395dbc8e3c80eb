//! The sandbox as clients meet it: over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests stop at the first surprise")]

mod access;
mod caller;
mod downloads;
mod faults;
mod server;
