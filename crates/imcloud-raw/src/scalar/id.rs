//! Ids.

use serde::{Deserialize, Deserializer};
use uuid::Uuid;

use super::text_scalar;
use crate::object::Text;

/// An id: an opaque text.
///
/// Most are digits, those of reports are UUIDs (documented), and some members are numbers in the specification: both forms are read.
/// Never calculate with an id. Written as text, or as a number where the specification says so.
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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

text_scalar!(Id);

impl Id {
    /// The id as a UUID; `None` when it is none, as with everything but reports.
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
