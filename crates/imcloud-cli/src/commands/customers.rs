//! `imcloud customers`.

use clap::{Args, Subcommand};
use imcloud::{
    CustomerFilter,
    raw::operations::{CreateCustomer, UpdateCustomer},
    types::{CustomerInput, CustomerUpdate},
};

use super::{
    account::{AccountFilter, AccountFlags, COLUMNS, NewAccount},
    await_::{self, Wait},
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
        /// Its id
        id: String,
    },
    /// Create a customer
    #[command(after_help = "\
Examples:
  imcloud customers create --from customer.yaml --external-id crm-77
  imcloud customers create --name 'Example BV' --language en --external-id crm-77 \\
    --street 'Kade 1' --city Delft --postal-code '2611 AA' --country NL \\
    --contact type=admin,firstName=Ada,lastName=Smit,email=ada@example.com,phoneNumber=+31150000000")]
    Create(NewAccount),
    /// Change a customer; what no flag names stays
    #[command(after_help = "Example:\n  imcloud customers update 1000042 --external-id crm-77")]
    Update(Update),
    /// Wait until a customer is active
    #[command(after_help = "Example:\n  imcloud customers await 1000042 --timeout 5m")]
    Await(Wait),
    /// Match a spreadsheet of one's own with the customers: by external id, then by name
    #[command(after_help = "\
Examples:
  imcloud customers map --csv crm.csv --id-column Key --name-column Company
  imcloud customers map --csv crm.csv --apply")]
    Map(Map),
}

/// Which customers.
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
    /// Its id
    id: String,
    #[command(flatten)]
    account: AccountFlags,
    /// New state: active or creditHold
    #[arg(long)]
    status: Option<String>,
}

pub(super) async fn run(session: &Session, command: Customers) -> Result<(), Failure> {
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
            let body: CustomerInput = create.body()?.check(&CreateCustomer::OPERATION)?;
            if session.rehearse("POST", "/customers", &body)? {
                return Ok(());
            }
            session.show(&session.client().await?.customers().create(&body).await?)
        }
        Customers::Update(Update { id, account, status }) => {
            let body = account.body()?.set("status", status).or_nothing_to_change()?;
            let body: CustomerUpdate = body.check(&UpdateCustomer::OPERATION)?;
            if session.rehearse("PATCH", &format!("/customers/{id}"), &body)? {
                return Ok(());
            }
            session.show(&session.client().await?.customers().update(id, &body).await?)
        }
        Customers::Map(map) => map::run(session, map).await,
        Customers::Await(wait) => {
            let waiting = session.client().await?.customers().wait_for(wait.id.as_str());
            await_::run(session, waiting, "customer").await
        }
    }
}
