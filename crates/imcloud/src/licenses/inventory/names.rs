//! Whose subscriptions they are.

use std::collections::HashMap;

use imcloud_raw::{Id, types::CustomerSummary};

use crate::{Client, error::Result};

/// What rows say of a customer. Kept for every customer, so nothing else is.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    pub(super) external_id: Option<Id>,
    pub(super) name: Option<String>,
}

impl Name {
    pub(super) fn new(external_id: Option<Id>, name: Option<String>) -> Self {
        // Empty is how some systems write that there is none.
        Self { external_id: external_id.filter(|id| *id != ""), name: name.filter(|name| !name.is_empty()) }
    }

    pub(super) async fn fetch(client: &Client, customer: &Id) -> Result<Self> {
        let customer = client.customers().get(customer).await?;
        Ok(Self::new(customer.external_id, customer.name))
    }
}

impl From<&CustomerSummary> for Name {
    fn from(customer: &CustomerSummary) -> Self {
        Self::new(customer.external_id.clone(), customer.name.clone())
    }
}

/// Names of customers, by id.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<Id, Name>);

impl Names {
    /// Of one customer, or of all.
    pub(super) async fn fetch(client: &Client, customer: Option<&Id>) -> Result<Self> {
        let mut names = HashMap::new();
        if let Some(id) = customer {
            names.insert(id.clone(), Name::fetch(client, id).await?);
            return Ok(Self(names));
        }
        let mut rows = client.customers().list(()).items();
        while let Some(row) = rows.next().await {
            let row = row?;
            if let Some(id) = row.id {
                names.insert(id, Name::new(row.external_id, row.name));
            }
        }
        Ok(Self(names))
    }

    pub(super) fn get(&self, id: Option<&Id>) -> Option<&Name> {
        self.0.get(id?)
    }
}
