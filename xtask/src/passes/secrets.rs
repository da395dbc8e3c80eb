//! Passwords, tokens and signed addresses get types that cannot be printed by accident.
//!
//! Reason: a `String` in a struct that derives `Debug` ends up in logs. `format: password` is OpenAPI's own mark for such a
//! text; `format: signed-uri` is ours, set by overlays, for an address that is itself a credential.

use anyhow::Result;
use serde_json::Value;

use super::rust_type;
use crate::document::walk;

/// Gives secrets their types.
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
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn marks_passwords_and_signed_addresses_only() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "password": {"type": "string", "format": "password"}, "url": {"type": "string", "format": "signed-uri"}, "name": {"type": "string"}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 2);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["password"]["x-rust-type"]["path"], "imcloud_raw::Secret");
        assert_eq!(properties["url"]["x-rust-type"]["path"], "imcloud_raw::SignedUrl");
        assert_eq!(properties["name"].get("x-rust-type"), None);
    }
}
