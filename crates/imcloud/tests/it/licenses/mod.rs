//! Tests of licenses, with the sandbox or with scripted responses.

mod contradictions;
mod inventory;
mod renewal;
mod seats;

use std::time::Duration;

use imcloud::{
    Id, SubscriptionFilter,
    types::{Subscription, SubscriptionStatus},
};
use imcloud_sandbox::{Sandbox, SandboxBuilder, Size};

use crate::test_env::TestEnv;

/// Returns the smallest sandbox with every kind of object.
fn small() -> SandboxBuilder {
    Sandbox::builder().seed(7)
}

/// Returns a sandbox that includes subscriptions with several products.
fn medium() -> SandboxBuilder {
    small().size(Size::with_orders(300))
}

impl TestEnv {
    /// Returns an active subscription without an open change.
    async fn changeable(&self, fits: impl Fn(&Subscription) -> bool) -> Subscription {
        let active = SubscriptionFilter::new().status(SubscriptionStatus::Active);
        for row in self.client.subscriptions().list().filter(active).collect(10_000).await.unwrap() {
            let subscription = self.client.subscriptions().get(row.id).await.unwrap();
            let product = subscription.products.as_deref().and_then(|held| held.first()).cloned();
            let Some(product) = product.filter(|_| fits(&subscription)) else { continue };
            let change = self.client.licenses().add(&subscription.id, 1);
            if change.product_id(product.id.unwrap()).plan().await.is_ok() {
                return subscription;
            }
        }
        panic!("no such subscription; try another seed");
    }

    async fn one_product(&self) -> Subscription {
        self.changeable(|subscription| products(subscription) == 1).await
    }

    async fn seats(&self, subscription: &Id) -> i64 {
        let subscription = self.client.subscriptions().get(subscription).await.unwrap();
        seats(&subscription)
    }

    fn sent(&self, operation: &str) -> usize {
        self.sandbox.journal().of(operation).unwrap().len()
    }

    fn provision(&self) {
        self.runtime.advance(Duration::from_secs(120));
    }
}

fn products(subscription: &Subscription) -> usize {
    subscription.products.as_ref().map_or(0, Vec::len)
}

/// Returns the seats of the first product.
fn seats(subscription: &Subscription) -> i64 {
    let quantity = subscription.products.as_ref().unwrap()[0].quantity.as_ref().unwrap();
    quantity.to_decimal().unwrap().try_into().unwrap()
}
