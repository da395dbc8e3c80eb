//! Integration tests of several crates, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests stop at the first surprise"
)]

mod blocking;
mod canaries;
mod consumer;
mod decoding;
mod diff;
mod inventory;
mod regeneration;
mod wire;
