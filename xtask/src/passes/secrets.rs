//! Types of passwords, tokens and signed URLs that `Debug` does not print.
//!
//! Reason: a `String` in a struct with `Debug` ends up in logs. `format: password` is the marker of OpenAPI; `format: signed-uri`
//! is ours, set by overlays, for a URL that is a credential. `Serialize` still writes them, so the descriptions of schemas
//! that contain one warn about it.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::Value;

use super::rust_type;
use openapi_review::document::{pointer, walk};

const WARNING: &str =
    "`Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a log.";

/// Sets the types of secrets, and describes the schemas that contain them.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        for (format, name) in [("password", "Secret"), ("signed-uri", "SignedUrl")] {
            if rust_type::has_type(schema, "string", Some(format)) {
                rust_type::set(schema, name);
                changes += 1;
            }
        }
    });
    describe(document);
    Ok(changes)
}

/// Adds the warning to schemas that contain a secret, directly or in another schema.
fn describe(document: &mut Value) {
    let mut secret: BTreeSet<String> = BTreeSet::new();
    loop {
        let known = secret.len();
        for (name, schema) in walk::schemas(document) {
            let mut found = false;
            walk::every_object(schema, &mut |_, object| {
                let path =
                    object.get("x-rust-type").and_then(|kind| kind.get("path")).and_then(Value::as_str);
                found |= matches!(path, Some("imcloud_raw::Secret" | "imcloud_raw::SignedUrl"))
                    || object.get("$ref").and_then(Value::as_str).is_some_and(|reference| {
                        secret.iter().any(|name| pointer::schema_reference(name) == reference)
                    });
            });
            if found {
                secret.insert(name.clone());
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
    use serde_json::json;

    #[test]
    fn schemas_with_secrets_are_described() {
        let mut document = json!({"components": {"schemas": {
            "List": {"items": {"$ref": "#/components/schemas/Outer"}},
            "Outer": {"description": "An outer.", "properties": {"inner": {"$ref": "#/components/schemas/Inner"}}},
            "Inner": {"properties": {"password": {"type": "string", "format": "password"}}},
            "Other": {"description": "Another.", "properties": {"name": {"type": "string"}}}}}});
        rewrite(&mut document).unwrap();
        let description = |name: &str| document["components"]["schemas"][name]["description"].as_str();
        assert_eq!(description("List"), Some(WARNING));
        assert_eq!(description("Outer"), Some(&*format!("An outer.\n\n{WARNING}")));
        assert_eq!((description("Inner"), description("Other")), (Some(WARNING), Some("Another.")));
    }

    #[test]
    fn passwords_and_signed_urls_have_types() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "password": {"type": "string", "format": "password"}, "url": {"type": "string", "format": "signed-uri"}, "name": {"type": "string"}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 2);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["password"]["x-rust-type"]["path"], "imcloud_raw::Secret");
        assert_eq!(properties["url"]["x-rust-type"]["path"], "imcloud_raw::SignedUrl");
        assert_eq!(properties["name"].get("x-rust-type"), None);
    }
}
