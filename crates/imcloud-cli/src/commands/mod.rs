//! The commands, one file per noun: options, verbs, columns.

mod accounts;
mod api;
mod auth;
mod catalog;
mod describe;
mod licenses;
mod map;
mod monitor;
mod orders;
mod place;
mod reports;
mod resource;
mod sandbox;
mod shell;
mod subscriptions;

use clap::Subcommand;

use crate::{
    failure::{Failure, Result},
    global::Global,
    output::Format,
    session::Session,
};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List, show, create, update and map customers
    #[command(subcommand)]
    Customers(accounts::Customers),
    /// Manage resellers, their customers and orders
    #[command(subcommand)]
    Resellers(accounts::Resellers),
    /// List products of the catalog
    #[command(subcommand)]
    Products(catalog::Products),
    /// List service plans and possible switches
    #[command(subcommand)]
    Plans(catalog::Plans),
    /// List, show, estimate, place and cancel orders
    #[command(subcommand)]
    Orders(Box<orders::Orders>),
    /// List, show and change subscriptions and their seats
    #[command(subcommand)]
    Subscriptions(subscriptions::Subscriptions),
    /// List, schedule and download reports
    #[command(subcommand)]
    Reports(reports::Reports),
    /// List and compare licenses, watch renewals and spend
    #[command(subcommand)]
    Licenses(licenses::Licenses),
    /// Check activation parameters before an order
    Validate(catalog::Validate),
    /// Send any request, with credentials, retries and limits
    Api(api::Api),
    /// Manage and check credentials
    #[command(subcommand)]
    Auth(auth::Auth),
    /// Serve demo data on this machine, for any program
    #[command(subcommand)]
    Sandbox(sandbox::SandboxCommand),
    /// Print the completion script of a shell
    Completions(shell::Completions),
    /// Print the manual page, or write all pages
    Man(shell::Man),
}

impl Command {
    /// Returns true if `--timeout` limits a wait.
    fn waits(&self) -> bool {
        use self::{accounts::Customers, orders::Orders, reports::Reports, subscriptions::Subscriptions};
        match self {
            Self::Customers(Customers::Await(_)) => true,
            Self::Orders(orders) => match &**orders {
                Orders::Await(_) => true,
                Orders::Place(place) => place.wait,
                _ => false,
            },
            Self::Reports(Reports::Download(download)) => download.wait,
            Self::Subscriptions(Subscriptions::Cancel(cancel)) => cancel.wait,
            _ => false,
        }
    }

    /// Returns true if a command has effects and no form without them.
    fn rejects_dry_run(&self) -> bool {
        use self::{auth::Auth, reports::Reports};
        matches!(
            self,
            Self::Completions(_)
                | Self::Man(_)
                | Self::Auth(Auth::Login { .. })
                | Self::Reports(Reports::Download(_))
        )
    }
}

/// Runs a command. `manual` returns the tree of commands.
pub(crate) async fn run(global: Global, command: Command, manual: fn() -> clap::Command) -> Result {
    if global.dry_run && command.rejects_dry_run() {
        return Err(Failure::usage("--dry-run is not supported by this command"));
    }
    let format = if matches!(command, Command::Api(_)) { Format::Json } else { Format::Table };
    let session = Session::new(global, format, command.waits())?;
    match command {
        Command::Customers(command) => accounts::customers(&session, command).await,
        Command::Resellers(command) => accounts::resellers(&session, command).await,
        Command::Products(command) => catalog::products(&session, command).await,
        Command::Plans(command) => catalog::plans(&session, command).await,
        Command::Orders(command) => orders::run(&session, *command).await,
        Command::Subscriptions(command) => subscriptions::run(&session, command).await,
        Command::Reports(command) => reports::run(&session, command).await,
        Command::Licenses(command) => licenses::run(&session, command).await,
        Command::Validate(command) => catalog::validate(&session, command).await,
        Command::Api(command) => api::run(&session, command).await,
        Command::Auth(command) => auth::run(&session, command).await,
        Command::Sandbox(command) => sandbox::run(&session, command).await,
        Command::Completions(command) => shell::completions(&command),
        Command::Man(command) => shell::man(&command, manual()),
    }
}
