//! `imcloud customers` and `imcloud resellers`.

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use imcloud::{
    Client, CustomerFilter, Id, Listing, ResellerCustomerFilter, ResellerFilter, ResellerOrderFilter, Secret,
    raw::{
        Operation,
        operations::{CreateCustomer, CreateReseller, UpdateCustomer, UpdateReseller},
    },
    types::{Customer, CustomerInput, CustomerUpdate, Reseller, ResellerInput, ResellerUpdate},
};
use serde::de::DeserializeOwned;

use super::{
    describe,
    map::{self, Map},
    orders,
};
use crate::{
    failure::{Exit, Failure, Result},
    global::{ById, ListOptions},
    input::{Body, From, Listed, Pair, object_of, objects_of},
    json::{self, Json},
    session::{Data, Session},
};

const COLUMNS: &str = "id,externalId,name,status";

const ADDRESS: [&str; 4] = ["city", "countryCode", "postalCode", "streetAddress"];

#[derive(Debug, Subcommand)]
pub(crate) enum Customers {
    /// List customers, newest first
    #[command(after_help = "Example:\n  imcloud customers list --name Example --output csv")]
    List {
        #[command(flatten)]
        account: AccountFilter,
        /// Of this reseller, for providers
        #[arg(long, value_name = "ID")]
        reseller: Option<Id>,
        #[command(flatten)]
        options: ListOptions,
    },
    /// Show a customer in full
    #[command(after_help = "Example:\n  imcloud customers get 1000042 --output yaml")]
    Get(ById),
    /// Create a customer
    #[command(after_help = "\
Examples:
  imcloud customers create --from customer.yaml --external-id crm-77 --if-absent
  imcloud customers create --name 'Example BV' --language en --external-id crm-77 \\
    --street 'Kade 1' --city Delft --postal-code '2611 AA' --country NL \\
    --contact type=admin,firstName=Ada,lastName=Smit,email=ada@example.com,phoneNumber=+31150000000")]
    Create(Box<NewAccount>),
    /// Change a customer
    #[command(after_help = "\
Properties without a flag stay as they are. Missing parts of an address are taken from the
stored one. Contacts and attributes replace all stored ones.

Examples:
  imcloud customers update 1000042 --external-id crm-77
  imcloud customers get 1000042 -o json | jq '.name = \"Example\"' | imcloud customers update 1000042 --from -")]
    Update {
        /// Id of the customer
        id: String,
        #[command(flatten)]
        account: Box<AccountFlags>,
    },
    /// Wait until a customer is active
    #[command(after_help = "Example:\n  imcloud customers await 1000042 --timeout 5m")]
    Await(ById),
    /// Match a spreadsheet with customers by external id and name
    #[command(after_help = "\
Examples:
  imcloud customers map --csv crm.csv --id-column Key --name-column Company
  imcloud customers map --csv crm.csv --apply")]
    Map(Map),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Resellers {
    /// List resellers
    #[command(after_help = "Example:\n  imcloud resellers list --output json")]
    List {
        #[command(flatten)]
        account: AccountFilter,
        #[command(flatten)]
        options: ListOptions,
    },
    /// Show a reseller in full
    #[command(after_help = "Example:\n  imcloud resellers get 1000003")]
    Get(ById),
    /// Create a reseller
    #[command(after_help = "Example:\n  imcloud resellers create --from reseller.yaml --currency EUR")]
    Create {
        #[command(flatten)]
        account: Box<NewAccount>,
        #[command(flatten)]
        reseller: ResellerFlags,
    },
    /// Change a reseller
    #[command(after_help = "\
Properties without a flag stay as they are. Missing parts of an address are taken from the
stored one. Contacts and attributes replace all stored ones.

Example:
  imcloud resellers update 1000003 --external-id erp-12")]
    Update {
        /// Id of the reseller
        id: String,
        #[command(flatten)]
        account: Box<AccountFlags>,
        #[command(flatten)]
        reseller: ResellerFlags,
    },
    /// Customers of a reseller
    #[command(subcommand)]
    Customers(ResellerCustomers),
    /// Orders of a reseller's customers
    #[command(subcommand)]
    Orders(ResellerOrders),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ResellerCustomers {
    /// List a reseller's customers
    #[command(after_help = "Example:\n  imcloud resellers customers list 1000003")]
    List {
        /// Id of the reseller
        reseller: String,
        #[command(flatten)]
        account: AccountFilter,
        #[command(flatten)]
        options: ListOptions,
    },
    /// Create a customer of a reseller
    #[command(after_help = "Example:\n  imcloud resellers customers create 1000003 --from customer.yaml")]
    Create {
        /// Id of the reseller
        reseller: String,
        #[command(flatten)]
        account: Box<NewAccount>,
    },
}

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

#[derive(Clone, Debug, Args)]
pub(crate) struct AccountFilter {
    /// With a similar name
    #[arg(long)]
    name: Option<String>,
    /// With exactly this external id
    #[arg(long, value_name = "KEY")]
    external_id: Option<Id>,
    /// With a contact who has this email address
    #[arg(long)]
    email: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct NewAccount {
    #[command(flatten)]
    account: AccountFlags,
    /// If an account has the external id, show it and create nothing
    #[arg(long)]
    if_absent: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AccountFlags {
    #[command(flatten)]
    from: From,
    /// Name of the company
    #[arg(long)]
    name: Option<String>,
    /// External id, your own key
    #[arg(long, value_name = "KEY")]
    external_id: Option<String>,
    /// Tax registration number
    #[arg(long, value_name = "NUMBER")]
    tax_reg_id: Option<String>,
    /// Status: active or creditHold; ignored for new accounts
    #[arg(long)]
    status: Option<String>,
    /// Language of emails and screens, such as en
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Custom attribute; repeatable
    #[arg(long, value_name = "NAME=VALUE")]
    attribute: Vec<Pair>,
    /// Street and house number
    #[arg(long)]
    street: Option<String>,
    /// Second line of the address
    #[arg(long, value_name = "TEXT")]
    address_extension: Option<String>,
    /// City
    #[arg(long)]
    city: Option<String>,
    /// State or province, such as CA
    #[arg(long)]
    state: Option<String>,
    /// Postal code
    #[arg(long, value_name = "CODE")]
    postal_code: Option<String>,
    /// Country, as two letters such as US
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Contact, such as type=admin,firstName=..,lastName=..,email=..,phoneNumber=..; repeatable, replaces all
    /// contacts
    #[arg(long, value_name = "FIELDS")]
    contact: Vec<Secret>,
}

#[derive(Debug, Args)]
pub(crate) struct ResellerFlags {
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

impl AccountFlags {
    fn body<R: DeserializeOwned>(self, session: &Session) -> Result<Body> {
        Ok(Body::begin::<R>(session, &self.from)?
            .set("name", self.name)
            .set("externalId", self.external_id)
            .set("taxRegId", self.tax_reg_id)
            .set("status", self.status)
            .set("language", self.language)
            .set("attributes", object_of(self.attribute))
            .set("address.streetAddress", self.street)
            .set("address.addressExtension", self.address_extension)
            .set("address.city", self.city)
            .set("address.state", self.state)
            .set("address.postalCode", self.postal_code)
            .set("address.countryCode", self.country)
            .set_list("contactPersons", objects_of("--contact", &self.contact)?))
    }
}

impl ResellerFlags {
    fn set(self, body: Body) -> Body {
        body.set("currency", self.currency)
            .set("customerClass", self.customer_class)
            .set("taxationProviderName", self.taxation_provider)
    }
}

pub(super) async fn customers(session: &Session, command: Customers) -> Result {
    match command {
        Customers::List { account, reseller, options } => {
            let mut filter = CustomerFilter::new();
            filter.name = account.name;
            filter.external_id = account.external_id;
            filter.email = account.email;
            filter.reseller_id = reseller;
            let listing = session.client().await?.customers().list().filter(filter);
            session.list(listing, &options, COLUMNS).await
        }
        Customers::Get(ById { id }) => session.get(async |client| client.customers().get(id).await).await,
        Customers::Create(new) => {
            let NewAccount { account, if_absent } = *new;
            create(
                session,
                (account.body::<Customer>(session)?, if_absent),
                (&CreateCustomer::OPERATION, "/customers"),
                |client, key| client.customers().list().external_id(key),
                async |client, id| client.customers().get(id).await,
                async |client, body: &CustomerInput| client.customers().create(body).await,
            )
            .await
        }
        Customers::Update { id, account } => {
            update(
                session,
                ("customer", &id),
                account.body::<Customer>(session)?,
                &UpdateCustomer::OPERATION,
                async |client, id| client.customers().get(id).await,
                async |client, body: &CustomerUpdate| client.customers().update(&id, body).await,
            )
            .await
        }
        Customers::Map(map) => map::run(session, map).await,
        Customers::Await(ById { id }) => {
            session.show_final(session.client().await?.customers().wait_for(id), "customer").await
        }
    }
}

pub(super) async fn resellers(session: &Session, command: Resellers) -> Result {
    match command {
        Resellers::List { account, options } => {
            let mut filter = ResellerFilter::new();
            filter.name = account.name;
            filter.external_id = account.external_id;
            filter.email = account.email;
            let listing = session.client().await?.resellers().list().filter(filter);
            session.list(listing, &options, COLUMNS).await
        }
        Resellers::Get(ById { id }) => session.get(async |client| client.resellers().get(id).await).await,
        Resellers::Create { account, reseller } => {
            let NewAccount { account, if_absent } = *account;
            create(
                session,
                (reseller.set(account.body::<Reseller>(session)?), if_absent),
                (&CreateReseller::OPERATION, "/resellers"),
                |client, key| client.resellers().list().external_id(key),
                async |client, id| client.resellers().get(id).await,
                async |client, body: &ResellerInput| client.resellers().create(body).await,
            )
            .await
        }
        Resellers::Update { id, account, reseller } => {
            update(
                session,
                ("reseller", &id),
                reseller.set(account.body::<Reseller>(session)?),
                &UpdateReseller::OPERATION,
                async |client, id| client.resellers().get(id).await,
                async |client, body: &ResellerUpdate| client.resellers().update(&id, body).await,
            )
            .await
        }
        Resellers::Customers(ResellerCustomers::List { reseller, account, options }) => {
            let mut filter = ResellerCustomerFilter::new();
            filter.name = account.name;
            filter.external_id = account.external_id;
            filter.email = account.email;
            let listing = session.client().await?.resellers().list_customers(reseller).filter(filter);
            session.list(listing, &options, COLUMNS).await
        }
        Resellers::Customers(ResellerCustomers::Create { reseller, account }) => {
            let NewAccount { account, if_absent } = *account;
            let reseller = reseller.as_str();
            create(
                session,
                (account.body::<Customer>(session)?, if_absent),
                (&CreateCustomer::OPERATION, &format!("/resellers/{reseller}/customers")),
                |client, key| client.resellers().list_customers(reseller).external_id(key),
                async |client, id| client.customers().get(id).await,
                async |client, body: &CustomerInput| client.resellers().create_customer(reseller, body).await,
            )
            .await
        }
        Resellers::Orders(ResellerOrders::List { reseller, filter, options }) => {
            let mut wanted = ResellerOrderFilter::new();
            wanted.creation_time_from = filter.created_from;
            wanted.creation_time_to = filter.created_to;
            wanted.customer_id = filter.customer;
            wanted.status = Listed::accept(session, "--status", filter.status);
            wanted.subscription_id = filter.subscription;
            let listing = session.client().await?.resellers().list_orders(reseller).filter(wanted);
            session.list(listing, &options, orders::COLUMNS).await
        }
    }
}

/// Creates an account. With `if_absent`, shows the account that has its external id, if there is one.
async fn create<T: Data, R: Data, S: Data, F>(
    session: &Session,
    (body, if_absent): (Body, bool),
    (operation, path): (&Operation, &str),
    list: impl FnOnce(&Client, &str) -> Listing<S, F>,
    get: impl AsyncFnOnce(&Client, Id) -> imcloud::Result<R>,
    create: impl AsyncFnOnce(&Client, &T) -> imcloud::Result<R>,
) -> Result {
    if if_absent {
        let external_id = match body.get("externalId") {
            Some(Json::String(id)) if !id.is_empty() => id.clone(),
            Some(Json::Number(id)) => id.to_string(),
            _ => {
                return Err(Failure::usage("--if-absent needs an external id")
                    .hint("Give one with --external-id KEY."));
            }
        };
        let client = session.client().await?;
        if let Some(id) = existing(&external_id, list(client, &external_id)).await? {
            session.note(&format!("account {id} has the external id {external_id:?}; nothing was created"));
            return session.show(&get(client, id).await?);
        }
    }
    let body = body.check::<T, R>(session, operation)?;
    session.send(("POST", path), &body, create).await
}

/// Returns the account that has an external id.
///
/// # Errors
/// Several accounts with this external id.
async fn existing<S: Data, F>(external_id: &str, listing: Listing<S, F>) -> Result<Option<Id>> {
    let mut items = listing.items();
    let mut ids = BTreeSet::new();
    while let Some(item) = items.try_next().await? {
        let item = json::of(&item)?;
        let [id, external] = ["id", "externalId"].map(|name| item.get(name).and_then(Json::as_str));
        // The service ignores filters that it does not know.
        ids.extend(id.filter(|_| external == Some(external_id)).map(Id::from));
    }
    if ids.len() > 1 {
        let ids: Vec<&str> = ids.iter().map(Id::as_str).collect();
        let message = format!("several accounts have the external id {external_id:?}: {}", ids.join(" and "));
        return Err(Failure::new(Exit::Rejected, message));
    }
    Ok(ids.pop_first())
}

/// Changes an account. Missing properties of an address are taken from the stored one, because the service
/// replaces the complete address.
async fn update<T: Data, R: Data>(
    session: &Session,
    (noun, id): (&str, &str),
    body: Body,
    operation: &Operation,
    get: impl AsyncFn(&Client, &str) -> imcloud::Result<R>,
    update: impl AsyncFnOnce(&Client, &T) -> imcloud::Result<R>,
) -> Result {
    let stored = async || Ok::<_, Failure>(json::of(&get(session.client().await?, id).await?)?);
    let mut body = body.without("id").or_nothing_to_change()?;
    let is_missing = |address: &Json| ADDRESS.iter().any(|name| address.get(name).is_none_or(Json::is_null));
    if body.get("address").is_some_and(|address| address.is_object() && is_missing(address))
        && let Some(address) = stored().await?.get("address")
    {
        let added = body.complete("address", address);
        if !added.is_empty() {
            session.note(&format!("taken from the stored address: {}", added.join(", ")));
        }
    }
    let body = body.check::<T, R>(session, operation)?;
    let status = json::of(&body)?.get("status").cloned();
    if let Some(status) = status.filter(|_| session.needs_confirmation()) {
        let stored = stored().await?;
        if stored.get("status") != Some(&status) {
            let name = describe::named(stored.get("name").and_then(Json::as_str), id);
            let status = status.as_str().unwrap_or_default();
            let what = format!("{} {name} gets the status {status}.", describe::capitalized(noun));
            session.confirm(&what, "Change the status?").await?;
        }
    }
    session.send(("PATCH", &format!("/{noun}s/{id}")), &body, update).await
}
