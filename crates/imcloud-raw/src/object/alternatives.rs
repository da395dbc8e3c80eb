//! Declaring alternatives (`oneOf`, `anyOf`).

/// Declares an enumeration of which each variant holds one alternative; read by trying one after the other, in the order of the specification.
///
/// serde's untagged enumerations read by way of a buffer in which numbers are `f64`; this reads each alternative from the text.
macro_rules! alternatives {
    ($(#[$attribute:meta])* $visibility:vis enum $name:ident {
        $($(#[$variant_attribute:meta])* $variant:ident($type:ty),)*
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_attribute])* $variant($type),)*
        }

        $(impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
                $(if let Ok(value) = serde_json::from_str::<$type>(raw.get()) {
                    return Ok(Self::$variant(value));
                })*
                Err(serde::de::Error::custom(concat!("it fits no alternative of ", stringify!($name))))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)*
                }
            }
        }

        crate::object::plain_member!($name);
    };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro declares what a public type needs")]
mod tests {
    use crate::Decimal;

    received! {
        /// A price.
        pub(crate) struct Price {
            /// Amount.
            "amount" => amount: Decimal,
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

    #[test]
    fn reads_the_first_that_fits_without_losing_digits() {
        for json in [r#"{"amount":"12345678901234567.89"}"#, r#""free""#] {
            let value: PriceOrWord = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        let error = serde_json::from_str::<PriceOrWord>("[1]").unwrap_err().to_string();
        assert!(error.starts_with("it fits no alternative of PriceOrWord"), "{error}");
        assert_eq!(PriceOrWord::from("free".to_owned()), PriceOrWord::String("free".into()));
    }
}
