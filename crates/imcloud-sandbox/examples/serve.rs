//! A sandbox to try by hand, going by the clock on the wall: `cargo run -p imcloud-sandbox --example serve`.
//!
//! Prints a session for the shell, and serves until it is interrupted.

use imcloud_sandbox::{Sandbox, StartError, SystemClock};

fn main() -> Result<(), StartError> {
    let sandbox = Sandbox::builder().clock(SystemClock).start_blocking()?;
    let credentials = sandbox.credentials();
    println!("export BASE={}", sandbox.base_url());
    println!("export KEY='X-Subscription-Key: {}'", credentials.subscription_key.expose());
    println!(
        "curl -s -u '{}:{}' -H \"$KEY\" --json '{{\"marketplace\":\"{}\"}}' $BASE/token",
        credentials.username,
        credentials.password.expose(),
        credentials.marketplace
    );
    println!("curl -s -H \"$KEY\" -H 'Authorization: Bearer TOKEN' $BASE/customers");
    loop {
        std::thread::park();
    }
}
