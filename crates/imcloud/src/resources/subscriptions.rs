//! Subscriptions.

use imcloud_raw::{
    Date, Id,
    types::{SpecialPricingInput, Subscription, SubscriptionStatus, SubscriptionSummary, SubscriptionUpdate},
};

use crate::{Client, Listing, error::Result, wait::Waiting};

/// Subscriptions.
///
/// # Examples
///
/// ```no_run
/// use imcloud::{SubscriptionFilter, types::SubscriptionStatus};
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let active = SubscriptionFilter::new().customer_id("1000042").status(SubscriptionStatus::Active);
/// let mut rows = client.subscriptions().list(active).items();
/// while let Some(row) = rows.next().await {
///     let Some(id) = row?.id else { continue };
///     println!("{:?}", client.subscriptions().get(id).await?.products);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Subscriptions<'a> {
    client: &'a Client,
}

filter! {
    /// Which subscriptions to list.
    SubscriptionFilter for ListSubscriptions {
        /// Created on this day or later.
        creation_date_from: Date,
        /// Created on this day or earlier.
        creation_date_to: Date,
        /// Of this customer.
        customer_id: Id,
        /// In this state, one only (observed). Without it, ended subscriptions come too.
        status: SubscriptionStatus,
    }
}

impl<'a> Subscriptions<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Lists subscriptions, newest first. Rows have no products and no quantities (observed).
    pub fn list(&self, filter: impl Into<SubscriptionFilter>) -> Listing<SubscriptionSummary> {
        let filter = filter.into();
        listing!(self.client, ListSubscriptions, (filter), |raw| filter.narrow(raw.list_subscriptions()))
    }

    /// Fetches a subscription in full, with products, quantities and prices.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn get(&self, id: impl Into<Id>) -> Result<Subscription> {
        call!(self.client, GetSubscription, get_subscription(id))
    }

    /// Changes attributes, automatic renewal or product prices. Quantities are changed by orders.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn update(&self, id: impl Into<Id>, changes: &SubscriptionUpdate) -> Result<Subscription> {
        call!(self.client, UpdateSubscription, update_subscription(id, changes))
    }

    /// Sets special prices and costs of products.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn set_special_pricing(
        &self,
        id: impl Into<Id>,
        prices: &SpecialPricingInput,
    ) -> Result<Subscription> {
        call!(self.client, UpdateSubscriptionSpecialPricing, update_subscription_special_pricing(id, prices))
    }

    /// Waits until a subscription is active, for 30 minutes by default.
    ///
    /// # Errors
    /// [`WaitError`](crate::wait::WaitError) distinguishes the outcomes.
    pub fn wait_for(&self, id: impl Into<Id>) -> Waiting<Subscription> {
        Waiting::new(self.client, id.into())
    }
}
