//! Products and plans.

use std::collections::BTreeSet;

use imcloud_raw::types::{self, DependsOnItem};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{Call, Page, Result, World};
use crate::{
    behavior::DependsOnForm,
    model::{Period, Plan, Price, Product, Table},
};

/// Criteria by which a request names a product.
#[derive(Debug, Default)]
pub(super) struct Criteria<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) mpn: Option<&'a str>,
    pub(super) vendor: Option<&'a str>,
    pub(super) subscription_period: Option<Period>,
    pub(super) billing_period: Option<Period>,
}

impl Table<Product> {
    /// Returns the product that a request names, among these. By id alone, or by mpn, vendor, subscription
    /// period, billing period; the message for an ambiguous one names missing criteria (both documented).
    pub(super) fn find(
        &self,
        criteria: &Criteria<'_>,
        among: impl Fn(&Product) -> bool,
    ) -> Result<&Product, String> {
        if let Some(id) = criteria.id {
            let product = self.get(id).ok_or_else(|| format!("Product not found: id {id}."))?;
            if criteria.mpn.is_some_and(|mpn| mpn != product.mpn) {
                return Err(format!("Product {id} has mpn {}, not the one given.", product.mpn));
            }
            let usable = Some(product).filter(|product| among(product));
            return usable.ok_or_else(|| format!("Product {id} cannot be used here."));
        }
        let mpn = criteria.mpn.ok_or("A product needs its mpn or its id.")?;
        let (term, billing) = (&criteria.subscription_period, &criteria.billing_period);
        let fits = |product: &&Product| {
            product.mpn == mpn
                && among(product)
                && criteria.vendor.is_none_or(|vendor| vendor == product.vendor)
                && term.as_ref().is_none_or(|period| *period == product.subscription_period)
                && billing.as_ref().is_none_or(|period| *period == product.billing_period)
        };
        let found: Vec<&Product> = self.iter().filter(fits).collect();
        let [first, others @ ..] = &found[..] else { return Err(format!("Product not found: mpn {mpn}.")) };
        if others.is_empty() {
            return Ok(first);
        }
        let any = |differs: fn(&Product, &Product) -> bool| others.iter().any(|other| differs(first, other));
        let needed: Vec<_> = [
            ("vendor", any(|one, other| one.vendor != other.vendor)),
            ("subscriptionPeriod", any(|one, other| one.subscription_period != other.subscription_period)),
            ("billingPeriod", any(|one, other| one.billing_period != other.billing_period)),
        ]
        .into_iter()
        .filter_map(|(criterion, differs)| differs.then_some(criterion))
        .collect();
        let needed = if needed.is_empty() { "id".to_owned() } else { needed.join(", ") };
        let count = found.len();
        Err(format!("{count} products have mpn {mpn}; say which one is meant by {needed} or by id."))
    }

    pub(super) fn currencies(&self) -> BTreeSet<&str> {
        self.iter().flat_map(|product| &product.prices).map(|price| price.currency.as_str()).collect()
    }

    /// Returns the currency for a customer: that of the country if the catalog has it, else the reseller's
    /// (assumed).
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
    /// `name`, `serviceName` and `vendor` match parts in any case, `mpn` the complete value (assumed). In the
    /// order of the catalog: no other one is documented.
    pub(super) fn list_products(&self, call: &Call) -> Result<Value> {
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
        let list = list!(ProductList, page, found, |product| self.product_item(product));
        let mut list = serde_json::to_value(&list).unwrap_or_default();
        if self.behavior.depends_on == DependsOnForm::Strings {
            let products = list["data"].as_array_mut().into_iter().flatten();
            let items = products.filter_map(|item| item.get_mut("dependsOn")?.as_array_mut()).flatten();
            items.for_each(|item| *item = item["mpn"].take());
        }
        Ok(list)
    }

    fn product_item(&self, product: &Product) -> types::Product {
        let needed = product.depends_on.iter().filter_map(|id| self.data.products.get(id));
        let needed = needed.map(|needed| {
            fill!(DependsOnItem { mpn: needed.mpn.clone(), id: imcloud_raw::Id::from(needed.id.as_str()) })
        });
        let mut response = fill!(Product {
            id: imcloud_raw::Id::from(product.id.as_str()),
            minimum_quantity: quantity_text(product.minimum_quantity),
            maximum_quantity: quantity_text(product.maximum_quantity),
            prices: price_items(&product.prices),
            costs: price_items(&product.costs),
            billing_period: product.billing_period.response(),
            subscription_period: product.subscription_period.response(),
            depends_on: needed.collect::<Vec<DependsOnItem>>(),
        });
        copy!(product => response: mpn, name, service_name, vendor, billing_model, coterming);
        response
    }

    /// The switches are only in the detail (documented).
    pub(super) fn list_plans(&self, call: &Call) -> Result<types::ServicePlanList> {
        let page = Page::of(call, &self.behavior)?;
        Ok(list!(ServicePlanList, page, page.filter(self.data.plans.iter(), |_| true), plan_item))
    }

    pub(super) fn get_plan(&self, id: &str) -> Result<types::ServicePlan> {
        let plan = self.find(&self.data.plans, "service plan", id)?;
        let switches = plan.switches.iter().map(|switch| {
            let mut response = fill!(ServicePlanSubscriptionPeriodSwitch {
                plan_id: imcloud_raw::Id::from(switch.plan_id),
                source_subscription_period: switch.source_subscription_period.response(),
                subscription_period: switch.subscription_period.response(),
            });
            copy!(switch => response: billing_policy, when_effective);
            response
        });
        let mut detail = fill!(ServicePlan { plan_switches: switches.collect::<Vec<_>>() });
        copy!(plan_item(plan) => detail: id, name, short_description, long_description, published,
            billing_period, billing_model, subscription_periods);
        Ok(detail)
    }
}

fn plan_item(plan: &Plan) -> types::ServicePlanSummary {
    let periods = plan.subscription_periods.iter().map(|entry| {
        fill!(SubscriptionPeriod {
            type_: entry.period.type_.clone(),
            duration: i64::from(entry.period.duration),
            trial: entry.trial,
            active: entry.active,
        })
    });
    let mut item = fill!(ServicePlanSummary {
        id: imcloud_raw::Id::from(plan.id),
        billing_period: fill!(BillingPeriod {
            type_: plan.billing_period.type_.clone(),
            duration: i64::from(plan.billing_period.duration),
        }),
        subscription_periods: periods.collect::<Vec<_>>(),
    });
    copy!(plan => item: name, short_description, long_description, published, billing_model);
    item
}

/// Has at least one digit after the point, as in the guide: `5000.0`.
fn quantity_text(quantity: Decimal) -> imcloud_raw::Decimal {
    let mut quantity = quantity.normalize();
    if quantity.scale() == 0 {
        quantity.rescale(1);
    }
    quantity.into()
}

pub(super) fn decimal(sent: &imcloud_raw::Decimal) -> Result<Decimal> {
    sent.to_decimal().map_err(|error| rejection!(bad, "{error}."))
}

/// Creates an amount of money in one of the types with these two fields.
macro_rules! money {
    ($type:ident, $currency:expr, $amount:expr) => {
        fill!($type {
            currency: $currency.to_owned(),
            amount: imcloud_raw::Decimal::from($amount.normalize())
        })
    };
}

pub(super) use money;

fn price_items(prices: &[Price]) -> Vec<types::ProductPrice> {
    let one = |price: &Price| {
        let mut response = fill!(ProductPrice {
            amount: imcloud_raw::Decimal::from(price.amount),
            lower_limit: price.lower_limit.map(imcloud_raw::Decimal::from),
        });
        copy!(price => response: currency, type_, model);
        response
    };
    prices.iter().map(one).collect()
}
