//! Runs the Rust samples against the sandbox.

#![allow(unused_mut, unused_variables, reason = "a sample shows a part of a program")]

use std::{env, error::Error, process::Command, sync::LazyLock, time::Duration};

use imcloud::{
    Client, Id,
    types::{OrderInput, OrderLineProductInput, OrderType, SubscriptionStatus},
};
use imcloud_sandbox::{Behavior, Sandbox, SystemClock};
use tempfile::TempDir;

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

/// The current directory of all samples, which some write files to.
static DIRECTORY: LazyLock<TempDir> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    env::set_current_dir(directory.path()).unwrap();
    directory
});

/// The variables that the introduction of the guide lists.
struct Context {
    sandbox: Sandbox,
    client: Client,
    order: OrderInput,
    subscription_id: Id,
}

impl Context {
    async fn start() -> Result<Self, Box<dyn Error>> {
        LazyLock::force(&DIRECTORY);
        let sandbox = builder().start().await?;
        let credentials = sandbox.credentials();
        let client = Client::builder()
            .base_url(sandbox.base_url())
            .marketplace(credentials.marketplace)
            .login(credentials.username, credentials.password)
            .subscription_key(credentials.subscription_key)
            .build()?;
        let line = OrderLineProductInput::new().mpn("DSG-SEAT-P1M").quantity(3);
        let order = OrderInput::new("1100002", OrderType::Sales).products([line]);
        let subscription_id = changeable(&client).await?;
        Ok(Self { sandbox, client, order, subscription_id })
    }
}

/// A sandbox whose orders and reports take less than a second.
fn builder() -> imcloud_sandbox::SandboxBuilder {
    let mut behavior = Behavior::default();
    behavior.order_submission = Duration::from_millis(100);
    behavior.order_processing = Duration::from_millis(200);
    behavior.account_activation = Duration::from_millis(200);
    behavior.report_step = Duration::from_millis(100);
    Sandbox::builder().clock(SystemClock).behavior(behavior)
}

/// Returns a subscription whose seats can be changed.
async fn changeable(client: &Client) -> Result<Id, Box<dyn Error>> {
    let mut subscriptions = client.subscriptions().list().status(SubscriptionStatus::Active).items();
    while let Some(subscription) = subscriptions.try_next().await? {
        if client.licenses().add(&subscription.id, 2).plan().await.is_ok() {
            return Ok(subscription.id);
        }
    }
    Err("no subscription can be changed".into())
}

/// Runs a sample that is a program, as a test that is ignored otherwise.
fn run_program(test: &str) {
    let sandbox = builder().start_blocking().unwrap();
    let credentials = sandbox.credentials();
    let output = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--ignored", "--nocapture"])
        .env("IMCLOUD_BASE_URL", sandbox.base_url())
        .env("IMCLOUD_USERNAME", credentials.username)
        .env("IMCLOUD_PASSWORD", credentials.password.expose())
        .env("IMCLOUD_SUBSCRIPTION_KEY", credentials.subscription_key.expose())
        .env("IMCLOUD_MARKETPLACE", credentials.marketplace)
        .output()
        .unwrap();
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{out}{error}");
}
