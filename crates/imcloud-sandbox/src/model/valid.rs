//! Deserialization of values that the types alone do not restrict.

use std::fmt::Display;

use imcloud_raw::types::{
    AccountStatus, OrderStatus, OrderType, PeriodType, ProductPriceType, ReportFormat, ReportStatus,
    ReportType, SubscriptionStatus,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};

/// An open enum of the API.
pub(super) trait Listed: Display + PartialEq + Sized + 'static {
    const LISTED: &'static [Self];
}

macro_rules! listed {
    ($($type:ty),* $(,)?) => {
        $(impl Listed for $type {
            const LISTED: &'static [Self] = <$type>::LISTED;
        })*
    };
}

listed!(
    AccountStatus,
    OrderStatus,
    OrderType,
    PeriodType,
    ProductPriceType,
    ReportFormat,
    ReportStatus,
    ReportType,
    SubscriptionStatus,
);

/// Accepts the values that the API lists.
pub(super) fn listed<'de, D: Deserializer<'de>, T: Listed + Deserialize<'de>>(
    from: D,
) -> Result<T, D::Error> {
    let value = T::deserialize(from)?;
    if T::LISTED.contains(&value) {
        return Ok(value);
    }
    let listed: Vec<String> = T::LISTED.iter().map(ToString::to_string).collect();
    Err(D::Error::custom(format!("expected one of {}, not `{value}`", listed.join(", "))))
}

/// Accepts three capital letters.
pub(super) fn currency<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let value = String::deserialize(from)?;
    if value.len() == 3 && value.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Ok(value);
    }
    Err(D::Error::custom(format!("expected three capital letters such as USD, not `{value}`")))
}

/// Accepts 0 and more.
pub(super) fn not_negative<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
    let value = <Decimal as Deserialize>::deserialize(from)?;
    if value >= Decimal::ZERO {
        Ok(value)
    } else {
        Err(D::Error::custom(format!("expected 0 or more, not {value}")))
    }
}

#[derive(Deserialize)]
struct NotNegative(#[serde(deserialize_with = "not_negative")] Decimal);

/// As [`not_negative`], for a number that may be absent.
pub(super) fn optional_not_negative<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    Ok(Option::<NotNegative>::deserialize(from)?.map(|NotNegative(value)| value))
}

/// Accepts 1 and more.
pub(super) fn positive<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    match u32::deserialize(from)? {
        0 => Err(D::Error::custom("expected 1 or more, not 0")),
        value => Ok(value),
    }
}
