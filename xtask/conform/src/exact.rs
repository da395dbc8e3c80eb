//! JSON in which a number is its digits.
//!
//! `serde_json::Value` holds a number with a fraction as `f64`; comparing by it would report digits as lost
//! that were not, and miss some that were.

use std::{collections::BTreeMap, fmt};

use anyhow::Result;
use serde_json::value::RawValue;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// A number or boolean, as it is spelled.
    Plain(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// Reads a value.
    ///
    /// # Errors
    /// If the text is not JSON.
    pub fn read(text: &str) -> Result<Self> {
        let text = text.trim();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
                let read = members.into_iter().map(|(name, raw)| Ok((name, Self::read(raw.get())?)));
                Self::Object(read.collect::<Result<_>>()?)
            }
            Some(b'[') => {
                let elements: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::List(elements.into_iter().map(|raw| Self::read(raw.get())).collect::<Result<_>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            _ if text == "null" => Self::Null,
            _ => Self::Plain(serde_json::from_str::<&RawValue>(text)?.get().to_owned()),
        })
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Plain(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(elements) => write!(f, "a list of {} elements", elements.len()),
            Self::Object(members) => {
                let names: Vec<_> =
                    members.iter().map(|(name, value)| format!("{name:?}: {value}")).collect();
                write!(f, "{{{}}}", names.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_digit() {
        let json = Json::read(r#" {"a": [33.333333333333333333333, 1e3, true, null, "x\n"]} "#).unwrap();
        assert_eq!(json.to_string(), r#"{"a": a list of 5 elements}"#);
        let Json::Object(members) = json else { panic!() };
        let Json::List(elements) = &members["a"] else { panic!() };
        assert_eq!(elements[0], Json::Plain("33.333333333333333333333".into()));
        assert_eq!(elements[4], Json::Text("x\n".into()));
    }

    #[test]
    fn refuses_what_is_not_json() {
        for text in ["", "{", "nul", "{\"a\": }"] {
            assert!(Json::read(text).is_err(), "{text}");
        }
    }
}
