//! The real binary, against a sandbox that the test looks into.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod commands;
mod credentials;
mod exit_codes;
mod formats;
mod help;
mod input;
mod licences;
mod looks;
mod ordering;
mod streams;
mod tool;
