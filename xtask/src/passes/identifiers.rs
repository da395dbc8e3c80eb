//! Ids are one type, whatever the document takes them for.
//!
//! Reason: the same id is a string in one place and an integer in the next, and a service that sends the other form must not fail a
//! whole page. An id is never calculated with. A member or parameter is an id when it is called `id`, or its name ends in `Id`.

use anyhow::Result;
use serde_json::{Map, Value};

use super::rust_type;
use openapi_review::document::walk;

/// Gives ids their type.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        for (name, property) in
            schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
        {
            if let Some(property) = property.as_object_mut() {
                changes += usize::from(mark(name, property));
            }
        }
    });
    walk::operations_mut(document, |_, _, node| {
        for parameter in node.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            if let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut) {
                changes += usize::from(mark(&name, schema));
            }
        }
    });
    Ok(changes)
}

/// Whether a member or parameter is an id, by its name.
#[must_use]
pub fn is_id(name: &str) -> bool {
    name == "id" || name.ends_with("Id")
}

fn mark(name: &str, schema: &mut Map<String, Value>) -> bool {
    if rust_type::is_set(schema) || !is_id(name) {
        return false;
    }
    if rust_type::has_type(schema, "string", None) {
        rust_type::set(schema, "Id");
    } else if rust_type::has_type(schema, "integer", None) {
        rust_type::set(schema, &format!("{}::Id", rust_type::AS_NUMBER));
    } else {
        return false;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn knows_ids_by_their_names_in_members_and_parameters() {
        let mut document = json!({
            "paths": {"/a/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}]}}},
            "components": {"schemas": {"A": {"properties": {"planId": {"type": "integer", "format": "int32"}, "paid": {"type": "string"},
                "gridId": {"type": "array", "items": {"type": "string"}}, "id": {"type": "string", "format": "uuid"}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 3);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["planId"]["x-rust-type"]["path"], "imcloud_raw::as_number::Id");
        assert_eq!(properties["id"]["x-rust-type"]["path"], "imcloud_raw::Id");
        assert_eq!(properties["paid"].get("x-rust-type"), None);
    }
}
