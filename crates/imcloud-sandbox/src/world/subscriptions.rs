//! Subscriptions.

use chrono::NaiveDate;
use imcloud_raw::types::{self, SpecialPricingInput, SubscriptionProductUpdate, SubscriptionUpdate};
use rust_decimal::Decimal;

use super::{
    Call, Page, Result, World,
    catalogue::{decimal, money},
};
use crate::model::{Product, Seats, Subscription};

impl World {
    pub(super) fn list_subscriptions(&self, call: &Call) -> Result<types::SubscriptionList> {
        let page = Page::of(call, &self.behavior)?;
        let day = |name| call.parsed::<NaiveDate>(name);
        let (from, to) = (day("creationDateFrom")?, day("creationDateTo")?);
        let status = call.query("status");
        // An id that is not a number matches no record.
        let customer = call.query("customerId").map(|id| id.parse::<u64>().unwrap_or_default());
        let narrowed = status.is_some() || from.is_some() || to.is_some();
        let matches = narrowed.then_some(|subscription: &&Subscription| {
            let created = subscription.created.date_naive();
            status.is_none_or(|status| status == subscription.status.as_str())
                && from.is_none_or(|from| from <= created)
                && to.is_none_or(|to| created <= to)
        });
        let group = customer.map(|id| self.subscriptions_of_customer.of(id));
        let found = page.newest(&self.data.subscriptions, group, matches);
        Ok(list!(SubscriptionList, page, found, |subscription| self.subscription_item(subscription)))
    }

    pub(super) fn get_subscription(&self, id: &str) -> Result<types::Subscription> {
        self.subscription(id).map(|subscription| self.subscription_detail(subscription))
    }

    fn subscription(&self, id: &str) -> Result<&Subscription> {
        self.find(&self.data.subscriptions, "subscription", id)
    }

    /// Changes attributes, renewal and prices (documented); quantities change by orders only. Other
    /// attributes stay (assumed).
    pub(super) fn update_subscription(
        &mut self,
        id: &str,
        sent: &SubscriptionUpdate,
    ) -> Result<types::Subscription> {
        let mut changed = self.subscription(id)?.clone();
        for (name, value) in sent.attributes.iter().flatten() {
            changed.attributes.insert(name.clone(), value.clone());
        }
        if let Some(renews) = sent.renewal_status {
            if !changed.is_active() {
                return Err(rejection!(
                    business,
                    "Subscription #{id} is {}; only an active one can be set to renew or not.",
                    changed.status
                ));
            }
            changed.renewal_status = renews;
        }
        self.reprice(&mut changed, sent.products.as_deref().unwrap_or_default())?;
        self.store(changed);
        self.get_subscription(id)
    }

    pub(super) fn set_special_pricing(
        &mut self,
        id: &str,
        sent: &SpecialPricingInput,
    ) -> Result<types::Subscription> {
        let mut changed = self.subscription(id)?.clone();
        self.reprice(&mut changed, &sent.products)?;
        self.store(changed);
        self.get_subscription(id)
    }

    fn reprice(&self, subscription: &mut Subscription, products: &[SubscriptionProductUpdate]) -> Result<()> {
        let currency = subscription.currency.clone();
        let amount = |property: String, amount: &imcloud_raw::Decimal, other: &str| {
            if other != currency {
                return Err(rejection!(
                    bad,
                    "{property}.currency is {other}; the subscription is in {currency}."
                ));
            }
            decimal(amount).map(Some)
        };
        for (number, sent) in products.iter().enumerate() {
            let at = format!("products[{number}]");
            let is_named = |seats: &&mut Seats| match (&sent.id, &sent.mpn) {
                (Some(id), _) => *id == *seats.product_id,
                (None, Some(mpn)) => {
                    self.data.products.get(&seats.product_id).is_some_and(|product| product.mpn == *mpn)
                }
                (None, None) => false,
            };
            let seats = subscription.products.iter_mut().find(is_named);
            let seats = seats.ok_or_else(|| {
                rejection!(bad, "{at}: the subscription holds no product with this mpn or id.")
            })?;
            if let Some(price) = &sent.unit_price {
                seats.special_price = amount(format!("{at}.unitPrice"), &price.amount, &price.currency)?;
                let tiers = price.price_tiers.iter().flatten();
                let tiers = tiers.map(|tier| Ok((decimal(&tier.lower_limit)?, decimal(&tier.amount)?)));
                seats.special_price_tiers = tiers.collect::<Result<_>>()?;
            }
            if let Some(cost) = &sent.unit_cost {
                seats.special_cost = amount(format!("{at}.unitCost"), &cost.amount, &cost.currency)?;
            }
            if let Some(cost) = &sent.unit_provider_cost {
                seats.special_provider_cost =
                    amount(format!("{at}.unitProviderCost"), &cost.amount, &cost.currency)?;
            }
        }
        Ok(())
    }

    /// Items have neither products nor quantities (observed).
    fn subscription_item(&self, subscription: &Subscription) -> types::SubscriptionSummary {
        let plan = self.data.plans.get(&subscription.plan_id);
        let mut item = fill!(SubscriptionSummary {
            id: imcloud_raw::Id::from(subscription.id),
            customer_id: imcloud_raw::Id::from(subscription.customer_id),
            creation_date: imcloud_raw::Date::from(subscription.created.date_naive()),
            renewal_date: imcloud_raw::Date::from(subscription.renewal_date),
            last_modified_date: imcloud_raw::Date::from(subscription.last_modified),
            expiration_date: imcloud_raw::Date::from(subscription.expiration_date),
            billing_model: plan.map(|plan| plan.billing_model.clone()),
            billing_period: subscription.billing_period.response(),
            subscription_period: subscription.subscription_period.response(),
            attributes: (!subscription.attributes.is_empty()).then(|| subscription.attributes.clone()),
        });
        copy!(subscription => item: name, status, renewal_status);
        item
    }

    fn subscription_detail(&self, subscription: &Subscription) -> types::Subscription {
        let currency = &subscription.currency;
        let products = subscription.products.iter().filter_map(|seats| {
            Some(subscription_product(seats, self.data.products.get(&seats.product_id)?, currency))
        });
        let (mut shown, mut price, mut cost) = (Vec::new(), Decimal::ZERO, Decimal::ZERO);
        for (product, product_price, product_cost) in products {
            shown.push(product);
            price += product_price;
            cost += product_cost;
        }
        let ordered = subscription.order_parameters.iter();
        let ordered = ordered
            .map(|(name, value)| fill!(OrderParameterValue { name: name.clone(), value: value.clone() }));
        let fulfilled = subscription.fulfillment_parameters.iter();
        let fulfilled = fulfilled.map(|(name, value)| {
            fill!(FulfilmentParameterValue { name: name.clone(), value: value.clone() })
        });
        let mut detail = fill!(Subscription {
            plan_id: imcloud_raw::Id::from(subscription.plan_id),
            products: shown,
            total_price: money!(TotalPrice, currency, price),
            total_subscription_price: money!(TotalSubscriptionPrice, currency, price),
            total_subscription_cost: money!(TotalSubscriptionCost, currency, cost),
            order_parameters: ordered.collect::<Vec<_>>(),
            fulfillment_parameters: fulfilled.collect::<Vec<_>>(),
        });
        copy!(self.subscription_item(subscription) => detail: id, name, customer_id, status, renewal_status,
            creation_date, renewal_date, last_modified_date, expiration_date, billing_model, billing_period,
            subscription_period, attributes);
        detail
    }
}

/// Returns a product of a subscription, its price and its cost.
fn subscription_product(
    seats: &Seats,
    product: &Product,
    currency: &str,
) -> (types::SubscriptionProduct, Decimal, Decimal) {
    let price = seats.price(product, currency, seats.quantity).unwrap_or_default();
    let cost = seats.cost(product, currency).unwrap_or_default();
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
    let mut shown = fill!(SubscriptionProduct {
        id: imcloud_raw::Id::from(product.id.as_str()),
        quantity: imcloud_raw::Decimal::from(seats.quantity.normalize()),
        unit_price: unit_price,
        unit_cost: money!(UnitCost, currency, cost.unit),
        unit_provider_cost: seats.special_provider_cost.map(|cost| money!(UnitProviderCost, currency, cost)),
        extended_price: money!(ExtendedPrice, currency, price.extended),
        total_subscription_price: money!(TotalSubscriptionPrice, currency, price.extended),
        total_subscription_cost: money!(TotalSubscriptionCost, currency, cost.extended),
        vendor_subscription_id: imcloud_raw::Id::from(seats.vendor_subscription_id.as_str()),
    });
    copy!(product => shown: mpn, vendor, name);
    (shown, price.extended, cost.extended)
}
