//! `imcloud products` and `imcloud plans`.

use clap::{Args, Subcommand};
use imcloud::ProductFilter;

use crate::{failure::Failure, global::ListOptions, session::Session};

const PRODUCTS: &str =
    "id,mpn,name,vendor,serviceName,billingPeriod,subscriptionPeriod,price:prices[type=recurring]$";
const PLANS: &str = "id,name,billingModel,billingPeriod,published";

/// The catalog.
#[derive(Debug, Subcommand)]
pub(crate) enum Products {
    /// List products with their prices
    #[command(
        after_help = "Example:\n  imcloud products list --vendor 'Fjord Software' --columns mpn,name,price:prices[type=recurring]"
    )]
    List(ProductList),
}

#[derive(Debug, Args)]
pub(crate) struct ProductList {
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

#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// List plans
    #[command(after_help = "Example:\n  imcloud plans list")]
    List(ListOptions),
    /// Show a plan with the switches it allows
    #[command(after_help = "Example:\n  imcloud plans get 1000007")]
    Get {
        /// Id of the plan
        id: String,
    },
}

pub(super) async fn products(session: &Session, Products::List(list): Products) -> Result<(), Failure> {
    let mut filter = ProductFilter::new();
    filter.mpn = list.mpn;
    filter.name = list.name;
    filter.service_name = list.service;
    filter.vendor = list.vendor;
    let listing = session.client().await?.products().list().filter(filter);
    session.list(listing, &list.options, PRODUCTS).await
}

pub(super) async fn plans(session: &Session, command: Plans) -> Result<(), Failure> {
    match command {
        Plans::List(options) => session.list(session.client().await?.plans().list(), &options, PLANS).await,
        Plans::Get { id } => session.get(async |client| client.plans().get(id).await).await,
    }
}
