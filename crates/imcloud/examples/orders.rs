//! Orders: the latest ones, one in full, and what to do when the service says no.

use std::error::Error;

use imcloud::{
    OrderFilter,
    orders::PlaceOrderError,
    types::{OrderInput, OrderStatus, OrderType},
};

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;

    // Four pages under way at a time; the order of rows is kept.
    let mut orders =
        client.orders().list().filter(OrderFilter::new().status(OrderStatus::Completed)).prefetch(3).items();
    let mut count = 0;
    let mut newest = None;
    while let Some(order) = orders.next().await {
        let order = order?;
        newest = newest.or(order.id);
        count += 1;
    }
    println!("{count} orders are completed");

    let order = client.orders().get(newest.ok_or("no order")?).await?;
    println!("the newest is {} of {:?}", order.order_number.unwrap_or_default(), order.creation_date);
    for product in order.products.unwrap_or_default() {
        println!("  {:?} {}", product.quantity, product.mpn.unwrap_or_default());
    }

    let impossible =
        OrderInput::new(order.customer_id.ok_or("an order without a customer")?, OrderType::Cancellation);
    match client.orders().place(&impossible.subscription_id("0")).await {
        Ok(placed) => println!("placed {:?}", placed.order.order_number),
        Err(PlaceOrderError::Rejected(error)) => println!("not placed: {error}"),
        Err(PlaceOrderError::OutcomeUnknown(unknown)) => println!("decide by hand: {unknown}"),
    }
    Ok(())
}
