//! An amount of money.

use std::{fmt, str::FromStr};

use imcloud_raw::{
    rust_decimal::Decimal as Number,
    types::{
        ExtendedPrice, OrderItemPrice, Price, TotalOrderPriceEstimation, TotalPrice, TotalSubscriptionCost,
        TotalSubscriptionPrice, TotalSubscriptionProviderCost, UnitCost, UnitPrice, UnitProviderCost,
    },
};
use serde::{Deserialize, Serialize};

use super::MoneyError;

/// An exact amount in a currency.
///
/// Equal amounts are equal however they are spelled: 5 USD is 5.00 USD. In JSON it has the form of the API, `{"amount":"19.80","currency":"USD"}`.
///
/// # Examples
///
/// ```
/// use imcloud::Money;
///
/// let seat: Money = "19.80 USD".parse()?;
/// assert_eq!(seat.times(12)?.to_string(), "237.60 USD");
/// assert!(seat.plus(&"1 EUR".parse()?).is_err());
///
/// // From what the service sent; the raw types hold texts.
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

/// As it is written.
#[derive(Serialize, Deserialize)]
struct Parts {
    amount: String,
    currency: String,
}

impl Money {
    /// An amount of a currency, an ISO 4217 code such as `USD`; written in capital letters whatever comes.
    ///
    /// # Errors
    /// When the currency is empty.
    pub fn new(amount: impl Into<Number>, currency: &str) -> Result<Self, MoneyError> {
        let amount = amount.into();
        let currency = currency.trim();
        if currency.is_empty() {
            return Err(MoneyError::NoCurrency { amount: amount.to_string() });
        }
        Ok(Self { amount, currency: currency.to_ascii_uppercase().into() })
    }

    /// What came of amount and currency: nothing when neither came.
    pub(crate) fn of_parts(amount: Option<&str>, currency: Option<&str>) -> Result<Option<Self>, MoneyError> {
        let present = |text: &&str| !text.trim().is_empty();
        match (amount.filter(present), currency.filter(present)) {
            (None, None) => Ok(None),
            (Some(amount), Some(currency)) => number(amount).and_then(|it| Self::new(it, currency)).map(Some),
            (Some(amount), None) => Err(MoneyError::NoCurrency { amount: amount.to_owned() }),
            (None, Some(currency)) => Err(MoneyError::NoAmount { currency: currency.to_owned() }),
        }
    }

    /// The amount, for calculating.
    #[must_use]
    pub fn amount(&self) -> Number {
        self.amount
    }

    /// The currency, an ISO 4217 code in capital letters.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// When the currencies differ, or the sum has more than 28 digits.
    pub fn plus(&self, other: &Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            let (one, other) = (self.currency.to_string(), other.currency.to_string());
            return Err(MoneyError::Currencies { one, other });
        }
        let amount = sum(self.amount, other.amount)?;
        Ok(Self { amount, currency: self.currency.clone() })
    }

    /// The amount so many times.
    ///
    /// # Errors
    /// When the product has more than 28 digits.
    pub fn times(&self, quantity: impl Into<Number>) -> Result<Self, MoneyError> {
        let quantity = quantity.into();
        let amount = self.amount.checked_mul(quantity).ok_or(MoneyError::TooLarge)?;
        // Where decimals do not fit, they are rounded silently.
        let of_nothing = self.amount.is_zero() || quantity.is_zero();
        let exact = of_nothing || amount.scale() == self.amount.scale() + quantity.scale();
        if exact { Ok(Self { amount, currency: self.currency.clone() }) } else { Err(MoneyError::TooLarge) }
    }

    /// The amount with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { amount: -self.amount, currency: self.currency.clone() }
    }
}

/// Reads a number, exactly.
pub(super) fn number(text: &str) -> Result<Number, MoneyError> {
    let decimal = text.trim().parse::<imcloud_raw::Decimal>();
    let number = decimal.and_then(|decimal| decimal.to_decimal());
    number.map_err(|_| MoneyError::Amount { text: text.to_owned() })
}

/// Adds, exactly: where decimals do not fit, `rust_decimal` rounds silently.
pub(super) fn sum(one: Number, other: Number) -> Result<Number, MoneyError> {
    let sum = one.checked_add(other).ok_or(MoneyError::TooLarge)?;
    let of_nothing = one.is_zero() || other.is_zero();
    let exact = of_nothing || sum.scale() == one.scale().max(other.scale());
    if exact { Ok(sum) } else { Err(MoneyError::TooLarge) }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads `19.80 USD`.
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

of_raw!(
    ExtendedPrice,
    OrderItemPrice,
    Price,
    TotalOrderPriceEstimation,
    TotalPrice,
    TotalSubscriptionCost,
    TotalSubscriptionPrice,
    TotalSubscriptionProviderCost,
    UnitCost,
    UnitPrice,
    UnitProviderCost
);

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_are_added_and_multiplied_without_losing_a_digit() {
        assert_eq!(money("0.1 USD").plus(&money("0.2 USD")).unwrap().to_string(), "0.3 USD");
        assert_eq!(money("0.333 EUR").times(3).unwrap().to_string(), "0.999 EUR");
        assert_eq!(money("5 USD"), money("5.00 usd"));
    }

    #[test]
    fn what_cannot_be_exact_is_refused_and_not_rounded() {
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
    fn what_is_no_money_is_refused_with_the_text() {
        assert_eq!(
            "twelve USD".parse::<Money>().unwrap_err().to_string(),
            "\"twelve\" is no amount of at most 28 digits; write it like 19.80 USD"
        );
        assert_eq!("12".parse::<Money>(), Err(MoneyError::NoCurrency { amount: "12".to_owned() }));
        assert!(Money::of_parts(None, Some("USD")).is_err());
        assert_eq!(Money::of_parts(None, Some("")), Ok(None));
        assert!(serde_json::from_str::<Money>(r#"{"amount": 12.5, "currency": "USD"}"#).is_err());
    }
}
