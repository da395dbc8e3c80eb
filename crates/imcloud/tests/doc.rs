// Setup of the examples in the documentation, which include this file in hidden lines.

use std::error::Error;

use imcloud::{
    Client, Id, SubscriptionFilter,
    runtime::ManualRuntime,
    types::{AccountStatus, OrderInput, OrderLineProductInput, OrderType},
};
use imcloud_sandbox::Sandbox;

/// Runs an example with a sandbox and a client whose delays take no time.
pub fn run(
    example: impl AsyncFnOnce(Sandbox, Client) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (sandbox, client) = start().await?;
        example(sandbox, client).await
    })
}

async fn start() -> Result<(Sandbox, Client), Box<dyn Error>> {
    let sandbox = Sandbox::builder().seed(7).start().await?;
    let runtime = ManualRuntime::new();
    let clock = runtime.clone();
    tokio::spawn(async move { clock.run(std::future::pending::<()>()).await });
    let credentials = sandbox.credentials();
    let client = Client::builder()
        .base_url(sandbox.base_url())
        .marketplace(credentials.marketplace)
        .login(credentials.username, credentials.password)
        .subscription_key(credentials.subscription_key)
        .runtime(runtime)
        .build()?;
    Ok((sandbox, client))
}

/// Returns an order that the sandbox accepts.
#[allow(dead_code)]
pub async fn order(client: &Client) -> Result<OrderInput, Box<dyn Error>> {
    let customers = client.customers().list().collect(10).await?;
    let active = customers.into_iter().find(|item| item.status == Some(AccountStatus::Active));
    let products = client.products().list().collect(500).await?;
    let seat = products.into_iter().find(|item| item.name.as_deref() == Some("Drumvale Signature Seat"));
    let customer = active.ok_or("no active customer")?.id;
    let seat = seat.ok_or("no product")?.id;
    let line = OrderLineProductInput::new().id(seat).quantity(3);
    Ok(OrderInput::new(customer, OrderType::Sales).products([line]))
}

/// Returns the id of a subscription whose seats can be changed.
#[allow(dead_code)]
pub async fn subscription(client: &Client, filter: SubscriptionFilter) -> Result<Id, Box<dyn Error>> {
    for item in client.subscriptions().list().filter(filter).collect(500).await? {
        if client.licenses().add(&item.id, 2).plan().await.is_ok() {
            return Ok(item.id);
        }
    }
    Err("no subscription that can be changed".into())
}
