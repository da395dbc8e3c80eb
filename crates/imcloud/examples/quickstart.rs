//! Verifies the credentials, lists, estimates and places an order, waits for it, and changes seats.
//!
//! Run it with `cargo run --example quickstart`.

use std::error::Error;

use imcloud::{
    CustomerFilter,
    types::{AccountStatus, OrderInput, OrderLineProductInput, OrderType},
};

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // With the real service: let client = imcloud::Client::from_env()?;
    let (_sandbox, client) = local::start().await?;

    client.verify().await?;
    println!("The credentials are good.");

    let customers = client.customers().list(CustomerFilter::new()).collect(1_000).await?;
    let active = customers.iter().find(|customer| customer.status == Some(AccountStatus::Active));
    let customer = active.and_then(|row| row.id.clone()).ok_or("no customer is active")?;
    println!("{} customers; ordering for {customer}.", customers.len());

    let mut products = client.products().list(()).items();
    let product = loop {
        let product = products.next().await.ok_or("no such product")??;
        if product.name.as_deref() == Some("Drumvale Signature Seat") {
            break product;
        }
    };
    let line = OrderLineProductInput::new().id(product.id.ok_or("a product without an id")?).quantity(3);
    let order = OrderInput::new(customer, OrderType::Sales).products([line]);

    let total = client.orders().estimate(&order).await?.total.unwrap_or_default();
    println!("3 seats cost {} {}.", total.amount.ok_or("no price")?, total.currency.unwrap_or_default());

    // Repeating it after a failure would never order twice.
    let placed = client.orders().place(&order).await?;
    println!("Ordered as {}.", placed.order.order_number.unwrap_or_default());

    let order = client.orders().wait_for(placed.order.id.ok_or("an order without an id")?).await?;
    let subscription = order.subscription_id.ok_or("an order without a subscription")?;
    println!("Subscription {subscription} is provisioned.");

    let outcome = client.licenses().add(&subscription, 2).place().await?;
    let change = outcome.placed().ok_or("nothing to change")?;
    println!("From {} to {} seats.", change.plan.current, change.plan.wanted);
    client.orders().wait_for(change.order.id.as_ref().ok_or("an order without an id")?).await?;
    println!("The change is {:?}.", client.licenses().check(change).await?);
    Ok(())
}
