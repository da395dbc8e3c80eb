//! Scalar types that store values unchanged.
//!
//! Each stores the string of the service and converts it on demand. Decoding never fails because of one odd
//! value, and encoding returns the same string. [`Id`] and [`Decimal`] decode numbers as well as strings.

mod secret;

use std::{cmp::Ordering, error::Error, fmt, str::FromStr};

use chrono::{NaiveDate, NaiveDateTime, Utc};
use rust_decimal::Decimal as Number;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{object::Text, response::getters};
pub use secret::{Secret, SignedUrl};

/// Implements what all scalars that are stored as a string have in common.
macro_rules! text_scalar {
    ($name:ident) => {
        getters! { impl $name {
            /// Returns the string of the service, unchanged.
            as_str(self) -> &str = &self.0;
        }}

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

/// Implements decoding from any JSON scalar.
macro_rules! decode_text {
    ($($name:ident),*) => {
        $(impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Text::deserialize(deserializer).map(|text| Self(text.0.into()))
            }
        })*
    };
}

/// Implements parsing, and comparison by value. Invalid values are the greatest, compared by spelling.
macro_rules! parsed_scalar {
    ($name:ident, $parse:ident -> $value:ty, $(#[$attribute:meta])* $error:ident = $expected:literal) => {
        text_scalar!($name);

        impl $name {
            fn key(&self) -> Result<$value, &str> {
                self.$parse().map_err(|_| self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let scalar = Self(text.into());
                scalar.$parse().map(|_| scalar)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.key() == other.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.key().cmp(&other.key())
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.key().hash(state);
            }
        }

        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $error {
            text: String,
        }

        impl fmt::Display for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{:?} is not ", $expected), self.text)
            }
        }

        impl Error for $error {}
    };
}

/// Implements conversions of values with the same string.
macro_rules! from_displayed {
    ($name:ident: $($source:ty),*) => {
        $(impl From<$source> for $name {
            fn from(value: $source) -> Self {
                Self(value.to_string().into())
            }
        })*
    };
}

decode_text!(Date, DateTime, Id);
from_displayed!(Decimal: Number, i32, i64, u32, u64);
from_displayed!(Id: &Id, &str, &String, i32, i64, u32, u64, Uuid);

/// An opaque id.
///
/// Most are digits, and those of reports are UUIDs (documented). Decodes from strings and numbers. Encodes as
/// a string, or as a number if the specification says so. Objects have an empty id if the service sends none;
/// calls with an empty id are rejected before anything is sent.
///
/// # Examples
///
/// ```
/// use imcloud_raw::Id;
///
/// let from_text: Id = serde_json::from_str("\"1000177\"")?;
/// let from_number: Id = serde_json::from_str("1000177")?;
/// assert_eq!(from_text, from_number);
/// assert_eq!(from_text, "1000177");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

text_scalar!(Id);

getters! { impl Id {
    /// Returns true if the service sent no id.
    is_empty(self) -> bool = self.0.is_empty();
    /// Parses the id of a report as a UUID; `None` for other ids.
    to_uuid(self) -> Option<Uuid> = self.0.parse().ok();
}}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Id {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// A calendar date of a subscription, `YYYY-MM-DD` (documented).
///
/// Stored unchanged. [`Date::to_date`] ignores a time after the date. Comparison is by date; values that
/// cannot be parsed are greater than all others and compared by spelling.
///
/// # Examples
///
/// ```
/// use imcloud_raw::Date;
///
/// let renewal: Date = "2027-03-01".parse()?;
/// assert_eq!(renewal.to_date()?.to_string(), "2027-03-01");
/// # Ok::<(), imcloud_raw::scalar::ParseDateError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Date(Box<str>);

parsed_scalar!(Date, to_date -> NaiveDate,
    /// Error of a value that is not a valid date. Example: see [`Date`].
    ParseDateError = "a date; write it like 2027-03-01"
);

impl Date {
    /// Parses the date.
    ///
    /// # Errors
    /// [`ParseDateError`] if the value does not start with a date.
    pub fn to_date(&self) -> Result<NaiveDate, ParseDateError> {
        let day = self.0.trim().split(['T', ' ']).next().unwrap_or_default();
        day.parse().map_err(|_| ParseDateError { text: self.0.to_string() })
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self(date.format("%Y-%m-%d").to_string().into())
    }
}

/// A timestamp of an order, report or error.
///
/// Stored unchanged. [`DateTime::to_utc`] parses all known forms: UTC with `Z` and without milliseconds
/// (documented since 1.5), and milliseconds with an offset (observed in errors). A time without a zone is
/// UTC, and a date is its midnight (both assumed).
///
/// Comparison is by value: `2021-10-14T17:40:02Z` equals `2021-10-14T17:40:02+00:00`. Values that cannot be
/// parsed are greater than all others and compared by spelling.
///
/// # Examples
///
/// ```
/// use imcloud_raw::DateTime;
///
/// let created: DateTime = "2026-11-21T08:30:00Z".parse()?;
/// assert_eq!(created.to_utc()?.timestamp(), 1_795_249_800);
/// # Ok::<(), imcloud_raw::scalar::ParseDateTimeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct DateTime(Box<str>);

parsed_scalar!(DateTime, to_utc -> chrono::DateTime<Utc>,
    /// Error of a value that is not a valid timestamp. Example: see [`DateTime`].
    ParseDateTimeError = "a date with time; write it like 2026-11-21T08:30:00Z"
);

impl DateTime {
    /// Parses the timestamp.
    ///
    /// # Errors
    /// [`ParseDateTimeError`] if the value has none of the known forms.
    pub fn to_utc(&self) -> Result<chrono::DateTime<Utc>, ParseDateTimeError> {
        let text = self.0.trim().replacen(' ', "T", 1);
        let zoned = || {
            chrono::DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f%#z").ok().map(|time| time.to_utc())
        };
        let local =
            || NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f").ok().map(|time| time.and_utc());
        let day = || text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0).map(|time| time.and_utc());
        zoned().or_else(local).or_else(day).ok_or_else(|| ParseDateTimeError { text: self.0.to_string() })
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    /// Formats to the second, as the service does. Fractions of a second are truncated.
    fn from(time: chrono::DateTime<Utc>) -> Self {
        Self(time.format("%Y-%m-%dT%H:%M:%SZ").to_string().into())
    }
}

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

parsed_scalar!(Decimal, to_decimal -> Number,
    /// Error of a value that is not a valid decimal number. Example: see [`Decimal`].
    ParseDecimalError = "a decimal number of at most 28 digits; write it like 19.80"
);

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

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, fmt::Debug, hash::Hash};

    use serde::de::DeserializeOwned;

    use super::*;

    /// Asserts that the values of a group are equal, that groups are ordered, and that hashes agree.
    fn assert_order<T: DeserializeOwned + Ord + Hash + Debug>(groups: &[&[&str]]) {
        let parse = |text: &&str| serde_json::from_value::<T>((*text).into()).unwrap();
        let groups: Vec<Vec<T>> = groups.iter().map(|group| group.iter().map(parse).collect()).collect();
        for (low, group) in groups.iter().enumerate() {
            assert_eq!(group.iter().collect::<HashSet<_>>().len(), 1, "{group:?}");
            for (high, other) in groups.iter().enumerate() {
                for (one, other) in group.iter().flat_map(|one| other.iter().map(move |other| (one, other))) {
                    assert_eq!(one.cmp(other), low.cmp(&high), "{one:?} and {other:?}");
                    assert_eq!(one == other, low == high, "{one:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn date_times_compare_by_value() {
        assert_order::<DateTime>(&[
            &["2021-10-14", "2021-10-14T00:00:00Z"],
            &[
                "2021-10-14T17:40:02Z",
                "2021-10-14T17:40:02+00:00",
                "2021-10-14 17:40:02",
                "2021-10-14T19:40:02.000+0200",
            ],
            &["2021-10-14T17:40:02.001Z"],
            // Earlier as a string, later as a value.
            &["2021-10-14T16:40:02-08:00"],
            &[""],
            &["10/14/2021"],
            &["soon"],
        ]);
    }

    #[test]
    fn dates_compare_by_value() {
        assert_order::<Date>(&[
            &["2020-02-12", "2020-02-12T17:40:02Z", " 2020-02-12"],
            &["2020-10-01"],
            &[""],
            &["2020-13-01"],
        ]);
    }

    #[test]
    fn decimals_compare_by_value() {
        assert_order::<Decimal>(&[&["-1"], &["5", "5.00", "5e0"], &["1e3", "1000"], &[""], &["n/a"]]);
    }

    #[test]
    fn known_dates_are_parsed_and_stored_unchanged() {
        for text in ["2020-02-12", "2020-02-12T17:40:02Z", "2020-02-12 17:40:02"] {
            let date: Date = serde_json::from_value(text.into()).unwrap();
            assert_eq!(date.to_date().unwrap(), NaiveDate::from_ymd_opt(2020, 2, 12).unwrap(), "{text}");
            assert_eq!(serde_json::to_value(&date).unwrap(), text);
        }
    }

    #[test]
    fn odd_date_is_stored_and_quoted() {
        let date: Date = serde_json::from_str("\"soon\"").unwrap();
        assert_eq!(
            date.to_date().unwrap_err().to_string(),
            "\"soon\" is not a date; write it like 2027-03-01"
        );
    }

    #[test]
    fn known_timestamps_are_parsed_and_stored_unchanged() {
        for (text, expected) in [
            ("2021-10-14T17:40:02Z", "2021-10-14T17:40:02Z"),
            ("2023-02-22T07:45:08.223+00:00", "2023-02-22T07:45:08Z"),
            ("2023-02-22T09:45:08.223+0200", "2023-02-22T07:45:08Z"),
            ("2021-10-14T17:40:02", "2021-10-14T17:40:02Z"),
            ("2021-10-14 17:40:02", "2021-10-14T17:40:02Z"),
            ("2021-10-14", "2021-10-14T00:00:00Z"),
        ] {
            let time: DateTime = serde_json::from_value(text.into()).unwrap();
            assert_eq!(DateTime::from(time.to_utc().unwrap()).as_str(), expected, "{text}");
            assert_eq!(serde_json::to_value(&time).unwrap(), text);
        }
    }

    #[test]
    fn odd_timestamp_is_stored_and_quoted() {
        let time: DateTime = serde_json::from_str("\"\"").unwrap();
        assert!(time.to_utc().unwrap_err().to_string().starts_with("\"\" is not a date with time"));
    }

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
