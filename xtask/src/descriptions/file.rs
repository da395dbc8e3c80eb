//! Reading files of descriptions.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use openapi_review::document::{pointer, tree};

/// The description of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// File and line of its key, as in `openapi/descriptions/orders.yaml:12`.
    pub location: String,
    /// The fields that it sets, one of [`FIELDS`] each, with their text.
    pub fields: Vec<(&'static str, String)>,
}

/// The fields of a description. A plain string is short for `description`.
pub const FIELDS: &[&str] =
    &["summary", "description", "in-requests", "in-responses", "in-items", "response"];

/// Reads one file; `name` is its name in messages.
///
/// # Errors
/// If the text is not a mapping of names to descriptions, with the line and what to write instead.
pub fn parse(name: &str, text: &str) -> Result<Vec<(String, Description)>> {
    let parsed = tree::parse(text).with_context(|| format!("{name} cannot be read"))?;
    if let Some(duplicate) = parsed.duplicates.first() {
        bail!("{name}: {duplicate}; keep one of them");
    }
    let Value::Object(entries) = parsed.value else {
        bail!("{name}: expected a mapping, for example `Order.id: Identifier of the order.`");
    };
    let lines = parsed.lines;
    let locate = |at: &str| format!("{name}:{}", lines.line(at).unwrap_or(1));
    let mut descriptions = Vec::new();
    for (key, value) in entries {
        let at = pointer::join("", &key);
        let given = match value {
            Value::Object(given) if !given.is_empty() => given,
            value => Map::from_iter([("description".to_owned(), value)]),
        };
        let mut fields = Vec::new();
        for (field, value) in given {
            let location = locate(&pointer::join(&at, &field));
            let Some(known) = FIELDS.iter().find(|known| **known == field) else {
                bail!("{location}: unknown field {field:?} of {key:?}; use {}", FIELDS.join(", "));
            };
            match value {
                Value::String(text) if !text.trim().is_empty() => fields.push((*known, text)),
                _ => bail!(
                    "{location}: the {field} of {key:?} must be a string that is not empty; quote numbers and `true`"
                ),
            }
        }
        descriptions.push((key, Description { location: locate(&at), fields }));
    }
    Ok(descriptions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_mappings_and_anchors_are_read() {
        let text =
            "# head\nA: &a One.\nA.b:\n  in-items: Two.\n  description: *a\n'A.b: c': >-\n  Three\n  four.\n";
        let fields: Vec<_> =
            parse("a.yaml", text).unwrap().into_iter().map(|(key, it)| (key, it.fields)).collect();
        let one = ("description", "One.".to_owned());
        assert_eq!(
            fields,
            [
                ("A".to_owned(), vec![one.clone()]),
                ("A.b".to_owned(), vec![("in-items", "Two.".to_owned()), one]),
                ("A.b: c".to_owned(), vec![("description", "Three four.".to_owned())]),
            ]
        );
    }

    #[test]
    fn errors_name_the_line_and_a_hint() {
        for (text, expected) in [
            ("- A\n", "a.yaml: expected a mapping, for example `Order.id: Identifier of the order.`"),
            ("", "a.yaml: expected a mapping"),
            (
                "A: One.\nB:\n  descripton: Two.\n",
                "a.yaml:3: unknown field \"descripton\" of \"B\"; use summary, description",
            ),
            ("A: One.\nB: 1.5\n", "a.yaml:2: the description of \"B\" must be a string that is not empty"),
            ("A: One.\nB:\n", "a.yaml:2: the description of \"B\" must be"),
            ("A: One.\nB: {}\n", "a.yaml:2: the description of \"B\" must be"),
            ("A: One.\nB:\n  summary: [x]\n", "a.yaml:3: the summary of \"B\" must be"),
            ("A: One.\nA: Two.\n", "a.yaml"),
            ("A: One.\nA: One.\n", "a.yaml: duplicate key at /A (lines 1 and 2)"),
        ] {
            let error = format!("{:#}", parse("a.yaml", text).unwrap_err());
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }
}
