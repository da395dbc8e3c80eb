//! Encoding of properties, as JSON and for `Debug`. Scalars are numbers where the published type is one.

use std::{collections::BTreeMap, fmt};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use crate::{Decimal, Id};

/// Writes a property.
macro_rules! entry {
    ($map:ident, $name:literal, $value:expr) => {
        serde::ser::SerializeMap::serialize_entry($map, $name, $value)
    };
    ($map:ident, $name:literal, $value:expr, number) => {
        serde::ser::SerializeMap::serialize_entry($map, $name, &crate::object::AsNumber($value))
    };
}

/// Writes a property unless it is absent.
macro_rules! optional_entry {
    ($map:ident, $name:literal, $value:expr) => {
        crate::object::write_optional($map, $name, $value.as_ref())
    };
    ($map:ident, $name:literal, $value:expr, number) => {
        crate::object::write_optional($map, $name, $value.as_ref().map(crate::object::AsNumber))
    };
}

/// Implements `Debug` for a struct, without values that can be secret.
macro_rules! debug_by_properties {
    ($name:ident { $($field:ident: $type:ty,)* }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), crate::object::shown(stringify!($type), &self.$field)))*
                    .finish()
            }
        }
    };
}

pub(crate) use {debug_by_properties, entry, optional_entry};

struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Returns what `Debug` shows of a property. Values of any JSON type are hidden: they are activation
/// parameters, which can be passwords.
pub(crate) fn shown<'a>(rust_type: &str, value: &'a dyn fmt::Debug) -> &'a dyn fmt::Debug {
    if rust_type.contains("serde_json::Value") && format!("{value:?}") != "None" { &Hidden } else { value }
}

/// Writes a property unless it is absent.
pub(crate) fn write_optional<M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, &value),
        None => Ok(()),
    }
}

/// A scalar that is written as a number.
pub(crate) struct AsNumber<'a, T>(pub(crate) &'a T);

impl Serialize for AsNumber<'_, Decimal> {
    /// Digit by digit; `f64` is never involved.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let as_written =
            RawValue::from_string(self.0.as_str().to_owned()).ok().filter(|raw| is_number(raw.get()));
        let raw = as_written.or_else(|| RawValue::from_string(self.0.to_decimal().ok()?.to_string()).ok());
        match raw {
            Some(raw) => raw.serialize(serializer),
            // Not a number: the service can reject it.
            None => self.0.serialize(serializer),
        }
    }
}

impl Serialize for AsNumber<'_, Id> {
    /// Encodes as a string if the id is not an integer, or if an integer would change it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_str().parse::<i64>() {
            Ok(number) if number.to_string() == self.0.as_str() => serializer.serialize_i64(number),
            _ => self.0.serialize(serializer),
        }
    }
}

impl<T> Serialize for AsNumber<'_, Vec<T>>
where
    for<'b> AsNumber<'b, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(AsNumber))
    }
}

impl<T> Serialize for AsNumber<'_, BTreeMap<String, T>>
where
    for<'b> AsNumber<'b, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, AsNumber(value))))
    }
}

fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(dead_code, unreachable_pub, reason = "the macros declare what a public type needs")]

    use super::*;

    request_type! {
        /// A parameter.
        pub(crate) struct Parameter {
            required {
                /// Name.
                "name" => name: String,
            }
            optional {
                /// Value.
                "value" => value: serde_json::Value,
                /// Values.
                "values" => values: BTreeMap<String, serde_json::Value>,
                /// Password.
                "password" => password: crate::Secret,
            }
        }
    }

    response_type! {
        /// An order.
        pub(crate) struct Order {
            /// Parameters.
            "parameters" => parameters: Vec<Parameter>,
            /// Value.
            "value" => value: serde_json::Value,
        }
    }

    #[test]
    fn debug_hides_values_and_passwords() {
        let secret = BTreeMap::from([("a".to_owned(), "SECRET".into())]);
        let parameter = Parameter::new("admin").value("SECRET").values(secret).password("SECRET");
        let order = Order { parameters: Some(vec![parameter, Parameter::new("x")]), value: None };
        assert_eq!(
            format!("{order:?}"),
            "Order { parameters: Some([\
             Parameter { name: \"admin\", value: [hidden], values: [hidden], password: Some(Secret([hidden])) }, \
             Parameter { name: \"x\", value: None, values: None, password: None }]), value: None }"
        );
    }

    request_type! {
        /// A line.
        pub(crate) struct Line {
            required {
                /// A quantity.
                "quantity" => quantity: Decimal as number,
            }
            optional {
                /// An id.
                "planId" => plan_id: Id as number,
                /// A string.
                "newMPN" => new_mpn: String,
            }
        }
    }

    fn written(quantity: &str, plan: &str) -> String {
        let quantity: Decimal = serde_json::from_value(quantity.into()).unwrap();
        serde_json::to_string(&Line::new(quantity).plan_id(plan)).unwrap()
    }

    #[test]
    fn writes_every_digit() {
        assert_eq!(written("0.1", "7"), r#"{"quantity":0.1,"planId":7}"#);
        assert_eq!(
            written("12345678901234567.890", "-7"),
            r#"{"quantity":12345678901234567.890,"planId":-7}"#
        );
        assert_eq!(written("+2", "7"), r#"{"quantity":2,"planId":7}"#);
    }

    #[test]
    fn invalid_numbers_encode_as_strings() {
        assert_eq!(written("many", "self"), r#"{"quantity":"many","planId":"self"}"#);
        assert_eq!(written("true", "007"), r#"{"quantity":"true","planId":"007"}"#);
    }

    #[test]
    fn missing_required_property_is_named() {
        let error = serde_json::from_str::<Line>(r#"{"newMPN": "X"}"#).unwrap_err().to_string();
        assert!(error.starts_with("missing field `quantity`"), "{error}");
        let line: Line = serde_json::from_str(r#"{"quantity": "2.0", "newMPN": null}"#).unwrap();
        assert_eq!(serde_json::to_string(&line).unwrap(), r#"{"quantity":2.0}"#);
    }
}
