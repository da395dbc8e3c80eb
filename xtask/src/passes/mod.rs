//! The rewriting between overlays and generator: small passes that know OpenAPI, and nothing of this API.
//!
//! Overlays correct the document; passes rewrite it into the form from which the generator makes a good
//! client. Each pass is a file of its own with its reason and its tests on tiny documents. Passes run in the
//! order of [`NAMING`] and [`SHAPING`]; each may rely on what the earlier ones guarantee. Descriptions are
//! applied between the two.
//!
//! What a pass takes away because the generator must not act on it is kept beside it under `x-stated`, so
//! that `openapi/effective.yaml` still holds everything the publisher stated.

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

use crate::descriptions::Descriptions;

/// One rewriting of a document; returns how many places it changed.
pub type Rewrite = fn(&mut Value) -> Result<usize>;

/// The passes after which every operation, schema and enum has its name.
pub const NAMING: &[(&str, Rewrite)] = &[
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
];

/// The passes that make types of the described schemas.
pub const SHAPING: &[(&str, Rewrite)] = &[
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

/// Runs all passes and applies the descriptions.
///
/// # Errors
/// When a pass meets something that it cannot rewrite without losing or inventing meaning, or as
/// [`Descriptions::apply`].
pub fn run(document: &mut Value, descriptions: &Descriptions) -> Result<Vec<Ran>> {
    let mut ran = name(document)?;
    ran.push(Ran { name: "descriptions", changes: descriptions.apply(document)? });
    ran.extend(run_each(SHAPING, document)?);
    document.sort_all_objects();
    Ok(ran)
}

/// Runs the passes before the descriptions.
///
/// # Errors
/// As [`run`].
pub fn name(document: &mut Value) -> Result<Vec<Ran>> {
    run_each(NAMING, document)
}

fn run_each(passes: &[(&'static str, Rewrite)], document: &mut Value) -> Result<Vec<Ran>> {
    let one = |(name, rewrite): &(&'static str, Rewrite)| {
        let changes = rewrite(document).with_context(|| format!("pass {name}"))?;
        Ok(Ran { name, changes })
    };
    passes.iter().map(one).collect()
}
