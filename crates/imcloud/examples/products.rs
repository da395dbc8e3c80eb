//! Prints the catalog with its prices, page by page.

use std::error::Error;

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let mut pages = client.products().list(()).page_size(20).prefetch(1).pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        println!("{} of {:?} products", page.items.len(), page.total);
        for product in page.items {
            let price = product
                .prices
                .unwrap_or_default()
                .into_iter()
                .find_map(|price| price.amount.zip(price.currency));
            let price = price.map(|(amount, currency)| format!("{amount} {currency}"));
            println!(
                "  {} ({}): {}",
                product.name.unwrap_or_default(),
                product.mpn.unwrap_or_default(),
                price.as_deref().unwrap_or("no price")
            );
        }
    }
    Ok(())
}
