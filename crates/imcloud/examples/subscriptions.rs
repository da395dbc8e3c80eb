//! Counts the active subscriptions, prints the products of one, and switches off its automatic renewal.

use std::error::Error;

use imcloud::types::SubscriptionStatus;

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let active = client.subscriptions().list().status(SubscriptionStatus::Active).collect(1_000).await?;
    println!("{} subscriptions are active", active.len());

    // Items of the list have no products.
    let id = &active.first().ok_or("no subscription")?.id;
    let subscription = client.subscriptions().get(id).await?;
    println!("{id}: {}", subscription.name.unwrap_or_default());
    for product in subscription.products.unwrap_or_default() {
        println!("  {:?} x {}", product.quantity, product.name.unwrap_or_default());
    }

    let renewal = client.licenses().set_auto_renewal(id, false).await?;
    println!("renews automatically: {:?}", renewal.subscription().renewal_status);
    Ok(())
}
