//! Whose subscriptions they are.

use std::collections::HashMap;

use imcloud_raw::{Id, types::CustomerSummary};

use crate::{Client, error::Result};

/// Id, external id and name of customers, by id.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<Id, CustomerSummary>);

impl Names {
    /// Of one customer, or of all.
    pub(super) async fn fetch(client: &Client, customer: Option<&Id>) -> Result<Self> {
        let mut names = Self::default();
        if let Some(id) = customer {
            names.add(of_one(client, id).await?);
            return Ok(names);
        }
        let mut rows = client.customers().list(()).items();
        while let Some(row) = rows.next().await {
            names.add(row?);
        }
        Ok(names)
    }

    pub(super) fn get(&self, id: Option<&Id>) -> Option<&CustomerSummary> {
        self.0.get(id?)
    }

    fn add(&mut self, customer: CustomerSummary) {
        if let Some(id) = customer.id.clone() {
            self.0.insert(id, customer);
        }
    }
}

/// A customer as a row of the list would show it.
pub(super) async fn of_one(client: &Client, id: &Id) -> Result<CustomerSummary> {
    let customer = client.customers().get(id).await?;
    let mut row = CustomerSummary::default();
    row.id = Some(id.clone());
    row.external_id = customer.external_id;
    row.name = customer.name;
    Ok(row)
}
