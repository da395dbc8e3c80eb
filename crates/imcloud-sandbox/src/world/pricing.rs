//! What things cost.

use imcloud_raw::types::{self, ProductPriceModel, ProductPriceType};
use rust_decimal::Decimal;

use crate::model::{Price, Product, Seats};

/// What a quantity comes to for one billing period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    /// Per unit; of the tier that the quantity reaches.
    pub(super) unit: Decimal,
    pub(super) extended: Decimal,
}

/// The recurring price of a quantity in a currency; `None` where the product is not sold in it.
pub(super) fn price(product: &Product, currency: &str, quantity: Decimal) -> Option<Amount> {
    tiered(&product.prices, currency, quantity)
}

/// What it costs the reseller.
pub(super) fn cost(product: &Product, currency: &str, quantity: Decimal) -> Option<Amount> {
    tiered(&product.costs, currency, quantity)
}

/// As agreed for the subscription, or else as in the catalogue.
pub(super) fn price_of_seats(
    seats: &Seats,
    product: &Product,
    currency: &str,
    quantity: Decimal,
) -> Option<Amount> {
    match special(seats.special_price, &seats.special_price_tiers, quantity) {
        Some(amount) => Some(amount),
        None => price(product, currency, quantity),
    }
}

/// An agreed price; tiers, where there are any, set the price of all units.
pub(super) fn special(
    unit: Option<Decimal>,
    tiers: &[(Decimal, Decimal)],
    quantity: Decimal,
) -> Option<Amount> {
    let reached = tiers.iter().filter(|(limit, _)| *limit <= quantity).max_by_key(|(limit, _)| *limit);
    let unit = reached.map(|(_, amount)| *amount).or(unit)?;
    Some(Amount { unit, extended: unit * quantity })
}

/// What is charged once for each unit.
pub(super) fn setup(product: &Product, currency: &str) -> Option<Decimal> {
    let setup = |price: &&Price| price.type_ == ProductPriceType::Setup && price.currency == currency;
    product.prices.iter().find(setup).map(|price| price.amount)
}

/// With graduated tiers each unit costs what its tier says; with volume tiers all cost what the reached tier says (both assumed
/// from the names of the models).
fn tiered(prices: &[Price], currency: &str, quantity: Decimal) -> Option<Amount> {
    let mut tiers: Vec<_> = prices
        .iter()
        .filter(|price| price.type_ == ProductPriceType::Recurring && price.currency == currency)
        .collect();
    tiers.sort_by_key(|price| price.lower_limit);
    let limit = |price: &Price| price.lower_limit.unwrap_or_default();
    let reached = tiers.iter().rposition(|price| limit(price) <= quantity).unwrap_or(0);
    let unit = tiers.get(reached)?.amount;
    if tiers[reached].model != Some(ProductPriceModel::Tiered) {
        return Some(Amount { unit, extended: unit * quantity });
    }
    let graduated = tiers[..=reached].iter().enumerate().map(|(number, price)| {
        let end = if number == reached { quantity } else { limit(tiers[number + 1]) };
        price.amount * (end - if number == 0 { Decimal::ZERO } else { limit(price) })
    });
    Some(Amount { unit, extended: graduated.sum() })
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

/// Prices or costs, as the catalogue shows them.
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

    fn prices(model: ProductPriceModel) -> Vec<Price> {
        [(0, 10), (10, 8), (50, 5)]
            .map(|(limit, amount)| Price {
                currency: "EUR".into(),
                amount: amount.into(),
                type_: ProductPriceType::Recurring,
                model: Some(model.clone()),
                lower_limit: Some(limit.into()),
            })
            .into()
    }

    #[test]
    fn graduated_tiers_price_each_unit_and_volume_tiers_all_alike() {
        let sixty = Decimal::from(60);
        let graduated = tiered(&prices(ProductPriceModel::Tiered), "EUR", sixty).unwrap();
        assert_eq!((graduated.unit, graduated.extended), (5.into(), (10 * 10 + 40 * 8 + 10 * 5).into()));
        let volume = tiered(&prices(ProductPriceModel::VolumeSubscription), "EUR", sixty).unwrap();
        assert_eq!((volume.unit, volume.extended), (5.into(), 300.into()));
    }

    #[test]
    fn quantities_at_a_limit_reach_the_tier() {
        let at = |quantity: i32| {
            tiered(&prices(ProductPriceModel::VolumeOrder), "EUR", quantity.into()).unwrap().unit
        };
        assert_eq!([at(9), at(10), at(49), at(50)], [10.into(), 8.into(), 8.into(), 5.into()]);
        assert_eq!(tiered(&prices(ProductPriceModel::Flat), "USD", 1.into()), None);
    }

    #[test]
    fn agreed_tiers_win_over_the_agreed_unit_price() {
        let tiers = [(Decimal::from(10), Decimal::from(7))];
        assert_eq!(special(Some(9.into()), &tiers, 5.into()).unwrap().unit, 9.into());
        assert_eq!(special(Some(9.into()), &tiers, 12.into()).unwrap().extended, 84.into());
        assert_eq!(special(None, &[], 5.into()), None);
    }
}
