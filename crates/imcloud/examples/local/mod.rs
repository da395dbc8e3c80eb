//! A sandbox for the examples and a client of it. With the real service, use `Client::from_env()`.

use std::{error::Error, time::Duration};

use imcloud::Client;
use imcloud_sandbox::{Behavior, Sandbox, SystemClock};

/// Starts the sandbox, which stops when it is dropped.
pub(crate) async fn start() -> Result<(Sandbox, Client), Box<dyn Error>> {
    // The sandbox shortens minutes of the real service to milliseconds.
    let mut behavior = Behavior::default();
    behavior.order_submission = Duration::from_millis(200);
    behavior.order_processing = Duration::from_millis(500);
    behavior.account_activation = Duration::from_millis(500);
    behavior.report_step = Duration::from_millis(200);
    let sandbox = Sandbox::builder().seed(7).clock(SystemClock).behavior(behavior).start().await?;
    let login = sandbox.credentials();
    let client = Client::builder()
        .base_url(sandbox.base_url())
        .marketplace(login.marketplace)
        .login(login.username, login.password)
        .subscription_key(login.subscription_key)
        .build()?;
    Ok((sandbox, client))
}
