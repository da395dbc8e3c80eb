//! Lists service plans with the number of their switches.

use std::error::Error;

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    let mut plans = client.plans().list().with_details(4).items();
    while let Some(plan) = plans.try_next().await? {
        let switches = plan.plan_switches.unwrap_or_default();
        println!("{}: {} switches", plan.name.unwrap_or_default(), switches.len());
    }
    Ok(())
}
