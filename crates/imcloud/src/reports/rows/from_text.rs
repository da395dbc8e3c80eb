//! Members that are read from their text.

use std::{fmt::Display, str::FromStr};

use serde::{Deserialize as _, Deserializer, de::Error as _};

/// Reads a member of a csv row from its text, for types that know [`FromStr`]: digit by digit, where csv would guess a number.
///
/// Needed for [`Decimal`](crate::Decimal), whose own way of reading is for JSON; of use for all else where text must not be taken for a number.
///
/// # Errors
/// What the type says about the text.
///
/// # Examples
///
/// ```
/// use imcloud::{Decimal, downloads::from_text};
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct Charge {
///     order_number: String,
///     #[serde(deserialize_with = "from_text")]
///     amount: Decimal,
/// }
/// ```
pub fn from_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.trim().parse().map_err(D::Error::custom)
}
