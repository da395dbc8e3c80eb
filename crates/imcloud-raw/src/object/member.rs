//! Reading a member in whatever form the service writes it.
//!
//! Quantities have come as text, ids as numbers (documented and observed); one such row must not cost a page. What cannot be
//! meant is still an error: a text where an object belongs, a fraction where a count belongs.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

/// A type that can be a member of an object.
pub(crate) trait Member: Sized {
    /// Reads a value that is not null.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads a value that is not null but may mean that there is none.
    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer).map(Some)
    }
}

/// Reads a value or null.
pub(crate) struct OptionalSeed<T>(pub(crate) PhantomData<T>);

impl<'de, T: Member> DeserializeSeed<'de> for OptionalSeed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Member> Visitor<'de> for OptionalSeed<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read_optional(deserializer)
    }
}

struct Seed<T>(PhantomData<T>);

impl<'de, T: Member> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Types whose own way of reading is lenient enough.
macro_rules! plain_member {
    ($($name:ty),* $(,)?) => {
        $(impl $crate::object::Member for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }
        })*
    };
}

pub(crate) use plain_member;

plain_member!(
    crate::Date,
    crate::DateTime,
    crate::Decimal,
    crate::Id,
    crate::Secret,
    crate::SignedUrl,
    serde_json::Value
);

impl Member for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| text.0)
    }
}

impl Member for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        whole_number(&Text::deserialize(deserializer)?.0)
    }

    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        unless_blank(&Text::deserialize(deserializer)?.0, whole_number)
    }
}

/// A blank text in the place of a number or boolean means that there is none.
fn unless_blank<T, E>(text: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if text.trim().is_empty() { Ok(None) } else { parse(text).map(Some) }
}

/// `12` and `12.0`, as number or text.
fn whole_number<E: de::Error>(text: &str) -> Result<i64, E> {
    let whole = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    };
    whole.parse().map_err(|_| E::custom(format_args!("{text:?} is not a whole number")))
}

impl Member for bool {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        truth(&Text::deserialize(deserializer)?.0)
    }

    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        unless_blank(&Text::deserialize(deserializer)?.0, truth)
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

impl<T: Member> Member for Box<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Box::new)
    }
}

impl<T: Member> Member for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);

        impl<'de, T: Member> Visitor<'de> for ListVisitor<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut elements = Vec::with_capacity(list.size_hint().unwrap_or(0).min(1024));
                while let Some(element) = list.next_element_seed(Seed(PhantomData))? {
                    elements.push(element);
                }
                Ok(elements)
            }
        }

        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

/// A map of names to values; a name whose value is null is left out.
impl<T: Member> Member for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamesVisitor<T>(PhantomData<T>);

        impl<'de, T: Member> Visitor<'de> for NamesVisitor<T> {
            type Value = BTreeMap<String, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of names and values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values = BTreeMap::new();
                while let Some(name) = map.next_key::<String>()? {
                    if let Some(value) = map.next_value_seed(OptionalSeed(PhantomData))? {
                        values.insert(name, value);
                    }
                }
                Ok(values)
            }
        }

        deserializer.deserialize_map(NamesVisitor(PhantomData))
    }
}

/// A text, read from any scalar.
pub(crate) struct Text(pub(crate) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl Visitor<'_> for TextVisitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, number or boolean")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Text, E> {
                Ok(Text(text))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_bool<E: de::Error>(self, boolean: bool) -> Result<Text, E> {
                Ok(Text(boolean.to_string()))
            }
        }

        deserializer.deserialize_any(TextVisitor)
    }
}

/// A type of which a text alone can stand for the whole.
#[allow(dead_code, reason = "whether there is one depends on the specification")]
pub(crate) trait FromShorthand {
    fn from_shorthand(text: String) -> Self;
}

/// Reads a type in its long or its short form.
#[allow(dead_code, reason = "whether there is one depends on the specification")]
pub(crate) fn read_shorthand<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromShorthand + Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct ShorthandVisitor<T>(PhantomData<T>);

    impl<'de, T: FromShorthand + Deserialize<'de>> Visitor<'de> for ShorthandVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object or a text that stands for one")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from_shorthand(text.to_owned()))
        }

        fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
            Ok(T::from_shorthand(number.to_string()))
        }

        fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
            Ok(T::from_shorthand(number.to_string()))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_any(ShorthandVisitor(PhantomData))
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macros declare what a public type needs")]
mod tests {
    use std::collections::BTreeMap;

    use super::FromShorthand;

    received! {
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

    received! {
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
        assert_eq!(row("{}").unwrap(), Row::default());
    }

    #[test]
    fn one_odd_attribute_does_not_cost_the_others() {
        let attributes = row(r#"{"attributes": {"a": "x", "b": 1, "c": null}}"#).unwrap().attributes.unwrap();
        assert_eq!(attributes, BTreeMap::from([("a".into(), "x".into()), ("b".into(), "1".into())]));
    }

    #[test]
    fn a_part_is_read_in_its_long_and_its_short_form() {
        let parts = row(r#"{"parts": ["A-1", 12, {"mpn": "B-2"}]}"#).unwrap().parts.unwrap();
        let numbers: Vec<_> = parts.into_iter().filter_map(|part| part.mpn).collect();
        assert_eq!(numbers, ["A-1", "12", "B-2"]);
    }

    #[test]
    fn refuses_what_cannot_be_meant() {
        for (json, expected) in [
            (r#"{"someText": {}}"#, "expected a text, number or boolean"),
            (r#"{"count": "12.5"}"#, "\"12.5\" is not a whole number"),
            (r#"{"flag": "maybe"}"#, "\"maybe\" is neither true nor false"),
            (r#"{"parts": [[]]}"#, "expected an object or a text that stands for one"),
            (r#"{"parts": "A-1"}"#, "expected a list"),
            ("[]", "expected Row"),
        ] {
            let error = row(json).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
