//! One value as text.

use crate::json::Json;

/// The text of a cell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    /// Numbers and money stand at the right.
    pub(crate) number: bool,
}

impl Cell {
    /// A value for people: money and periods in words, lists of objects by their number.
    pub(crate) fn shown(value: Option<&Json>) -> Self {
        let text = |text: String| Self { text: printable(&text), number: false };
        match value {
            None | Some(Json::Null) => text(String::new()),
            Some(Json::Number(number)) => Self { text: number.to_string(), number: true },
            Some(Json::Array(elements)) if elements.iter().any(Json::is_object) => {
                text(format!("{} {}", elements.len(), if elements.len() == 1 { "item" } else { "items" }))
            }
            Some(Json::Array(elements)) => {
                let elements: Vec<_> =
                    elements.iter().map(|element| Self::shown(Some(element)).text).collect();
                text(elements.join(", "))
            }
            Some(value @ Json::Object(members)) => match in_words(value) {
                Some(words) => Self { text: printable(&words), number: members.contains_key("amount") },
                None => text(value.to_string()),
            },
            Some(value) => text(plain(value)),
        }
    }
}

/// A value for spreadsheets: scalars as they are, everything that is no scalar in words or as JSON.
pub(crate) fn exact(value: Option<&Json>) -> String {
    match value {
        None => String::new(),
        Some(value @ Json::Object(_)) => in_words(value).unwrap_or_else(|| value.to_string()),
        Some(value) => plain(value),
    }
}

/// `12.50 EUR` for an amount with a currency, `1 year` for a period.
pub(crate) fn in_words(value: &Json) -> Option<String> {
    let members = value.as_object()?;
    let part = |name: &str| members.get(name).filter(|part| !part.is_null()).map(plain);
    if let (Some(amount), Some(currency)) = (part("amount"), part("currency")) {
        return Some(format!("{amount} {currency}"));
    }
    let (duration, unit) = (part("duration")?, part("type")?);
    (members.len() == 2).then(|| format!("{duration} {unit}"))
}

fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Text without what a terminal would take for a command.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    #[test]
    fn values_read_naturally() {
        for (value, text, number) in [
            (read(r#"{ "amount": "12.50", "currency": "EUR" }"#).unwrap(), "12.50 EUR", true),
            (read(r#"{ "duration": 1, "type": "year" }"#).unwrap(), "1 year", false),
            (read(r#"["a", "b"]"#).unwrap(), "a, b", false),
            (read(r#"[{ "a": 1 }]"#).unwrap(), "1 item", false),
            (read(r#"12"#).unwrap(), "12", true),
            (read(r#"true"#).unwrap(), "true", false),
            (read(r#"null"#).unwrap(), "", false),
        ] {
            assert_eq!(Cell::shown(Some(&value)), Cell { text: text.to_owned(), number }, "{value}");
        }
    }

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(Cell::shown(Some(&read(r#""a\u001b[2Jb\nc""#).unwrap())).text, "a [2Jb c");
    }

    #[test]
    fn spreadsheets_get_lists_as_json() {
        assert_eq!(exact(Some(&read(r#"[{ "a": 1 }]"#).unwrap())), r#"[{"a":1}]"#);
        assert_eq!(exact(Some(&read(r#""a\nb""#).unwrap())), "a\nb");
    }
}
