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

use serde_json::{Map, Value, json};

use super::{rows, rust_type};
use openapi_review::document::{pointer, walk};

const WARNING: &str =
    "`Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a log.";

/// Sets the types of scalars, and describes the schemas that contain secrets.
pub fn rewrite(document: &mut Value) -> usize {
    let mut changes = 0;
    let as_number = format!("{}::Decimal", rust_type::AS_NUMBER);
    let first = [
        ("string", Some("password"), "Secret"),
        ("string", Some("signed-uri"), "SignedUrl"),
        ("string", Some("decimal"), "Decimal"),
        ("number", None, as_number.as_str()),
    ];
    let last = [("string", Some("date"), "Date"), ("string", Some("date-time"), "DateTime")];
    // Children come before their parents, which know the names of properties.
    walk::every_schema_mut(document, &mut |schema| {
        changes += usize::from(set_first(schema, &first));
        for (name, property) in
            schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
        {
            changes += property.as_object_mut().map_or(0, |property| usize::from(mark(name, property)));
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
    walk::every_schema_mut(document, &mut |schema| {
        changes += usize::from(set_first(schema, &last));
        if !rust_type::is_set(schema) && rust_type::has_type(schema, "integer", None) {
            changes += usize::from(schema.insert("format".into(), "int64".into()) != Some("int64".into()));
        }
    });
    describe(document);
    changes + require_ids(document)
}

/// Makes the `id` of resources required and not nullable.
fn require_ids(document: &mut Value) -> usize {
    let mut resources = BTreeSet::new();
    for operation in walk::operations(document) {
        let response = operation
            .node
            .get("responses")
            .and_then(|all| all.pointer("/2XX/content/application~1json/schema"));
        let item = rows::of_operation(document, &operation).and_then(|list| document.pointer(list.items()));
        resources.extend(
            [response, item].into_iter().flatten().filter_map(pointer::schema_name).map(str::to_owned),
        );
    }
    let mut changes = 0;
    for name in resources {
        let Some(schema) = walk::schemas_mut(document).get_mut(&name) else { continue };
        let Some(id) = schema.pointer_mut("/properties/id").and_then(Value::as_object_mut) else { continue };
        if rust_type::is(id, "Id") {
            id.remove("nullable");
            schema["required"] = json!(["id"]);
            changes += 1;
        }
    }
    changes
}

/// Sets the first of the types whose JSON type and format are those of a schema without a Rust type.
fn set_first(schema: &mut Map<String, Value>, types: &[(&str, Option<&str>, &str)]) -> bool {
    let fits = |(kind, format, _): &&(&str, Option<&str>, &str)| rust_type::has_type(schema, kind, *format);
    let found = types.iter().find(fits).filter(|_| !rust_type::is_set(schema));
    found.map(|(.., name)| rust_type::set(schema, name)).is_some()
}

fn is_id(name: &str) -> bool {
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

/// Adds the warning to schemas that contain a secret, directly or in another schema.
fn describe(document: &mut Value) {
    let mut secret: BTreeSet<String> = BTreeSet::new();
    let mut users: Vec<(&String, BTreeSet<&str>)> = Vec::new();
    for (name, schema) in walk::schemas(document) {
        let mut targets = BTreeSet::new();
        walk::every_object(schema, &mut |_, object| {
            let path = object.get("x-rust-type").and_then(|kind| kind.get("path")).and_then(Value::as_str);
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
    for name in secret {
        if let Some(schema) = walk::schemas_mut(document).get_mut(&name) {
            let before = schema.get("description").and_then(Value::as_str).unwrap_or_default();
            schema["description"] = format!("{before}\n\n{WARNING}").trim().into();
        }
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
        assert_eq!(rewrite(&mut document), 2);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["password"]["x-rust-type"]["path"], "imcloud_raw::Secret");
        assert_eq!(properties["url"]["x-rust-type"]["path"], "imcloud_raw::SignedUrl");
        assert_eq!(properties["name"].get("x-rust-type"), None);
    }

    #[test]
    fn remembers_how_the_published_type_is_written() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "amount": {"type": "string", "format": "decimal"}, "quantity": {"type": "number", "format": "double"},
            "name": {"type": "string"}, "count": {"type": "integer"}}}}}});
        assert_eq!(rewrite(&mut document), 3);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["amount"]["x-rust-type"]["path"], "imcloud_raw::Decimal");
        assert_eq!(properties["quantity"]["x-rust-type"]["path"], "imcloud_raw::as_number::Decimal");
    }

    #[test]
    fn knows_ids_by_their_names_in_members_and_parameters() {
        let mut document = json!({
            "paths": {"/a/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}]}}},
            "components": {"schemas": {"A": {"properties": {"planId": {"type": "integer", "format": "int32"}, "paid": {"type": "string"},
                "gridId": {"type": "array", "items": {"type": "string"}}, "id": {"type": "string", "format": "uuid"}}}}}});
        assert_eq!(rewrite(&mut document), 3);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["planId"]["x-rust-type"]["path"], "imcloud_raw::as_number::Id");
        assert_eq!(properties["id"]["x-rust-type"]["path"], "imcloud_raw::Id");
        assert_eq!(properties["paid"].get("x-rust-type"), None);
    }

    #[test]
    fn tells_dates_from_date_times() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "on": {"type": "string", "format": "date"}, "at": {"type": "string", "format": "date-time"}, "text": {"type": "string"}}}}}});
        assert_eq!(rewrite(&mut document), 2);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["on"]["x-rust-type"]["path"], "imcloud_raw::Date");
        assert_eq!(properties["at"]["x-rust-type"]["path"], "imcloud_raw::DateTime");
    }

    #[test]
    fn widens_what_is_narrower() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "a": {"type": "integer", "format": "int32"}, "b": {"type": "integer"}, "c": {"type": "integer", "format": "int64"}}}}}});
        assert_eq!(rewrite(&mut document), 2);
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
