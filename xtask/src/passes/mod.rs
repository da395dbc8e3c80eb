//! The passes between overlays and generator. They know OpenAPI, and nothing of this API.
//!
//! Overlays correct the document; passes bring it into the form from which the generator makes a good client.
//! Each file holds the passes of one topic with their reasons. They run in the order of `name` and
//! `shape`; each may rely on the earlier ones. Descriptions are applied between the two.
//!
//! Keywords that a pass removes, because the generator must not act on them, are stored under `x-stated`, so
//! that `openapi/effective.yaml` still holds everything that the provider stated.

pub(crate) mod directions;
mod inline;
mod operations;
pub(crate) mod references;
pub(crate) mod schemas;

use anyhow::{Context, Result, ensure};
use openapi_review::document::walk;
use serde_json::{Map, Value};

use crate::descriptions::Descriptions;

/// Runs all passes and applies the descriptions. Fails if a pass meets something that it cannot rewrite
/// without losing or inventing meaning, or a description has a field that its place cannot have.
pub fn run(document: &mut Value, descriptions: &Descriptions) -> Result<()> {
    name(document)?;
    shape(document, descriptions)
}

/// Runs the passes after which every operation, schema and enum has its name.
pub(crate) fn name(document: &mut Value) -> Result<()> {
    for at in ["", "/components", "/components/schemas", "/components/securitySchemes"] {
        ensure!(document.pointer(at).is_none_or(Value::is_object), "#{at} is not a mapping");
    }
    schemas::remove_prose(document);
    references::components(document).context("pass components")?;
    references::wrap(document);
    references::flatten(document).context("pass flatten")?;
    operations::bodies(document);
    operations::responses(document).context("pass responses")?;
    operations::auth_parameters(document);
    operations::names(document).context("pass operation-names")?;
    inline::bodies(document);
    schemas::free_form(document);
    inline::enums(document).context("pass open-enums")
}

/// Applies the descriptions to a named document and runs the passes that make types of its schemas.
pub(crate) fn shape(document: &mut Value, descriptions: &Descriptions) -> Result<()> {
    descriptions.apply(document)?;
    inline::list_items(document).context("pass rows")?;
    inline::objects(document).context("pass nested-objects")?;
    directions::rewrite(document).context("pass directions")?;
    schemas::constraints(document);
    schemas::optional(document);
    schemas::scalars(document);
    document.sort_all_objects();
    Ok(())
}

/// Calls `change` for every operation, until one fails.
fn each_operation(
    document: &mut Value,
    mut change: impl FnMut(&mut Map<String, Value>) -> Result<()>,
) -> Result<()> {
    let mut result = Ok(());
    walk::operations_mut(document, |path, method, node| {
        if result.is_ok() {
            result = change(node).with_context(|| format!("{} {path}", method.to_uppercase()));
        }
    });
    result
}
