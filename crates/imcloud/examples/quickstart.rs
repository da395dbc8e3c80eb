//! From credentials to licenses: verify, list, estimate, order, wait, change seats. Run it with `cargo run
//! --example quickstart`.

use std::error::Error;

use imcloud::types::{AccountStatus, OrderInput, OrderLineProductInput, OrderType};

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // With the real service: let client = imcloud::Client::from_env()?;
    let (_sandbox, client) = local::start().await?;

    client.verify().await?;
    println!("The credentials are valid.");

    let customers = client.customers().list().collect(1_000).await?;
    let active = customers.iter().find(|customer| customer.status == Some(AccountStatus::Active));
    let customer = &active.ok_or("no customer is active")?.id;
    println!("{} customers; ordering for {customer}.", customers.len());

    let mut products = client.products().list().items();
    let product = loop {
        let product = products.try_next().await?.ok_or("no such product")?;
        if product.name.as_deref() == Some("Drumvale Signature Seat") {
            break product;
        }
    };
    let line = OrderLineProductInput::new().id(product.id).quantity(3);
    let order = OrderInput::new(customer, OrderType::Sales).products([line]);

    let total = client.orders().estimate(&order).await?.total.unwrap_or_default();
    println!("3 seats cost {} {}.", total.amount.ok_or("no price")?, total.currency.unwrap_or_default());

    // A retry after a failure never orders twice.
    let placed = client.orders().place(&order).await?;
    println!("Ordered as {}.", placed.order.order_number.as_deref().unwrap_or("an order without a number"));

    let order = placed.wait().await?;
    let subscription = order.subscription_id.ok_or("an order without a subscription")?;
    println!("Subscription {subscription} is provisioned.");

    let outcome = client.licenses().add(&subscription, 2).place().await?;
    let change = outcome.placed().ok_or("nothing to change")?;
    println!("From {} to {} seats.", change.plan.current, change.plan.wanted);
    println!("The change is {:?}.", outcome.wait().await?);
    Ok(())
}
