//! The passes between overlays and generator. They know OpenAPI, and nothing of this API.
//!
//! Overlays correct the document; passes bring it into the form from which the generator makes a good client.
//! Each file holds the passes of one topic with their reasons. They run in the order of `NAMING` and
//! `SHAPING`; each may rely on the earlier ones. Descriptions are applied between the two.
//!
//! Keywords that a pass removes, because the generator must not act on them, are stored under `x-stated`, so
//! that `openapi/effective.yaml` still holds everything that the provider stated.

mod directions;
mod inline;
pub(crate) mod list_items;
mod operations;
pub(crate) mod references;
pub(crate) mod scalars;
mod tolerance;

use anyhow::{Context, Result, ensure};
use openapi_review::document::walk;
use serde_json::{Map, Value};

use crate::descriptions::Descriptions;

/// One rewriting of a document; returns how many places it changed.
type Rewrite = fn(&mut Value) -> Result<usize>;

/// The passes after which every operation, schema and enum has its name.
const NAMING: &[(&str, Rewrite)] = &[
    ("texts", |document| Ok(tolerance::remove_prose(document))),
    ("components", references::components),
    ("references", |document| Ok(references::wrap(document))),
    ("flatten", references::flatten),
    ("bodies", |document| Ok(operations::bodies(document))),
    ("responses", operations::responses),
    ("auth-parameters", |document| Ok(operations::auth_parameters(document))),
    ("operation-names", operations::names),
    ("hoist", |document| Ok(inline::bodies(document))),
    ("free-form", |document| Ok(tolerance::free_form(document))),
    ("open-enums", inline::enums),
];

/// The passes that make types of the described schemas.
const SHAPING: &[(&str, Rewrite)] = &[
    ("rows", list_items::rewrite),
    ("nested-objects", inline::objects),
    ("directions", directions::rewrite),
    ("constraints", |document| Ok(tolerance::constraints(document))),
    ("tolerance", |document| Ok(tolerance::optional(document))),
    ("scalars", |document| Ok(scalars::rewrite(document))),
];

/// The passes that ran, with the number of places that each changed.
pub type Ran = Vec<(&'static str, usize)>;

/// Runs all passes and applies the descriptions.
///
/// # Errors
/// If a pass meets something that it cannot rewrite without losing or inventing meaning, or a description has
/// a field that its place cannot have.
pub fn run(document: &mut Value, descriptions: &Descriptions) -> Result<Ran> {
    let mut ran = name(document)?;
    ran.extend(shape(document, descriptions)?);
    Ok(ran)
}

/// Runs the passes before the descriptions.
pub(crate) fn name(document: &mut Value) -> Result<Ran> {
    for at in ["", "/components", "/components/schemas", "/components/securitySchemes"] {
        ensure!(document.pointer(at).is_none_or(Value::is_object), "#{at} is not a mapping");
    }
    run_each(NAMING, document)
}

/// Applies the descriptions to a named document and runs the passes after them.
pub(crate) fn shape(document: &mut Value, descriptions: &Descriptions) -> Result<Ran> {
    let mut ran = vec![("descriptions", descriptions.apply(document)?)];
    ran.extend(run_each(SHAPING, document)?);
    document.sort_all_objects();
    Ok(ran)
}

fn run_each(passes: &[(&'static str, Rewrite)], document: &mut Value) -> Result<Ran> {
    let run = |(name, rewrite): &(&'static str, Rewrite)| {
        Ok((*name, rewrite(document).with_context(|| format!("pass {name}"))?))
    };
    passes.iter().map(run).collect()
}

/// Calls `change` for every operation, until one fails; returns the sum of the changes.
fn each_operation(
    document: &mut Value,
    mut change: impl FnMut(&mut Map<String, Value>) -> Result<usize>,
) -> Result<usize> {
    let mut result = Ok(0);
    walk::operations_mut(document, |path, method, node| {
        if let Ok(changes) = &mut result {
            match change(node) {
                Ok(more) => *changes += more,
                Err(error) => result = Err(error.context(format!("{} {path}", method.to_uppercase()))),
            }
        }
    });
    result
}
