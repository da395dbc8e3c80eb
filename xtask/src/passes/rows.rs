//! Items of lists get a separate type.
//!
//! Reason: documents declare one schema for the items of a list and for the details of an object, but list
//! items have fewer properties. The item of `Customer` is `CustomerSummary`, without required properties. An
//! overlay marks schemas without details by `x-rows: complete`: their items keep the type.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde_json::{Map, Value};

use super::operation_names::is_plural;
use openapi_review::document::{pointer, walk};

/// Returns the name of an item type.
#[must_use]
pub fn summary_name(name: &str) -> String {
    format!("{name}Summary")
}

/// Creates the item types.
///
/// # Errors
/// If the name of an item type is already taken.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let lists: BTreeSet<Location> =
        walk::operations(document).filter_map(|operation| of_operation(document, &operation)).collect();
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

/// The location of the schema of the items of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    items: String,
}

impl Location {
    /// Returns the pointer to the schema of the items.
    #[must_use]
    pub fn items(&self) -> &str {
        &self.items
    }
}

/// Common names of the items, for responses with several lists.
const ROWS: &[&str] = &["data", "items", "results", "rows", "value", "values", "content", "entries"];

/// Returns the location of the schema of the items, if an operation is a GET on a collection that returns a
/// list of named schemas.
///
/// A list is an array of named schemas, or an object with such an array next to other properties, as in
/// `{"data":
/// [...], "pagination": {...}}`. Whatever is added to that object later, it stays a list.
#[must_use]
pub fn of_operation(document: &Value, operation: &walk::Operation<'_>) -> Option<Location> {
    let name = pointer::schema_name(response_schema(operation)?)?;
    let at = format!("/components/schemas/{name}");
    let schema = document.pointer(&at)?;
    if is_array_of_named(schema) {
        return Some(Location { items: format!("{at}/items") });
    }
    let properties = schema.get("properties")?.as_object().filter(|properties| properties.len() > 1)?;
    let arrays: Vec<&String> =
        properties.iter().filter(|(_, property)| is_array_of_named(property)).map(|(name, _)| name).collect();
    let rows = match arrays.as_slice() {
        [only] => only,
        several => several.iter().find(|name| ROWS.contains(&name.as_str()))?,
    };
    Some(Location { items: format!("{}/items", pointer::join(&format!("{at}/properties"), rows)) })
}

/// Returns true if an operation is a GET on a collection that returns a list, of named schemas or not.
#[must_use]
pub fn is_list(document: &Value, operation: &walk::Operation<'_>) -> bool {
    response_schema(operation)
        .is_some_and(|schema| schema.get("type").and_then(Value::as_str) == Some("array"))
        || of_operation(document, operation).is_some()
}

/// Returns the schema of the response to a GET on a collection.
fn response_schema<'a>(operation: &walk::Operation<'a>) -> Option<&'a Value> {
    let last = operation.path.rsplit('/').next()?;
    let on_collection = operation.method == "get" && is_plural(last);
    operation
        .node
        .get("responses")?
        .pointer("/2XX/content/application~1json/schema")
        .filter(|_| on_collection)
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
    fn a_list_stays_a_list_whatever_is_added_to_its_answer_and_only_reading_lists() {
        let mut document = document();
        let members = document["components"]["schemas"]["AList"]["properties"].as_object_mut().unwrap();
        members.insert("hasMore".into(), json!({"type": "boolean"}));
        members
            .insert("warnings".into(), json!({"type": "array", "items": {"$ref": "#/components/schemas/P"}}));
        assert_eq!(rewrite(&mut document).unwrap(), 1);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["AList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/ASummary");
        assert_eq!(schemas["DList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/D");
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
