//! What cannot be done with money.

use std::{error::Error, fmt};

/// Why an amount is no money, or cannot be calculated with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MoneyError {
    /// The text is no decimal number of at most 28 digits.
    Amount {
        /// The text.
        text: String,
    },
    /// There is an amount, but no currency.
    NoCurrency {
        /// The amount.
        amount: String,
    },
    /// There is a currency, but no amount.
    NoAmount {
        /// The currency.
        currency: String,
    },
    /// Two amounts are of different currencies.
    Currencies {
        /// One currency.
        one: String,
        /// The other.
        other: String,
    },
    /// The result has more than 28 digits.
    TooLarge,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount { text } => {
                write!(f, "{text:?} is no amount of at most 28 digits; write it like 19.80 USD")
            }
            Self::NoCurrency { amount } => {
                write!(f, "the amount {amount} has no currency; write it like 19.80 USD")
            }
            Self::NoAmount { currency } => {
                write!(f, "the currency {currency} has no amount; write it like 19.80 USD")
            }
            Self::Currencies { one, other } => {
                write!(f, "{one} and {other} cannot be added; sum each currency apart, as Totals does")
            }
            Self::TooLarge => f.write_str("the amount has more than 28 digits; sum less at a time"),
        }
    }
}

impl Error for MoneyError {}
