//! Reading YAML or JSON text into a tree.
//!
//! Both formats go through one visitor, so that they are treated alike: keys become text, dates stay text
//! (YAML 1.1 would turn `2019-12-11` into a date), and a key that occurs twice is merged with its twin when the
//! two do not contradict each other, instead of the later one winning in silence.

use std::fmt;

use anyhow::{Context, Result, bail};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::pointer;

/// A tree and what was noticed while reading it.
#[derive(Debug)]
pub struct Parsed {
    /// The document.
    pub value: Value,
    /// One sentence for each key that stood twice in its mapping and could be merged.
    pub warnings: Vec<String>,
}

/// Reads YAML or JSON and sorts every mapping, so that nothing later depends on the order in the text.
///
/// # Errors
/// As [`parse`]; also when a key stands twice.
pub fn parse_sorted(text: &str) -> Result<Value> {
    let mut parsed = parse(text)?;
    if let Some(warning) = parsed.warnings.first() {
        bail!("{warning}; keep one of them");
    }
    parsed.value.sort_all_objects();
    Ok(parsed.value)
}

/// Reads YAML, or JSON when the text starts with a brace.
///
/// # Errors
/// When the text is neither, is cut off, or repeats a key with two contradicting values.
pub fn parse(text: &str) -> Result<Parsed> {
    let raw: Raw = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).context("the text starts like JSON, but is not valid JSON")?
    } else {
        let options = serde_saphyr::options! {
            duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
            with_snippet: false,
        };
        serde_saphyr::from_str_with_options(text, options).context("the text is not valid YAML")?
    };
    let mut warnings = Vec::new();
    let value = resolve(raw, "", &mut warnings)?;
    Ok(Parsed { value, warnings })
}

/// A tree in which a mapping may still hold a key twice.
enum Raw {
    Scalar(Value),
    List(Vec<Raw>),
    Mapping(Vec<(String, Raw)>),
}

fn resolve(raw: Raw, at: &str, warnings: &mut Vec<String>) -> Result<Value> {
    Ok(match raw {
        Raw::Scalar(value) => value,
        Raw::List(items) => Value::Array(
            items
                .into_iter()
                .enumerate()
                .map(|(index, item)| resolve(item, &pointer::join(at, &index.to_string()), warnings))
                .collect::<Result<_>>()?,
        ),
        Raw::Mapping(entries) => {
            let mut map = Map::new();
            for (key, raw) in entries {
                let here = pointer::join(at, &key);
                let value = resolve(raw, &here, warnings)?;
                match map.shift_remove(&key) {
                    None => map.insert(key, value),
                    Some(first) => {
                        warnings.push(format!("{here} stands twice; the two were merged"));
                        map.insert(key, merge(first, value, &here)?)
                    }
                };
            }
            Value::Object(map)
        }
    })
}

/// Joins two values of one key; only what is equal or complements the other can be joined.
fn merge(first: Value, second: Value, at: &str) -> Result<Value> {
    match (first, second) {
        (first, second) if first == second => Ok(first),
        (Value::Object(mut first), Value::Object(second)) => {
            for (key, value) in second {
                let here = pointer::join(at, &key);
                let joined = match first.shift_remove(&key) {
                    None => value,
                    Some(other) => merge(other, value, &here)?,
                };
                first.insert(key, joined);
            }
            Ok(Value::Object(first))
        }
        _ => bail!("{at} stands twice with different values; keep one of them in the source document"),
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML or JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        // YAML knows numbers that JSON does not; as text they at least stay visible.
        Ok(Raw::Scalar(
            Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number),
        ))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::String(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::String(value)))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some((Key(key), value)) = map.next_entry()? {
            entries.push((key, value));
        }
        Ok(Raw::Mapping(entries))
    }
}

/// A mapping key as text, whatever YAML takes it for (`200`, `true`, `on`).
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping key")
    }

    fn visit_str<E>(self, value: &str) -> Result<Key, E> {
        Ok(Key(value.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keeps_dates_as_text_and_turns_every_key_into_text() {
        let parsed =
            parse("200: 2019-12-11T17:32:28Z\ntrue: 2019-12-11\nlist: [1, 1.5, null, yes]\n").unwrap();
        assert_eq!(
            parsed.value,
            json!({"200": "2019-12-11T17:32:28Z", "true": "2019-12-11", "list": [1, 1.5, null, true]})
        );
        assert!(parsed.warnings.is_empty());
    }

    #[test]
    fn reads_json_like_yaml() {
        assert_eq!(parse("{\"a\": [1, \"x\"]}").unwrap().value, parse("a: [1, x]").unwrap().value);
    }

    #[test]
    fn merges_a_repeated_key_whose_values_complement_each_other() {
        for text in [
            "/orders: {get: 1}\n/orders: {post: 2}\n",
            "{\"/orders\": {\"get\": 1}, \"/orders\": {\"post\": 2}}",
        ] {
            let parsed = parse(text).unwrap();
            assert_eq!(parsed.value, json!({"/orders": {"get": 1, "post": 2}}));
            assert_eq!(parsed.warnings, ["/~1orders stands twice; the two were merged"]);
        }
    }

    #[test]
    fn refuses_a_repeated_key_whose_values_contradict_each_other() {
        let error = parse("/orders: {get: 1}\n/orders: {get: 2}\n").unwrap_err().to_string();
        assert!(error.starts_with("/~1orders/get stands twice with different values"), "{error}");
    }

    #[test]
    fn names_the_place_where_the_text_breaks_off() {
        let error = format!("{:#}", parse("a: [1, 2\n").unwrap_err());
        assert!(error.contains("line 1"), "{error}");
    }
}
