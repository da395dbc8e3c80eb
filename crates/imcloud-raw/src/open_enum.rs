//! Enums that can grow.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

/// A value that this version of the crate does not list, exactly as received.
///
/// Only conversions of the enum create it, so it never contains a listed value.
///
/// # Examples
///
/// ```
/// use imcloud_raw::types::OrderStatus;
///
/// let status = OrderStatus::from("paused");
/// assert!(matches!(&status, OrderStatus::UnknownValue(value) if value.as_str() == "paused"));
/// assert!("paused".parse::<OrderStatus>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }
}

crate::response::getters! { impl UnknownValue {
    /// Returns the value.
    as_str(self) -> &str = &self.0;
}}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Error returned when a string is not a listed value of an enum. `From<&str>` accepts every value.
///
/// Example: see [`UnknownValue`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseEnumError {
    value: String,
    listed: Vec<String>,
}

impl ParseEnumError {
    pub(crate) fn new<E: OpenEnum>(value: &E, listed: &[E]) -> Self {
        let listed = listed.iter().map(|value| value.text().to_owned()).collect();
        Self { value: value.text().to_owned(), listed }
    }
}

impl fmt::Display for ParseEnumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown value {:?}: expected one of {}", self.value, self.listed.join(", "))
    }
}

impl std::error::Error for ParseEnumError {}

/// The part of an enum that is not generic.
pub(crate) trait OpenEnum {
    fn from_text(text: &str) -> Self;
    fn text(&self) -> &str;
}

pub(crate) fn serialize<E: OpenEnum, S: Serializer>(value: &E, serializer: S) -> Result<S::Ok, S::Error> {
    value.text().serialize(serializer)
}

pub(crate) fn deserialize<'de, E: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    deserializer.deserialize_any(TextVisitor(PhantomData))
}

struct TextVisitor<E>(PhantomData<E>);

impl<E: OpenEnum> Visitor<'_> for TextVisitor<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<Error: de::Error>(self, text: &str) -> Result<E, Error> {
        Ok(E::from_text(text))
    }

    crate::object::visit_text!(E, |text: String| E::from_text(&text); visit_u64: u64, visit_i64: i64);
}

/// Declares an enum that stores unknown values and encodes them unchanged.
macro_rules! open_enum {
    ($(#[doc = $doc:literal])* pub enum $name:ident $(: $ignore_case:ident)? {
        $($(#[doc = $variant_doc:literal])* $variant:ident = $value:literal,)*
    }) => {
        $(#[doc = $doc])*
        ///
        /// More values can be added: match with a wildcard, or compare [`Self::as_str`] with a value that is
        /// not listed.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_doc])* $variant,)*
            /// A value that this version of the crate does not list. Encoded unchanged.
            UnknownValue(crate::UnknownValue),
        }

        impl $name {
            /// The values that this version of the crate lists.
            pub const LISTED: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the value as the service writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::UnknownValue(other) => other.as_str(),
                }
            }
        }

        impl crate::open_enum::OpenEnum for $name {
            fn from_text(text: &str) -> Self {
                match text {
                    $($value => return Self::$variant,)*
                    _ => {}
                }
                let flags: &[&str] = &[$(stringify!($ignore_case)),*];
                let alike = |listed: &&Self| listed.as_str().eq_ignore_ascii_case(text);
                let found = Self::LISTED.iter().filter(|_| !flags.is_empty()).find(alike);
                found.cloned().unwrap_or_else(|| Self::UnknownValue(crate::UnknownValue::new(text)))
            }

            fn text(&self) -> &str {
                self.as_str()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                crate::open_enum::OpenEnum::from_text(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                text.as_str().into()
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::ParseEnumError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text.into() {
                    unknown @ Self::UnknownValue(_) => {
                        Err(crate::ParseEnumError::new(&unknown, Self::LISTED))
                    }
                    listed => Ok(listed),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::open_enum::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::open_enum::deserialize(deserializer)
            }
        }

        crate::object::plain_property!($name);
    };
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "the macro declares public types")]

    open_enum! {
        /// A state.
        pub enum State {
            /// `on`
            On = "on",
            /// `unknown`
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// A format.
        pub enum Format: ignore_case {
            /// `csv`
            Csv = "csv",
        }
    }

    #[test]
    fn unknown_values_differ_from_listed_unknown() {
        let state: State = serde_json::from_str("\"paused\"").unwrap();
        assert!(matches!(&state, State::UnknownValue(value) if value.as_str() == "paused"));
        assert_ne!(state, State::Unknown);
        assert_eq!(serde_json::to_string(&state).unwrap(), "\"paused\"");
        assert_eq!(serde_json::from_str::<State>("\"unknown\"").unwrap(), State::Unknown);
    }

    #[test]
    fn parsing_rejects_unlisted_values() {
        assert_eq!("on".parse::<State>().unwrap(), State::On);
        let error = "paused".parse::<State>().unwrap_err();
        assert_eq!(error.to_string(), "unknown value \"paused\": expected one of on, unknown");
    }

    #[test]
    fn case_matters_unless_the_service_mixes_it() {
        assert!(matches!(State::from("ON"), State::UnknownValue(_)));
        assert_eq!(Format::from("CSV"), Format::Csv);
        assert_eq!(Format::from("XLSX").as_str(), "XLSX");
    }
}
