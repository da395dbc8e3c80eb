//! Service plans, and what can be switched to from each.

use std::error::Error;

mod local;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_sandbox, client) = local::start().await?;
    for row in client.plans().list().collect(1_000).await? {
        let plan = client.plans().get(row.id.ok_or("a plan without an id")?).await?;
        let switches = plan.plan_switches.unwrap_or_default();
        println!("{}: {} switches", plan.name.unwrap_or_default(), switches.len());
    }
    Ok(())
}
