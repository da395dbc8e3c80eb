//! Reading members in whatever scalar form the service writes them.
//!
//! Quantities have come as text, ids as numbers (documented and observed); one such row must not cost a page. What cannot be
//! meant is still an error: a text where an object belongs, a fraction where a count belongs.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// Reads an optional text that may come as a number or boolean.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<Text>::deserialize(deserializer)?.map(|text| text.0))
}

/// Reads an optional integer that may come as text or with a fraction of zero.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(Option::<Integer>::deserialize(deserializer)?.map(|integer| integer.0))
}

/// Reads an optional boolean that may come as text.
pub(crate) fn boolean<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(Option::<Boolean>::deserialize(deserializer)?.map(|boolean| boolean.0))
}

/// A type of which a text alone can stand for the whole.
pub(crate) trait FromShorthand {
    fn from_shorthand(text: String) -> Self;
}

/// Reads an optional list whose elements may come in their short form.
pub(crate) fn shorthand_list<'de, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: FromShorthand + Deserialize<'de>,
    D: Deserializer<'de>,
{
    let list = Option::<Vec<Shorthand<T>>>::deserialize(deserializer)?;
    Ok(list.map(|list| list.into_iter().map(|element| element.0).collect()))
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

struct Integer(i64);

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        // `12` and `12.0`, as number or text.
        let whole = match text.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
            _ => &text,
        };
        whole.parse().map(Self).map_err(|_| de::Error::custom(format_args!("{text:?} is not a whole number")))
    }
}

struct Boolean(bool);

impl<'de> Deserialize<'de> for Boolean {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Self(true)),
            "false" => Ok(Self(false)),
            _ => Err(de::Error::custom(format_args!("{text:?} is neither true nor false"))),
        }
    }
}

struct Shorthand<T>(T);

impl<'de, T: FromShorthand + Deserialize<'de>> Deserialize<'de> for Shorthand<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ShorthandVisitor<T>(PhantomData<T>);

        impl<'de, T: FromShorthand + Deserialize<'de>> Visitor<'de> for ShorthandVisitor<T> {
            type Value = Shorthand<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or a text that stands for one")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Shorthand<T>, E> {
                Ok(Shorthand(T::from_shorthand(text.to_owned())))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Shorthand<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Shorthand)
            }
        }

        deserializer.deserialize_any(ShorthandVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Row {
        #[serde(deserialize_with = "super::text")]
        text: Option<String>,
        #[serde(deserialize_with = "super::integer")]
        count: Option<i64>,
        #[serde(deserialize_with = "super::boolean")]
        flag: Option<bool>,
    }

    fn row(json: &str) -> Result<Row, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_every_scalar_form_and_null() {
        let expected = Row { text: Some("12".into()), count: Some(12), flag: Some(true) };
        assert_eq!(row(r#"{"text": "12", "count": 12, "flag": true}"#).unwrap(), expected);
        assert_eq!(row(r#"{"text": 12, "count": "12.0", "flag": "TRUE"}"#).unwrap(), expected);
        assert_eq!(row(r#"{"text": 12, "count": 12.0, "flag": "true"}"#).unwrap(), expected);
        assert_eq!(row(r#"{"text": null, "count": null, "flag": null}"#).unwrap(), Row::default());
        assert_eq!(row("{}").unwrap(), Row::default());
    }

    #[test]
    fn refuses_what_cannot_be_meant() {
        for (json, expected) in [
            (r#"{"text": {}}"#, "expected a text, number or boolean"),
            (r#"{"count": "12.5"}"#, "\"12.5\" is not a whole number"),
            (r#"{"flag": "maybe"}"#, "\"maybe\" is neither true nor false"),
        ] {
            let error = row(json).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
