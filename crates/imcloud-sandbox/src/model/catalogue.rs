//! The catalog: products, plans, their periods, and the cost of a quantity.

use chrono::NaiveDate;
use imcloud_raw::types::{
    self, BillingModel, Coterming, PeriodInput, PeriodType, ProductPriceModel, ProductPriceType,
    SwitchBillingPolicy, SwitchEffectiveDate,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Seats;
use crate::clock::{days_later, months_later};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Product {
    /// For example `PRD000123`.
    pub(crate) id: String,
    /// Need not be unique (documented).
    pub(crate) mpn: String,
    pub(crate) name: String,
    pub(crate) service_name: String,
    pub(crate) vendor: String,
    /// The plan that sells it. Products of one plan share one subscription.
    pub(crate) plan_id: u64,
    #[serde(deserialize_with = "super::valid::not_negative")]
    pub(crate) minimum_quantity: Decimal,
    pub(crate) maximum_quantity: Decimal,
    /// Prices for the customer, in every currency in which it is sold.
    pub(crate) prices: Vec<Price>,
    /// Prices for the reseller.
    pub(crate) costs: Vec<Price>,
    pub(crate) billing_period: Period,
    pub(crate) subscription_period: Period,
    pub(crate) billing_model: BillingModel,
    /// Ids of products that the same subscription must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) depends_on: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) coterming: Option<Coterming>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parameters: Vec<ActivationParameter>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Price {
    #[serde(deserialize_with = "super::valid::currency")]
    pub(crate) currency: String,
    #[serde(deserialize_with = "super::valid::not_negative")]
    pub(crate) amount: Decimal,
    #[serde(rename = "type", deserialize_with = "super::valid::listed")]
    pub(crate) type_: ProductPriceType,
    /// Absent for a flat price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) model: Option<ProductPriceModel>,
    /// The quantity from which this tier applies.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::valid::optional_not_negative"
    )]
    pub(crate) lower_limit: Option<Decimal>,
}

/// A value that a product requires before it can be activated.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ActivationParameter {
    /// Case-sensitive (documented).
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) kind: ParameterKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ParameterKind {
    Text,
    /// A host name of at least two labels.
    Domain,
    Email,
    /// One of these values, each with its label.
    Choice(Vec<(String, String)>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Plan {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) short_description: String,
    pub(crate) long_description: String,
    pub(crate) published: bool,
    pub(crate) billing_period: Period,
    pub(crate) billing_model: BillingModel,
    pub(crate) subscription_periods: Vec<PlanPeriod>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) switches: Vec<PlanSwitch>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PlanPeriod {
    pub(crate) period: Period,
    pub(crate) trial: bool,
    pub(crate) active: bool,
}

/// A plan to which subscribers of this one may switch.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PlanSwitch {
    pub(crate) plan_id: u64,
    pub(crate) source_subscription_period: Period,
    pub(crate) subscription_period: Period,
    pub(crate) billing_policy: SwitchBillingPolicy,
    pub(crate) when_effective: SwitchEffectiveDate,
}

/// For one billing period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Charge {
    /// Of the tier that the quantity reaches.
    pub(crate) unit: Decimal,
    /// For all units. With `TIERED` each unit has the price of its own tier; with the other models all have
    /// the price of the tier that is reached (assumed from the names of the models).
    pub(crate) extended: Decimal,
    /// Charged once for the product, independent of the quantity (assumed).
    pub(crate) setup: Option<Decimal>,
}

/// Returns `None` if there is no recurring price in the currency.
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
    let ends = tiers.iter().skip(1).map(|(next, _)| quantity.min(*next - Decimal::ONE)).chain([quantity]);
    let mut counted = Decimal::ZERO;
    let amounts = tiers.iter().zip(ends).map(|((_, price), end)| {
        let units = (end - counted).max(Decimal::ZERO);
        counted += units;
        units * price.amount
    });
    amounts.sum()
}

/// Returns the charge at an agreed price. Agreed tiers set the price of all units.
fn special(unit: Option<Decimal>, tiers: &[(Decimal, Decimal)], quantity: Decimal) -> Option<Charge> {
    let reached = tiers.iter().filter(|(limit, _)| *limit <= quantity).max_by_key(|(limit, _)| *limit);
    let unit = reached.map(|(_, amount)| *amount).or(unit)?;
    Some(Charge { unit, extended: unit * quantity, setup: None })
}

impl Product {
    /// Returns the price that the customer pays.
    pub(crate) fn charge(&self, currency: &str, quantity: Decimal) -> Option<Charge> {
        charge(&self.prices, currency, quantity)
    }
}

impl Seats {
    /// Returns the price of this quantity: the agreed one, or else that of the catalog.
    pub(crate) fn price(&self, product: &Product, currency: &str, quantity: Decimal) -> Option<Charge> {
        special(self.special_price, &self.special_price_tiers, quantity)
            .or_else(|| product.charge(currency, quantity))
    }

    /// Returns the cost of the reseller.
    pub(crate) fn cost(&self, product: &Product, currency: &str) -> Option<Charge> {
        special(self.special_cost, &[], self.quantity)
            .or_else(|| charge(&product.costs, currency, self.quantity))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Period {
    #[serde(rename = "type", deserialize_with = "super::valid::listed")]
    pub(crate) type_: PeriodType,
    #[serde(deserialize_with = "super::valid::positive")]
    pub(crate) duration: u32,
}

impl Period {
    pub(crate) fn months(duration: u32) -> Self {
        Self { type_: PeriodType::Month, duration }
    }

    pub(crate) fn years(duration: u32) -> Self {
        Self { type_: PeriodType::Year, duration }
    }

    pub(crate) fn response(&self) -> types::Period {
        let mut period = types::Period::default();
        period.type_ = Some(self.type_.clone());
        period.duration = Some(self.duration.into());
        period
    }

    /// Returns the first day after the period, up to the end of the calendar. A statement day comes once a
    /// month.
    pub(crate) fn after(&self, start: NaiveDate) -> NaiveDate {
        match self.type_ {
            PeriodType::Day => days_later(start, self.duration.into()),
            PeriodType::Year => months_later(start, i64::from(self.duration) * 12),
            _ => months_later(start, self.duration.into()),
        }
    }
}

impl From<&PeriodInput> for Period {
    /// An invalid duration becomes 0, which no product has.
    fn from(sent: &PeriodInput) -> Self {
        Self { type_: sent.type_.clone(), duration: sent.duration.try_into().unwrap_or(0) }
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

    #[test]
    fn agreed_tiers_precede_agreed_unit_price() {
        let tiers = [(Decimal::from(10), Decimal::from(7))];
        assert_eq!(special(Some(9.into()), &tiers, 5.into()).unwrap().unit, 9.into());
        assert_eq!(special(Some(9.into()), &tiers, 12.into()).unwrap().extended, 84.into());
        assert_eq!(special(None, &[], 5.into()), None);
    }
}
