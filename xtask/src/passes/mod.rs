//! The passes between overlays and generator. They know OpenAPI, and nothing of this API.
//!
//! Overlays make the document true; passes bring it into the form from which the generator makes a good client. Each file holds the passes
//! of one topic with their reasons and their tests on tiny documents. They run in the order of [`ALL`]; each may rely on the earlier ones.
//!
//! What a pass takes away because the generator must not act on it is stored next to it under `x-stated`, so that
//! `openapi/effective.yaml` still holds everything that the provider stated.

pub mod auth_parameters;
pub mod bodies;
pub mod components;
pub mod directions;
pub mod flatten;
pub mod hoist;
pub mod open_enums;
pub mod operation_names;
pub mod responses;
pub mod rows;
pub mod rust_type;
pub mod scalars;
pub mod texts;
pub mod tolerance;

use anyhow::{Context, Result};
use serde_json::Value;

/// One rewriting of a document; returns how many places it changed.
pub type Rewrite = fn(&mut Value) -> Result<usize>;

/// Every pass with its name, in the order in which they run.
pub const ALL: &[(&str, Rewrite)] = &[
    ("texts", texts::rewrite),
    ("components", components::rewrite),
    ("references", flatten::wrap_references),
    ("flatten", flatten::rewrite),
    ("bodies", bodies::rewrite),
    ("responses", responses::rewrite),
    ("auth-parameters", auth_parameters::rewrite),
    ("operation-names", operation_names::rewrite),
    ("hoist", hoist::rewrite),
    ("free-form", tolerance::free_form),
    ("open-enums", open_enums::rewrite),
    ("rows", rows::rewrite),
    ("nested-objects", hoist::nested),
    ("directions", directions::rewrite),
    ("constraints", tolerance::constraints),
    ("tolerance", tolerance::rewrite),
    ("scalars", scalars::rewrite),
];

/// What one pass did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The pass.
    pub name: &'static str,
    /// The places it changed.
    pub changes: usize,
}

/// Runs all passes.
///
/// # Errors
/// When a pass meets something that it cannot rewrite without losing or inventing meaning.
pub fn run(document: &mut Value) -> Result<Vec<Ran>> {
    let mut ran = Vec::new();
    for (name, rewrite) in ALL {
        let changes = rewrite(document).with_context(|| format!("pass {name}"))?;
        ran.push(Ran { name, changes });
    }
    document.sort_all_objects();
    Ok(ran)
}
