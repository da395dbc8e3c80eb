//! Money: exact amounts that know their currency, and sums that never mix currencies.
//!
//! The raw types carry amount and currency as they came, each in a type of its own (`UnitPrice`, `ExtendedPrice`, ...). [`Money`] is for calculating with them.

mod amount;
mod error;
mod totals;

pub use amount::Money;
pub use error::MoneyError;
pub use totals::Totals;
