//! Rows of lists get a type of their own.
//!
//! Reason: documents declare one schema for the rows of a list and for the details of one thing, but services send less in a row. A type of
//! its own says so, and keeps its name when the detail changes. The row of `Customer` is `CustomerSummary`; nothing in it is required. Rows
//! that are complete, because there is no detail, are marked with `x-rows: complete` on their schema and stay as they are.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde_json::{Map, Value};

use crate::document::{pointer, walk};

/// What a row type is called.
#[must_use]
pub fn summary_name(name: &str) -> String {
    format!("{name}Summary")
}

/// Splits the row types off.
///
/// # Errors
/// When the name of a row type is already taken.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let lists: BTreeSet<Location> =
        walk::operations(document).filter_map(|operation| of_operation(document, operation.node)).collect();
    let mut changes = 0;
    for list in lists {
        let Some(row) = document.pointer(&list.items).and_then(pointer::schema_name).map(str::to_owned)
        else {
            continue;
        };
        let schemas = walk::schemas_mut(document);
        let Some(Value::Object(schema)) = schemas.get(&row) else { continue };
        if schema.get("x-rows").and_then(Value::as_str) == Some("complete") {
            continue;
        }
        let name = summary_name(&row);
        let summary = Value::Object(summarise(schema.clone(), &row));
        if let Some(taken) = schemas.get(&name) {
            ensure!(
                *taken == summary,
                "the rows of {row} would be called {name}, which is the name of another schema"
            );
        }
        schemas.insert(name.clone(), summary);
        if let Some(items) = document.pointer_mut(&list.items) {
            *items = serde_json::json!({"$ref": pointer::schema_reference(&name)});
        }
        changes += 1;
    }
    Ok(changes)
}

fn summarise(mut schema: Map<String, Value>, row_of: &str) -> Map<String, Value> {
    schema.remove("required");
    if let Some(Value::String(name)) = schema.remove("x-name") {
        schema.insert("x-name".into(), summary_name(&name).into());
    }
    schema.insert("x-row-of".into(), row_of.into());
    schema
}

/// Where the schema of a list's rows stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    items: String,
}

/// Whether a GET operation answers with a list, and where the schema of its rows stands.
///
/// A list is an array of named schemas, or an object in which exactly one member is such an array and stands beside others, as in
/// `{"data": [...], "pagination": {...}}`.
#[must_use]
pub fn of_operation(document: &Value, operation: &Map<String, Value>) -> Option<Location> {
    let response = operation.get("responses")?.get("2XX")?;
    let schema = response.pointer("/content/application~1json/schema")?;
    let name = pointer::schema_name(schema)?;
    let at = format!("/components/schemas/{name}");
    let schema = document.pointer(&at)?;
    if is_array_of_named(schema) {
        return Some(Location { items: format!("{at}/items") });
    }
    let properties = schema.get("properties")?.as_object()?;
    let mut arrays = properties.iter().filter(|(_, property)| is_array_of_named(property));
    let (data, _) = arrays.next()?;
    let lone = arrays.next().is_none() && properties.len() > 1;
    let plain =
        |property: &Value| property.get("properties").is_some() || pointer::schema_name(property).is_some();
    let envelope = properties
        .values()
        .filter(|property| !is_array_of_named(property))
        .all(|property| plain(property) || property.as_object().is_some_and(Map::is_empty));
    (lone && envelope)
        .then(|| Location { items: format!("{}/items", pointer::join(&format!("{at}/properties"), data)) })
}

/// Whether an operation answers with a list, named or not.
#[must_use]
pub fn is_list(document: &Value, operation: &Map<String, Value>) -> bool {
    let schema = operation
        .get("responses")
        .and_then(|responses| responses.pointer("/2XX/content/application~1json/schema"));
    schema.is_some_and(|schema| schema.get("type").and_then(Value::as_str) == Some("array"))
        || of_operation(document, operation).is_some()
}

fn is_array_of_named(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("array")
        && schema.get("items").and_then(pointer::schema_name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document() -> Value {
        let list = |name: &str| {
            json!({"operationId": "x", "responses": {"2XX": {"content": {"application/json": {"schema":
            {"$ref": format!("#/components/schemas/{name}")}}}}}})
        };
        json!({
            "paths": {"/a": {"get": list("AList")}, "/b/a": {"get": list("AList")}, "/p": {"get": list("PList")}, "/a/{id}": {"get": list("A")}},
            "components": {"schemas": {
                "AList": {"properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}, "pagination": {"$ref": "#/components/schemas/Page"}}},
                "PList": {"properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/P"}}, "pagination": {"$ref": "#/components/schemas/Page"}}},
                "A": {"x-name": "Alpha", "required": ["name"], "properties": {"name": {"type": "string"},
                      "parts": {"type": "array", "items": {"$ref": "#/components/schemas/P"}}}},
                "P": {"x-rows": "complete", "properties": {}}, "Page": {"properties": {}}}}})
    }

    #[test]
    fn splits_rows_from_details_once_however_many_lists_there_are() {
        let mut document = document();
        assert_eq!(rewrite(&mut document).unwrap(), 1);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["AList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/ASummary");
        assert_eq!(schemas["ASummary"].get("required"), None);
        assert_eq!(schemas["ASummary"]["x-name"], "AlphaSummary");
        assert_eq!(schemas["A"]["required"], json!(["name"]));
    }

    #[test]
    fn complete_rows_and_lists_inside_details_stay() {
        let mut document = document();
        rewrite(&mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["PList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/P");
        assert_eq!(schemas["A"]["properties"]["parts"]["items"]["$ref"], "#/components/schemas/P");
    }
}
