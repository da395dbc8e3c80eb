//! Open enums.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::{
    docs,
    surface::{Entry, Kind, Shape},
};

/// The values of an open enum with the names of their variants.
fn values(schema: &Value) -> Vec<(String, &str)> {
    let values: Vec<&str> =
        schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    variants(&values).into_iter().zip(values).collect()
}

/// An open enum in the public surface.
#[must_use]
pub fn entry(name: &str, schema: &Value) -> Entry {
    let values = values(schema).into_iter().map(|(variant, value)| (variant, value.to_owned())).collect();
    Entry {
        name: name.to_owned(),
        kind: Kind::OpenEnum,
        shape: Shape::OpenEnum(values),
        constructor: Vec::new(),
    }
}

/// One open enum as an `open_enum!` of the raw crate.
#[must_use]
pub fn render(name: &str, schema: &Value) -> String {
    let mut text = String::from("open_enum! {\n");
    text.push_str(&docs::comment(
        &docs::description(Some(schema), &format!("The values of `{name}`.")),
        "    ",
    ));
    let ignore_case = schema.get("x-enum-ignore-case") == Some(&Value::Bool(true));
    text.push_str(&format!("    pub enum {name}{} {{\n", if ignore_case { ": ignore_case" } else { "" }));
    for (variant, value) in values(schema) {
        let own =
            schema.get("x-enum-descriptions").and_then(|texts| texts.get(value)).and_then(Value::as_str);
        let doc = own.map_or_else(|| format!("`{value}`"), |own| format!("`{value}`: {own}"));
        text.push_str(&docs::comment(&doc, "        "));
        text.push_str(&format!("        {variant} = {value:?},\n"));
    }
    text.push_str("    }\n}\n");
    text
}

/// Variant names of values: upper camel case, never starting with a digit, never the name of the open
/// variant, all different.
#[must_use]
pub fn variants(values: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<String> = ["UnknownValue", "Self"].map(str::to_owned).into();
    values
        .iter()
        .map(|value| {
            let mut name = value.to_upper_camel_case();
            name.retain(|c| c.is_alphanumeric());
            if name.is_empty() {
                name.push_str("Empty");
            }
            if name.starts_with(|c: char| c.is_numeric()) {
                name.insert_str(0, "Value");
            }
            // Values that differ by case alone end up here.
            let mut unique = name.clone();
            let mut number = 2;
            while !taken.insert(unique.clone()) {
                unique = format!("{name}{number}");
                number += 1;
            }
            unique
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_survive_case_twins_digits_and_the_open_variant() {
        let values = [
            "SETUP",
            "setup",
            "on_invoice",
            "chargeBeforeBillingPeriod",
            "2fa",
            "unknown_value",
            "+",
            "self",
        ];
        assert_eq!(
            variants(&values),
            [
                "Setup",
                "Setup2",
                "OnInvoice",
                "ChargeBeforeBillingPeriod",
                "Value2fa",
                "UnknownValue2",
                "Empty",
                "Self2"
            ]
        );
    }

    #[test]
    fn writes_the_texts_of_type_and_values() {
        let schema = json!({"enum": ["csv", "json"], "description": "A format.", "x-enum-ignore-case": true,
            "x-enum-descriptions": {"csv": "Comma-separated."}});
        assert_eq!(
            render("ReportFormat", &schema),
            "open_enum! {\n    /// A format.\n    pub enum ReportFormat: ignore_case {\n        /// `csv`: Comma-separated.\n        \
             Csv = \"csv\",\n        /// `json`\n        Json = \"json\",\n    }\n}\n"
        );
    }
}
