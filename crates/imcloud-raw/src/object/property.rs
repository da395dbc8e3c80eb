//! Lenient decoding of properties.
//!
//! The service sends quantities as strings and ids as numbers (documented and observed), and one odd item
//! must not fail a page. An optional integer with any other scalar value, such as `12.5`, is `None`. Other
//! types are an error: a string for an object, `maybe` for a boolean.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

/// A type that can be a property of an object.
///
/// Values are decoded into their place. Objects are large, and each of several functions would move them.
pub(crate) trait PropertyType: Sized {
    /// Reads a value that is not null.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads an element of a list, which is not null.
    fn read_element<'de, D: Deserializer<'de>>(
        place: &mut Option<Self>,
        deserializer: D,
    ) -> Result<(), D::Error> {
        *place = Some(Self::read(deserializer)?);
        Ok(())
    }

    /// Reads a property that is not null but can mean that there is no value.
    fn read_property<'de, D: Deserializer<'de>>(
        place: &mut Option<Self>,
        deserializer: D,
    ) -> Result<(), D::Error> {
        Self::read_element(place, deserializer)
    }
}

/// Reads a property or null.
pub(crate) struct Property<'a, T>(pub(crate) &'a mut Option<T>);

impl<'de, T: PropertyType> DeserializeSeed<'de> for Property<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: PropertyType> Visitor<'de> for Property<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::read_property(self.0, deserializer)
    }
}

struct Element<'a, T>(&'a mut Option<T>);

impl<'de, T: PropertyType> DeserializeSeed<'de> for Element<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::read_element(self.0, deserializer)
    }
}

/// Implements [`PropertyType`] by `Deserialize` for each type.
macro_rules! plain_property {
    ($($name:ty),* $(,)?) => {
        $(impl $crate::object::PropertyType for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }
        })*
    };
}

/// Implements [`PropertyType`] for an [`Object`](super::Object).
macro_rules! object_property {
    ($name:ty) => {
        impl $crate::object::PropertyType for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }

            fn read_element<'de, D: serde::Deserializer<'de>>(
                place: &mut Option<Self>,
                deserializer: D,
            ) -> Result<(), D::Error> {
                $crate::object::deserialize_into(place, deserializer)
            }
        }
    };
}

/// Visits scalars by a function of their string.
macro_rules! visit_text {
    ($value:ty, $new:expr; $($method:ident: $scalar:ty),*) => {
        $(fn $method<Failure: serde::de::Error>(self, scalar: $scalar) -> Result<$value, Failure> {
            Ok($new(scalar.to_string()))
        })*
    };
}

pub(crate) use {object_property, plain_property, visit_text};

plain_property!(
    crate::Date,
    crate::DateTime,
    crate::Decimal,
    crate::Id,
    crate::Secret,
    crate::SignedUrl,
    serde_json::Value
);

impl PropertyType for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| text.0)
    }
}

impl PropertyType for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?.0;
        integer(&text).ok_or_else(|| de::Error::custom(format_args!("{text:?} is not an integer")))
    }

    fn read_property<'de, D: Deserializer<'de>>(
        place: &mut Option<Self>,
        deserializer: D,
    ) -> Result<(), D::Error> {
        *place = integer(&Text::deserialize(deserializer)?.0);
        Ok(())
    }
}

/// Parses `12` and `12.0`.
fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let integer = match text.split_once('.') {
        Some((integer, fraction)) if fraction.bytes().all(|digit| digit == b'0') => integer,
        _ => text,
    };
    integer.parse().ok()
}

impl PropertyType for bool {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        truth(&Text::deserialize(deserializer)?.0)
    }

    /// A blank string is `None`.
    fn read_property<'de, D: Deserializer<'de>>(
        place: &mut Option<Self>,
        deserializer: D,
    ) -> Result<(), D::Error> {
        let text = Text::deserialize(deserializer)?.0;
        *place = if text.trim().is_empty() { None } else { Some(truth(&text)?) };
        Ok(())
    }
}

fn truth<E: de::Error>(text: &str) -> Result<bool, E> {
    if text.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if text.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(E::custom(format_args!("{text:?} is neither true nor false")))
    }
}

impl<T: PropertyType> PropertyType for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Box::new)
    }
}

impl<T: PropertyType> PropertyType for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);

        impl<'de, T: PropertyType> Visitor<'de> for ListVisitor<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut elements = Vec::with_capacity(list.size_hint().unwrap_or(0).min(1024));
                let mut place = None;
                while list.next_element_seed(Element(&mut place))?.is_some() {
                    elements.extend(place.take());
                }
                Ok(elements)
            }
        }

        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

/// A map of names to values, without names whose value is null.
impl<T: PropertyType> PropertyType for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamesVisitor<T>(PhantomData<T>);

        impl<'de, T: PropertyType> Visitor<'de> for NamesVisitor<T> {
            type Value = BTreeMap<String, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values = BTreeMap::new();
                while let Some(name) = map.next_key::<String>()? {
                    let mut place = None;
                    map.next_value_seed(Property(&mut place))?;
                    values.extend(place.map(|value| (name, value)));
                }
                Ok(values)
            }
        }

        deserializer.deserialize_map(NamesVisitor(PhantomData))
    }
}

/// A string, read from any scalar.
pub(crate) struct Text(pub(crate) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl Visitor<'_> for TextVisitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, number or boolean")
            }

            visit_text!(Text, Text; visit_str: &str, visit_u64: u64, visit_i64: i64, visit_f64: f64, visit_bool: bool);

            fn visit_string<E: de::Error>(self, text: String) -> Result<Text, E> {
                Ok(Text(text))
            }
        }

        deserializer.deserialize_any(TextVisitor)
    }
}

/// A type with a short form, which is a string.
#[allow(dead_code, reason = "only some specifications have a short form")]
pub(crate) trait FromShorthand {
    fn from_shorthand(text: String) -> Self;
}

/// Reads a type in its long or short form.
#[allow(dead_code, reason = "only some specifications have a short form")]
pub(crate) fn read_shorthand<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromShorthand + Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct ShorthandVisitor<T>(PhantomData<T>);

    impl<'de, T: FromShorthand + Deserialize<'de>> Visitor<'de> for ShorthandVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object or a string")
        }

        visit_text!(T, T::from_shorthand; visit_str: &str, visit_u64: u64, visit_i64: i64);

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_any(ShorthandVisitor(PhantomData))
}

#[cfg(test)]
mod tests {
    #![allow(dead_code, unreachable_pub, reason = "the macros declare what a public type needs")]

    use std::collections::BTreeMap;

    use super::FromShorthand;

    response_type! {
        /// A row.
        pub(crate) struct Row {
            /// Text.
            "someText" => some_text: String,
            /// Count.
            "count" => count: i64,
            /// Flag.
            "flag" => flag: bool,
            /// Attributes.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Parts.
            "parts" => parts: Vec<Part>,
        }
    }

    response_type! {
        /// A part.
        shorthand pub(crate) struct Part {
            /// Number.
            "mpn" => mpn: String,
        }
    }

    impl FromShorthand for Part {
        fn from_shorthand(text: String) -> Self {
            Self { mpn: Some(text) }
        }
    }

    fn row(json: &str) -> Result<Row, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_every_scalar_form_and_null() {
        let expected =
            Row { some_text: Some("12".into()), count: Some(12), flag: Some(true), ..Row::default() };
        assert_eq!(
            row(r#"{"someText": "12", "count": 12, "flag": true, "unheardOf": {"a": []}}"#).unwrap(),
            expected
        );
        assert_eq!(row(r#"{"someText": 12, "count": "12.0", "flag": "TRUE"}"#).unwrap(), expected);
        assert_eq!(row(r#"{"someText": 12, "count": 12.0, "flag": "true"}"#).unwrap(), expected);
        assert_eq!(
            row(r#"{"someText": null, "count": null, "flag": null, "attributes": null}"#).unwrap(),
            Row::default()
        );
        assert_eq!(row(r#"{"count": "", "flag": " "}"#).unwrap(), Row::default());
        assert_eq!(row(r#"{"count": " 12 "}"#).unwrap().count, Some(12));
        assert_eq!(row("{}").unwrap(), Row::default());
    }

    #[test]
    fn odd_integer_does_not_fail_the_object() {
        for odd in ["12.5", "\"12.5\"", "1e300", "18446744073709551615", "\"many\"", "true"] {
            let read = row(&format!(r#"{{"count": {odd}, "someText": "x"}}"#)).unwrap();
            assert_eq!((read.count, read.some_text.as_deref()), (None, Some("x")), "{odd}");
        }
    }

    #[test]
    fn invalid_attribute_keeps_other_attributes() {
        let attributes = row(r#"{"attributes": {"a": "x", "b": 1, "c": null}}"#).unwrap().attributes.unwrap();
        assert_eq!(attributes, BTreeMap::from([("a".into(), "x".into()), ("b".into(), "1".into())]));
    }

    #[test]
    fn shorthand_and_object_decode_equally() {
        let parts = row(r#"{"parts": ["A-1", 12, {"mpn": "B-2"}]}"#).unwrap().parts.unwrap();
        let numbers: Vec<_> = parts.into_iter().filter_map(|part| part.mpn).collect();
        assert_eq!(numbers, ["A-1", "12", "B-2"]);
    }

    #[test]
    fn invalid_types_are_rejected() {
        for (json, expected) in [
            (r#"{"someText": {}}"#, "expected a string, number or boolean"),
            (r#"{"count": {}}"#, "expected a string, number or boolean"),
            (r#"{"flag": "maybe"}"#, "\"maybe\" is neither true nor false"),
            (r#"{"parts": [[]]}"#, "expected an object or a string"),
            (r#"{"parts": "A-1"}"#, "expected a list"),
            ("[]", "expected Row"),
        ] {
            let error = row(json).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
