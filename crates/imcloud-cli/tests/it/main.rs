//! The real binary, against a sandbox that the test looks into.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod actions;
mod bodies;
mod commands;
#[cfg(unix)]
mod credentials;
mod digits;
mod exit_codes;
#[path = "../../../../tests/fixtures.rs"]
mod fixtures;
mod formats;
#[cfg(unix)]
mod guide;
mod help;
#[cfg(unix)]
mod hostile;
mod input;
#[cfg(unix)]
mod kill;
mod licenses;
mod lists;
#[cfg(unix)]
mod looks;
mod monitor;
mod ordering;
#[cfg(unix)]
mod prompts;
#[cfg(unix)]
mod sandbox;
#[cfg(unix)]
mod streams;
#[cfg(unix)]
mod terminal;
mod tool;
