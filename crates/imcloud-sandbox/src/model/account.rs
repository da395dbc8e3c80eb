//! Customers and resellers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use imcloud_raw::types::{AccountStatus, Address, ContactPerson};
use serde::{Deserialize, Serialize};

/// The common properties of customers and resellers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) name: String,
    #[serde(deserialize_with = "super::valid::listed")]
    pub(crate) status: AccountStatus,
    pub(crate) created: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tax_reg_id: Option<String>,
    pub(crate) language: String,
    pub(crate) address: Address,
    /// Without login and password: the service never gives them back (documented), and nothing here needs
    /// them.
    pub(crate) contact_persons: Vec<ContactPerson>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Customer {
    pub(crate) id: u64,
    pub(crate) reseller_id: u64,
    /// The currency of its orders.
    #[serde(deserialize_with = "super::valid::currency")]
    pub(crate) currency: String,
    pub(crate) profile: Profile,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Reseller {
    pub(crate) id: u64,
    #[serde(deserialize_with = "super::valid::currency")]
    pub(crate) currency: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customer_class: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) taxation_provider_name: Option<String>,
    pub(crate) profile: Profile,
}
