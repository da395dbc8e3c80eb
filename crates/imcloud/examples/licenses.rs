//! Prints the licenses of all customers and the price of a change of seats.

use std::error::Error;

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let mut rows = client.licenses().inventory().concurrency(4).rows();
    let mut one = None;
    while let Some(row) = rows.next().await {
        let row = row?;
        println!(
            "{}: {} x {}, renewal {:?}",
            row.customer_name.unwrap_or_default(),
            row.seats.unwrap_or_default(),
            row.product_name.unwrap_or_default(),
            row.renewal_date
        );
        one = one.or(row.subscription_id);
    }

    // A dry run; nothing is ordered.
    match client.licenses().add(one.ok_or("no subscription")?, 1).estimate().await {
        Ok(estimate) => println!("one seat more: {:?}", estimate.total),
        Err(error) => println!("one seat more is not possible: {error}"),
    }
    Ok(())
}
