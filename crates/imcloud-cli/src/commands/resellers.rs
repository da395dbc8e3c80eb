//! `imcloud resellers`.

use clap::{Args, Subcommand};
use imcloud::{
    ResellerCustomerFilter, ResellerFilter, ResellerOrderFilter,
    raw::operations::{CreateCustomer, CreateReseller, UpdateReseller},
    types::{
        Customer, CustomerInput, CustomerSummary, OrderSummary, Reseller, ResellerInput, ResellerSummary,
        ResellerUpdate,
    },
};

use super::{
    account::{self, AccountFilter, AccountFlags, COLUMNS, NewAccount},
    describe, orders,
};
use crate::{
    cli::ListOptions,
    failure::Failure,
    input::{Body, Listed},
    session::Session,
};

/// Resellers.
#[derive(Debug, Subcommand)]
pub(crate) enum Resellers {
    /// List resellers
    #[command(after_help = "Example:\n  imcloud resellers list --output json")]
    List(AccountList),
    /// Show a reseller in full
    #[command(after_help = "Example:\n  imcloud resellers get 1000003")]
    Get {
        /// Id of the reseller
        id: String,
    },
    /// Create a reseller
    #[command(after_help = "Example:\n  imcloud resellers create --from reseller.yaml --currency EUR")]
    Create(Box<Create>),
    /// Change a reseller
    #[command(after_help = "\
Properties without a flag stay as they are. Missing parts of an address are taken from the
stored one. Contacts and attributes replace all stored ones.

Example:
  imcloud resellers update 1000003 --external-id erp-12")]
    Update(Box<Update>),
    /// Customers of a reseller
    #[command(subcommand)]
    Customers(ResellerCustomers),
    /// Orders of a reseller's customers
    #[command(subcommand)]
    Orders(ResellerOrders),
}

/// Options of a list of accounts.
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
    #[command(flatten)]
    reseller: ResellerFlags,
}

/// Properties that customers do not have.
#[derive(Debug, Args)]
struct ResellerFlags {
    /// Currency of its prices, such as EUR
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Customer class
    #[arg(long, value_name = "NAME")]
    customer_class: Option<String>,
    /// Name of the tax engine, such as Vertex
    #[arg(long, value_name = "NAME")]
    taxation_provider: Option<String>,
}

impl ResellerFlags {
    fn set(self, body: Body) -> Body {
        body.set("currency", self.currency)
            .set("customerClass", self.customer_class)
            .set("taxationProviderName", self.taxation_provider)
    }
}

/// Changes of a reseller.
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Id of the reseller
    id: String,
    #[command(flatten)]
    account: AccountFlags,
    #[command(flatten)]
    reseller: ResellerFlags,
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
    match &command {
        Resellers::List(_) => session.check_columns::<ResellerSummary>()?,
        Resellers::Customers(ResellerCustomers::List { .. }) => session.check_columns::<CustomerSummary>()?,
        Resellers::Customers(_) => session.check_columns::<Customer>()?,
        Resellers::Orders(_) => session.check_columns::<OrderSummary>()?,
        _ => session.check_columns::<Reseller>()?,
    }
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
            let body = create.reseller.set(create.account.account.body()?);
            if create.account.if_absent {
                let resellers = session.client().await?.resellers();
                let list = |key: &str| resellers.list().external_id(key);
                let found = account::existing(session, &body, list, |it| (&it.id, &it.external_id)).await?;
                if let Some(id) = found {
                    return session.show(&resellers.get(id).await?);
                }
            }
            let body: ResellerInput = body.check::<_, Reseller>(session, &CreateReseller::OPERATION)?;
            if session.rehearse("POST", "/resellers", &body)? {
                return Ok(());
            }
            session.show(&session.client().await?.resellers().create(&body).await?)
        }
        Resellers::Update(update) => {
            let body = update.reseller.set(update.account.body()?);
            let mut body = body.without("id").or_nothing_to_change()?;
            if account::is_address_partial(&body) {
                let stored = session.client().await?.resellers().get(update.id.as_str()).await?;
                account::complete_address(session, &mut body, stored.address.as_ref())?;
            }
            let body: ResellerUpdate = body.check::<_, Reseller>(session, &UpdateReseller::OPERATION)?;
            if session.rehearse("PATCH", &format!("/resellers/{}", update.id), &body)? {
                return Ok(());
            }
            let client = session.client().await?;
            if body.status.is_some() && !session.global.yes {
                let stored = client.resellers().get(update.id.as_str()).await?;
                let reseller = format!("reseller {}", describe::named(stored.name.as_deref(), &update.id));
                let changed = body.status.as_ref().filter(|status| stored.status.as_ref() != Some(*status));
                describe::confirm_status(session, &reseller, changed).await?;
            }
            session.show(&client.resellers().update(update.id, &body).await?)
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
            let body = create.account.body()?;
            if create.if_absent {
                let client = session.client().await?;
                let list = |key: &str| client.resellers().list_customers(reseller.as_str()).external_id(key);
                let found = account::existing(session, &body, list, |it| (&it.id, &it.external_id)).await?;
                if let Some(id) = found {
                    return session.show(&client.customers().get(id).await?);
                }
            }
            let body: CustomerInput = body.check::<_, Customer>(session, &CreateCustomer::OPERATION)?;
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
            wanted.status = Listed::accept(session, "--status", filter.status);
            wanted.subscription_id = filter.subscription.map(Into::into);
            let listing = session.client().await?.resellers().list_orders(reseller).filter(wanted);
            session.list(listing, &options, orders::COLUMNS).await
        }
    }
}
