//! `imcloud sandbox`.

use std::io::Write as _;

use clap::{Args, Subcommand};
use imcloud_sandbox::Size;
use serde_json::json;

use crate::{
    demo,
    failure::Failure,
    output::{self, Format},
    session::Session,
    signals,
};

/// The service on this machine.
#[derive(Debug, Subcommand)]
pub(crate) enum SandboxCommand {
    /// Serve it until interrupted, and print the variables that a client needs
    #[command(after_help = "\
Examples:
  imcloud sandbox serve > sandbox.env &   # then: . ./sandbox.env; imcloud customers list
  imcloud sandbox serve --port 4711 --orders 2000 --speed 1")]
    Serve(Serve),
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Port on this machine; a free one by default
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// What data and credentials are drawn from
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many orders there are; customers and subscriptions follow
    #[arg(long, value_name = "NUMBER", default_value_t = Size::handful().orders())]
    orders: usize,
    /// Begin with the data of a file, as the sandbox's crate saves them
    #[arg(long, value_name = "FILE", conflicts_with = "orders")]
    data: Option<String>,
    /// How many seconds pass there in a second here
    #[arg(long, value_name = "FACTOR", default_value_t = demo::SPEED, value_parser = clap::value_parser!(u32).range(1..))]
    speed: u32,
}

pub(super) async fn run(session: &Session, command: SandboxCommand) -> Result<(), Failure> {
    let SandboxCommand::Serve(serve) = command;
    let builder = match &serve.data {
        Some(path) => demo::of_file(path, serve.speed)?,
        None => demo::builder(serve.seed, Size::with_orders(serve.orders), serve.speed),
    };
    let sandbox = builder.seed(serve.seed).port(serve.port).start().await?;
    let credentials = sandbox.credentials();
    let variables = [
        ("IMCLOUD_BASE_URL", sandbox.base_url()),
        ("IMCLOUD_USERNAME", &credentials.username),
        ("IMCLOUD_PASSWORD", credentials.password.expose()),
        ("IMCLOUD_SUBSCRIPTION_KEY", credentials.subscription_key.expose()),
        ("IMCLOUD_MARKETPLACE", &credentials.marketplace),
    ];
    if session.printer.format == Format::Table {
        let mut out = output::out();
        for (name, value) in variables {
            writeln!(out, "export {name}='{value}'")?;
        }
        out.flush()?;
    } else {
        let object: serde_json::Map<_, _> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        session.show(&object)?;
    }
    session.note(&format!("serving at {} until interrupted", sandbox.base_url()));
    signals::asked_to_end().await?;
    Ok(())
}
