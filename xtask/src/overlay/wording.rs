//! Holding documentation overlays to their promise: they set texts, and nothing else.

use anyhow::{Result, bail, ensure};
use serde_json::Value;

use openapi_review::document::{canonical::names_children, pointer};

/// Members that carry text.
pub const TEXTS: &[&str] = &["description", "summary", "x-in-request", "x-in-response", "x-in-rows"];

/// Refuses an update of the node at `at` that would do more than set texts on nodes that exist.
///
/// # Errors
/// Names the member that is no text, or the node that the update would create.
pub fn only_text(document: &Value, at: &str, update: &Value) -> Result<()> {
    let mut named = false;
    for segment in at.split('/').skip(1) {
        named = names_children(segment, named);
    }
    check(document, at, update, named)
}

fn check(document: &Value, at: &str, update: &Value, named: bool) -> Result<()> {
    let Value::Object(update) = update else {
        bail!("the update of #{at} is not a text; a documentation overlay gives mappings that end in texts");
    };
    for (key, value) in update {
        let here = pointer::join(at, key);
        if !named && TEXTS.contains(&key.as_str()) {
            ensure!(value.is_string(), "#{here} is not a text");
        } else if !named && key == "x-enum-descriptions" {
            let texts = value.as_object().is_some_and(|map| map.values().all(Value::is_string));
            ensure!(texts, "#{here} is not a mapping from values to texts");
        } else {
            match document.pointer(&here) {
                None => bail!(
                    "the update would create #{here} (`{key}`); a documentation overlay only sets texts of what is there"
                ),
                Some(Value::Object(_)) => check(document, &here, value, names_children(key, named))?,
                Some(_) => bail!(
                    "the update would change `{key}` at #{here}; a documentation overlay only sets texts"
                ),
            }
        }
    }
    Ok(())
}
