//! One decimal type for every number that is not a count of something technical.
//!
//! Reason: the generator makes `f64` of a number, which cannot hold 0.1, and `String` of an amount written as text. Both become one
//! type that reads numbers and numeric text, keeps what it read to the last digit, and writes what the published type says: text where
//! `type: string, format: decimal` stands, a JSON number where `type: number` stands.

use anyhow::Result;
use serde_json::Value;

use super::rust_type;
use openapi_review::document::walk;

/// Gives decimals their type.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        if rust_type::is_set(schema) {
        } else if rust_type::has_type(schema, "number", None) {
            rust_type::set(schema, &format!("{}::Decimal", rust_type::AS_NUMBER));
            changes += 1;
        } else if rust_type::has_type(schema, "string", Some("decimal")) {
            rust_type::set(schema, "Decimal");
            changes += 1;
        }
    });
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn remembers_how_the_published_type_is_written() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "amount": {"type": "string", "format": "decimal"}, "quantity": {"type": "number", "format": "double"},
            "name": {"type": "string"}, "count": {"type": "integer"}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 2);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["amount"]["x-rust-type"]["path"], "imcloud_raw::Decimal");
        assert_eq!(properties["quantity"]["x-rust-type"]["path"], "imcloud_raw::as_number::Decimal");
    }
}
