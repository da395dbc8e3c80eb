//! Lists resellers with the number of their customers and orders. Only providers and distributors may see
//! them.

use std::error::Error;

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let resellers = match client.resellers().list().collect(100).await {
        Ok(resellers) => resellers,
        Err(error) if error.is_permission_denied() => {
            println!("this account has no resellers below it");
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    for reseller in resellers {
        let id = reseller.id;
        let customers = client.resellers().list_customers(&id).total().await?;
        let orders = client.resellers().list_orders(&id).total().await?;
        println!("{}: {customers:?} customers, {orders:?} orders", reseller.name.unwrap_or_default());
    }
    Ok(())
}
