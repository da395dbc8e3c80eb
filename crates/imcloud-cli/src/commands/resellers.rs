//! `imcloud resellers`.

use clap::{Args, Subcommand};
use imcloud::{
    ResellerCustomerFilter, ResellerFilter, ResellerOrderFilter,
    raw::operations::{CreateCustomer, CreateReseller, UpdateReseller},
    types::{CustomerInput, ResellerInput, ResellerUpdate},
};

use super::{
    account::{AccountFilter, AccountFlags, COLUMNS, NewAccount},
    orders,
};
use crate::{cli::ListOptions, failure::Failure, session::Session};

/// Resellers.
#[derive(Debug, Subcommand)]
pub(crate) enum Resellers {
    /// List resellers
    #[command(after_help = "Example:\n  imcloud resellers list --output json")]
    List(AccountList),
    /// Show a reseller in full
    #[command(after_help = "Example:\n  imcloud resellers get 1000003")]
    Get {
        /// Its id
        id: String,
    },
    /// Create a reseller
    #[command(after_help = "Example:\n  imcloud resellers create --from reseller.yaml --currency EUR")]
    Create(Box<Create>),
    /// Change a reseller; what no flag names stays
    #[command(after_help = "Example:\n  imcloud resellers update 1000003 --external-id erp-12")]
    Update(Box<Update>),
    /// Customers of a reseller
    #[command(subcommand)]
    Customers(ResellerCustomers),
    /// Orders of a reseller's customers
    #[command(subcommand)]
    Orders(ResellerOrders),
}

/// Which accounts.
#[derive(Debug, Args)]
pub(crate) struct AccountList {
    #[command(flatten)]
    account: AccountFilter,
    #[command(flatten)]
    options: ListOptions,
}

/// A new reseller.
#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    account: NewAccount,
    /// Currency of its prices, such as EUR
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Class of its customers
    #[arg(long, value_name = "NAME")]
    customer_class: Option<String>,
    /// Service that finds its taxes
    #[arg(long, value_name = "NAME")]
    taxation_provider: Option<String>,
}

/// Changes of a reseller.
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Its id
    id: String,
    #[command(flatten)]
    account: AccountFlags,
    /// New state
    #[arg(long)]
    status: Option<String>,
}

/// Customers of a reseller.
#[derive(Debug, Subcommand)]
pub(crate) enum ResellerCustomers {
    /// List a reseller's customers
    #[command(after_help = "Example:\n  imcloud resellers customers list 1000003")]
    List {
        /// Id of the reseller
        reseller: String,
        #[command(flatten)]
        list: AccountList,
    },
    /// Create a customer of a reseller
    #[command(after_help = "Example:\n  imcloud resellers customers create 1000003 --from customer.yaml")]
    Create {
        /// Id of the reseller
        reseller: String,
        #[command(flatten)]
        create: Box<NewAccount>,
    },
}

/// Orders of a reseller's customers.
#[derive(Debug, Subcommand)]
pub(crate) enum ResellerOrders {
    /// List the orders of a reseller's customers
    #[command(after_help = "Example:\n  imcloud resellers orders list 1000003 --status processing")]
    List {
        /// Id of the reseller
        reseller: String,
        #[command(flatten)]
        filter: orders::OrderFilterFlags,
        #[command(flatten)]
        options: ListOptions,
    },
}

pub(super) async fn run(session: &Session, command: Resellers) -> Result<(), Failure> {
    match command {
        Resellers::List(list) => {
            let mut filter = ResellerFilter::new();
            filter.name = list.account.name;
            filter.external_id = list.account.external_id.map(Into::into);
            filter.email = list.account.email;
            let listing = session.client().await?.resellers().list().filter(filter);
            session.list(listing, &list.options, COLUMNS).await
        }
        Resellers::Get { id } => session.show(&session.client().await?.resellers().get(id).await?),
        Resellers::Create(create) => {
            let body: ResellerInput = create
                .account
                .body()?
                .set("currency", create.currency)
                .set("customerClass", create.customer_class)
                .set("taxationProviderName", create.taxation_provider)
                .check(&CreateReseller::OPERATION)?;
            if session.rehearse("POST", "/resellers", &body)? {
                return Ok(());
            }
            session.show(&session.client().await?.resellers().create(&body).await?)
        }
        Resellers::Update(update) => {
            let body = update.account.body()?.set("status", update.status).or_nothing_to_change()?;
            let body: ResellerUpdate = body.check(&UpdateReseller::OPERATION)?;
            if session.rehearse("PATCH", &format!("/resellers/{}", update.id), &body)? {
                return Ok(());
            }
            session.show(&session.client().await?.resellers().update(update.id, &body).await?)
        }
        Resellers::Customers(ResellerCustomers::List { reseller, list }) => {
            let mut filter = ResellerCustomerFilter::new();
            filter.name = list.account.name;
            filter.external_id = list.account.external_id.map(Into::into);
            filter.email = list.account.email;
            let listing = session.client().await?.resellers().list_customers(reseller).filter(filter);
            session.list(listing, &list.options, COLUMNS).await
        }
        Resellers::Customers(ResellerCustomers::Create { reseller, create }) => {
            let body: CustomerInput = create.body()?.check(&CreateCustomer::OPERATION)?;
            if session.rehearse("POST", &format!("/resellers/{reseller}/customers"), &body)? {
                return Ok(());
            }
            session.show(&session.client().await?.resellers().create_customer(reseller, &body).await?)
        }
        Resellers::Orders(ResellerOrders::List { reseller, filter, options }) => {
            let mut wanted = ResellerOrderFilter::new();
            wanted.creation_time_from = filter.created_from;
            wanted.creation_time_to = filter.created_to;
            wanted.customer_id = filter.customer.map(Into::into);
            wanted.status = filter.status.map(|status| status.0);
            wanted.subscription_id = filter.subscription.map(Into::into);
            let listing = session.client().await?.resellers().list_orders(reseller).filter(wanted);
            session.list(listing, &options, orders::COLUMNS).await
        }
    }
}
