//! The passes between overlays and generator. They know OpenAPI, and nothing of this API.
//!
//! Overlays correct the document; passes bring it into the form from which the generator makes a good client.
//! Each file holds the passes of one topic with their reasons and their tests on tiny documents. They run in
//! the order of [`NAMING`] and [`SHAPING`]; each may rely on the earlier ones. Descriptions are applied
//! between the two.
//!
//! Keywords that a pass removes, because the generator must not act on them, are stored under `x-stated`, so
//! that `openapi/effective.yaml` still holds everything that the provider stated.

pub mod auth_parameters;
pub mod bodies;
pub mod components;
pub mod directions;
pub mod flatten;
pub mod hoist;
pub mod open_enums;
pub mod operation_names;
pub mod origins;
pub mod responses;
pub mod rows;
pub mod rust_type;
pub mod scalars;
pub mod texts;
pub mod tolerance;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::descriptions::Descriptions;

/// One rewriting of a document; returns how many places it changed.
pub type Rewrite = fn(&mut Value) -> Result<usize>;

/// The passes after which every operation, schema and enum has its name.
pub const NAMING: &[(&str, Rewrite)] = &[
    ("texts", |document| Ok(texts::rewrite(document))),
    ("components", components::rewrite),
    ("references", |document| Ok(flatten::wrap_references(document))),
    ("flatten", flatten::rewrite),
    ("bodies", |document| Ok(bodies::rewrite(document))),
    ("responses", responses::rewrite),
    ("auth-parameters", |document| Ok(auth_parameters::rewrite(document))),
    ("operation-names", operation_names::rewrite),
    ("hoist", |document| Ok(hoist::rewrite(document))),
    ("free-form", |document| Ok(tolerance::free_form(document))),
    ("open-enums", open_enums::rewrite),
];

/// The passes that make types of the described schemas.
pub const SHAPING: &[(&str, Rewrite)] = &[
    ("rows", rows::rewrite),
    ("nested-objects", hoist::nested),
    ("directions", directions::rewrite),
    ("constraints", |document| Ok(tolerance::constraints(document))),
    ("tolerance", |document| Ok(tolerance::rewrite(document))),
    ("scalars", |document| Ok(scalars::rewrite(document))),
];

/// The effect of a pass.
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
/// As [`name`] and [`shape`].
pub fn run(document: &mut Value, descriptions: &Descriptions) -> Result<Vec<Ran>> {
    let mut ran = name(document)?;
    ran.extend(shape(document, descriptions)?);
    Ok(ran)
}

/// Runs the passes before the descriptions.
///
/// # Errors
/// If a pass meets something that it cannot rewrite without losing or inventing meaning.
pub fn name(document: &mut Value) -> Result<Vec<Ran>> {
    for at in ["", "/components", "/components/schemas", "/components/securitySchemes"] {
        ensure!(document.pointer(at).is_none_or(Value::is_object), "#{at} is not a mapping");
    }
    run_each(NAMING, document)
}

/// Applies the descriptions to a named document and runs the passes after them.
///
/// # Errors
/// As [`name`] and [`Descriptions::apply`].
pub fn shape(document: &mut Value, descriptions: &Descriptions) -> Result<Vec<Ran>> {
    let mut ran = vec![Ran { name: "descriptions", changes: descriptions.apply(document)? }];
    ran.extend(run_each(SHAPING, document)?);
    document.sort_all_objects();
    Ok(ran)
}

fn run_each(passes: &[(&'static str, Rewrite)], document: &mut Value) -> Result<Vec<Ran>> {
    let one = |(name, rewrite): &(&'static str, Rewrite)| {
        let changes = rewrite(document).with_context(|| format!("pass {name}"))?;
        Ok(Ran { name, changes })
    };
    passes.iter().map(one).collect()
}
