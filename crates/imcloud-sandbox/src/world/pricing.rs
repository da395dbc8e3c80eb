//! Prices.

use imcloud_raw::types;
use rust_decimal::Decimal;

use super::Rejection;
use crate::model::{Charge, Price, Product, Seats};

/// An amount or a quantity as it was sent.
pub(super) fn decimal(sent: &imcloud_raw::Decimal) -> Result<Decimal, Rejection> {
    sent.to_decimal().map_err(|error| Rejection::bad(format!("{error}.")))
}

/// As agreed for the subscription, or else as in the catalog.
pub(super) fn price_of_seats(
    seats: &Seats,
    product: &Product,
    currency: &str,
    quantity: Decimal,
) -> Option<Charge> {
    match special(seats.special_price, &seats.special_price_tiers, quantity) {
        Some(charge) => Some(charge),
        None => product.charge(currency, quantity),
    }
}

/// An agreed price; tiers, where there are any, set the price of all units.
pub(super) fn special(
    unit: Option<Decimal>,
    tiers: &[(Decimal, Decimal)],
    quantity: Decimal,
) -> Option<Charge> {
    let reached = tiers.iter().filter(|(limit, _)| *limit <= quantity).max_by_key(|(limit, _)| *limit);
    let unit = reached.map(|(_, amount)| *amount).or(unit)?;
    Some(Charge { unit, extended: unit * quantity, setup: None })
}

/// An amount of money in one of the types that are all the same.
macro_rules! money {
    ($type:ident, $currency:expr, $amount:expr) => {
        fill!($type {
            currency: $currency.to_owned(),
            amount: imcloud_raw::Decimal::from($amount.normalize())
        })
    };
}

pub(super) use money;

/// Prices or costs, as the catalog shows them.
pub(super) fn shown(prices: &[Price]) -> Vec<types::ProductPrice> {
    let one = |price: &Price| {
        fill!(ProductPrice {
            amount: imcloud_raw::Decimal::from(price.amount),
            currency: price.currency.clone(),
            type_: price.type_.clone(),
            model: price.model.clone(),
            lower_limit: price.lower_limit.map(imcloud_raw::Decimal::from),
        })
    };
    prices.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreed_tiers_win_over_the_agreed_unit_price() {
        let tiers = [(Decimal::from(10), Decimal::from(7))];
        assert_eq!(special(Some(9.into()), &tiers, 5.into()).unwrap().unit, 9.into());
        assert_eq!(special(Some(9.into()), &tiers, 12.into()).unwrap().extended, 84.into());
        assert_eq!(special(None, &[], 5.into()), None);
    }
}
