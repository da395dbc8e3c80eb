//! `imcloud products`.

use clap::{Args, Subcommand};
use imcloud::{ProductFilter, types::Product};

use crate::{cli::ListOptions, failure::Failure, session::Session};

const COLUMNS: &[&str] = &[
    "id",
    "mpn",
    "name",
    "vendor",
    "serviceName",
    "billingPeriod",
    "subscriptionPeriod",
    "price:prices[type=recurring]$",
];

/// The catalog.
#[derive(Debug, Subcommand)]
pub(crate) enum Products {
    /// List products with their prices
    #[command(
        after_help = "Example:\n  imcloud products list --vendor 'Fjord Software' --columns mpn,name,price:prices[type=recurring]"
    )]
    List(List),
}

/// Options of a list of products.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// With this part number, which need not be unique
    #[arg(long)]
    mpn: Option<String>,
    /// With this name
    #[arg(long)]
    name: Option<String>,
    /// Of this service; an order has products of one service
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Of this vendor
    #[arg(long)]
    vendor: Option<String>,
    #[command(flatten)]
    options: ListOptions,
}

pub(super) async fn run(session: &Session, Products::List(list): Products) -> Result<(), Failure> {
    session.check_columns::<Product>()?;
    let mut filter = ProductFilter::new();
    filter.mpn = list.mpn;
    filter.name = list.name;
    filter.service_name = list.service;
    filter.vendor = list.vendor;
    let listing = session.client().await?.products().list().filter(filter);
    session.list(listing, &list.options, COLUMNS).await
}
