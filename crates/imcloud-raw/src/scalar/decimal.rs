//! Decimal numbers.

use std::{error::Error, fmt, str::FromStr};

use rust_decimal::Decimal as Number;
use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use super::{compare_by_value, text_scalar};

/// A decimal number: an amount of money, a quantity, a rate.
///
/// Decodes from a JSON number or string without `f64`, and is stored unchanged: `5.0` stays `5.0`. Encodes as
/// a string or number, as specified for the property. A string that is not a number is stored as well; only
/// [`Decimal::to_decimal`] fails. Comparison is by value; values that are not numbers are greater than all
/// others and compared by spelling.
///
/// Decoding requires `serde_json`. From another format, decode a [`serde_json::Value`] first.
///
/// # Examples
///
/// ```
/// use imcloud_raw::Decimal;
///
/// let price: Decimal = "19.80".parse()?;
/// let seats = Decimal::from(12);
/// let total = price.to_decimal()? * seats.to_decimal()?;
/// assert_eq!(total.to_string(), "237.60");
/// assert_eq!(price, "19.8".parse::<Decimal>()?);
/// # Ok::<(), imcloud_raw::scalar::ParseDecimalError>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Box<str>);

text_scalar!(Decimal);
compare_by_value!(Decimal, to_decimal, Number);

impl Decimal {
    /// Parses the number.
    ///
    /// # Errors
    /// [`ParseDecimalError`] if the value is not a number or has more than 28 significant digits.
    pub fn to_decimal(&self) -> Result<Number, ParseDecimalError> {
        let text = self.0.trim();
        let number = Number::from_str_exact(text).or_else(|_| Number::from_scientific(text)).ok();
        // rust_decimal accepts `1_000`.
        number.filter(|_| !text.contains('_')).ok_or_else(|| ParseDecimalError { text: self.0.to_string() })
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({})", self.0)
    }
}

impl From<Number> for Decimal {
    fn from(number: Number) -> Self {
        Self(number.to_string().into())
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Decimal {
            fn from(integer: $integer) -> Self {
                Self(integer.to_string().into())
            }
        })*
    };
}

from_integer!(i32, i64, u32, u64);

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let decimal = Self(text.into());
        decimal.to_decimal().map(|_| decimal)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let json = raw.get();
        match json.as_bytes().first() {
            Some(b'"') => {
                serde_json::from_str::<String>(json).map(|text| Self(text.into())).map_err(de::Error::custom)
            }
            Some(b'-' | b'0'..=b'9') => Ok(Self(json.into())),
            _ => Err(de::Error::custom(format_args!("invalid type: {json}, expected a number or a string"))),
        }
    }
}

/// Error of a value that is not a valid decimal number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDecimalError {
    text: String,
}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a decimal number of at most 28 digits; write it like 19.80", self.text)
    }
}

impl Error for ParseDecimalError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Decimal {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn numbers_and_strings_decode_exactly() {
        for json in
            ["0.1", "\"0.1\"", "5000.0", "-1", "\"12345678901234567.89\"", "12345678901234567.89", "1e3"]
        {
            assert_eq!(read(json).as_str(), json.trim_matches('"'), "{json}");
        }
        assert_eq!(
            read("0.1").to_decimal().unwrap() + read("\"0.2\"").to_decimal().unwrap(),
            Number::new(3, 1)
        );
    }

    #[test]
    fn compares_numbers_and_not_spellings() {
        assert_eq!(read("5"), read("\"5.00\""));
        assert_eq!(read("1e3"), read("1000"));
        assert!(read("9") < read("\"10\""));
        assert!(read("\"n/a\"") > read("1e9"));
    }

    #[test]
    fn invalid_numbers_fail_on_conversion() {
        let odd = read("\"n/a\"");
        assert_eq!(serde_json::to_string(&odd).unwrap(), "\"n/a\"");
        assert_eq!(
            odd.to_decimal().unwrap_err().to_string(),
            "\"n/a\" is not a decimal number of at most 28 digits; write it like 19.80"
        );
        assert!("n/a".parse::<Decimal>().is_err());
        assert!(serde_json::from_str::<Decimal>("{}").is_err());
    }

    #[test]
    fn nested_values_decode_exactly() {
        let value = serde_json::json!([{"a": 0.1}, {"a": "2.50"}]);
        let rows: Vec<std::collections::BTreeMap<String, Decimal>> = serde_json::from_value(value).unwrap();
        assert_eq!(rows[0]["a"].as_str(), "0.1");
        assert_eq!(rows[1]["a"].as_str(), "2.50");
    }
}
