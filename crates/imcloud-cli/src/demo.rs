//! The sandbox inside this process.

use imcloud_sandbox::{Clock as _, Credentials, ManualClock, Sandbox, SandboxBuilder, ScaledClock};

/// Seconds that pass in the sandbox in a second of real time: orders that take a minute complete in a second.
const SPEED: u32 = 60;

/// Returns a sandbox with the same credentials and data each time.
pub(crate) fn sandbox() -> SandboxBuilder {
    Sandbox::builder().clock(ScaledClock::new(ManualClock::default().now(), SPEED))
}

/// Sets URL and credentials of a client of the sandbox.
pub(crate) fn client_settings(builder: imcloud::Builder, sandbox: &Sandbox) -> imcloud::Builder {
    let Credentials { username, password, subscription_key, marketplace, .. } = sandbox.credentials();
    builder
        .base_url(sandbox.base_url())
        .login(username, password)
        .subscription_key(subscription_key)
        .marketplace(marketplace)
}
