//! Orders: counts the completed ones, prints the newest, and handles a rejected one.

use std::error::Error;

use imcloud::{
    orders::PlaceOrderError,
    types::{OrderInput, OrderStatus, OrderType},
};

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;

    // Fetches three pages ahead; the items stay in order.
    let mut orders = client.orders().list().status(OrderStatus::Completed).prefetch(3).items();
    let mut count = 0;
    let mut newest = None;
    while let Some(order) = orders.try_next().await? {
        newest.get_or_insert(order.id);
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
        Err(PlaceOrderError::OutcomeUnknown(unknown)) => println!("check by hand: {unknown}"),
    }
    Ok(())
}
