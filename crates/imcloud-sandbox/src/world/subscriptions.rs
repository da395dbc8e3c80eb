//! Subscriptions.

use chrono::NaiveDate;
use imcloud_raw::types::{self, SpecialPricingInput, SubscriptionProductUpdate, SubscriptionUpdate};
use rust_decimal::Decimal;

use super::{
    Call, Rejection, World,
    catalogue::{self, decimal, money},
    page::Page,
};
use crate::model::{Charge, Product, Seats, Subscription, charge};

impl World {
    pub(super) fn list_subscriptions(&self, call: &Call<'_>) -> Result<types::SubscriptionList, Rejection> {
        let page = Page::of(call, &self.behavior)?;
        let (from, to) = (day(call, "creationDateFrom")?, day(call, "creationDateTo")?);
        let status = call.query("status");
        // An id that is not a number belongs to nobody.
        let customer = call.query("customerId").map(|id| id.parse::<u64>().unwrap_or_default());
        let narrowed = status.is_some() || from.is_some() || to.is_some();
        let matches = narrowed.then_some(|row: &&Subscription| {
            let created = row.created.date_naive();
            status.is_none_or(|status| status == row.status.as_str())
                && from.is_none_or(|from| from <= created)
                && to.is_none_or(|to| created <= to)
        });
        let rows = &self.data.subscriptions;
        let found = match customer {
            Some(id) => {
                let places = self.subscriptions_of_customer.of(id).iter().rev();
                page.select(places.map(|place| &rows[*place]), matches)
            }
            None => page.select(rows.iter().rev(), matches),
        };
        Ok(list!(SubscriptionList, page, found, |row| self.subscription_row(row)))
    }

    pub(super) fn get_subscription(&self, id: &str) -> Result<types::Subscription, Rejection> {
        self.subscription(id).map(|subscription| self.subscription_detail(subscription))
    }

    fn subscription(&self, id: &str) -> Result<&Subscription, Rejection> {
        self.find(&self.data.subscriptions, "subscription", id)
    }

    /// Attributes, renewal and prices (documented); quantities only change by orders. Attributes that are not
    /// given stay (assumed).
    pub(super) fn update_subscription(
        &mut self,
        id: &str,
        sent: &SubscriptionUpdate,
    ) -> Result<types::Subscription, Rejection> {
        let mut changed = self.subscription(id)?.clone();
        for (name, value) in sent.attributes.iter().flatten() {
            changed.attributes.insert(name.clone(), value.clone());
        }
        if let Some(renews) = sent.renewal_status {
            if changed.status != types::SubscriptionStatus::Active {
                return Err(Rejection::business(format!(
                    "Subscription #{id} is {}; only an active one can be set to renew or not.",
                    changed.status
                )));
            }
            changed.renewal_status = renews;
        }
        self.reprice(&mut changed, sent.products.as_deref().unwrap_or_default())?;
        self.changed(changed);
        self.get_subscription(id)
    }

    pub(super) fn set_special_pricing(
        &mut self,
        id: &str,
        sent: &SpecialPricingInput,
    ) -> Result<types::Subscription, Rejection> {
        let mut changed = self.subscription(id)?.clone();
        self.reprice(&mut changed, &sent.products)?;
        self.changed(changed);
        self.get_subscription(id)
    }

    fn changed(&mut self, mut subscription: Subscription) {
        subscription.last_modified = self.now.date_naive();
        if let Some(stored) = self.data.subscriptions.get_mut(&subscription.id) {
            *stored = subscription;
        }
    }

    fn reprice(
        &self,
        subscription: &mut Subscription,
        products: &[SubscriptionProductUpdate],
    ) -> Result<(), Rejection> {
        let currency = subscription.currency.clone();
        let amount = |member: &str, amount: &imcloud_raw::Decimal, other: &str| {
            if other != currency {
                return Err(Rejection::bad(format!(
                    "{member}.currency is {other}; the subscription is in {currency}."
                )));
            }
            decimal(amount)
        };
        for (number, sent) in products.iter().enumerate() {
            let at = format!("products[{number}]");
            let meant = |seats: &&mut Seats| match (&sent.id, &sent.mpn) {
                (Some(id), _) => *id == *seats.product_id,
                (None, Some(mpn)) => {
                    self.data.products.get(&seats.product_id).is_some_and(|product| product.mpn == *mpn)
                }
                (None, None) => false,
            };
            let seats = subscription.products.iter_mut().find(meant);
            let seats = seats.ok_or_else(|| {
                Rejection::bad(format!("{at}: the subscription holds no product with this mpn or id."))
            })?;
            if let Some(price) = &sent.unit_price {
                seats.special_price =
                    Some(amount(&format!("{at}.unitPrice"), &price.amount, &price.currency)?);
                let tiers = price.price_tiers.iter().flatten();
                let tiers = tiers.map(|tier| Ok((decimal(&tier.lower_limit)?, decimal(&tier.amount)?)));
                seats.special_price_tiers = tiers.collect::<Result<_, Rejection>>()?;
            }
            if let Some(cost) = &sent.unit_cost {
                seats.special_cost = Some(amount(&format!("{at}.unitCost"), &cost.amount, &cost.currency)?);
            }
            if let Some(cost) = &sent.unit_provider_cost {
                let cost = amount(&format!("{at}.unitProviderCost"), &cost.amount, &cost.currency)?;
                seats.special_provider_cost = Some(cost);
            }
        }
        Ok(())
    }

    /// Rows carry neither products nor quantities (observed).
    fn subscription_row(&self, subscription: &Subscription) -> types::SubscriptionSummary {
        fill!(SubscriptionSummary {
            id: imcloud_raw::Id::from(subscription.id),
            name: subscription.name.clone(),
            customer_id: imcloud_raw::Id::from(subscription.customer_id),
            status: subscription.status.clone(),
            renewal_status: subscription.renewal_status,
            creation_date: imcloud_raw::Date::from(subscription.created.date_naive()),
            renewal_date: imcloud_raw::Date::from(subscription.renewal_date),
            last_modified_date: imcloud_raw::Date::from(subscription.last_modified),
            expiration_date: imcloud_raw::Date::from(subscription.expiration_date),
            billing_model: self.billing_model(subscription),
            billing_period: subscription.billing_period.shown(),
            subscription_period: subscription.subscription_period.shown(),
            attributes: (!subscription.attributes.is_empty()).then(|| subscription.attributes.clone()),
        })
    }

    fn subscription_detail(&self, subscription: &Subscription) -> types::Subscription {
        let row = self.subscription_row(subscription);
        let currency = &subscription.currency;
        let held = || {
            subscription
                .products
                .iter()
                .filter_map(|seats| Some((seats, self.data.products.get(&seats.product_id)?)))
        };
        let price: Decimal = held().map(|(seats, product)| price_of(seats, product, currency).extended).sum();
        let cost: Decimal = held().map(|(seats, product)| cost_of(seats, product, currency).extended).sum();
        let parameter = |name: &String, value: &serde_json::Value| (name.clone(), value.clone());
        let ordered = subscription.order_parameters.iter().map(|(name, value)| parameter(name, value));
        let fulfilled =
            subscription.fulfillment_parameters.iter().map(|(name, value)| parameter(name, value));
        fill!(Subscription {
            id: row.id,
            name: row.name,
            customer_id: row.customer_id,
            status: row.status,
            renewal_status: row.renewal_status,
            creation_date: row.creation_date,
            renewal_date: row.renewal_date,
            last_modified_date: row.last_modified_date,
            expiration_date: row.expiration_date,
            billing_model: row.billing_model,
            billing_period: row.billing_period,
            subscription_period: row.subscription_period,
            attributes: row.attributes,
            plan_id: imcloud_raw::Id::from(subscription.plan_id),
            products: held().map(|(seats, product)| shown(seats, product, currency)).collect::<Vec<_>>(),
            total_price: money!(TotalPrice, currency, price),
            total_subscription_price: money!(TotalSubscriptionPrice, currency, price),
            total_subscription_cost: money!(TotalSubscriptionCost, currency, cost),
            order_parameters: ordered
                .map(|(name, value)| fill!(OrderParameterValue { name: name, value: value }))
                .collect::<Vec<_>>(),
            fulfillment_parameters: fulfilled
                .map(|(name, value)| fill!(FulfilmentParameterValue { name: name, value: value }))
                .collect::<Vec<_>>(),
        })
    }

    fn billing_model(&self, subscription: &Subscription) -> Option<types::BillingModel> {
        self.data.plans.get(&subscription.plan_id).map(|plan| plan.billing_model.clone())
    }
}

fn shown(seats: &Seats, product: &Product, currency: &str) -> types::SubscriptionProduct {
    let (price, cost) = (price_of(seats, product, currency), cost_of(seats, product, currency));
    let provider = seats.special_provider_cost.map(|cost| money!(UnitProviderCost, currency, cost));
    let mut unit_price = money!(UnitPrice, currency, price.unit);
    let tier = |(limit, amount): &(Decimal, Decimal)| {
        fill!(OrderPriceTier {
            lower_limit: imcloud_raw::Decimal::from(*limit),
            amount: imcloud_raw::Decimal::from(*amount),
        })
    };
    if !seats.special_price_tiers.is_empty() {
        unit_price.price_tiers = Some(seats.special_price_tiers.iter().map(tier).collect());
    }
    fill!(SubscriptionProduct {
        id: imcloud_raw::Id::from(product.id.as_str()),
        mpn: product.mpn.clone(),
        vendor: product.vendor.clone(),
        name: product.name.clone(),
        quantity: imcloud_raw::Decimal::from(seats.quantity.normalize()),
        unit_price: unit_price,
        unit_cost: money!(UnitCost, currency, cost.unit),
        unit_provider_cost: provider,
        extended_price: money!(ExtendedPrice, currency, price.extended),
        total_subscription_price: money!(TotalSubscriptionPrice, currency, price.extended),
        total_subscription_cost: money!(TotalSubscriptionCost, currency, cost.extended),
        vendor_subscription_id: imcloud_raw::Id::from(seats.vendor_subscription_id.as_str()),
    })
}

fn price_of(seats: &Seats, product: &Product, currency: &str) -> Charge {
    catalogue::price_of_seats(seats, product, currency, seats.quantity).unwrap_or_default()
}

fn cost_of(seats: &Seats, product: &Product, currency: &str) -> Charge {
    let special = catalogue::special(seats.special_cost, &[], seats.quantity);
    special.or_else(|| charge(&product.costs, currency, seats.quantity)).unwrap_or_default()
}

pub(super) fn day(call: &Call<'_>, name: &str) -> Result<Option<NaiveDate>, Rejection> {
    let Some(given) = call.parsed::<imcloud_raw::Date>(name)? else { return Ok(None) };
    given.to_date().map(Some).map_err(|error| Rejection::bad(format!("{name}: {error}.")))
}
