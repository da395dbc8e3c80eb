//! Subscriptions.

use imcloud_raw::{
    Date, Id,
    types::{SpecialPricingInput, Subscription, SubscriptionStatus, SubscriptionSummary, SubscriptionUpdate},
};

resource! {
    /// Subscriptions.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::types::SubscriptionStatus;
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let active = client.subscriptions().list().customer_id("1000042").status(SubscriptionStatus::Active);
    /// let mut subscriptions = active.with_details(8).items();
    /// while let Some(subscription) = subscriptions.try_next().await? {
    ///     println!("{}: {:?}", subscription.id, subscription.products);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    Subscriptions {
        /// Lists subscriptions, newest first. Items have no products and no quantities (observed).
        list list(SubscriptionFilter) -> SubscriptionSummary = ListSubscriptions.list_subscriptions;
        /// Returns a subscription with products, quantities and prices.
        call get(id: impl Into<Id>) -> Subscription = GetSubscription.get_subscription;
        /// Updates attributes, automatic renewal or product prices. Quantities are changed by orders.
        call update(id: impl Into<Id>, changes: &SubscriptionUpdate) -> Subscription = UpdateSubscription.update_subscription;
        /// Sets special prices and costs of products.
        call set_special_pricing(id: impl Into<Id>, prices: &SpecialPricingInput) -> Subscription =
            UpdateSubscriptionSpecialPricing.update_subscription_special_pricing;
        /// Waits until a subscription is active. The timeout defaults to 30 minutes.
        wait wait_for(id: impl Into<Id>) -> Subscription;
    }
}

filter! {
    /// A filter of subscriptions.
    SubscriptionFilter for ListSubscriptions -> SubscriptionSummary {
        /// First day of creation.
        creation_date_from: Date,
        /// Last day of creation.
        creation_date_to: Date,
        /// Id of the customer.
        customer_id: Id,
        /// Status, one only (observed). Without it, ended subscriptions are included.
        status: SubscriptionStatus,
    }
}
