//! Tests of the README and the guide. Shell samples are tested with the command line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests stop at the first failure"
)]

mod pages;
mod samples;
mod style;
