//! Sums of money.

use std::{collections::BTreeMap, fmt};

use imcloud_raw::rust_decimal::Decimal as Number;
use serde::{Deserialize, Serialize};

use super::{
    Money, MoneyError,
    amount::{number, sum},
};

/// A sum for each currency. In JSON a map from currency to amount, `{"EUR":"12.00","USD":"3"}`.
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
    /// Nothing of any currency.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an amount to the sum of its currency.
    ///
    /// # Errors
    /// When the sum has more than 28 digits; it stays as it was.
    pub fn add(&mut self, money: &Money) -> Result<(), MoneyError> {
        let total = self.0.entry(money.currency().into()).or_default();
        *total = sum(*total, money.amount())?;
        Ok(())
    }

    /// The sum of a currency; `None` when nothing of it was added.
    #[must_use]
    pub fn get(&self, currency: &str) -> Option<Money> {
        let amount = self.0.get(currency.trim().to_ascii_uppercase().as_str())?;
        Money::new(*amount, currency).ok()
    }

    /// The sums, by currency.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0.iter().filter_map(|(currency, amount)| Money::new(*amount, currency).ok())
    }

    /// Whether every sum is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.values().all(Number::is_zero)
    }
}

impl fmt::Display for Totals {
    /// `5 EUR, 20.00 USD`; `0` when nothing was added.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("0");
        }
        for (position, money) in self.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{money}")?;
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_sum_that_would_be_rounded_stays_as_it_was() {
        let mut totals = Totals::new();
        totals.add(&"9999999999999999999999999999 USD".parse().unwrap()).unwrap();
        let before = totals.clone();
        assert_eq!(totals.add(&"0.001 USD".parse().unwrap()), Err(MoneyError::TooLarge));
        assert_eq!(totals, before);
    }
}
