//! Plans and products of `offers.json`.

use std::sync::LazyLock;

use imcloud_raw::types::{
    BillingModel, Coterming, ProductPriceModel, ProductPriceType, SwitchBillingPolicy, SwitchEffectiveDate,
};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::model::{ActivationParameter, Period, Plan, PlanPeriod, PlanSwitch, Price, Product};

/// Currencies of all prices, and the value of a dollar in thousandths of them.
pub(super) const CURRENCIES: [(&str, i64); 5] =
    [("USD", 1_000), ("EUR", 920), ("CAD", 1_360), ("GBP", 790), ("SEK", 10_500)];

const FIRST_PLAN: u64 = 2_001;

/// A plan with its products, and their source.
pub(super) struct Offer {
    pub(super) family: &'static Family,
    pub(super) term: Term,
    pub(super) plan: Plan,
    /// In the order of the family's items.
    pub(super) products: Vec<Product>,
}

struct TermProperties {
    name: &'static str,
    /// Of part numbers.
    suffix: &'static str,
    subscription: Period,
    billing: Period,
    /// The price of a billing period, in thousandths of the monthly price of a yearly term: monthly terms
    /// cost a fifth more, yearly payment a twentieth less.
    factor: i64,
}

impl Term {
    fn properties(self) -> TermProperties {
        let (month, year) = (Period::months(1), Period::years(1));
        let (name, suffix, subscription, billing, factor) = match self {
            Self::Monthly => ("monthly", "P1M", month.clone(), month, 1_200),
            Self::YearlyPaidMonthly => ("yearly, billed monthly", "P1Y-M", year, month, 1_000),
            Self::YearlyPaidYearly => ("yearly", "P1Y", year.clone(), year, 11_400),
        };
        TermProperties { name, suffix, subscription, billing, factor }
    }

    pub(super) fn months(self) -> i64 {
        if self == Self::Monthly { 1 } else { 12 }
    }
}

pub(super) fn offers() -> Vec<Offer> {
    let mut all: Vec<Offer> = Vec::new();
    let mut first_product = 1;
    let terms = FAMILIES.iter().flat_map(|family| family.terms.iter().map(move |term| (family, *term)));
    for ((family, term), plan_id) in terms.zip(FIRST_PLAN..) {
        let items = family.items.iter().enumerate();
        let products = items.map(|(index, item)| product(family, term, item, plan_id, first_product, index));
        let products: Vec<Product> = products.collect();
        first_product += products.len();
        all.push(Offer { family, term, plan: plan(family, term, plan_id), products });
    }
    let ids: Vec<_> = all.iter().map(|offer| (offer.family.name, offer.term, offer.plan.id)).collect();
    for offer in &mut all {
        let is_target = |&&(name, term, _): &&(&str, Term, u64)| {
            term == offer.term && offer.family.upgrades.contains(&name)
        };
        offer.plan.switches =
            ids.iter().filter(is_target).map(|&(_, _, id)| switch(offer.term, id)).collect();
    }
    all
}

fn model(family: &Family) -> BillingModel {
    if family.usage_billed {
        BillingModel::ChargeAfterBillingPeriod
    } else {
        BillingModel::ChargeBeforeBillingPeriod
    }
}

fn plan(family: &Family, term: Term, id: u64) -> Plan {
    let TermProperties { name, subscription, billing, .. } = term.properties();
    Plan {
        id,
        name: format!("{} ({name})", family.name),
        short_description: format!("{} of {}", family.name, family.vendor),
        long_description: family.about.to_owned(),
        published: true,
        billing_period: billing,
        billing_model: model(family),
        subscription_periods: vec![PlanPeriod { period: subscription, trial: false, active: true }],
        switches: Vec::new(),
    }
}

fn switch(term: Term, plan_id: u64) -> PlanSwitch {
    let (billing_policy, when_effective) = match term {
        Term::Monthly => (SwitchBillingPolicy::NoRefund, SwitchEffectiveDate::NextBillingPeriod),
        Term::YearlyPaidMonthly | Term::YearlyPaidYearly => {
            (SwitchBillingPolicy::ProrateKeepingExpDate, SwitchEffectiveDate::Immediately)
        }
    };
    let subscription_period = term.properties().subscription;
    let source_subscription_period = subscription_period.clone();
    PlanSwitch { plan_id, source_subscription_period, subscription_period, billing_policy, when_effective }
}

fn product(family: &Family, term: Term, item: &Item, plan_id: u64, first: usize, index: usize) -> Product {
    let id = |index: usize| format!("PRD{:06}", first + index);
    let TermProperties { suffix, subscription, billing, factor, .. } = term.properties();
    let mpn = match item.mpn.strip_suffix('-') {
        Some(stem) => format!("{stem}-{suffix}"),
        None => item.mpn.to_owned(),
    };
    Product {
        id: id(index),
        mpn,
        name: item.name.to_owned(),
        service_name: family.service.to_owned(),
        vendor: family.vendor.to_owned(),
        plan_id,
        minimum_quantity: item.minimum.unwrap_or(1).into(),
        maximum_quantity: item.maximum.unwrap_or(5_000).into(),
        prices: price_list(item, factor, 1_000),
        costs: price_list(item, factor, family.cost_share),
        billing_period: billing,
        subscription_period: subscription,
        billing_model: model(family),
        depends_on: item.needs.map(id).into_iter().collect(),
        coterming: family.coterming.clone(),
        parameters: item.parameters.clone(),
    }
}

/// Returns `share` thousandths of the prices in every currency.
fn price_list(item: &Item, factor: i64, share: i64) -> Vec<Price> {
    let mut list = Vec::new();
    for (currency, rate) in CURRENCIES {
        let price = |cents: i64, factor: i64, type_, lower_limit: Option<u32>, model| Price {
            currency: currency.to_owned(),
            amount: amount(cents, factor, rate, share),
            type_,
            model,
            lower_limit: lower_limit.map(Decimal::from),
        };
        for &(from, cents) in &item.monthly {
            let limit = item.model.as_ref().map(|_| from);
            list.push(price(cents, factor, ProductPriceType::Recurring, limit, item.model.clone()));
        }
        let once = [(item.setup, ProductPriceType::Setup), (item.overuse, ProductPriceType::Overuse)];
        list.extend(
            once.into_iter().filter_map(|(cents, type_)| Some(price(cents?, 1_000, type_, None, None))),
        );
    }
    list
}

/// Rounds to a cent, and amounts below one unit of the currency to a ten-thousandth.
fn amount(cents: i64, factor: i64, rate: i64, share: i64) -> Decimal {
    let exact = Decimal::from(cents) * Decimal::from(factor) * Decimal::from(rate) * Decimal::from(share);
    let exact = exact / Decimal::from(100_000_000_000_i64);
    exact.round_dp(if exact < Decimal::ONE { 4 } else { 2 }).normalize()
}

/// Plans of the same products that differ by term.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Family {
    pub(super) service: &'static str,
    pub(super) vendor: &'static str,
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) terms: Vec<Term>,
    /// Share of the recurring price, in thousandths.
    pub(super) cost_share: i64,
    #[serde(default)]
    pub(super) usage_billed: bool,
    pub(super) coterming: Option<Coterming>,
    pub(super) items: Vec<Item>,
    /// Names of families to which subscribers may switch, with the same term.
    #[serde(default)]
    pub(super) upgrades: Vec<&'static str>,
}

/// Length of a subscription and of its billing period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Term {
    Monthly,
    YearlyPaidMonthly,
    YearlyPaidYearly,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Item {
    /// The same for every term. If it ends with `-`, the term is appended.
    pub(super) mpn: &'static str,
    pub(super) name: &'static str,
    /// Cents of a US dollar per unit and month of a yearly term, by the quantity from which they apply.
    pub(super) monthly: Vec<(u32, i64)>,
    /// `None` for a flat price.
    pub(super) model: Option<ProductPriceModel>,
    pub(super) setup: Option<i64>,
    pub(super) overuse: Option<i64>,
    /// Defaults to 1.
    pub(super) minimum: Option<u32>,
    /// Defaults to 5,000.
    maximum: Option<u32>,
    /// The item of the same family that it needs.
    pub(super) needs: Option<usize>,
    #[serde(default)]
    pub(super) parameters: Vec<ActivationParameter>,
    #[serde(default)]
    pub(super) usual: Usual,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Usual {
    #[default]
    Users,
    Machines,
    Gigabytes,
    Few,
}

/// The parameter of the directory service for the customer's domain.
pub(super) const DIRECTORY_DOMAIN: &str = "velloran_domain";
/// The parameter in which the directory service returns the customer's tenant.
pub(super) const DIRECTORY_TENANT: &str = "velloran_tenant_id";
pub(super) const DIRECTORY_VENDOR: &str = "Velloran Systems";

pub(super) static FAMILIES: LazyLock<Vec<Family>> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is a part of this crate, and tests read it")]
    serde_json::from_str(include_str!("offers.json")).expect("offers.json is valid")
});

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use imcloud_raw::types::ProductPriceModel;

    use super::*;

    fn products() -> Vec<Product> {
        offers().into_iter().flat_map(|offer| offer.products).collect()
    }

    #[test]
    fn it_is_as_wide_as_a_real_one() {
        let products = products();
        assert!((30..=60).contains(&products.len()), "{}", products.len());
        let services: BTreeSet<_> = products.iter().map(|product| &product.service_name).collect();
        let vendors: BTreeSet<_> = products.iter().map(|product| &product.vendor).collect();
        assert!(services.len() >= 5 && vendors.len() >= 4);
    }

    #[test]
    fn everything_is_sold_in_every_currency_and_costs_less_than_its_price() {
        for product in products() {
            assert_eq!(product.prices.len(), product.costs.len());
            for (price, cost) in product.prices.iter().zip(&product.costs) {
                assert_eq!(
                    (&price.currency, &price.type_, &price.lower_limit),
                    (&cost.currency, &cost.type_, &cost.lower_limit)
                );
                assert!(
                    Decimal::ZERO < cost.amount && cost.amount < price.amount,
                    "{} {price:?}",
                    product.id
                );
            }
            for (currency, _) in CURRENCIES {
                assert!(product.charge(currency, product.minimum_quantity).is_some());
            }
        }
    }

    #[test]
    fn add_ons_need_a_product_of_the_same_plan_and_service() {
        let products = products();
        let by_id: BTreeMap<_, _> = products.iter().map(|product| (&product.id, product)).collect();
        assert_eq!(by_id.len(), products.len());
        let mut add_ons = 0;
        for product in &products {
            for needed in &product.depends_on {
                let needed = by_id[needed];
                assert_eq!((needed.plan_id, &needed.service_name), (product.plan_id, &product.service_name));
                add_ons += 1;
            }
        }
        assert!(add_ons >= 10);
    }

    /// By part number, vendor, subscription period and billing period, as the guide says; each of them is
    /// needed somewhere.
    #[test]
    fn an_ambiguous_part_number_is_resolved_by_vendor_and_periods() {
        let products = products();
        let period = |period: &Period| format!("{}{}", period.duration, period.type_);
        let kinds = |fields: usize| {
            let key = |product: &Product| {
                let all = [
                    product.mpn.clone(),
                    product.vendor.clone(),
                    period(&product.subscription_period),
                    period(&product.billing_period),
                ];
                all.into_iter().take(fields).collect::<Vec<_>>()
            };
            products.iter().map(key).collect::<BTreeSet<_>>().len()
        };
        let steps: Vec<usize> = (1..=4).map(kinds).collect();
        assert!(steps.is_sorted_by(|few, more| few < more), "{steps:?}");
        assert_eq!(steps[3], products.len());
    }

    #[test]
    fn there_are_tiers_of_both_kinds_setup_fees_and_overuse() {
        let products = products();
        let has = |is: &dyn Fn(&Price) -> bool| products.iter().any(|product| product.prices.iter().any(is));
        assert!(has(&|price| price.model == Some(ProductPriceModel::Tiered)));
        assert!(has(&|price| price.model == Some(ProductPriceModel::VolumeSubscription)));
        assert!(has(&|price| price.type_ == ProductPriceType::Setup));
        assert!(has(&|price| price.type_ == ProductPriceType::Overuse));
    }

    #[test]
    fn switches_lead_to_plans_of_the_same_term() {
        let offers = offers();
        let by_id: BTreeMap<_, _> = offers.iter().map(|offer| (offer.plan.id, offer)).collect();
        let mut switches = 0;
        for offer in &offers {
            for switch in &offer.plan.switches {
                let target = by_id[&switch.plan_id];
                assert_eq!(target.term, offer.term);
                assert_ne!(target.family.name, offer.family.name);
                switches += 1;
            }
        }
        assert_eq!(switches, 9);
    }
}
