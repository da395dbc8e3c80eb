//! The client that progenitor writes for the corrected document without this repository's generator.

#![allow(
    warnings,
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::unwrap_used,
    reason = "progenitor wrote it"
)]

include!(concat!(env!("OUT_DIR"), "/stock.rs"));
