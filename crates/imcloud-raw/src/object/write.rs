//! Encoding of properties, as JSON and for `Debug`.

use std::fmt;

use serde::{Serialize, ser::SerializeMap};

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
    ($name:ident { $($member:ident: $type:ty,)* }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($member), crate::object::shown(stringify!($type), &self.$member)))*
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

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macros declare what a public type needs")]
mod tests {
    use std::collections::BTreeMap;

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
}
