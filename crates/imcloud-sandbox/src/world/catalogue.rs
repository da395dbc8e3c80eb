//! Products and plans, and the product that a request names.

use std::collections::BTreeSet;

use imcloud_raw::types::{self, DependsOnItem};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{Call, Rejection, World, page::Page};
use crate::{
    behavior::DependsOnForm,
    model::{Charge, Period, Plan, Price, Product, Seats, Table},
};

/// What a request says about the product that it means.
#[derive(Debug, Default)]
pub(super) struct Wanted<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) mpn: Option<&'a str>,
    pub(super) vendor: Option<&'a str>,
    pub(super) subscription_period: Option<Period>,
    pub(super) billing_period: Option<Period>,
}

impl Table<Product> {
    /// Returns the product that a request names, or why it is ambiguous. By id alone, or by mpn, vendor,
    /// subscription period, billing period (documented); an ambiguous one is rejected with a message that
    /// names what else is needed (documented).
    pub(super) fn find(
        &self,
        wanted: &Wanted<'_>,
        among: impl Fn(&Product) -> bool,
    ) -> Result<&Product, String> {
        if let Some(id) = wanted.id {
            let product = self.get(id).ok_or_else(|| format!("Product not found: id {id}."))?;
            if wanted.mpn.is_some_and(|mpn| mpn != product.mpn) {
                return Err(format!("Product {id} has mpn {}, not the one given.", product.mpn));
            }
            return if among(product) {
                Ok(product)
            } else {
                Err(format!("Product {id} cannot be used here."))
            };
        }
        let mpn = wanted.mpn.ok_or("A product needs its mpn or its id.")?;
        let fits = |product: &&Product| {
            product.mpn == mpn
                && among(product)
                && wanted.vendor.is_none_or(|vendor| vendor == product.vendor)
                && wanted
                    .subscription_period
                    .as_ref()
                    .is_none_or(|period| *period == product.subscription_period)
                && wanted.billing_period.as_ref().is_none_or(|period| *period == product.billing_period)
        };
        let mut found = self.iter().filter(fits);
        let Some(first) = found.next() else { return Err(format!("Product not found: mpn {mpn}.")) };
        let others: Vec<_> = found.collect();
        if others.is_empty() {
            return Ok(first);
        }
        let differs = |by: &dyn Fn(&Product) -> String| others.iter().any(|other| by(other) != by(first));
        let needed: Vec<_> = [
            ("vendor", differs(&|product| product.vendor.clone())),
            ("subscriptionPeriod", differs(&|product| format!("{:?}", product.subscription_period))),
            ("billingPeriod", differs(&|product| format!("{:?}", product.billing_period))),
        ]
        .into_iter()
        .filter_map(|(member, differs)| differs.then_some(member))
        .collect();
        let needed = if needed.is_empty() { "id".to_owned() } else { needed.join(", ") };
        let count = others.len() + 1;
        Err(format!("{count} products have mpn {mpn}; say which one is meant by {needed} or by id."))
    }

    pub(super) fn currencies(&self) -> BTreeSet<&str> {
        self.iter().flat_map(|product| &product.prices).map(|price| price.currency.as_str()).collect()
    }

    /// The currency in which a customer of a country buys: that of the country where the catalog has it,
    /// else the reseller's (assumed).
    pub(super) fn currency_of(&self, country: &str, reseller: Option<&str>) -> String {
        let own = match country {
            "US" => "USD",
            "CA" => "CAD",
            "GB" => "GBP",
            "SE" => "SEK",
            "AT" | "BE" | "DE" | "ES" | "FI" | "FR" | "IE" | "IT" | "NL" | "PT" => "EUR",
            _ => "",
        };
        let currencies = self.currencies();
        let known =
            [Some(own), reseller].into_iter().flatten().find(|currency| currencies.contains(currency));
        known.or(currencies.first().copied()).unwrap_or("USD").to_owned()
    }
}

impl World {
    /// `name`, `serviceName` and `vendor` match parts whatever the case, `mpn` the whole (assumed). In the
    /// order of the catalog: another one is not documented.
    pub(super) fn list_products(&self, call: &Call<'_>) -> Result<Value, Rejection> {
        let page = Page::of(call, &self.behavior)?;
        let lower = |name: &str| call.query(name).map(str::to_lowercase);
        let (name, service, vendor) = (lower("name"), lower("serviceName"), lower("vendor"));
        let mpn = call.query("mpn");
        let holds = |text: &str, part: &Option<String>| {
            part.as_ref().is_none_or(|part| text.to_lowercase().contains(part))
        };
        let found = page.filter(self.data.products.iter(), |product| {
            mpn.is_none_or(|mpn| mpn == product.mpn)
                && holds(&product.name, &name)
                && holds(&product.service_name, &service)
                && holds(&product.vendor, &vendor)
        });
        let list = list!(ProductList, page, found, |product| self.shown_product(product));
        let mut list = serde_json::to_value(&list).unwrap_or_default();
        if self.behavior.depends_on == DependsOnForm::Strings {
            let rows = list.get_mut("data").and_then(Value::as_array_mut).into_iter().flatten();
            let items = rows.filter_map(|row| row.get_mut("dependsOn")?.as_array_mut()).flatten();
            items.for_each(|item| *item = item["mpn"].take());
        }
        Ok(list)
    }

    fn shown_product(&self, product: &Product) -> types::Product {
        let needed = product.depends_on.iter().filter_map(|id| self.data.products.get(id));
        let needed = needed.map(|needed| {
            fill!(DependsOnItem { mpn: needed.mpn.clone(), id: imcloud_raw::Id::from(needed.id.as_str()) })
        });
        fill!(Product {
            id: imcloud_raw::Id::from(product.id.as_str()),
            mpn: product.mpn.clone(),
            name: product.name.clone(),
            service_name: product.service_name.clone(),
            vendor: product.vendor.clone(),
            minimum_quantity: quantity_text(product.minimum_quantity),
            maximum_quantity: quantity_text(product.maximum_quantity),
            prices: shown(&product.prices),
            costs: shown(&product.costs),
            billing_period: product.billing_period.shown(),
            subscription_period: product.subscription_period.shown(),
            billing_model: product.billing_model.clone(),
            depends_on: needed.collect::<Vec<DependsOnItem>>(),
            coterming: product.coterming.clone(),
        })
    }

    /// The switches are only in the detail (documented).
    pub(super) fn list_plans(&self, call: &Call<'_>) -> Result<types::ServicePlanList, Rejection> {
        let page = Page::of(call, &self.behavior)?;
        Ok(list!(ServicePlanList, page, page.cut(self.data.plans.iter()), plan_row))
    }

    pub(super) fn get_plan(&self, id: &str) -> Result<types::ServicePlan, Rejection> {
        let plan = self.find(&self.data.plans, "service plan", id)?;
        let switches = plan.switches.iter().map(|switch| {
            fill!(ServicePlanSubscriptionPeriodSwitch {
                plan_id: imcloud_raw::Id::from(switch.plan_id),
                source_subscription_period: switch.source_subscription_period.shown(),
                subscription_period: switch.subscription_period.shown(),
                billing_policy: switch.billing_policy.clone(),
                when_effective: switch.when_effective.clone(),
            })
        });
        let row = plan_row(plan);
        Ok(fill!(ServicePlan {
            id: row.id,
            name: row.name,
            short_description: row.short_description,
            long_description: row.long_description,
            published: row.published,
            billing_period: row.billing_period,
            billing_model: row.billing_model,
            subscription_periods: row.subscription_periods,
            plan_switches: switches.collect::<Vec<_>>(),
        }))
    }
}

fn plan_row(plan: &Plan) -> types::ServicePlanSummary {
    fill!(ServicePlanSummary {
        id: imcloud_raw::Id::from(plan.id),
        name: plan.name.clone(),
        short_description: plan.short_description.clone(),
        long_description: plan.long_description.clone(),
        published: plan.published,
        billing_period: fill!(BillingPeriod {
            type_: plan.billing_period.type_.clone(),
            duration: i64::from(plan.billing_period.duration),
        }),
        billing_model: plan.billing_model.clone(),
        subscription_periods: subscription_periods(plan),
    })
}

fn subscription_periods(plan: &Plan) -> Vec<types::SubscriptionPeriod> {
    let one = |entry: &crate::model::PlanPeriod| {
        fill!(SubscriptionPeriod {
            type_: entry.period.type_.clone(),
            duration: i64::from(entry.period.duration),
            trial: entry.trial,
            active: entry.active,
        })
    };
    plan.subscription_periods.iter().map(one).collect()
}

/// With one digit behind the point at least, as the guide shows them: `5000.0`.
fn quantity_text(quantity: rust_decimal::Decimal) -> imcloud_raw::Decimal {
    let mut quantity = quantity.normalize();
    if quantity.scale() == 0 {
        quantity.rescale(1);
    }
    quantity.into()
}

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
