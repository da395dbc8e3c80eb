//! `imcloud customers` and `imcloud resellers`.

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use imcloud::{
    Client, CustomerFilter, Id, Listing, ResellerCustomerFilter, ResellerFilter, ResellerOrderFilter, Secret,
    raw::{
        Operation,
        operations::{
            CreateCustomer, CreateReseller, CreateResellerCustomer, UpdateCustomer, UpdateReseller,
        },
    },
    types::{Customer, CustomerSummary, OrderSummary, Reseller, ResellerSummary},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    describe,
    map::{self, Map},
    orders::{self, OrderFilterFlags},
    resource::{BodyArgs, BodyFlags as _, Objects, ResourceList, body, filter, resource},
};
use crate::{
    failure::{Exit, Failure, Result},
    global::ById,
    input::{Body, Pair},
    json::{self, Json},
    session::{Data, Session},
};

const COLUMNS: &str = "id,externalId,name,status";

const ADDRESS: [&str; 4] = ["city", "countryCode", "postalCode", "streetAddress"];

resource! {
    Customers in customers;
    list() -> CustomerSummary, COLUMNS, CustomerFlags => CustomerFilter;
    get -> Customer;
}
resource! {
    Resellers in resellers;
    list() -> ResellerSummary, COLUMNS, AccountFilter => ResellerFilter;
    get -> Reseller;
}
resource! {
    ResellerCustomers in resellers;
    list_customers(id: ResellerId) -> CustomerSummary, COLUMNS, AccountFilter => ResellerCustomerFilter;
}
resource! {
    ResellerOrders in resellers;
    list_orders(id: ResellerId) -> OrderSummary, orders::COLUMNS, OrderFilterFlags => ResellerOrderFilter;
}

filter! { AccountFilter for [CustomerFilter, ResellerFilter, ResellerCustomerFilter] {
    /// With a similar name
    name: String => name,
    /// With exactly this external id
    external_id "KEY": Id => external_id,
    /// With a contact who has this email address
    email: String => email,
}}

filter! { CustomerFlags for [CustomerFilter] {
    with AccountFilter;
    /// Of this reseller, for providers
    reseller "ID": Id => reseller_id,
}}

body! { AccountFlags {
    /// Name of the company
    name: Option<String> => "name",
    /// External id, your own key
    external_id "KEY": Option<String> => "externalId",
    /// Tax registration number
    tax_reg_id "NUMBER": Option<String> => "taxRegId",
    /// Status: active or creditHold; ignored for new accounts
    status: Option<String> => "status",
    /// Language of emails and screens, such as en
    language "CODE": Option<String> => "language",
    /// Custom attribute; repeatable
    attribute "NAME=VALUE": Vec<Pair> => "attributes",
    /// Street and house number
    street: Option<String> => "address.streetAddress",
    /// Second line of the address
    address_extension "TEXT": Option<String> => "address.addressExtension",
    /// City
    city: Option<String> => "address.city",
    /// State or province, such as CA
    state: Option<String> => "address.state",
    /// Postal code
    postal_code "CODE": Option<String> => "address.postalCode",
    /// Country, as two letters such as US
    country "CODE": Option<String> => "address.countryCode",
    /// Contact, such as type=admin,firstName=..,lastName=..,email=..,phoneNumber=..; repeatable, replaces all
    /// contacts
    contact "FIELDS": Vec<Secret> => "contactPersons",
}}

body! { ResellerFlags {
    /// Currency of its prices, such as EUR
    currency "CODE": Option<String> => "currency",
    /// Customer class
    customer_class "NAME": Option<String> => "customerClass",
    /// Name of the tax engine, such as Vertex
    taxation_provider "NAME": Option<String> => "taxationProviderName",
}}

#[derive(Debug, Subcommand)]
pub(crate) enum Customers {
    /// List customers, newest first
    #[command(after_help = "Example:\n  imcloud customers list --name Example --output csv")]
    List(ResourceList<Self>),
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
        account: Box<BodyArgs<AccountFlags>>,
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
    List(ResourceList<Self>),
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
        account: Box<BodyArgs<AccountFlags>>,
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
    List(ResourceList<Self>),
    /// Create a customer of a reseller
    #[command(after_help = "Example:\n  imcloud resellers customers create 1000003 --from customer.yaml")]
    Create {
        #[command(flatten)]
        reseller: ResellerId,
        #[command(flatten)]
        account: Box<NewAccount>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ResellerOrders {
    /// List the orders of a reseller's customers
    #[command(after_help = "Example:\n  imcloud resellers orders list 1000003 --status processing")]
    List(ResourceList<Self>),
}

#[derive(Debug, Args)]
pub(crate) struct ResellerId {
    /// Id of the reseller
    #[arg(value_name = "RESELLER")]
    id: String,
}

#[derive(Debug, Args)]
pub(crate) struct NewAccount {
    #[command(flatten)]
    account: BodyArgs<AccountFlags>,
    /// If an account has the external id, show it and create nothing
    #[arg(long)]
    if_absent: bool,
}

pub(super) async fn customers(session: &Session, command: Customers) -> Result {
    match command {
        Customers::List(list) => list.run(session).await,
        Customers::Get(ById { id }) => Customers::show(session, &id).await,
        Customers::Create(new) => {
            let list = |client: &Client, key: &str| client.customers().list().external_id(key);
            let create = async |client: &Client, body: &_| client.customers().create(body).await;
            new.create::<Customers, _, _, _>(session, None, (&CreateCustomer::OPERATION, ""), list, create)
                .await
        }
        Customers::Update { id, account } => {
            let body = account.body::<Customer>(session)?;
            let update = async |client: &Client, body: &_| client.customers().update(&id, body).await;
            update_account::<Customers, _>(session, &id, body, &UpdateCustomer::OPERATION, update).await
        }
        Customers::Map(map) => map::run(session, map).await,
        Customers::Await(ById { id }) => {
            session.show_final(session.client().await?.customers().wait_for(id), "customer").await
        }
    }
}

pub(super) async fn resellers(session: &Session, command: Resellers) -> Result {
    match command {
        Resellers::List(list) => list.run(session).await,
        Resellers::Get(ById { id }) => Resellers::show(session, &id).await,
        Resellers::Create { account, reseller } => {
            let list = |client: &Client, key: &str| client.resellers().list().external_id(key);
            let create = async |client: &Client, body: &_| client.resellers().create(body).await;
            let request = (&CreateReseller::OPERATION, "");
            account.create::<Resellers, _, _, _>(session, Some(reseller), request, list, create).await
        }
        Resellers::Update { id, account, reseller } => {
            let body = reseller.set(account.body::<Reseller>(session)?)?;
            let update = async |client: &Client, body: &_| client.resellers().update(&id, body).await;
            update_account::<Resellers, _>(session, &id, body, &UpdateReseller::OPERATION, update).await
        }
        Resellers::Customers(ResellerCustomers::List(list)) => list.run(session).await,
        Resellers::Orders(ResellerOrders::List(list)) => list.run(session).await,
        Resellers::Customers(ResellerCustomers::Create { reseller, account }) => {
            let id = reseller.id.as_str();
            let list = |client: &Client, key: &str| client.resellers().list_customers(id).external_id(key);
            let create = async |client: &Client, body: &_| client.resellers().create_customer(id, body).await;
            let request = (&CreateResellerCustomer::OPERATION, id);
            account.create::<Customers, _, _, _>(session, None, request, list, create).await
        }
    }
}

impl NewAccount {
    /// Creates the account. With `if_absent`, shows the one that has its external id, if there is one.
    async fn create<R: Objects, T: Serialize + DeserializeOwned, S: Data, F>(
        self,
        session: &Session,
        reseller: Option<ResellerFlags>,
        (operation, parent): (&Operation, &str),
        list: impl FnOnce(&Client, &str) -> Listing<S, F>,
        create: impl AsyncFnOnce(&Client, &T) -> imcloud::Result<R::Object>,
    ) -> Result {
        let mut body = self.account.body::<R::Object>(session)?;
        if let Some(flags) = reseller {
            body = flags.set(body)?;
        }
        if self.if_absent {
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
                session
                    .note(&format!("account {id} has the external id {external_id:?}; nothing was created"));
                return session.show(&R::get(client, id.as_str()).await?);
            }
        }
        let body = body.check::<T, R::Object>(session, operation)?;
        session.send(operation, parent, &body, create).await
    }
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
        // The service ignores filters that it does not know.
        if item.text("externalId") == Some(external_id) {
            ids.extend(item.text("id").map(Id::from));
        }
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
async fn update_account<R: Objects, T: Serialize + DeserializeOwned>(
    session: &Session,
    id: &str,
    body: Body,
    operation: &Operation,
    update: impl AsyncFnOnce(&Client, &T) -> imcloud::Result<R::Object>,
) -> Result {
    let stored = async || Ok::<_, Failure>(json::of(&R::get(session.client().await?, id).await?)?);
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
    let body = body.check::<T, R::Object>(session, operation)?;
    let status = json::of(&body)?.get("status").cloned();
    if let Some(status) = status.filter(|_| session.needs_confirmation()) {
        let stored = stored().await?;
        if stored.get("status") != Some(&status) {
            let noun = operation.path.trim_start_matches('/').trim_end_matches("s/{id}");
            let name = describe::named(stored.text("name"), id);
            let status = status.as_str().unwrap_or_default();
            let what = format!("{} {name} gets the status {status}.", describe::capitalized(noun));
            session.confirm(&what, "Change the status?").await?;
        }
    }
    session.send(operation, id, &body, update).await
}
