//! Timestamps.

use std::{error::Error, fmt, str::FromStr};

use chrono::{NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::{compare_by_value, text_scalar};
use crate::object::Text;

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

text_scalar!(DateTime);
compare_by_value!(DateTime, to_utc, chrono::DateTime<Utc>);

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

impl FromStr for DateTime {
    type Err = ParseDateTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time = Self(text.into());
        time.to_utc().map(|_| time)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| Self(text.0.into()))
    }
}

/// Error of a value that is not a valid timestamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateTimeError {
    text: String,
}

impl fmt::Display for ParseDateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a date with time; write it like 2026-11-21T08:30:00Z", self.text)
    }
}

impl Error for ParseDateTimeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_forms_are_parsed_and_stored_unchanged() {
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
    fn odd_value_is_stored_and_quoted() {
        let time: DateTime = serde_json::from_str("\"\"").unwrap();
        assert!(time.to_utc().unwrap_err().to_string().starts_with("\"\" is not a date with time"));
    }
}
