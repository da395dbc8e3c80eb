//! One value as text.

use serde_json::Value;

/// The text of a cell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    /// Numbers and money stand at the right.
    pub(crate) number: bool,
}

impl Cell {
    /// A value for people: money and periods in words, lists of objects by their number.
    pub(crate) fn shown(value: Option<&Value>) -> Self {
        let text = |text: String| Self { text: printable(&text), number: false };
        match value {
            None | Some(Value::Null) => text(String::new()),
            Some(Value::Number(number)) => Self { text: number.to_string(), number: true },
            Some(Value::Array(elements)) if elements.iter().any(Value::is_object) => {
                text(format!("{} {}", elements.len(), if elements.len() == 1 { "item" } else { "items" }))
            }
            Some(Value::Array(elements)) => {
                let elements: Vec<_> =
                    elements.iter().map(|element| Self::shown(Some(element)).text).collect();
                text(elements.join(", "))
            }
            Some(value @ Value::Object(members)) => match in_words(value) {
                Some(words) => Self { text: printable(&words), number: members.contains_key("amount") },
                None => text(value.to_string()),
            },
            Some(value) => text(plain(value)),
        }
    }
}

/// A value for spreadsheets: scalars as they are, everything that is no scalar in words or as JSON.
pub(crate) fn exact(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(value @ Value::Object(_)) => in_words(value).unwrap_or_else(|| value.to_string()),
        Some(value) => plain(value),
    }
}

/// `12.50 EUR` for an amount with a currency, `1 year` for a period.
pub(crate) fn in_words(value: &Value) -> Option<String> {
    let members = value.as_object()?;
    let part = |name: &str| members.get(name).filter(|part| !part.is_null()).map(plain);
    if let (Some(amount), Some(currency)) = (part("amount"), part("currency")) {
        return Some(format!("{amount} {currency}"));
    }
    let (duration, unit) = (part("duration")?, part("type")?);
    (members.len() == 2).then(|| format!("{duration} {unit}"))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Text without what a terminal would take for a command.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_read_naturally() {
        for (value, text, number) in [
            (json!({ "amount": "12.50", "currency": "EUR" }), "12.50 EUR", true),
            (json!({ "duration": 1, "type": "year" }), "1 year", false),
            (json!(["a", "b"]), "a, b", false),
            (json!([{ "a": 1 }]), "1 item", false),
            (json!(12), "12", true),
            (json!(true), "true", false),
            (json!(null), "", false),
        ] {
            assert_eq!(Cell::shown(Some(&value)), Cell { text: text.to_owned(), number }, "{value}");
        }
    }

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(Cell::shown(Some(&json!("a\u{1b}[2Jb\nc"))).text, "a [2Jb c");
    }

    #[test]
    fn spreadsheets_get_lists_as_json() {
        assert_eq!(exact(Some(&json!([{ "a": 1 }]))), r#"[{"a":1}]"#);
        assert_eq!(exact(Some(&json!("a\nb"))), "a\nb");
    }
}
