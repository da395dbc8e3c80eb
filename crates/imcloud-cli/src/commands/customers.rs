//! `imcloud customers`.

use clap::{Args, Subcommand};
use imcloud::{
    CustomerFilter,
    raw::operations::{CreateCustomer, UpdateCustomer},
    types::{Customer, CustomerInput, CustomerSummary, CustomerUpdate},
};

use super::{
    account::{self, AccountFilter, AccountFlags, COLUMNS, NewAccount},
    await_::{self, Wait},
    describe,
    map::{self, Map},
};
use crate::{cli::ListOptions, failure::Failure, session::Session};

/// Customers.
#[derive(Debug, Subcommand)]
pub(crate) enum Customers {
    /// List customers, newest first
    #[command(after_help = "Example:\n  imcloud customers list --name Example --output csv")]
    List(List),
    /// Show a customer in full
    #[command(after_help = "Example:\n  imcloud customers get 1000042 --output yaml")]
    Get {
        /// Id of the customer
        id: String,
    },
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
    Update(Box<Update>),
    /// Wait until a customer is active
    #[command(after_help = "Example:\n  imcloud customers await 1000042 --timeout 5m")]
    Await(Wait),
    /// Match a spreadsheet with customers by external id and name
    #[command(after_help = "\
Examples:
  imcloud customers map --csv crm.csv --id-column Key --name-column Company
  imcloud customers map --csv crm.csv --apply")]
    Map(Map),
}

/// Options of a list of customers.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    account: AccountFilter,
    /// Of this reseller, for providers
    #[arg(long, value_name = "ID")]
    reseller: Option<String>,
    #[command(flatten)]
    options: ListOptions,
}

/// Changes of a customer.
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Id of the customer
    id: String,
    #[command(flatten)]
    account: AccountFlags,
}

pub(super) async fn run(session: &Session, command: Customers) -> Result<(), Failure> {
    match &command {
        Customers::List(_) => session.check_columns::<CustomerSummary>()?,
        Customers::Map(_) => {}
        _ => session.check_columns::<Customer>()?,
    }
    match command {
        Customers::List(list) => {
            let mut filter = CustomerFilter::new();
            filter.name = list.account.name;
            filter.external_id = list.account.external_id.map(Into::into);
            filter.email = list.account.email;
            filter.reseller_id = list.reseller.map(Into::into);
            let listing = session.client().await?.customers().list().filter(filter);
            session.list(listing, &list.options, COLUMNS).await
        }
        Customers::Get { id } => session.show(&session.client().await?.customers().get(id).await?),
        Customers::Create(create) => {
            let body = create.account.body()?;
            if create.if_absent {
                let customers = session.client().await?.customers();
                let list = |key: &str| customers.list().external_id(key);
                let found = account::existing(session, &body, list, |it| (&it.id, &it.external_id)).await?;
                if let Some(id) = found {
                    return session.show(&customers.get(id).await?);
                }
            }
            let body: CustomerInput = body.check::<_, Customer>(session, &CreateCustomer::OPERATION)?;
            if session.rehearse("POST", "/customers", &body)? {
                return Ok(());
            }
            session.show(&session.client().await?.customers().create(&body).await?)
        }
        Customers::Update(update) => {
            let Update { id, account } = *update;
            let mut body = account.body()?.without("id").or_nothing_to_change()?;
            if account::is_address_partial(&body) {
                let stored = session.client().await?.customers().get(id.as_str()).await?;
                account::complete_address(session, &mut body, stored.address.as_ref())?;
            }
            let body: CustomerUpdate = body.check::<_, Customer>(session, &UpdateCustomer::OPERATION)?;
            if session.rehearse("PATCH", &format!("/customers/{id}"), &body)? {
                return Ok(());
            }
            let client = session.client().await?;
            if body.status.is_some() && !session.global.yes {
                let stored = client.customers().get(id.as_str()).await?;
                let customer = format!("customer {}", describe::named(stored.name.as_deref(), &id));
                let changed = body.status.as_ref().filter(|status| stored.status.as_ref() != Some(*status));
                describe::confirm_status(session, &customer, changed).await?;
            }
            session.show(&client.customers().update(id, &body).await?)
        }
        Customers::Map(map) => map::run(session, map).await,
        Customers::Await(wait) => {
            let waiting = session.client().await?.customers().wait_for(wait.id.as_str());
            await_::run(session, waiting, "customer").await
        }
    }
}
