//! The nouns, one file each: their flags, their verbs, their columns.

mod account;
mod api;
mod auth;
mod await_;
mod completions;
mod customers;
mod diff;
mod download;
mod licenses;
mod man;
mod map;
mod orders;
mod place;
mod plans;
mod products;
mod reference;
mod reports;
mod resellers;
mod sandbox;
mod seats;
mod subscriptions;
mod validate;

use clap::Subcommand;

use crate::{cli::Cli, failure::Failure, output::Format, session::Session};

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Customers: list, get, create, update, wait for, map
    #[command(subcommand)]
    Customers(customers::Customers),
    /// Resellers below one's own account, their customers and orders; for providers and distributors
    #[command(subcommand)]
    Resellers(resellers::Resellers),
    /// The catalogue
    #[command(subcommand)]
    Products(products::Products),
    /// Service plans and the switches between them
    #[command(subcommand)]
    Plans(plans::Plans),
    /// Orders: list, get, price, place, update, wait for
    #[command(subcommand)]
    Orders(Box<orders::Orders>),
    /// Subscriptions: list, get, update, prices, seats, renewal
    #[command(subcommand)]
    Subscriptions(subscriptions::Subscriptions),
    /// Reports of rated data: list, get, schedule, download
    #[command(subcommand)]
    Reports(reports::Reports),
    /// Licenses of all customers: list them, and compare two lists
    #[command(subcommand)]
    Licenses(licenses::Licenses),
    /// Check activation parameters before an order
    Validate(validate::Validate),
    /// Send any request, with credentials, retries and limits
    Api(api::Api),
    /// Log in, log out, and check credentials
    #[command(subcommand)]
    Auth(auth::Auth),
    /// The service with demo data on this machine, for programs of any language
    #[command(subcommand)]
    Sandbox(sandbox::SandboxCommand),
    /// Print the completions of a shell
    Completions(completions::Completions),
    /// Write the manual pages
    Man(man::Man),
}

impl Command {
    /// Whether `--timeout` is for waiting.
    fn waits(&self) -> bool {
        match self {
            Self::Customers(command) => matches!(command, customers::Customers::Await(_)),
            Self::Orders(command) => command.waits(),
            Self::Reports(command) => command.waits(),
            _ => false,
        }
    }
}

/// Returns true if a command has effects and no form without them.
fn rejects_dry_run(command: &Command) -> bool {
    match command {
        Command::Sandbox(_) | Command::Completions(_) | Command::Man(_) => true,
        Command::Auth(auth) => matches!(auth, auth::Auth::Login(_)),
        Command::Reports(reports) => matches!(reports, reports::Reports::Download(_)),
        _ => false,
    }
}

/// Runs a command.
pub(crate) async fn run(cli: Cli) -> Result<(), Failure> {
    if cli.global.dry_run && rejects_dry_run(&cli.command) {
        return Err(Failure::usage("--dry-run is not supported by this command"));
    }
    let format = if matches!(cli.command, Command::Api(_)) { Format::Json } else { Format::Table };
    let session = Session::new(cli.global, format, cli.command.waits())?;
    match cli.command {
        Command::Customers(command) => customers::run(&session, command).await,
        Command::Resellers(command) => resellers::run(&session, command).await,
        Command::Products(command) => products::run(&session, command).await,
        Command::Plans(command) => plans::run(&session, command).await,
        Command::Orders(command) => orders::run(&session, *command).await,
        Command::Subscriptions(command) => subscriptions::run(&session, command).await,
        Command::Reports(command) => reports::run(&session, command).await,
        Command::Licenses(command) => licenses::run(&session, command).await,
        Command::Validate(command) => validate::run(&session, command).await,
        Command::Api(command) => api::run(&session, command).await,
        Command::Auth(command) => auth::run(&session, command).await,
        Command::Sandbox(command) => sandbox::run(&session, command).await,
        Command::Completions(command) => completions::run(&command),
        Command::Man(command) => man::run(&command),
    }
}
