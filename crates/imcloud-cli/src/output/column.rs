//! Columns: names, paths of values, and values as text.

use crate::{escape::escape, json::Json};

/// A column of a table or CSV, or a property of the rows of the other formats.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The path, unless a name was given.
    pub(crate) name: String,
    pub(crate) path: Path,
    /// An amount with its currency: one column in tables, two in CSV.
    pub(crate) money: bool,
    /// A number in a string; aligned to the right.
    pub(crate) number: bool,
}

impl Column {
    /// Parses `PATH` or `NAME:PATH`. The suffix `$` means money, `#` a number.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let path = text.trim_end_matches(['$', '#']);
        let (money, number) = (text.ends_with('$'), text.ends_with('#'));
        let (name, path) = path.split_once(':').unwrap_or((path, path));
        if name.is_empty() {
            return Err(format!("a column of {text:?} has no name; write PATH or NAME:PATH"));
        }
        Ok(Self { name: name.to_owned(), path: Path::parse(path)?, money, number })
    }

    /// Returns the heading of a table: `externalId` becomes `EXTERNAL ID`.
    pub(crate) fn heading(&self) -> String {
        let mut heading = String::new();
        let mut before = ' ';
        for letter in self.name.chars() {
            if letter.is_uppercase() && before.is_lowercase() {
                heading.push(' ');
            }
            heading.extend(letter.to_uppercase());
            before = letter;
        }
        heading
    }

    /// Returns the columns of CSV: amount and currency are separate.
    pub(crate) fn apart(&self) -> Vec<Self> {
        if !self.money {
            return vec![self.clone()];
        }
        let part = |name: &str| Self {
            name: format!("{}.{name}", self.name),
            path: self.path.then(name),
            money: false,
            number: name == "amount",
        };
        vec![part("amount"), part("currency")]
    }
}

pub(crate) fn parse_columns(text: &str) -> Result<Vec<Column>, String> {
    text.split(',').map(|column| Column::parse(column.trim())).collect()
}

/// A path: `name`, `address.city`, `products[0].mpn`, or the first element that matches,
/// `prices[type=recurring].amount`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Index(usize),
    First { name: String, value: String },
}

impl Path {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        for part in text.split('.') {
            let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
            if name.is_empty() && (steps.is_empty() || rest.is_empty()) {
                return Err(format!("{text:?} has a part without a name"));
            }
            if !name.is_empty() {
                steps.push(Step::Member(name.to_owned()));
            }
            while let Some(inner) = rest.strip_prefix('[') {
                let (inside, after) =
                    inner.split_once(']').ok_or_else(|| format!("{text:?} has a [ without its ]"))?;
                steps.push(match inside.split_once('=') {
                    Some((name, value)) => Step::First { name: name.to_owned(), value: value.to_owned() },
                    None => Step::Index(inside.parse().map_err(|_| {
                        format!("{text:?} has [{inside}] where a number or NAME=VALUE belongs")
                    })?),
                });
                rest = after;
            }
            if !rest.is_empty() {
                return Err(format!("{text:?} has {rest:?} after a ]"));
            }
        }
        Ok(Self(steps))
    }

    pub(crate) fn then(&self, name: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Member(name.to_owned()));
        Self(steps)
    }

    /// Returns JSON with a null at this path and nothing else.
    pub(crate) fn sample(&self) -> Json {
        let innermost = match self.0.last() {
            // A null is not an element of a list of objects.
            Some(Step::Index(_) | Step::First { .. }) => Json::object([]),
            _ => Json::Null,
        };
        self.0.iter().rev().fold(innermost, |inner, step| match step {
            Step::Member(name) => Json::object([(name.as_str(), inner)]),
            Step::Index(_) | Step::First { .. } => Json::Array(vec![inner]),
        })
    }

    /// Returns the value; `None` if it is missing or null.
    pub(crate) fn find<'v>(&self, value: &'v Json) -> Option<&'v Json> {
        let found = self.0.iter().try_fold(value, |value, step| match step {
            Step::Member(name) => value.get(name),
            Step::Index(index) => value.as_array()?.get(*index),
            Step::First { name, value: wanted } => value
                .as_array()?
                .iter()
                .find(|element| element.get(name).and_then(Json::as_str) == Some(wanted)),
        });
        found.filter(|value| !value.is_null())
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Compact, because a table holds the cells of all rows.
    pub(super) text: Box<str>,
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
                let parts: Vec<_> = elements.iter().map(|element| Self::of(Some(element)).text).collect();
                Self::new(&parts.join(", "))
            }
            Some(value @ Json::Object(properties)) => match in_text(value) {
                Some(words) => Self { number: properties.contains_key("amount"), ..Self::new(&words) },
                None => Self::new(&value.to_string()),
            },
            Some(value) => Self::new(&plain(value)),
        }
    }
}

/// Returns a value as a CSV field: scalars unchanged, money and periods in words, everything else as JSON.
pub(crate) fn exact(value: Option<&Json>) -> String {
    match value {
        None => String::new(),
        Some(value @ Json::Object(_)) => in_text(value).unwrap_or_else(|| value.to_string()),
        Some(value) => plain(value),
    }
}

/// Returns `12.50 EUR` for an amount with a currency, `1 year` for a period.
pub(super) fn in_text(value: &Json) -> Option<String> {
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
    fn columns_have_names_headings_and_parts() {
        let price = Column::parse("listPrice:prices[type=recurring]$").unwrap();
        assert_eq!(price.heading(), "LIST PRICE");
        let names: Vec<_> = price.apart().into_iter().map(|column| column.name).collect();
        assert_eq!(names, ["listPrice.amount", "listPrice.currency"]);
        assert_eq!(Column::parse("taxRegId").unwrap().heading(), "TAX REG ID");
        assert!(parse_columns("id,,name").is_err());
        assert!(Column::parse(":id").is_err());
    }

    #[test]
    fn paths_find_properties_and_elements() {
        let row = r#"{ "a": { "b": [{ "type": "x", "n": 1 }, { "type": "y", "n": 2 }] }, "null": null }"#;
        let row = read(row).unwrap();
        for (path, found) in
            [("a.b[1].n", "2"), ("a.b[type=y].n", "2"), ("a.b[type=x]", r#"{ "type": "x", "n": 1 }"#)]
        {
            assert_eq!(Path::parse(path).unwrap().find(&row), Some(&read(found).unwrap()), "{path}");
        }
        for path in ["a.c", "null", "a.b[7]", "a.b[type=z]"] {
            assert_eq!(Path::parse(path).unwrap().find(&row), None, "{path}");
        }
    }

    #[test]
    fn invalid_path_is_rejected() {
        for text in ["", ".a", "a..b", "a[", "a[x]", "a[0]b"] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
    }

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
