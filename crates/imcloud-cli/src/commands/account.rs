//! Flags that customers and resellers share.

use clap::Args;

use crate::{
    failure::Failure,
    input::{Body, Fields, From},
    json::Json,
};

/// Columns of customers and resellers.
pub(super) const COLUMNS: &[&str] = &["id", "externalId", "name", "status"];

/// Which accounts.
#[derive(Clone, Debug, Args)]
pub(super) struct AccountFilter {
    /// With a similar name
    #[arg(long)]
    pub(super) name: Option<String>,
    /// With exactly this key of one's own
    #[arg(long, value_name = "KEY")]
    pub(super) external_id: Option<String>,
    /// With this address at one of the contacts
    #[arg(long)]
    pub(super) email: Option<String>,
}

/// What is said of an account only when it is new.
#[derive(Clone, Debug, Args)]
pub(crate) struct NewAccount {
    #[command(flatten)]
    account: AccountFlags,
    /// Language of mails and screens, such as en
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// A further named text; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    attribute: Vec<Pair>,
}

impl NewAccount {
    pub(super) fn body(self) -> Result<Body, Failure> {
        let body = self.account.body()?;
        Ok(body.set("language", self.language).set("attributes", object_of(self.attribute)))
    }
}

/// Members of an account.
#[derive(Clone, Debug, Args)]
pub(super) struct AccountFlags {
    #[command(flatten)]
    from: From,

    /// Name of the company
    #[arg(long)]
    name: Option<String>,

    /// Key of one's own, by which it can be found again
    #[arg(long, value_name = "KEY")]
    external_id: Option<String>,

    /// Tax registration number
    #[arg(long, value_name = "NUMBER")]
    tax_reg_id: Option<String>,

    /// Street and house number
    #[arg(long)]
    street: Option<String>,

    /// Second line of the address
    #[arg(long, value_name = "TEXT")]
    address_extension: Option<String>,

    /// Town
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

    /// A contact: type=admin,firstName=..,lastName=..,email=..,phoneNumber=..; may be repeated, and replaces those of --from
    #[arg(long, value_name = "FIELDS")]
    contact: Vec<Fields>,
}

impl AccountFlags {
    pub(super) fn body(self) -> Result<Body, Failure> {
        Ok(Body::begin(&self.from)?
            .set("name", self.name)
            .set("externalId", self.external_id)
            .set("taxRegId", self.tax_reg_id)
            .set("address.streetAddress", self.street)
            .set("address.addressExtension", self.address_extension)
            .set("address.city", self.city)
            .set("address.state", self.state)
            .set("address.postalCode", self.postal_code)
            .set("address.countryCode", self.country)
            .set_list("contactPersons", self.contact.into_iter().map(|fields| fields.0).collect()))
    }
}

/// `NAME=VALUE`.
#[derive(Clone, Debug)]
pub(super) struct Pair(pub(super) String, pub(super) String);

impl std::str::FromStr for Pair {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                Ok(Self(name.trim().to_owned(), value.to_owned()))
            }
            _ => Err(format!("{text:?} is not NAME=VALUE")),
        }
    }
}

/// Pairs as an object; `None` when there are none.
pub(super) fn object_of(pairs: Vec<Pair>) -> Option<Json> {
    let members = pairs.into_iter().map(|Pair(name, value)| (name, value.into()));
    Some(Json::Object(members.collect())).filter(|object| *object != Json::object([]))
}
