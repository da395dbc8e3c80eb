//! Items of lists get a separate type.
//!
//! Reason: documents declare one schema for the items of a list and for the details of an object, but list
//! items have fewer properties. The item of `Customer` is `CustomerSummary`, without required properties. An
//! overlay flags schemas without details by `x-rows: complete`: their items keep the type.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use openapi_review::document::{pointer, walk};
use serde_json::{Value, json};

use crate::nodes::entries;

pub(super) fn rewrite(document: &mut Value) -> Result<()> {
    let lists: BTreeSet<String> =
        walk::operations(document).filter_map(|operation| of_operation(document, &operation)).collect();
    for at in lists {
        let Some(item) = document.pointer(&at).and_then(pointer::schema_name).map(str::to_owned) else {
            continue;
        };
        let schemas = walk::schemas_mut(document);
        let Some(Value::Object(schema)) = schemas.get(&item) else { continue };
        if schema.get("x-rows").is_some_and(|rows| rows == "complete") {
            continue;
        }
        let summary_name = |name: &str| format!("{name}Summary");
        let mut summary = schema.clone();
        summary.remove("required");
        if let Some(Value::String(name)) = summary.get_mut("x-name") {
            *name = summary_name(name);
        }
        summary.insert("x-row-of".into(), item.as_str().into());
        let name = summary_name(&item);
        let other = schemas.insert(name.clone(), Value::Object(summary));
        ensure!(
            other.is_none_or(|other| other == schemas[&name]),
            "the list items of {item} would be called {name}, which is the name of another schema"
        );
        if let Some(items) = document.pointer_mut(&at) {
            *items = json!({"$ref": pointer::schema_reference(&name)});
        }
    }
    Ok(())
}

/// Common names of the items, for responses with several lists.
const NAMES: &[&str] = &["data", "items", "results", "rows", "value", "values", "content", "entries"];

/// Returns the pointer to the schema of the items, if an operation is a GET on a collection that returns a
/// list of named schemas.
///
/// A list is an array of named schemas, or an object with such an array next to other properties, as in
/// `{"data": [...], "pagination": {...}}`. Whatever is added to that object later, it stays a list.
pub(super) fn of_operation(document: &Value, operation: &walk::Operation<'_>) -> Option<String> {
    let name = pointer::schema_name(response_schema(operation)?)?;
    let at = format!("/components/schemas/{name}");
    let schema = document.pointer(&at)?;
    if is_array_of_named(schema) {
        return Some(format!("{at}/items"));
    }
    schema["properties"].as_object().filter(|properties| properties.len() > 1)?;
    let arrays = entries(schema.get("properties")).filter(|(_, property)| is_array_of_named(property));
    let arrays: Vec<&String> = arrays.map(|(name, _)| name).collect();
    let list = match arrays.as_slice() {
        [only] => only,
        several => several.iter().find(|name| NAMES.contains(&name.as_str()))?,
    };
    Some(format!("{}/items", pointer::join(&format!("{at}/properties"), list)))
}

/// Returns true if an operation is a GET on a collection that returns a list, of named schemas or not.
pub(super) fn is_list(document: &Value, operation: &walk::Operation<'_>) -> bool {
    response_schema(operation).is_some_and(|schema| schema["type"] == "array")
        || of_operation(document, operation).is_some()
}

/// Returns the schema of the response to a GET on a collection.
fn response_schema<'a>(operation: &walk::Operation<'a>) -> Option<&'a Value> {
    let last = operation.path.rsplit('/').next()?;
    let on_collection = operation.method == "get" && is_plural(last);
    success_schema(operation).filter(|_| on_collection)
}

pub(super) fn success_schema<'a>(operation: &walk::Operation<'a>) -> Option<&'a Value> {
    operation.node.get("responses")?.pointer("/2XX/content/application~1json/schema")
}

fn is_array_of_named(schema: &Value) -> bool {
    schema["type"] == "array" && pointer::schema_name(&schema["items"]).is_some()
}

/// `customers` -> `customer`, `categories` -> `category`, `addresses` -> `address`; anything else is returned
/// unchanged.
pub(super) fn singular(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("ies") {
        format!("{stem}y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|ending| noun.ends_with(ending)) {
        noun[..noun.len() - 2].to_owned()
    } else if noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us") {
        noun[..noun.len() - 1].to_owned()
    } else {
        noun.to_owned()
    }
}

pub(super) fn is_plural(noun: &str) -> bool {
    !noun.starts_with('{') && singular(noun) != noun
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        let list = |name: &str| {
            json!({"operationId": "x", "responses": {"2XX": {"content": {"application/json": {"schema":
            {"$ref": format!("#/components/schemas/{name}")}}}}}})
        };
        json!({
            "paths": {"/as": {"get": list("AList")}, "/bs/as": {"get": list("AList")}, "/ps": {"get": list("PList")}, "/as/{id}": {"get": list("A")},
                      "/validation/ds": {"post": list("DList")}},
            "components": {"schemas": {
                "AList": {"properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}, "pagination": {"$ref": "#/components/schemas/Page"}}},
                "PList": {"properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/P"}}, "pagination": {"$ref": "#/components/schemas/Page"}}},
                "A": {"x-name": "Alpha", "required": ["name"], "properties": {"name": {"type": "string"},
                      "parts": {"type": "array", "items": {"$ref": "#/components/schemas/P"}}}},
                "DList": {"properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/D"}}, "pagination": {}}}, "D": {},
                "P": {"x-rows": "complete", "properties": {}}, "Page": {"properties": {}}}}})
    }

    #[test]
    fn list_items_get_one_type() {
        let mut document = document();
        rewrite(&mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["AList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/ASummary");
        assert_eq!(schemas["ASummary"].get("required"), None);
        assert_eq!(schemas["ASummary"]["x-name"], "AlphaSummary");
        assert_eq!(schemas["A"]["required"], json!(["name"]));
    }

    #[test]
    fn list_is_recognized_by_its_response() {
        let mut document = document();
        let properties = document["components"]["schemas"]["AList"]["properties"].as_object_mut().unwrap();
        properties.insert("hasMore".into(), json!({"type": "boolean"}));
        properties
            .insert("warnings".into(), json!({"type": "array", "items": {"$ref": "#/components/schemas/P"}}));
        rewrite(&mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["AList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/ASummary");
        assert_eq!(schemas["DList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/D");
    }

    #[test]
    fn complete_items_keep_their_type() {
        let mut document = document();
        rewrite(&mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["PList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/P");
        assert_eq!(schemas["A"]["properties"]["parts"]["items"]["$ref"], "#/components/schemas/P");
    }
}
