//! Points in time.

use std::{error::Error, fmt, str::FromStr};

use chrono::{NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Deserializer};

use super::text_scalar;
use crate::object::Text;

/// A point in time, as orders, reports and errors have them.
///
/// Kept as it came. [`DateTime::to_utc`] understands what the service is known to write: UTC with `Z` and without milliseconds (documented
/// since 1.5), with milliseconds and an offset (observed in errors); a time without zone is taken for UTC, a date alone for its midnight
/// (both assumed).
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime(Box<str>);

text_scalar!(DateTime);

impl DateTime {
    /// The point in time.
    ///
    /// # Errors
    /// When the text is no date with time in any of the known forms.
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
    /// Written to the second, the way the service writes it; a fraction of a second is cut off.
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

/// A text that is no date with time.
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
    fn understands_every_known_form_and_writes_back_what_came() {
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
    fn an_odd_value_is_kept_and_named_when_asked() {
        let time: DateTime = serde_json::from_str("\"\"").unwrap();
        assert!(time.to_utc().unwrap_err().to_string().starts_with("\"\" is not a date with time"));
    }
}
