//! Scalar types that store values unchanged.
//!
//! Each stores the string of the service and converts it on demand. Decoding never fails because of one odd
//! value, and encoding returns the same string. [`Id`] and [`Decimal`] decode numbers as well as strings.

mod date;
mod date_time;
mod decimal;
mod id;
mod secret;
mod signed_url;

pub use date::{Date, ParseDateError};
pub use date_time::{DateTime, ParseDateTimeError};
pub use decimal::{Decimal, ParseDecimalError};
pub use id::Id;
pub use secret::Secret;
pub use signed_url::SignedUrl;

/// Implements what all scalars that are stored as a string have in common.
macro_rules! text_scalar {
    ($name:ident) => {
        impl $name {
            /// Returns the string of the service, unchanged.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

/// Implements comparison by value. Values that cannot be parsed are greater than all others and compared by
/// spelling.
macro_rules! compare_by_value {
    ($name:ident, $parse:ident, $value:ty) => {
        impl $name {
            fn key(&self) -> Result<$value, &str> {
                self.$parse().map_err(|_| self.as_str())
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.key() == other.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.key().cmp(&other.key())
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.key().hash(state);
            }
        }
    };
}

use {compare_by_value, text_scalar};

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, fmt::Debug, hash::Hash};

    use serde::de::DeserializeOwned;

    use super::{Date, DateTime, Decimal};

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
}
