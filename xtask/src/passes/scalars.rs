//! Rust types of scalars.
//!
//! Reason: the types of the generator reject a time without zone, round 0.1, print secrets, and fail on an id
//! that is sent as a number; one such value costs the complete page. The types of the raw crate keep the
//! received text and convert on demand.
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

use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value, json};

use super::{directions::append_description, list_items};
use crate::nodes::{entries_mut, items_mut};

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

/// Sets the types of scalars, and describes the schemas that contain secrets.
pub(super) fn rewrite(document: &mut Value) {
    let is_id = |name: &str| name == "id" || name.ends_with("Id");
    // Children come before their parents, which know the names of properties.
    walk::every_schema_mut(document, &mut |schema| {
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
    walk::every_schema_mut(document, &mut |schema| {
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

/// Makes the `id` of resources required and not nullable.
fn require_ids(document: &mut Value) {
    let mut resources = BTreeSet::new();
    for operation in walk::operations(document) {
        let item = list_items::of_operation(document, &operation).and_then(|at| document.pointer(&at));
        let schemas = [list_items::success_schema(&operation), item].into_iter().flatten();
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
    let mut secret: BTreeSet<String> = BTreeSet::new();
    let mut users: Vec<(&String, BTreeSet<&str>)> = Vec::new();
    for (name, schema) in walk::schemas(document) {
        let mut targets = BTreeSet::new();
        walk::every_object(schema, &mut |_, object| {
            let path = object.get("x-rust-type").and_then(|kind| kind["path"].as_str());
            if matches!(path, Some("imcloud_raw::Secret" | "imcloud_raw::SignedUrl")) {
                secret.insert(name.clone());
            }
            let target = object.get("$ref").and_then(Value::as_str);
            targets.extend(target.and_then(|target| target.strip_prefix(pointer::SCHEMAS)));
        });
        users.push((name, targets));
    }
    loop {
        let known = secret.len();
        for (name, targets) in &users {
            if targets.iter().any(|target| secret.contains(*target)) {
                secret.insert((*name).clone());
            }
        }
        if secret.len() == known {
            break;
        }
    }
    for (_, schema) in walk::schemas_mut(document).iter_mut().filter(|(name, _)| secret.contains(*name)) {
        schema.as_object_mut().into_iter().for_each(|schema| append_description(schema, WARNING));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_with_secrets_are_described() {
        let mut document = json!({"components": {"schemas": {
            "List": {"items": {"$ref": "#/components/schemas/Outer"}},
            "Outer": {"description": "An outer.", "properties": {"inner": {"$ref": "#/components/schemas/Inner"}}},
            "Inner": {"properties": {"password": {"type": "string", "format": "password"}}},
            "Other": {"description": "Another.", "properties": {"name": {"type": "string"}}}}}});
        rewrite(&mut document);
        let description = |name: &str| document["components"]["schemas"][name]["description"].as_str();
        assert_eq!(description("List"), Some(WARNING));
        assert_eq!(description("Outer"), Some(&*format!("An outer.\n\n{WARNING}")));
        assert_eq!((description("Inner"), description("Other")), (Some(WARNING), Some("Another.")));
    }

    #[test]
    fn passwords_and_signed_urls_have_types() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "password": {"type": "string", "format": "password"}, "url": {"type": "string", "format": "signed-uri"}, "name": {"type": "string"}}}}}});
        rewrite(&mut document);
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
        rewrite(&mut document);
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
        rewrite(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["planId"]["x-rust-type"]["path"], "imcloud_raw::as_number::Id");
        assert_eq!(properties["id"]["x-rust-type"]["path"], "imcloud_raw::Id");
        assert_eq!(properties["paid"].get("x-rust-type"), None);
    }

    #[test]
    fn dates_differ_from_date_times() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "on": {"type": "string", "format": "date"}, "at": {"type": "string", "format": "date-time"}, "text": {"type": "string"}}}}}});
        rewrite(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["on"]["x-rust-type"]["path"], "imcloud_raw::Date");
        assert_eq!(properties["at"]["x-rust-type"]["path"], "imcloud_raw::DateTime");
    }

    #[test]
    fn integers_become_64_bits_wide() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "a": {"type": "integer", "format": "int32"}, "b": {"type": "integer"}, "c": {"type": "integer", "format": "int64"}}}}}});
        rewrite(&mut document);
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
        rewrite(&mut document);
        let schemas = &document["components"]["schemas"];
        for (name, is_required) in [("Thing", true), ("Item", true), ("Part", false), ("Flag", false)] {
            assert_eq!(schemas[name].get("required").is_some(), is_required, "{name}");
            assert_eq!(schemas[name]["properties"]["id"].get("nullable").is_none(), is_required, "{name}");
        }
    }
}
