//! One value as text.

use crate::{escape::escape, json::Json};

/// The text of a table cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Compact, because a table holds the cells of all rows.
    pub(super) text: Box<str>,
    /// Numbers and money are aligned to the right.
    pub(super) number: bool,
}

impl Cell {
    pub(super) fn new(text: &str) -> Self {
        Self { text: escape(text).into(), number: false }
    }

    /// Returns the cell of a value: money and periods in words, lists of objects as their length.
    pub(super) fn of(value: Option<&Json>) -> Self {
        match value {
            None | Some(Json::Null) => Self::new(""),
            Some(Json::Number(number)) => Self { number: true, ..Self::new(number) },
            Some(Json::Array(elements)) if elements.iter().any(Json::is_object) => {
                let noun = if elements.len() == 1 { "item" } else { "items" };
                Self::new(&format!("{} {noun}", elements.len()))
            }
            Some(Json::Array(elements)) => {
                let texts: Vec<_> = elements.iter().map(|element| Self::of(Some(element)).text).collect();
                Self::new(&texts.join(", "))
            }
            Some(value @ Json::Object(properties)) => match in_words(value) {
                Some(words) => Self { number: properties.contains_key("amount"), ..Self::new(&words) },
                None => Self::new(&value.to_string()),
            },
            Some(value) => Self::new(&plain(value)),
        }
    }
}

/// Returns a value as a CSV field: scalars unchanged, money and periods in words, everything else as JSON.
pub(super) fn exact(value: Option<&Json>) -> String {
    match value {
        None => String::new(),
        Some(value @ Json::Object(_)) => in_words(value).unwrap_or_else(|| value.to_string()),
        Some(value) => plain(value),
    }
}

/// Returns `12.50 EUR` for an amount with a currency, `1 year` for a period.
pub(super) fn in_words(value: &Json) -> Option<String> {
    let properties = value.as_object()?;
    let part = |name: &str| properties.get(name).filter(|part| !part.is_null()).map(plain);
    if let (Some(amount), Some(currency)) = (part("amount"), part("currency")) {
        return Some(format!("{amount} {currency}"));
    }
    let (duration, unit) = (part("duration")?, part("type")?);
    (properties.len() == 2).then(|| format!("{duration} {unit}"))
}

fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    #[test]
    fn values_are_readable() {
        for (value, text, number) in [
            (read(r#"{ "amount": "12.50", "currency": "EUR" }"#).unwrap(), "12.50 EUR", true),
            (read(r#"{ "duration": 1, "type": "year" }"#).unwrap(), "1 year", false),
            (read(r#"["a", "b"]"#).unwrap(), "a, b", false),
            (read(r#"[{ "a": 1 }]"#).unwrap(), "1 item", false),
            (read(r#"12"#).unwrap(), "12", true),
            (read(r#"true"#).unwrap(), "true", false),
            (read(r#"null"#).unwrap(), "", false),
            (read(r#""a\u001b[2Jb\nc""#).unwrap(), r"a\u001b[2Jb\u000ac", false),
        ] {
            assert_eq!(Cell::of(Some(&value)), Cell { text: text.into(), number }, "{value}");
        }
    }

    #[test]
    fn csv_fields_hold_lists_as_json() {
        assert_eq!(exact(Some(&read(r#"[{ "a": 1 }]"#).unwrap())), r#"[{"a":1}]"#);
        assert_eq!(exact(Some(&read(r#""a\nb""#).unwrap())), "a\nb");
    }
}
