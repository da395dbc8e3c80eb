//! The rewriting between overlays and generator: small passes that know OpenAPI, and nothing of this API.
//!
//! Overlays make the document true; passes put what is true into the form from which the generator makes a good
//! client. Each pass stands in its own file with its reason and its tests on tiny documents. Their order is the order of
//! [`ALL`]; each may rely on what the earlier ones guarantee.
//!
//! What a pass takes away because the generator must not act on it is kept beside it under `x-stated`, so that
//! `openapi/effective.yaml` still holds everything the publisher stated.

pub mod auth_parameters;
pub mod components;
pub mod constraints;
pub mod dates;
pub mod decimals;
pub mod directions;
pub mod flatten;
pub mod free_form;
pub mod hoist;
pub mod identifiers;
pub mod integers;
pub mod media_types;
pub mod nouns;
pub mod open_enums;
pub mod operation_names;
pub mod origins;
pub mod references;
pub mod request_bodies;
pub mod responses;
pub mod rows;
pub mod rust_type;
pub mod secrets;
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
    ("references", references::rewrite),
    ("flatten", flatten::rewrite),
    ("media-types", media_types::rewrite),
    ("responses", responses::rewrite),
    ("request-bodies", request_bodies::rewrite),
    ("auth-parameters", auth_parameters::rewrite),
    ("operation-names", operation_names::rewrite),
    ("hoist", hoist::rewrite),
    ("free-form", free_form::rewrite),
    ("open-enums", open_enums::rewrite),
    ("rows", rows::rewrite),
    ("directions", directions::rewrite),
    ("constraints", constraints::rewrite),
    ("tolerance", tolerance::rewrite),
    ("secrets", secrets::rewrite),
    ("decimals", decimals::rewrite),
    ("identifiers", identifiers::rewrite),
    ("dates", dates::rewrite),
    ("integers", integers::rewrite),
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
