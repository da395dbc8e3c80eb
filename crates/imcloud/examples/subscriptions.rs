//! Subscriptions: which are active, what is in one of them, and its automatic renewal.

use std::error::Error;

use imcloud::{SubscriptionFilter, types::SubscriptionStatus};

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let active = SubscriptionFilter::new().status(SubscriptionStatus::Active);
    let rows = client.subscriptions().list().filter(active).collect(1_000).await?;
    println!("{} subscriptions are active", rows.len());

    // Rows have no products.
    let id = rows.into_iter().find_map(|row| row.id).ok_or("no subscription")?;
    let subscription = client.subscriptions().get(&id).await?;
    println!("{id}: {}", subscription.name.unwrap_or_default());
    for product in subscription.products.unwrap_or_default() {
        println!("  {:?} x {}", product.quantity, product.name.unwrap_or_default());
    }

    let renewal = client.licenses().set_auto_renewal(&id, false).await?;
    println!("renews by itself: {:?}", renewal.subscription().renewal_status);
    Ok(())
}
