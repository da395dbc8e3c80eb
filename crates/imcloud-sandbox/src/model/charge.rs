//! The cost of a quantity of a product, by the catalog.

use imcloud_raw::types::{ProductPriceModel, ProductPriceType};
use rust_decimal::Decimal;

use super::{Price, Product};

/// For one billing period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Charge {
    /// Of the tier that the quantity reaches.
    pub(crate) unit: Decimal,
    /// For all units. With `TIERED` each unit has the price of its own tier; with the other models all have
    /// the price of the tier that is reached. The provider does not explain the models; this is assumed from
    /// their names.
    pub(crate) extended: Decimal,
    /// Charged once for the product, whatever the quantity (assumed).
    pub(crate) setup: Option<Decimal>,
}

/// `None` when the product has no recurring price in the currency.
pub(crate) fn charge(prices: &[Price], currency: &str, quantity: Decimal) -> Option<Charge> {
    let of = |type_: ProductPriceType| {
        prices.iter().filter(move |price| price.currency == currency && price.type_ == type_)
    };
    let mut tiers: Vec<(Decimal, &Price)> = of(ProductPriceType::Recurring)
        .map(|price| (price.lower_limit.unwrap_or(Decimal::ZERO), price))
        .collect();
    tiers.sort_by_key(|(from, _)| *from);
    // A quantity below the first limit has the price of the first tier.
    let reached = tiers.iter().rfind(|(from, _)| *from <= quantity).or(tiers.first())?;
    let extended = if reached.1.model == Some(ProductPriceModel::Tiered) {
        tiered(&tiers, quantity)
    } else {
        reached.1.amount * quantity
    };
    let setup = of(ProductPriceType::Setup).next().map(|price| price.amount);
    Some(Charge { unit: reached.1.amount, extended, setup })
}

/// The unit that reaches a limit is the first of the new tier.
fn tiered(tiers: &[(Decimal, &Price)], quantity: Decimal) -> Decimal {
    let mut sum = Decimal::ZERO;
    let mut counted = Decimal::ZERO;
    for (index, (_, price)) in tiers.iter().enumerate() {
        let end = match tiers.get(index + 1) {
            Some((next, _)) => quantity.min((*next - Decimal::ONE).max(Decimal::ZERO)),
            None => quantity,
        };
        let units = (end - counted).max(Decimal::ZERO);
        sum += units * price.amount;
        counted += units;
    }
    sum
}

impl Product {
    /// Returns what the customer pays for this quantity.
    pub(crate) fn charge(&self, currency: &str, quantity: Decimal) -> Option<Charge> {
        charge(&self.prices, currency, quantity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiers(model: ProductPriceModel) -> Vec<Price> {
        let tier = |from: u32, amount: u32| Price {
            currency: "USD".to_owned(),
            amount: amount.into(),
            type_: ProductPriceType::Recurring,
            model: Some(model.clone()),
            lower_limit: Some(from.into()),
        };
        // Not in order, as a file may have them.
        vec![tier(11, 8), tier(0, 10), tier(101, 5)]
    }

    fn extended(model: ProductPriceModel, quantity: u32) -> Decimal {
        charge(&tiers(model), "USD", quantity.into()).unwrap().extended
    }

    #[test]
    fn each_unit_has_the_price_of_its_own_tier() {
        assert_eq!(extended(ProductPriceModel::Tiered, 10), 100.into());
        assert_eq!(extended(ProductPriceModel::Tiered, 11), 108.into());
        assert_eq!(extended(ProductPriceModel::Tiered, 102), (100 + 90 * 8 + 2 * 5).into());
    }

    #[test]
    fn all_units_have_the_price_of_the_tier_that_is_reached() {
        assert_eq!(extended(ProductPriceModel::VolumeSubscription, 10), 100.into());
        assert_eq!(extended(ProductPriceModel::VolumeSubscription, 11), 88.into());
        assert_eq!(
            charge(&tiers(ProductPriceModel::VolumeSubscription), "USD", 200.into()).unwrap().unit,
            5.into()
        );
    }

    #[test]
    fn a_currency_without_price_has_no_charge() {
        assert_eq!(charge(&tiers(ProductPriceModel::Flat), "NOK", Decimal::ONE), None);
    }
}
