//! Deserialization of values that the types alone do not restrict.

use std::{fmt::Display, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};

/// Accepts the listed values of an open enum.
pub(super) fn listed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<T, D::Error> {
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

/// Accepts three capital letters.
pub(super) fn currency<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let value = String::deserialize(from)?;
    if value.len() == 3 && value.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Ok(value);
    }
    Err(D::Error::custom(format!("expected three capital letters such as USD, not `{value}`")))
}

pub(super) fn not_negative<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
    let value = <Decimal as Deserialize>::deserialize(from)?;
    if value >= Decimal::ZERO {
        return Ok(value);
    }
    Err(D::Error::custom(format!("expected 0 or more, not {value}")))
}

#[derive(Deserialize)]
struct NotNegative(#[serde(deserialize_with = "not_negative")] Decimal);

pub(super) fn optional_not_negative<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    Ok(Option::<NotNegative>::deserialize(from)?.map(|NotNegative(value)| value))
}

pub(super) fn positive<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        0 => Err(D::Error::custom("expected 1 or more, not 0")),
        value => Ok(value),
    }
}
