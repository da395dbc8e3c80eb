//! The sandbox as clients meet it: over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests stop at the first surprise")]

mod access;
mod api;
mod caller;
mod conformance;
mod downloads;
mod faults;
mod manners;
mod sequences;
mod server;
mod specification;
