//! Declaration of `oneOf` and `anyOf`.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Returns the value of the discriminator `property` of a JSON object.
#[allow(dead_code, reason = "only some specifications have a discriminator")]
pub(crate) fn discriminator(json: &str, property: &str) -> Option<String> {
    let object: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    serde_json::from_str(object.get(property)?.get()).ok()
}

/// Declares an enum with a variant for each schema.
///
/// With `by`, the value of that property selects the variant. Other values are decoded as `UnknownVariant`.
/// Without `by`, or without the property, the first matching variant is decoded.
///
/// The untagged enums of serde use a buffer in which numbers are `f64`. This macro decodes the original text.
macro_rules! alternatives {
    ($(#[$attribute:meta])* $visibility:vis enum $name:ident {
        $($(#[$variant_attribute:meta])* $variant:ident($type:ty),)*
    }
    $(by $property:literal { $($value:literal => $selected:ident,)* })?) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_attribute])* $variant($type),)*
            $(#[doc = concat!("An object with an unknown value of `", $property, "`.")]
            UnknownVariant(serde_json::Value),)?
        }

        $(impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
                $(if let Some(value) = crate::object::discriminator(raw.get(), $property) {
                    let decoded = match &*value {
                        $($value => serde_json::from_str(raw.get()).map(Self::$selected),)*
                        _ => serde_json::from_str(raw.get()).map(Self::UnknownVariant),
                    };
                    return decoded.map_err(serde::de::Error::custom);
                })?
                $(if let Ok(value) = serde_json::from_str::<$type>(raw.get()) {
                    return Ok(Self::$variant(value));
                })*
                Err(serde::de::Error::custom(concat!("no variant of ", stringify!($name), " fits")))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                    $(Self::UnknownVariant(value) => {
                        let _ = $property;
                        value.serialize(serializer)
                    })?
                }
            }
        }

        crate::object::plain_property!($name);
    };
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "the macro declares what a public type needs")]

    use crate::Decimal;

    response_type! {
        /// A price.
        pub(crate) struct Price {
            /// Amount.
            "amount" => amount: Decimal,
        }
    }

    response_type! {
        /// A period.
        pub(crate) struct Period {
            /// Kind.
            "kind" => kind: String,
        }
    }

    alternatives! {
        /// A price or a word.
        pub(crate) enum PriceOrWord {
            /// A price.
            Price(Price),
            /// A word.
            String(String),
        }
    }

    alternatives! {
        /// A price or a period.
        pub(crate) enum PriceOrPeriod {
            /// A price.
            Price(Price),
            /// A period.
            Period(Period),
        }
        by "kind" {
            "Period" => Period,
            "month" => Period,
            "price" => Price,
        }
    }

    #[test]
    fn first_variant_that_fits_keeps_digits() {
        for json in [r#"{"amount":"12345678901234567.89"}"#, r#""free""#] {
            let value: PriceOrWord = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        let error = serde_json::from_str::<PriceOrWord>("[1]").unwrap_err().to_string();
        assert!(error.starts_with("no variant of PriceOrWord fits"), "{error}");
        assert_eq!(PriceOrWord::from("free".to_owned()), PriceOrWord::String("free".into()));
    }

    #[test]
    fn discriminator_selects_the_variant() {
        let decode = |json: &str| serde_json::from_str::<PriceOrPeriod>(json).unwrap();
        assert!(matches!(decode(r#"{"kind":"month"}"#), PriceOrPeriod::Period(_)));
        assert!(matches!(decode(r#"{"kind":"price","amount":"1"}"#), PriceOrPeriod::Price(_)));
        assert!(matches!(decode(r#"{"amount":"1"}"#), PriceOrPeriod::Price(_)));
        let unknown = r#"{"kind":"year"}"#;
        assert!(matches!(decode(unknown), PriceOrPeriod::UnknownVariant(_)));
        assert_eq!(serde_json::to_string(&decode(unknown)).unwrap(), unknown);
        assert!(serde_json::from_str::<PriceOrPeriod>(r#"{"kind":"price","amount":[]}"#).is_err());
    }
}
