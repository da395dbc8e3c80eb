//! Money: exact amounts with a currency, and sums that never mix currencies.
//!
//! Calculations need [`Money`], because raw types, such as `UnitPrice`, contain strings as received.

use std::{collections::BTreeMap, fmt, str::FromStr};

use imcloud_raw::{
    rust_decimal::Decimal as Number,
    types::{
        ExtendedPrice, OrderItemPrice, Price, TotalOrderPriceEstimation, TotalPrice, TotalSubscriptionCost,
        TotalSubscriptionPrice, TotalSubscriptionProviderCost, UnitCost, UnitPrice, UnitProviderCost,
    },
};
use serde::{Deserialize, Serialize};

/// An exact amount in a currency.
///
/// 5 USD equals 5.00 USD. The JSON form is that of the API, `{"amount":"19.80","currency":"USD"}`.
///
/// # Examples
///
/// ```
/// use imcloud::{Money, MoneyError};
///
/// let seat: Money = "19.80 USD".parse()?;
/// assert_eq!(seat.times(12)?.to_string(), "237.60 USD");
/// assert!(matches!(seat.plus(&"1 EUR".parse()?), Err(MoneyError::Currencies { .. })));
///
/// // From a response; the raw types hold strings.
/// let sent: imcloud::types::UnitPrice = serde_json::from_str(r#"{"amount": "19.8", "currency": "usd"}"#)?;
/// assert_eq!(Money::try_from(&sent)?, seat);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Money {
    amount: Number,
    currency: Box<str>,
}

#[derive(Serialize, Deserialize)]
struct Parts {
    amount: String,
    currency: String,
}

impl Money {
    /// Creates an amount of a currency, an ISO 4217 code such as `USD`, in any case.
    ///
    /// # Errors
    /// If the currency is empty.
    pub fn new(amount: impl Into<Number>, currency: &str) -> Result<Self, MoneyError> {
        let amount = amount.into();
        let currency = currency.trim();
        if currency.is_empty() {
            return Err(MoneyError::NoCurrency { amount: amount.to_string() });
        }
        Ok(Self { amount, currency: currency.to_ascii_uppercase().into() })
    }

    /// Creates an amount from received properties; `None` if both are missing.
    pub(crate) fn of_parts(amount: Option<&str>, currency: Option<&str>) -> Result<Option<Self>, MoneyError> {
        let present = |text: &&str| !text.trim().is_empty();
        match (amount.filter(present), currency.filter(present)) {
            (None, None) => Ok(None),
            (Some(amount), Some(currency)) => number(amount).and_then(|it| Self::new(it, currency)).map(Some),
            (Some(amount), None) => Err(MoneyError::NoCurrency { amount: amount.to_owned() }),
            (None, Some(currency)) => Err(MoneyError::NoAmount { currency: currency.to_owned() }),
        }
    }

    /// Returns the sum of two amounts.
    ///
    /// # Errors
    /// If the currencies differ, or the sum has more than 28 digits.
    pub fn plus(&self, other: &Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            let (one, other) = (self.currency.to_string(), other.currency.to_string());
            return Err(MoneyError::Currencies { one, other });
        }
        let amount = sum(self.amount, other.amount)?;
        Ok(Self { amount, currency: self.currency.clone() })
    }

    /// Multiplies the amount.
    ///
    /// # Errors
    /// If the product has more than 28 digits.
    pub fn times(&self, quantity: impl Into<Number>) -> Result<Self, MoneyError> {
        let (amount, quantity) = (self.amount, quantity.into());
        let scale = amount.scale() + quantity.scale();
        let amount = exact(amount.checked_mul(quantity), scale, [amount, quantity])?;
        Ok(Self { amount, currency: self.currency.clone() })
    }
}

getters! { impl Money {
    /// Returns the amount, for calculating.
    amount(self) -> Number = self.amount;
    /// Returns the currency, an ISO 4217 code in capital letters.
    currency(self) -> &str = &self.currency;
    /// Returns the amount with the other sign.
    negated(self) -> Self = Self { amount: -self.amount, currency: self.currency.clone() };
}}

fn number(text: &str) -> Result<Number, MoneyError> {
    let decimal = text.trim().parse::<imcloud_raw::Decimal>();
    let number = decimal.and_then(|decimal| decimal.to_decimal());
    number.map_err(|_| MoneyError::Amount { text: text.to_owned() })
}

fn sum(one: Number, other: Number) -> Result<Number, MoneyError> {
    exact(one.checked_add(other), one.scale().max(other.scale()), [one, other])
}

/// Rejects results without all decimals, which `rust_decimal` rounds silently.
fn exact(result: Option<Number>, scale: u32, operands: [Number; 2]) -> Result<Number, MoneyError> {
    let has_zero = operands.iter().any(Number::is_zero);
    result.filter(|result| has_zero || result.scale() == scale).ok_or(MoneyError::TooLarge)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Parses `19.80 USD`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (amount, currency) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        Self::new(number(amount)?, currency)
    }
}

impl From<Money> for Parts {
    fn from(money: Money) -> Self {
        Self { amount: money.amount.to_string(), currency: money.currency.into() }
    }
}

impl TryFrom<Parts> for Money {
    type Error = MoneyError;

    fn try_from(parts: Parts) -> Result<Self, Self::Error> {
        Self::new(number(&parts.amount)?, &parts.currency)
    }
}

macro_rules! of_raw {
    ($($raw:ident),*) => {
        $(impl TryFrom<&$raw> for Money {
            type Error = MoneyError;

            fn try_from(raw: &$raw) -> Result<Self, Self::Error> {
                let amount = raw.amount.as_ref().map(imcloud_raw::Decimal::as_str);
                let money = Self::of_parts(amount, raw.currency.as_deref())?;
                money.ok_or_else(|| MoneyError::NoAmount { currency: String::new() })
            }
        })*
    };
}

of_raw! {
    ExtendedPrice, OrderItemPrice, Price, TotalOrderPriceEstimation, TotalPrice, TotalSubscriptionCost,
    TotalSubscriptionPrice, TotalSubscriptionProviderCost, UnitCost, UnitPrice, UnitProviderCost
}

/// A sum for each currency. The JSON form is a map from currency to amount, `{"EUR":"12.00","USD":"3"}`.
///
/// # Examples
///
/// ```
/// use imcloud::Totals;
///
/// let mut totals = Totals::new();
/// for price in ["19.80 USD", "5 EUR", "0.20 USD"] {
///     totals.add(&price.parse()?)?;
/// }
/// assert_eq!(totals.to_string(), "5 EUR, 20.00 USD");
/// assert_eq!(totals.get("USD"), "20 USD".parse().ok());
/// # Ok::<(), imcloud::MoneyError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Totals(BTreeMap<Box<str>, Number>);

impl Totals {
    /// Creates an empty sum.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an amount to the sum of its currency.
    ///
    /// # Errors
    /// If the sum has more than 28 digits. It stays unchanged then.
    pub fn add(&mut self, money: &Money) -> Result<(), MoneyError> {
        let total = self.0.entry(money.currency().into()).or_default();
        *total = sum(*total, money.amount())?;
        Ok(())
    }

    /// Returns the sum of a currency; `None` if there is none.
    #[must_use]
    pub fn get(&self, currency: &str) -> Option<Money> {
        let amount = self.0.get(currency.trim().to_ascii_uppercase().as_str())?;
        Money::new(*amount, currency).ok()
    }
}

getters! { impl Totals {
    /// Returns true if every sum is zero.
    is_zero(self) -> bool = self.0.values().all(Number::is_zero);
}}

impl fmt::Display for Totals {
    /// Writes `5 EUR, 20.00 USD`, or `0` if nothing was added.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("0");
        }
        let sums: Vec<_> = self.0.iter().map(|(currency, amount)| format!("{amount} {currency}")).collect();
        f.write_str(&sums.join(", "))
    }
}

impl From<Totals> for BTreeMap<String, String> {
    fn from(totals: Totals) -> Self {
        totals.0.into_iter().map(|(currency, amount)| (currency.into(), amount.to_string())).collect()
    }
}

impl TryFrom<BTreeMap<String, String>> for Totals {
    type Error = MoneyError;

    fn try_from(map: BTreeMap<String, String>) -> Result<Self, Self::Error> {
        let mut totals = Self::new();
        for (currency, amount) in map {
            totals.add(&Money::new(number(&amount)?, &currency)?)?;
        }
        Ok(totals)
    }
}

/// Error returned when an amount is not valid, or cannot be calculated with.
///
/// Example: see [`Money`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The string is not a decimal number of at most 28 digits.
    #[error("{text:?} is no amount of at most 28 digits; write it like 19.80 USD")]
    Amount {
        /// The string.
        text: String,
    },
    /// There is an amount, but no currency.
    #[error("the amount {amount} has no currency; write it like 19.80 USD")]
    NoCurrency {
        /// The amount.
        amount: String,
    },
    /// There is a currency, but no amount.
    #[error("the currency {currency} has no amount; write it like 19.80 USD")]
    NoAmount {
        /// The currency.
        currency: String,
    },
    /// Two amounts have different currencies.
    #[error("{one} and {other} cannot be added; sum each currency apart, as Totals does")]
    Currencies {
        /// One currency.
        one: String,
        /// The other.
        other: String,
    },
    /// The result has more than 28 digits.
    #[error("the amount has more than 28 digits; sum less at a time")]
    TooLarge,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn arithmetic_is_exact() {
        assert_eq!(money("0.1 USD").plus(&money("0.2 USD")).unwrap().to_string(), "0.3 USD");
        assert_eq!(money("0.333 EUR").times(3).unwrap().to_string(), "0.999 EUR");
        assert_eq!(money("5 USD"), money("5.00 usd"));
    }

    #[test]
    fn inexact_results_are_rejected() {
        let large = money("9999999999999999999999999999 USD");
        let small = money("0.0000000000000000000000000001 USD");
        assert_eq!(large.plus(&small), Err(MoneyError::TooLarge));
        assert_eq!(small.times(number("0.1").unwrap()), Err(MoneyError::TooLarge));
    }

    #[test]
    fn currencies_are_never_mixed() {
        assert_eq!(
            money("1 USD").plus(&money("1 EUR")).unwrap_err().to_string(),
            "USD and EUR cannot be added; sum each currency apart, as Totals does"
        );
    }

    #[test]
    fn invalid_money_is_rejected_with_value() {
        assert_eq!(
            "twelve USD".parse::<Money>().unwrap_err().to_string(),
            "\"twelve\" is no amount of at most 28 digits; write it like 19.80 USD"
        );
        assert_eq!("12".parse::<Money>(), Err(MoneyError::NoCurrency { amount: "12".to_owned() }));
        assert!(Money::of_parts(None, Some("USD")).is_err());
        assert_eq!(Money::of_parts(None, Some("")), Ok(None));
        assert!(serde_json::from_str::<Money>(r#"{"amount": 12.5, "currency": "USD"}"#).is_err());
    }

    #[test]
    fn sums_survive_being_written_and_read() {
        let mut totals = Totals::new();
        assert_eq!(totals.to_string(), "0");
        for price in ["12.30 usd", "-2.30 USD", "4 EUR"] {
            totals.add(&price.parse().unwrap()).unwrap();
        }
        let json = serde_json::to_string(&totals).unwrap();
        assert_eq!(json, r#"{"EUR":"4","USD":"10.00"}"#);
        assert_eq!(serde_json::from_str::<Totals>(&json).unwrap(), totals);
        assert!(!totals.is_zero());
    }

    #[test]
    fn inexact_addition_keeps_sum() {
        let mut totals = Totals::new();
        totals.add(&"9999999999999999999999999999 USD".parse().unwrap()).unwrap();
        let before = totals.clone();
        assert_eq!(totals.add(&"0.001 USD".parse().unwrap()), Err(MoneyError::TooLarge));
        assert_eq!(totals, before);
    }
}
