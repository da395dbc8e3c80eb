//! Flags that customers and resellers share.

use clap::Args;
use imcloud::{Id, Listing, types::Address};

use crate::{
    failure::{Exit, Failure},
    input::{Body, Fields, From, Pair, object_of},
    json::{self, Json},
    session::Session,
};

/// Columns of customers and resellers.
pub(super) const COLUMNS: &[&str] = &["id", "externalId", "name", "status"];

/// The required properties of an address.
const ADDRESS: [&str; 4] = ["city", "countryCode", "postalCode", "streetAddress"];

/// Filter of a list of accounts.
#[derive(Clone, Debug, Args)]
pub(super) struct AccountFilter {
    /// With a similar name
    #[arg(long)]
    pub(super) name: Option<String>,
    /// With exactly this external id
    #[arg(long, value_name = "KEY")]
    pub(super) external_id: Option<String>,
    /// With a contact who has this email address
    #[arg(long)]
    pub(super) email: Option<String>,
}

/// Options of a new account.
#[derive(Clone, Debug, Args)]
pub(crate) struct NewAccount {
    #[command(flatten)]
    pub(super) account: AccountFlags,
    /// If an account has the external id, show it and create nothing
    #[arg(long)]
    pub(super) if_absent: bool,
}

/// Properties of an account.
#[derive(Clone, Debug, Args)]
pub(super) struct AccountFlags {
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
    contact: Vec<Fields>,
}

impl AccountFlags {
    pub(super) fn body(self) -> Result<Body, Failure> {
        Ok(Body::begin(&self.from)?
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
            .set_list("contactPersons", Fields::objects("--contact", &self.contact)?))
    }
}

/// Returns true if the address of an update lacks required properties. The service replaces the complete
/// address.
pub(super) fn is_address_partial(body: &Body) -> bool {
    let is_missing = |address: &Json| ADDRESS.iter().any(|name| address.get(name).is_none_or(Json::is_null));
    body.get("address").is_some_and(|address| address.is_object() && is_missing(address))
}

/// Adds the missing properties of an address from the stored one.
pub(super) fn complete_address(
    session: &Session,
    body: &mut Body,
    stored: Option<&Address>,
) -> Result<(), Failure> {
    let stored = json::of(&stored)
        .map_err(|error| Failure::new(Exit::Failed, format!("could not read the stored address: {error}")))?;
    let added = body.complete("address", &stored);
    if !added.is_empty() {
        session.note(&format!("taken from the stored address: {}", added.join(", ")));
    }
    Ok(())
}

/// Returns the account that has the external id of a new one, with a note.
///
/// # Errors
/// Several accounts with this external id, and a body without one.
pub(super) async fn existing<T: Send + 'static, F>(
    session: &Session,
    body: &Body,
    list: impl FnOnce(&str) -> Listing<T, F>,
    ids_of: fn(&T) -> (&Id, &Option<Id>),
) -> Result<Option<Id>, Failure> {
    let external_id = match body.get("externalId") {
        Some(Json::String(id)) if !id.is_empty() => id.clone(),
        Some(Json::Number(id)) => id.to_string(),
        _ => {
            return Err(
                Failure::usage("--if-absent needs an external id").remedy("Give one with --external-id KEY.")
            );
        }
    };
    let mut items = list(&external_id).items();
    let mut found: Option<Id> = None;
    while let Some(item) = items.next().await {
        let item = item?;
        // The service ignores filters that it does not know.
        let (id, Some(external)) = ids_of(&item) else { continue };
        match &found {
            _ if external.as_str() != external_id => {}
            Some(other) if other != id => {
                let message =
                    format!("several accounts have the external id {external_id:?}: {other} and {id}");
                return Err(Failure::new(Exit::Refused, message));
            }
            _ => found = Some(id.clone()),
        }
    }
    if let Some(id) = &found {
        session.note(&format!("account {id} has the external id {external_id:?}; nothing was created"));
    }
    Ok(found)
}
