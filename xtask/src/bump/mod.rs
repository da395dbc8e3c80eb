//! `cargo xtask bump VERSION`: from the publisher's new document to a workspace that compiles and passes.
//!
//! The steps, in order: vendor, compare, overlays, lint, generate, verify, write. Each either succeeds or stops with what has to be decided and
//! where; the same command goes on from there, because every step looks at what is there and repeats what it finds undone.
//!
//! Nothing half-written can remain. The vendored document is one file, written at once, and nothing uses it before the last step. Everything else is
//! made and verified in a copy of the workspace ([`staging`]); only when that copy compiles and passes are the files that differ written back, each
//! at once. Whatever ends the program before that leaves the workspace as it was.

pub mod publisher;
pub mod staging;
pub mod steps;
