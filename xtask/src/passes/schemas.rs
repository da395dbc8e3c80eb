//! Schemas become types that decode what the service really sends.
//!
//! Decoding is tolerant: what a schema promises beyond its types is not enforced. Reason: services omit
//! what the document requires, send null where it allows none, and exceed bounds; one such item must not
//! cost the page. It also keeps callers compiling when the provider tightens a promise. Everything that is
//! taken out is stored under `x-stated`.
//!
//! * [`remove_prose`]: the provider's descriptions are vendored as fingerprints, which would become rustdoc.
//!   Lint demands descriptions of the project's own; until then, none is better than a fingerprint.
//! * [`free_form`]: generators of documents write `type: object` without properties for "anything", so such a
//!   schema is any JSON; `anyOf` is read like `oneOf`.
//! * [`constraints`]: bounds would become validating types, and a default would be filled in where an absent
//!   property must stay visible.
//! * [`optional`]: a received property may be absent or null, and so may an optional one that is sent.
//!
//! [`scalars`] sets Rust types. Reason: the types of the generator reject a time without zone, round 0.1,
//! print secrets, and fail on an id that is sent as a number. The types of the raw crate keep the received
//! text and convert on demand.
//!
//! * `format: password` and `format: signed-uri` (set by overlays, for a URL that is a credential) are types
//!   that `Debug` does not print.
//! * Numbers, and strings with `format: decimal`, are decimals that are written as the document says.
//! * An id is one type, whether it is a string or an integer. It is a property or parameter called `id`, or
//!   with a name that ends in `Id`.
//! * The `id` of a resource, that is, of a response or an item of a list, is not optional in Rust: callers
//!   need it for every further call. A missing one decodes to an empty id.
//! * Dates and date-times keep their text.
//! * Every other integer has 64 bits: a wider value than `int32` must not fail, and a changed bound must not
//!   change the type.

use std::collections::BTreeSet;

use openapi_review::document::{
    fingerprint, pointer,
    walk::{self, BOUNDS},
};
use serde_json::{Map, Value, json};

use super::{directions::append_description, inline};
use crate::nodes::{self, entries_mut, items, items_mut, reached, single};

pub(super) fn remove_prose(document: &mut Value) {
    walk::every_object_mut(document, &mut |place, map| {
        map.retain(|key, value| match key.as_str() {
            _ if place.named => true,
            "example" | "examples" | "externalDocs" => false,
            "description" | "summary" | "title" => !value.as_str().is_some_and(fingerprint::is),
            _ => true,
        });
    });
}

pub(super) fn free_form(document: &mut Value) {
    walk::every_schema_mut(document, &mut |_, schema| {
        if walk::is_shapeless(schema) {
            schema.remove("type");
        }
        // The generator would join all variants in one struct.
        if !schema.contains_key("oneOf")
            && let Some(variants) = schema.remove("anyOf")
        {
            schema.insert("oneOf".into(), variants);
        }
    });
}

pub(super) fn constraints(document: &mut Value) {
    walk::every_schema_mut(document, &mut |_, schema| {
        let is_constraint = |key: &&String| *key == "default" || BOUNDS.contains(&key.as_str());
        for key in schema.keys().filter(is_constraint).cloned().collect::<Vec<_>>() {
            set_aside(schema, &key);
        }
        // Properties that are not declared are ignored when read: neither rejected, nor collected next to
        // those that are.
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        if closed || schema.contains_key("properties") {
            set_aside(schema, "additionalProperties");
        }
    });
}

/// Moves one property of a schema into its `x-stated`.
fn set_aside(schema: &mut Map<String, Value>, key: &str) {
    if let Some(value) = schema.remove(key) {
        schema.entry("x-stated").or_insert_with(|| json!({}))[key] = value;
    }
}

pub(super) fn optional(document: &mut Value) {
    for schema in walk::schemas_mut(document).values_mut() {
        let received = schema["x-direction"] == "response";
        let mut component = single("schema", schema.take());
        walk::every_schema_mut(&mut component, &mut |_, schema| {
            if received {
                set_aside(schema, "required");
            }
            let required = schema.get("required").cloned().unwrap_or_default();
            let is_required = |name: &String| items(Some(&required)).any(|known| known == name);
            for (name, property) in entries_mut(schema.get_mut("properties")) {
                if let Some(property) = property.as_object_mut().filter(|_| !is_required(name)) {
                    if let Some(reference) = property.remove("$ref") {
                        property.insert("allOf".into(), json!([{"$ref": reference}]));
                    }
                    property.insert("nullable".into(), true.into());
                }
            }
        });
        *schema = component["schema"].take();
    }
}

/// The crate that holds the scalar types.
pub(crate) const RAW_CRATE: &str = "imcloud-raw";

/// The module of that crate whose types are scalars written as JSON numbers; the generator resolves it.
pub(crate) const AS_NUMBER: &str = "as_number";

const WARNING: &str =
    "`Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a log.";

/// A type and format of JSON, with the name of its Rust type. An empty format is any format.
type Scalar = (&'static str, &'static str, &'static str);

const FIRST: &[Scalar] = &[
    ("string", "password", "Secret"),
    ("string", "signed-uri", "SignedUrl"),
    ("string", "decimal", "Decimal"),
    ("number", "", "as_number::Decimal"),
];
const IDS: &[Scalar] = &[("string", "", "Id"), ("integer", "", "as_number::Id")];
const LAST: &[Scalar] = &[("string", "date", "Date"), ("string", "date-time", "DateTime")];

pub(super) fn scalars(document: &mut Value) {
    let is_id = |name: &str| name == "id" || name.ends_with("Id");
    // Children come before their parents, which know the names of properties.
    walk::every_schema_mut(document, &mut |_, schema| {
        set(schema, FIRST);
        for (_, property) in entries_mut(schema.get_mut("properties")).filter(|(name, _)| is_id(name)) {
            property.as_object_mut().into_iter().for_each(|property| set(property, IDS));
        }
    });
    walk::operations_mut(document, |_, _, node| {
        let parameters = items_mut(node.get_mut("parameters"));
        for parameter in parameters.filter(|parameter| parameter["name"].as_str().is_some_and(is_id)) {
            let schema = parameter.get_mut("schema").and_then(Value::as_object_mut);
            schema.into_iter().for_each(|schema| set(schema, IDS));
        }
    });
    walk::every_schema_mut(document, &mut |_, schema| {
        set(schema, LAST);
        if !schema.contains_key("x-rust-type") && schema.get("type").is_some_and(|kind| kind == "integer") {
            schema.insert("format".into(), "int64".into());
        }
    });
    describe_secrets(document);
    require_ids(document);
}

/// Sets the first type that fits a schema without a Rust type, by the extension `x-rust-type` of typify.
fn set(schema: &mut Map<String, Value>, scalars: &[Scalar]) {
    let is = |key: &str, expected: &str| schema.get(key).is_some_and(|value| value == expected);
    let fits = |(kind, format, _): &&Scalar| is("type", kind) && (format.is_empty() || is("format", format));
    let found = scalars.iter().find(fits).filter(|_| !schema.contains_key("x-rust-type"));
    let Some((.., name)) = found else { return };
    let path = format!("{}::{name}", RAW_CRATE.replace('-', "_"));
    schema.insert("x-rust-type".into(), json!({"crate": RAW_CRATE, "version": "*", "path": path}));
}

/// Returns the name of the Rust type of a schema, without its module; empty without one.
pub(crate) fn rust_type(schema: &Value) -> &str {
    let path = schema["x-rust-type"]["path"].as_str().unwrap_or_default();
    path.rsplit("::").next().unwrap_or_default()
}

fn require_ids(document: &mut Value) {
    let mut resources = BTreeSet::new();
    for operation in walk::operations(document) {
        let item = inline::items_of(document, &operation).and_then(|at| document.pointer(&at));
        let schemas = [inline::success_schema(&operation), item].into_iter().flatten();
        resources.extend(schemas.filter_map(pointer::schema_name).map(str::to_owned));
    }
    for name in resources {
        let Some(schema) = walk::schemas_mut(document).get_mut(&name) else { continue };
        if let Some(id) = schema.pointer_mut("/properties/id").filter(|id| rust_type(id) == "Id") {
            id.as_object_mut().and_then(|id| id.remove("nullable"));
            schema["required"] = json!(["id"]);
        }
    }
}

/// Adds the warning to schemas that contain a secret, directly or in another schema.
fn describe_secrets(document: &mut Value) {
    let has_secret = |schema: &Value| {
        let mut found = false;
        walk::every_object(schema, &mut |_, object| {
            let path = object.get("x-rust-type").and_then(|kind| kind["path"].as_str());
            found |= matches!(path, Some("imcloud_raw::Secret" | "imcloud_raw::SignedUrl"));
        });
        found
    };
    let targets = nodes::targets(document);
    let secret = walk::schemas(document).filter(|(_, schema)| has_secret(schema));
    let secret: BTreeSet<&str> = secret.map(|(name, _)| name.as_str()).collect();
    let contains = |name: &&&str| secret.contains(**name) || !reached(name, &targets).is_disjoint(&secret);
    let described: BTreeSet<String> =
        targets.keys().filter(contains).map(|name| (*name).to_owned()).collect();
    for (_, schema) in walk::schemas_mut(document).iter_mut().filter(|(name, _)| described.contains(*name)) {
        schema.as_object_mut().into_iter().for_each(|schema| append_description(schema, WARNING));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_and_examples_are_removed() {
        let mut document = json!({"description": "text:0123456789ab", "components": {"schemas": {"A": {
            "description": "Ours.", "example": 1, "properties": {"example": {"type": "string"}}}}}});
        remove_prose(&mut document);
        let expected = json!({"components": {"schemas": {"A": {"description": "Ours.", "properties": {"example": {"type": "string"}}}}}});
        assert_eq!(document, expected);
    }

    #[test]
    fn only_shapeless_objects_lose_their_type() {
        let mut document = json!({"components": {"schemas": {"A": {"type": "object", "properties": {
            "any": {"anyOf": [{"type": "string"}]}, "value": {"type": "object", "description": "Anything."}, "map": {"type": "object", "additionalProperties": {"type": "string"}}}}}}});
        free_form(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["value"], json!({"description": "Anything."}));
        assert_eq!(properties["any"], json!({"oneOf": [{"type": "string"}]}));
        assert_eq!(properties["map"]["type"], "object");
    }

    #[test]
    fn constraints_are_stored_aside() {
        let mut document = json!({"components": {"schemas": {"A": {"type": "object", "additionalProperties": false, "properties": {
            "pattern": {"type": "string", "pattern": "^a$", "default": "a"}}}}}});
        constraints(&mut document);
        let schema = &document["components"]["schemas"]["A"];
        assert_eq!(schema["x-stated"], json!({"additionalProperties": false}));
        assert_eq!(
            schema["properties"]["pattern"],
            json!({"type": "string", "x-stated": {"pattern": "^a$", "default": "a"}})
        );
    }

    #[test]
    fn received_fields_are_optional() {
        let properties = json!({"a": {"type": "string"}, "b": {"$ref": "#/components/schemas/B"}});
        let mut document = json!({"components": {"schemas": {
            "R": {"x-direction": "response", "required": ["a"], "properties": properties},
            "S": {"x-direction": "request", "required": ["a"], "properties": properties}}}});
        optional(&mut document);
        let schemas = &document["components"]["schemas"];
        let nullable_b = json!({"allOf": [{"$ref": "#/components/schemas/B"}], "nullable": true});
        assert_eq!(
            schemas["R"],
            json!({"x-direction": "response", "x-stated": {"required": ["a"]},
            "properties": {"a": {"type": "string", "nullable": true}, "b": nullable_b}})
        );
        assert_eq!(
            schemas["S"],
            json!({"x-direction": "request", "required": ["a"],
            "properties": {"a": {"type": "string"}, "b": nullable_b}})
        );
    }

    #[test]
    fn schemas_with_secrets_are_described() {
        let mut document = json!({"components": {"schemas": {
            "List": {"items": {"$ref": "#/components/schemas/Outer"}},
            "Outer": {"description": "An outer.", "properties": {"inner": {"$ref": "#/components/schemas/Inner"}}},
            "Inner": {"properties": {"password": {"type": "string", "format": "password"}}},
            "Other": {"description": "Another.", "properties": {"name": {"type": "string"}}}}}});
        scalars(&mut document);
        let description = |name: &str| document["components"]["schemas"][name]["description"].as_str();
        assert_eq!(description("List"), Some(WARNING));
        assert_eq!(description("Outer"), Some(&*format!("An outer.\n\n{WARNING}")));
        assert_eq!((description("Inner"), description("Other")), (Some(WARNING), Some("Another.")));
    }

    #[test]
    fn passwords_and_signed_urls_have_types() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "password": {"type": "string", "format": "password"}, "url": {"type": "string", "format": "signed-uri"}, "name": {"type": "string"}}}}}});
        scalars(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["password"]["x-rust-type"]["path"], "imcloud_raw::Secret");
        assert_eq!(properties["url"]["x-rust-type"]["path"], "imcloud_raw::SignedUrl");
        assert_eq!(properties["name"].get("x-rust-type"), None);
    }

    #[test]
    fn decimals_keep_their_published_form() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "amount": {"type": "string", "format": "decimal"}, "quantity": {"type": "number", "format": "double"},
            "name": {"type": "string"}, "count": {"type": "integer"}}}}}});
        scalars(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["amount"]["x-rust-type"]["path"], "imcloud_raw::Decimal");
        assert_eq!(properties["quantity"]["x-rust-type"]["path"], "imcloud_raw::as_number::Decimal");
    }

    #[test]
    fn ids_are_recognized_by_name() {
        let mut document = json!({
            "paths": {"/a/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}]}}},
            "components": {"schemas": {"A": {"properties": {"planId": {"type": "integer", "format": "int32"}, "paid": {"type": "string"},
                "gridId": {"type": "array", "items": {"type": "string"}}, "id": {"type": "string", "format": "uuid"}}}}}});
        scalars(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["planId"]["x-rust-type"]["path"], "imcloud_raw::as_number::Id");
        assert_eq!(properties["id"]["x-rust-type"]["path"], "imcloud_raw::Id");
        assert_eq!(properties["paid"].get("x-rust-type"), None);
    }

    #[test]
    fn dates_differ_from_date_times() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "on": {"type": "string", "format": "date"}, "at": {"type": "string", "format": "date-time"}, "text": {"type": "string"}}}}}});
        scalars(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["on"]["x-rust-type"]["path"], "imcloud_raw::Date");
        assert_eq!(properties["at"]["x-rust-type"]["path"], "imcloud_raw::DateTime");
    }

    #[test]
    fn integers_become_64_bits_wide() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "a": {"type": "integer", "format": "int32"}, "b": {"type": "integer"}, "c": {"type": "integer", "format": "int64"}}}}}});
        scalars(&mut document);
        assert_eq!(document["components"]["schemas"]["A"]["properties"]["a"]["format"], "int64");
    }

    #[test]
    fn ids_of_resources_are_required() {
        let response = |name: &str| {
            json!({"operationId": "x", "responses": {"2XX": {"content": {"application/json": {
                "schema": {"$ref": format!("#/components/schemas/{name}")}}}}}})
        };
        let id = json!({"type": "string", "nullable": true});
        let object = json!({"properties": {"id": id, "part": {"$ref": "#/components/schemas/Part"}}});
        let items = json!({"type": "array", "items": {"$ref": "#/components/schemas/Item"}});
        let mut document = json!({
            "paths": {"/things/{id}": {"get": response("Thing")}, "/things": {"get": response("List")},
                      "/flags/{id}": {"get": response("Flag")}},
            "components": {"schemas": {"Thing": object, "Item": object, "Part": {"properties": {"id": id}},
                "List": {"properties": {"data": items, "pagination": {"type": "object"}}},
                "Flag": {"properties": {"id": {"type": "boolean", "nullable": true}}}}}});
        scalars(&mut document);
        let schemas = &document["components"]["schemas"];
        for (name, is_required) in [("Thing", true), ("Item", true), ("Part", false), ("Flag", false)] {
            assert_eq!(schemas[name].get("required").is_some(), is_required, "{name}");
            assert_eq!(schemas[name]["properties"]["id"].get("nullable").is_none(), is_required, "{name}");
        }
    }
}
