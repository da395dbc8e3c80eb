//! JSON is called `application/json`, and has a schema.
//!
//! Reason: `*/*` is what some generators of specifications write when they mean JSON, and our generator hands out bytes for it; it panics on
//! a body without a schema. One spelling also spares later passes and rules the others (`application/json; charset=utf-8`).

use anyhow::Result;
use serde_json::{Value, json};

use openapi_review::document::walk;

/// Renames spellings of JSON, and lets a JSON body without schema be any JSON.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::operations_mut(document, |_, _, node| {
        for key in ["requestBody", "responses"] {
            match node.get_mut(key) {
                Some(body) if key == "requestBody" => changes += rename(body),
                Some(Value::Object(responses)) => {
                    changes += responses.values_mut().map(rename).sum::<usize>()
                }
                _ => {}
            }
        }
    });
    Ok(changes)
}

fn rename(body: &mut Value) -> usize {
    let Some(Value::Object(content)) = body.get_mut("content") else { return 0 };
    let mut changes = 0;
    for (media, mut node) in std::mem::take(content) {
        let json = walk::is_json(&media);
        if let Some(node) = node.as_object_mut().filter(|node| json && !node.contains_key("schema")) {
            node.insert("schema".into(), json!({}));
            changes += 1;
        }
        let name = if json { "application/json".to_owned() } else { media.clone() };
        changes += usize::from(name != media);
        content.entry(name).or_insert(node);
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_json_by_its_spellings_and_leaves_other_types_alone() {
        let schema = json!({"schema": {"type": "string"}});
        let mut document = json!({"paths": {"/a": {"post": {
            "requestBody": {"content": {"application/json; charset=utf-8": schema}},
            "responses": {"200": {"content": {"*/*": {}}}, "202": {"content": {"text/csv": schema}}, "204": {}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 3);
        let operation = &document["paths"]["/a"]["post"];
        assert_eq!(operation["requestBody"]["content"], json!({"application/json": schema}));
        assert_eq!(operation["responses"]["200"]["content"], json!({"application/json": {"schema": {}}}));
        assert_eq!(operation["responses"]["202"]["content"], json!({"text/csv": schema}));
    }
}
