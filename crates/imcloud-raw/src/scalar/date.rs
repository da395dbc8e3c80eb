//! Calendar dates.

use std::{error::Error, fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};

use super::{compare_by_value, text_scalar};
use crate::object::Text;

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

text_scalar!(Date);
compare_by_value!(Date, to_date, NaiveDate);

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

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let date = Self(text.into());
        date.to_date().map(|_| date)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| Self(text.0.into()))
    }
}

/// Error of a value that is not a valid date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateError {
    text: String,
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a date; write it like 2027-03-01", self.text)
    }
}

impl Error for ParseDateError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_forms_are_parsed_and_stored_unchanged() {
        for text in ["2020-02-12", "2020-02-12T17:40:02Z", "2020-02-12 17:40:02"] {
            let date: Date = serde_json::from_value(text.into()).unwrap();
            assert_eq!(date.to_date().unwrap(), NaiveDate::from_ymd_opt(2020, 2, 12).unwrap(), "{text}");
            assert_eq!(serde_json::to_value(&date).unwrap(), text);
        }
    }

    #[test]
    fn odd_value_is_stored_and_quoted() {
        let date: Date = serde_json::from_str("\"soon\"").unwrap();
        assert_eq!(
            date.to_date().unwrap_err().to_string(),
            "\"soon\" is not a date; write it like 2027-03-01"
        );
    }
}
