//! OpenAPI documents as plain trees of [`serde_json::Value`].
//!
//! The pipeline works on trees and not on a typed model, because its whole purpose is documents that do not
//! keep the rules a typed model relies on, and because nothing of the published file may be lost on the way.
//!
//! * [`tree`]: reading YAML or JSON text, duplicate keys included;
//! * [`canonical`]: writing a tree as YAML in the one order and formatting that this repository uses;
//! * [`mod@pointer`]: JSON Pointers, and following `$ref`;
//! * [`walk`]: visiting operations and schemas without taking a property named `description` for a keyword.

pub mod canonical;
pub mod check;
pub mod fingerprint;
pub mod lines;
pub mod operation_ids;
pub mod pointer;
pub mod shape;
pub mod tree;
pub mod walk;
