//! Dates and date-times are read in every form that occurs.
//!
//! Reason: the generator's `chrono` types refuse a time without zone, a date where a time is declared, and whatever else a
//! service writes in one row out of a thousand; the whole page is lost then. Our types keep the text and convert on demand.

use anyhow::Result;
use serde_json::Value;

use super::rust_type;
use openapi_review::document::walk;

/// Gives dates and date-times their types.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        for (format, name) in [("date", "Date"), ("date-time", "DateTime")] {
            if !rust_type::is_set(schema) && rust_type::has_type(schema, "string", Some(format)) {
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
    fn tells_dates_from_date_times() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "on": {"type": "string", "format": "date"}, "at": {"type": "string", "format": "date-time"}, "text": {"type": "string"}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 2);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["on"]["x-rust-type"]["path"], "imcloud_raw::Date");
        assert_eq!(properties["at"]["x-rust-type"]["path"], "imcloud_raw::DateTime");
    }
}
