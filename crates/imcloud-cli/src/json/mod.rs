//! JSON that keeps the digits of numbers.
//!
//! `serde_json::Value` holds a number with a fraction as `f64`, which changes `0.10` and
//! `12345678901234567.89`. Its feature `arbitrary_precision` would change every crate of a program. A
//! [`Json`] is read from JSON or YAML without converting a number.

mod yaml;

use std::fmt;

use indexmap::{IndexMap, map::Entry};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _, MapAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::{Error, value::RawValue};

pub(crate) use yaml::from_yaml;

pub(crate) type Object = IndexMap<String, Json>;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(Box<str>),
    String(String),
    Array(Vec<Json>),
    Object(Object),
}

impl Json {
    /// Creates a number from its digits, `None` if they are not valid in JSON.
    pub(crate) fn number(text: &str) -> Option<Self> {
        let starts = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        let raw = serde_json::from_str::<&RawValue>(text).ok()?;
        (starts && raw.get() == text).then(|| Self::Number(text.into()))
    }

    pub(crate) fn object<const N: usize>(properties: [(&str, Self); N]) -> Self {
        Self::Object(properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// Returns a property, which is created if it is missing. Another value is replaced by an object.
    pub(crate) fn property_mut(&mut self, name: &str) -> &mut Self {
        if !self.is_object() {
            *self = Self::Object(Object::new());
        }
        match self {
            Self::Object(properties) => properties.entry(name.to_owned()).or_insert(Self::Null),
            other => other,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    pub(crate) fn as_object(&self) -> Option<&Object> {
        if let Self::Object(properties) = self { Some(properties) } else { None }
    }

    pub(crate) fn as_object_mut(&mut self) -> Option<&mut Object> {
        if let Self::Object(properties) = self { Some(properties) } else { None }
    }

    pub(crate) fn as_array(&self) -> Option<&Vec<Self>> {
        if let Self::Array(elements) = self { Some(elements) } else { None }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }
}

impl Json {
    /// Calls a function with every value in this one, and with this one.
    pub(crate) fn for_each_mut(&mut self, call: &mut impl FnMut(&mut Self)) {
        match self {
            Self::Array(elements) => elements.iter_mut().for_each(|element| element.for_each_mut(call)),
            Self::Object(properties) => properties.values_mut().for_each(|value| value.for_each_mut(call)),
            _ => {}
        }
        call(self);
    }
}

impl<T: Into<String>> From<T> for Json {
    fn from(text: T) -> Self {
        Self::String(text.into())
    }
}

/// For JSON only: other formats do not support raw values. The last of duplicate keys wins.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parse(Box::<RawValue>::deserialize(deserializer)?.get(), false).map_err(D::Error::custom)
    }
}

/// For JSON only, as above.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(text) => serde_json::from_str::<&RawValue>(text)
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(elements) => serializer.collect_seq(elements),
            Self::Object(properties) => serializer.collect_map(properties),
        }
    }
}

/// On one line; with `#`, on several.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text =
            if f.alternate() { serde_json::to_string_pretty(self) } else { serde_json::to_string(self) };
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}

const MAX_DEPTH: usize = 128;

/// Reads JSON of the user.
///
/// # Errors
/// Invalid JSON, and duplicate keys with their paths.
pub(crate) fn read(text: &str) -> Result<Json, Error> {
    parse(text, true)
}

pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Json, Error> {
    parse(&serde_json::to_string(value)?, false)
}

fn parse(text: &str, unique: bool) -> Result<Json, Error> {
    // The complete text first, so that lines and columns of errors are those of the text.
    nested(serde_json::from_str::<&RawValue>(text)?.get(), "", 0, unique)
}

/// Reads the value at a path. If keys must be `unique`, duplicate ones are errors.
fn nested(text: &str, path: &str, depth: usize, unique: bool) -> Result<Json, Error> {
    if depth == MAX_DEPTH {
        return Err(Error::custom("nested too deeply"));
    }
    let child = |path: &str, raw: &RawValue| nested(raw.get(), path, depth + 1, unique);
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let properties = serde_json::Deserializer::from_str(text).deserialize_map(PropertiesVisitor)?;
            let mut object = Object::new();
            for (name, raw) in properties {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                let value = child(&path, raw)?;
                match object.entry(name) {
                    Entry::Occupied(_) if unique => {
                        return Err(Error::custom(format!("duplicate key at {path}")));
                    }
                    entry => drop(entry.insert_entry(value)),
                }
            }
            Json::Object(object)
        }
        Some(b'[') => {
            let elements: Vec<&RawValue> = serde_json::from_str(text)?;
            let elements = elements.into_iter().enumerate();
            let elements = elements.map(|(index, raw)| child(&format!("{path}[{index}]"), raw));
            Json::Array(elements.collect::<Result<_, _>>()?)
        }
        Some(b'"') => Json::String(serde_json::from_str(text)?),
        Some(b'n') => Json::Null,
        Some(b't' | b'f') => Json::Bool(text == "true"),
        _ => Json::Number(text.into()),
    })
}

/// Reads an object without merging duplicate keys.
struct PropertiesVisitor;

impl<'de> Visitor<'de> for PropertiesVisitor {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut properties = Vec::new();
        while let Some(property) = map.next_entry()? {
            properties.push(property);
        }
        Ok(properties)
    }
}

/// Returns true if the type has the property of a sample such as `{"address":{"city":null}}`.
pub(crate) fn has_property<T: DeserializeOwned>(sample: &Json) -> bool {
    let mut known = true;
    let text = sample.to_string();
    let json = &mut serde_json::Deserializer::from_str(&text);
    // A value of another type is an error, and its property is known.
    let _ = serde_ignored::deserialize::<_, _, T>(json, |_| known = false);
    known
}

pub(crate) fn properties_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // The type passes its names to the deserializer, which has no value for it.
    let _ = T::deserialize(NamesDeserializer(&mut names));
    names
}

struct NamesDeserializer<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for NamesDeserializer<'_> {
    type Error = serde::de::value::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = names;
        self.deserialize_any(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::custom("no value"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use imcloud::types::{Customer, CustomerUpdate};

    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let text = r#"{"z":[0.10,12345678901234567.89,-1e+400,5000.0],"a":{"ä\"":"x\ny","n":null,"t":true}}"#;
        let value = read(&format!(" {text}\n")).unwrap();
        assert_eq!(value.to_string(), text);
        assert_eq!(of(&value).unwrap(), value);
    }

    #[test]
    fn duplicate_key_is_rejected_with_path() {
        let text = r#"{"products": [{"quantity": 3}, {"quantity": 3, "price": {"amount": 1, "amount": 2}}]}"#;
        assert_eq!(read(text).unwrap_err().to_string(), "duplicate key at products[1].price.amount");
        assert_eq!(
            serde_json::from_str::<Json>(r#"{"a": 1, "b": 3, "a": 2}"#).unwrap().to_string(),
            r#"{"a":2,"b":3}"#
        );
    }

    #[test]
    fn invalid_json_is_rejected_with_line() {
        for text in ["", "{", "nul", "[1,]", "{\"a\": }", "1 2", "\"\\ud800\""] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("{\n  \"a\": oops}").unwrap_err().to_string().contains("line 2"));
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&format!("{}{}", "[".repeat(1_000), "]".repeat(1_000))).is_err());
    }

    #[test]
    fn types_list_their_properties() {
        assert!(properties_of::<Customer>().contains(&"resellerId"));
        assert!(properties_of::<CustomerUpdate>().contains(&"externalId"));
        let known = |text: &str| has_property::<Customer>(&read(text).unwrap());
        assert!(known(r#"{"address": {"city": null}}"#) && known(r#"{"attributes": {"any": null}}"#));
        assert!(known(r#"{"contactPersons": [{"email": null}]}"#) && known(r#"{"id": {"x": null}}"#));
        assert!(
            !known(r#"{"address": {"town": null}}"#) && !known(r#"{"contactPersons": [{"mail": null}]}"#)
        );
    }

    #[test]
    fn invalid_numbers_are_rejected() {
        for text in ["0.10", "-1", "12345678901234567.89", "1e400"] {
            assert_eq!(Json::number(text).unwrap().to_string(), text);
        }
        for text in ["", "-", "01", "+1", ".5", "NaN", "null", "\"1\"", "1 ", "1,5", "0x1"] {
            assert_eq!(Json::number(text), None, "{text}");
        }
    }
}
