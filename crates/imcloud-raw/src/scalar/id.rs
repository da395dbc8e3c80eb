//! Ids.

use serde::{Deserialize, Deserializer};
use uuid::Uuid;

use super::text_scalar;
use crate::object::Text;

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

impl Id {
    /// Returns true if the service sent no id.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Parses the id of a report as a UUID; `None` for other ids.
    #[must_use]
    pub fn to_uuid(&self) -> Option<Uuid> {
        self.0.parse().ok()
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| Self(text.0))
    }
}

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

impl From<&Id> for Id {
    fn from(id: &Id) -> Self {
        id.clone()
    }
}

macro_rules! from_displayed {
    ($($source:ty),*) => {
        $(impl From<$source> for Id {
            fn from(value: $source) -> Self {
                Self(value.to_string())
            }
        })*
    };
}

from_displayed!(&str, &String, i32, i64, u32, u64, Uuid);
