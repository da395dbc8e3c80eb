//! Inline objects and enums get a name, and items of lists get a separate type.
//!
//! * [`bodies`] names the schemas of bodies after their operation, and [`objects`] names objects inside of
//!   schemas after schema and property, so that later passes can make separate types for the two directions.
//!   [`objects`] runs after [`list_items`], for only named items get types.
//! * [`enums`] makes open types of enums: a closed enum loses a complete response over one value that is
//!   newer than the client, and a value added by the provider breaks every exhaustive `match`. The generator
//!   makes an open type of a component with `x-open-enum`. Inline enums are named after schema and property;
//!   `x-enum-name` in an overlay gives another name, and joins all that have it: their values are united in
//!   order of appearance. Enums of other types than string say nothing that Rust could use and are dropped.
//! * [`list_items`]: documents declare one schema for the items of a list and for the details of an object,
//!   but
//!   list items have fewer properties. The item of `Customer` is `CustomerSummary`, without required
//!   properties. An overlay flags schemas without details by `x-rows: complete`: their items keep the type.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use heck::ToUpperCamelCase;
use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value, json};

use crate::nodes::{self, entries, entries_mut, items_mut};

/// Calls `visit` for every schema directly inside of another one, with its keyword and an ending of its name.
fn each_inner(schema: &mut Value, mut visit: impl FnMut(&str, String, &mut Value)) {
    for (keyword, node) in entries_mut(Some(schema)) {
        match keyword.as_str() {
            "properties" => entries_mut(Some(node))
                .for_each(|(name, inner)| visit(keyword, name.to_upper_camel_case(), inner)),
            "items" | "not" => visit(keyword, "Item".to_owned(), node),
            "additionalProperties" => visit(keyword, "Value".to_owned(), node),
            "allOf" | "anyOf" | "oneOf" => items_mut(Some(node))
                .enumerate()
                .for_each(|(index, inner)| visit(keyword, format!("Variant{index}"), inner)),
            _ => {}
        }
    }
}

pub(super) fn bodies(document: &mut Value) {
    let mut moved: Vec<(String, Value)> = Vec::new();
    walk::operations_mut(document, |_, _, node| {
        let name = node.get("operationId").and_then(Value::as_str).unwrap_or_default().to_upper_camel_case();
        let mut move_body = |body: &mut Value, name: &str| {
            for (_, media) in entries_mut(body.get_mut("content")) {
                match media.get_mut("schema") {
                    Some(schema) if is_inline_object(schema) => {
                        let reference = json!({"$ref": pointer::schema_reference(name)});
                        moved.push((name.to_owned(), std::mem::replace(schema, reference)));
                    }
                    Some(schema) => move_inner(schema, name, &mut moved),
                    None => {}
                }
            }
        };
        if let Some(body) = node.get_mut("requestBody") {
            move_body(body, &name);
        }
        for key in ["responses", "x-error-responses"] {
            for (status, response) in entries_mut(node.get_mut(key)) {
                let suffix = if key == "responses" { String::new() } else { status.to_upper_camel_case() };
                move_body(response, &format!("{name}{suffix}Result"));
            }
        }
    });
    walk::schemas_mut(document).extend(moved);
}

/// Moves inline objects of schemas into the components, under the name that the generator would give their
/// types; fails if that name is taken.
pub(super) fn objects(document: &mut Value) -> Result<()> {
    let schemas = walk::schemas_mut(document);
    let mut queue: Vec<String> = schemas.keys().cloned().collect();
    while let Some(name) = queue.pop() {
        let mut moved = Vec::new();
        move_inner(&mut schemas[&name], &name, &mut moved);
        for (name, schema) in moved {
            ensure!(
                !schemas.contains_key(&name),
                "an inline object would be called {name} like a schema; name that schema with `x-name` in an overlay"
            );
            schemas.insert(name.clone(), schema);
            queue.push(name);
        }
    }
    Ok(())
}

/// Annotations of a property, which stay where it is.
const OF_PROPERTY: &[&str] = &["deprecated", "nullable", "readOnly", "writeOnly"];

fn move_inner(schema: &mut Value, name: &str, moved: &mut Vec<(String, Value)>) {
    each_inner(schema, |keyword, ending, inner| {
        let name = format!("{name}{ending}");
        if matches!(keyword, "allOf" | "not") {
            return;
        } else if !is_inline_object(inner) {
            return move_inner(inner, &name, moved);
        }
        let reference = json!({"$ref": pointer::schema_reference(&name)});
        let Value::Object(mut schema) = std::mem::replace(inner, reference.clone()) else { return };
        let mut kept: Map<String, Value> =
            OF_PROPERTY.iter().filter_map(|key| schema.remove_entry(*key)).collect();
        for key in ["description", nodes::ORIGIN] {
            kept.extend(schema.get_key_value(key).map(|(key, value)| (key.clone(), value.clone())));
        }
        if !kept.is_empty() {
            kept.insert("allOf".into(), json!([reference]));
            *inner = Value::Object(kept);
        }
        moved.push((name, Value::Object(schema)));
    });
}

fn is_inline_object(schema: &Value) -> bool {
    ["properties", "oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some())
}

pub(super) fn enums(document: &mut Value) -> Result<()> {
    let mut found = Map::new();
    for (name, schema) in walk::schemas_mut(document).iter_mut() {
        if is_string_enum(schema) {
            let Value::Object(schema) = schema else { continue };
            schema.remove("x-enum-name");
            schema.insert("x-open-enum".into(), true.into());
        } else {
            move_inner_enums(schema, name, &mut found);
        }
    }
    walk::operations_mut(document, |_, _, node| {
        let operation =
            node.get("operationId").and_then(Value::as_str).unwrap_or_default().to_upper_camel_case();
        for parameter in items_mut(node.get_mut("parameters")) {
            let name = parameter["name"].as_str().unwrap_or_default().to_upper_camel_case();
            if let Some(schema) = parameter.get_mut("schema") {
                move_enums(schema, &format!("{operation}{name}"), &mut found);
            }
        }
    });
    let schemas = walk::schemas_mut(document);
    for (name, schema) in found {
        ensure!(
            !schemas.contains_key(&name),
            "an enum would be called {name} like a schema; give it another name with `x-enum-name` in an overlay"
        );
        schemas.insert(name, schema);
    }
    Ok(())
}

fn move_inner_enums(schema: &mut Value, name: &str, found: &mut Map<String, Value>) {
    each_inner(schema, |keyword, ending, inner| {
        let name = if keyword == "properties" { format!("{name}{ending}") } else { name.to_owned() };
        move_enums(inner, &name, found);
    });
}

/// Moves `schema` itself if it is an enum, else those inside.
fn move_enums(schema: &mut Value, name: &str, found: &mut Map<String, Value>) {
    if !is_string_enum(schema) {
        return move_inner_enums(schema, name, found);
    }
    let Value::Object(schema) = schema else { return };
    let name = match schema.remove("x-enum-name") {
        Some(Value::String(given)) => given,
        _ => name.to_owned(),
    };
    let slot = found
        .entry(name.clone())
        .or_insert_with(|| json!({"type": "string", "enum": [], "x-open-enum": true}));
    if let (Some(Value::Array(mut values)), Some(Value::Array(known))) =
        (schema.remove("enum"), slot.get_mut("enum"))
    {
        values.retain(|value| !known.contains(value));
        known.extend(values);
    }
    nodes::join_origins(slot, schema);
    if let Some(ignored) = schema.remove("x-enum-ignore-case") {
        slot["x-enum-ignore-case"] = ignored;
    }
    schema.remove("type");
    schema.remove("format");
    let reference = pointer::schema_reference(&name);
    if schema.keys().all(|key| key == nodes::ORIGIN) {
        schema.insert("$ref".into(), reference.into());
    } else {
        schema.insert("allOf".into(), json!([{"$ref": reference}]));
    }
}

/// Returns true if the schema is an enum of strings; drops other enums, and turns a listed null into
/// `nullable`.
fn is_string_enum(schema: &mut Value) -> bool {
    let Some(Value::Array(values)) = schema.get_mut("enum") else { return false };
    let before = values.len();
    values.retain(|value| !value.is_null());
    let nullable = values.len() < before;
    let usable = !values.is_empty() && values.iter().all(Value::is_string);
    if nullable {
        schema["nullable"] = true.into();
    }
    if usable {
        schema["type"] = "string".into();
    } else if let Some(schema) = schema.as_object_mut() {
        schema.remove("enum");
    }
    usable
}

pub(super) fn list_items(document: &mut Value) -> Result<()> {
    let lists: BTreeSet<String> =
        walk::operations(document).filter_map(|operation| items_of(document, &operation)).collect();
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
pub(super) fn items_of(document: &Value, operation: &walk::Operation<'_>) -> Option<String> {
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
        || items_of(document, operation).is_some()
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

    #[test]
    fn inline_bodies_are_named_after_operation() {
        let inline = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let list = json!({"type": "array", "items": inline});
        let mut document = json!({"components": {}, "paths": {"/a": {"post": {"operationId": "create_a",
            "x-error-responses": {"404": {"content": {"application/json": {"schema": list}}}},
            "requestBody": {"content": {"application/json": {"schema": inline}}},
            "responses": {"2XX": {"content": {"application/json": {"schema": inline}}}}}}}});
        bodies(&mut document);
        assert_eq!(
            document["components"]["schemas"],
            json!({"CreateA": inline, "CreateAResult": inline, "CreateA404ResultItem": inline})
        );
        let body = &document["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body, &json!({"$ref": "#/components/schemas/CreateA"}));
    }

    #[test]
    fn nested_objects_are_named_after_property() {
        let inline = json!({"type": "object", "required": ["a"], "properties": {"a": {}}});
        let mut price = inline.clone();
        price["readOnly"] = true.into();
        price["description"] = "A price.".into();
        let mut document = json!({"components": {"schemas": {"Order": {"properties": {"price": price, "parts": {"type": "array", "items": inline},
            "deep": {"properties": {"er": inline}}}}}}});
        objects(&mut document).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        assert_eq!(
            schemas.keys().collect::<Vec<_>>(),
            ["Order", "OrderPrice", "OrderPartsItem", "OrderDeep", "OrderDeepEr"]
        );
        let properties = &schemas["Order"]["properties"];
        assert_eq!(
            properties["price"],
            json!({"readOnly": true, "description": "A price.", "allOf": [{"$ref": "#/components/schemas/OrderPrice"}]})
        );
        assert_eq!(properties["parts"]["items"], json!({"$ref": "#/components/schemas/OrderPartsItem"}));
        assert_eq!(schemas["OrderDeepEr"], inline);
        let mut taken = json!({"components": {"schemas": {"A": {"properties": {"b": inline}}, "AB": {}}}});
        assert!(objects(&mut taken).unwrap_err().to_string().contains("would be called AB like a schema"));
    }

    fn rewritten(schemas: Value) -> Value {
        let mut document = json!({"components": {"schemas": schemas}});
        enums(&mut document).unwrap();
        document["components"]["schemas"].take()
    }

    #[test]
    fn inline_enum_is_named_after_its_property() {
        let schemas = rewritten(json!({"Order": {"properties": {
            "status": {"type": "string", "enum": ["a", "unknown"], "readOnly": true, "description": "Status.",
                "x-enum-ignore-case": true},
            "tags": {"type": "array", "items": {"type": "string", "enum": ["x"]}}}}}));
        assert_eq!(
            schemas["Order"]["properties"],
            json!({"status": {"allOf": [{"$ref": "#/components/schemas/OrderStatus"}], "readOnly": true, "description": "Status."},
                   "tags": {"type": "array", "items": {"$ref": "#/components/schemas/OrderTags"}}})
        );
        assert_eq!(
            schemas["OrderStatus"],
            json!({"type": "string", "enum": ["a", "unknown"], "x-open-enum": true, "x-enum-ignore-case": true})
        );
    }

    #[test]
    fn shared_name_unites_values() {
        let schemas = rewritten(json!({
            "A": {"properties": {"type": {"type": "string", "enum": ["day", "month"], "x-enum-name": "PeriodType"}}},
            "B": {"properties": {"type": {"type": "string", "enum": ["month", "year"], "x-enum-name": "PeriodType"}}}}));
        assert_eq!(schemas["PeriodType"]["enum"], json!(["day", "month", "year"]));
        assert_eq!(schemas["A"], schemas["B"]);
    }

    #[test]
    fn enums_of_other_types_are_dropped() {
        let schemas = rewritten(json!({"A": {"properties": {
            "n": {"type": "integer", "enum": [1, 2]}, "s": {"type": "string", "enum": ["x", null]}}}}));
        assert_eq!(schemas["A"]["properties"]["n"], json!({"type": "integer"}));
        assert_eq!(schemas["A"]["properties"]["s"]["nullable"], true);
        assert_eq!(schemas["AS"]["enum"], json!(["x"]));
    }

    #[test]
    fn taken_name_is_rejected() {
        let mut document = json!({"components": {"schemas": {"AB": {"type": "object"}, "A": {"properties": {"b": {"enum": ["x"]}}}}}});
        assert!(enums(&mut document).unwrap_err().to_string().contains("would be called AB like a schema"));
    }

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
        list_items(&mut document).unwrap();
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
        list_items(&mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["AList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/ASummary");
        assert_eq!(schemas["DList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/D");
    }

    #[test]
    fn complete_items_keep_their_type() {
        let mut document = document();
        list_items(&mut document).unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["PList"]["properties"]["data"]["items"]["$ref"], "#/components/schemas/P");
        assert_eq!(schemas["A"]["properties"]["parts"]["items"]["$ref"], "#/components/schemas/P");
    }
}
