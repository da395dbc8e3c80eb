//! Changes of external ids.

use std::fmt;

use imcloud::{Error, Id, resources::Customers, types::Customer};

use super::MatchedBy;

/// An external id to set.
#[derive(Clone, Debug)]
pub(crate) struct ExternalIdChange {
    pub(crate) customer_id: Id,
    /// The customer's name when the change was planned.
    pub(crate) customer_name: Option<String>,
    pub(crate) external_id: Id,
    pub(crate) record_name: String,
    pub(crate) by: MatchedBy,
}

/// A change and its outcome.
#[derive(Debug)]
pub(crate) struct AppliedChange {
    pub(crate) change: ExternalIdChange,
    pub(crate) outcome: Outcome,
}

/// The outcome of a change.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The customer has the external id now.
    Set,
    /// The customer had the external id already. Nothing was sent.
    AlreadySet,
    /// The customer has another external id or name than planned. Nothing was sent.
    Outdated { external_id: Option<Id>, name: Option<String> },
    /// The external id could not be set. [`Error::is_conflict`] if another customer has it.
    Failed(Error),
    /// Not tried, because an earlier failure affects every change.
    NotTried,
}

impl AppliedChange {
    /// Returns whether the customer has the external id.
    pub(crate) fn is_set(&self) -> bool {
        matches!(self.outcome, Outcome::Set | Outcome::AlreadySet)
    }
}

impl fmt::Display for ExternalIdChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.customer_name.as_deref().unwrap_or_default();
        write!(f, "customer {} ({name}): external id {}", self.customer_id, self.external_id)?;
        match self.by {
            MatchedBy::SimilarName => write!(f, ", whose name is spelled {}", self.record_name),
            MatchedBy::Name | MatchedBy::ExternalId => Ok(()),
        }
    }
}

impl fmt::Display for AppliedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let change = &self.change;
        match &self.outcome {
            Outcome::Set => write!(f, "{change}: set"),
            Outcome::AlreadySet => write!(f, "{change}: already set"),
            Outcome::Outdated { external_id, name } => write!(
                f,
                "{change}: not sent, because the customer has changed (external id {}, name {})",
                external_id.as_ref().map_or("none", Id::as_str),
                name.as_deref().unwrap_or("none")
            ),
            Outcome::Failed(error) => write!(f, "{change}: failed: {error}"),
            Outcome::NotTried => write!(f, "{change}: not tried after the failure before"),
        }
    }
}

/// Sets the external ids one after the other, each after reading the customer and the current holder of the
/// id: three calls each.
///
/// A failure does not stop the following changes, unless it affects them all. Changes can be applied again.
pub(crate) async fn apply(customers: Customers<'_>, changes: Vec<ExternalIdChange>) -> Vec<AppliedChange> {
    let mut applied = Vec::with_capacity(changes.len());
    let mut stopped = false;
    for change in changes {
        let outcome = if stopped {
            Outcome::NotTried
        } else {
            apply_one(customers, &change).await.unwrap_or_else(|error| {
                stopped = error.is_authentication() || error.is_quota_exceeded() || error.is_connect();
                Outcome::Failed(error)
            })
        };
        applied.push(AppliedChange { change, outcome });
    }
    applied
}

async fn apply_one(customers: Customers<'_>, change: &ExternalIdChange) -> imcloud::Result<Outcome> {
    let Customer { external_id, name, .. } = customers.get(&change.customer_id).await?;
    if external_id.as_ref() == Some(&change.external_id) {
        return Ok(Outcome::AlreadySet);
    }
    let is_taken = external_id.as_ref().is_some_and(|id| !id.as_str().trim().is_empty());
    if is_taken || name != change.customer_name {
        return Ok(Outcome::Outdated { external_id, name });
    }
    customers.set_external_id(&change.customer_id, &change.external_id).await.map(|_| Outcome::Set)
}

#[cfg(test)]
mod tests {
    use imcloud::{Client, types::CustomerSummary};
    use imcloud_sandbox::{Fault, Sandbox, Size};

    use super::*;
    use crate::{
        demo,
        mapping::{Record, Report},
    };

    async fn sandbox() -> (Sandbox, Client) {
        let sandbox = Sandbox::builder().seed(7).size(Size::with_orders(1_000)).start().await.unwrap();
        let client = demo::client_settings(Client::builder(), &sandbox).build().unwrap();
        (sandbox, client)
    }

    /// Four records with the names of customers without an external id, and the other customers.
    async fn records(client: &Client) -> (Vec<Record>, Vec<CustomerSummary>) {
        let customers = client.customers().list().collect(10_000).await.unwrap();
        let is_free = |item: &CustomerSummary| {
            item.external_id.is_none() && item.status == Some(imcloud::types::AccountStatus::Active)
        };
        let (mut free, mut others): (Vec<_>, Vec<_>) = customers.into_iter().partition(is_free);
        others.extend(free.drain(4..));
        let record = |(number, item): (usize, CustomerSummary)| Record {
            id: format!("own-{number}"),
            name: item.name.unwrap().to_uppercase(),
        };
        (free.into_iter().enumerate().map(record).collect(), others)
    }

    #[tokio::test]
    async fn changes_apply_unless_customer_changed() {
        let (_sandbox, client) = sandbox().await;
        let (records, others) = records(&client).await;
        let customers = client.customers();
        let report = Report::fetch(customers, records.clone()).await.unwrap();
        assert!(report.ambiguous.is_empty() && report.unmatched_records.is_empty(), "{report:?}");
        let changes = report.changes();
        assert_eq!(changes.len(), 4);

        // One customer gets another id, and one id goes to another customer.
        customers.set_external_id(&changes[1].customer_id, "meanwhile").await.unwrap();
        customers.set_external_id(&others[0].id, &changes[2].external_id).await.unwrap();
        let applied = apply(customers, changes.clone()).await;
        assert!(matches!(applied[0].outcome, Outcome::Set));
        assert!(
            matches!(&applied[1].outcome, Outcome::Outdated { external_id: Some(id), .. } if *id == "meanwhile")
        );
        assert!(matches!(&applied[2].outcome, Outcome::Failed(error) if error.is_conflict()));
        assert!(applied[3].is_set());
        let again = apply(customers, changes).await;
        assert!(matches!((&again[0].outcome, &again[3].outcome), (Outcome::AlreadySet, Outcome::AlreadySet)));

        let report = Report::fetch(customers, records).await.unwrap();
        let by_id = report.matched.iter().filter(|matched| matched.by == MatchedBy::ExternalId);
        assert_eq!(by_id.count(), 3, "two that were set, and the other holder");
    }

    #[tokio::test]
    async fn general_failure_stops_changes() {
        let (sandbox, client) = sandbox().await;
        let (records, _) = records(&client).await;
        let changes = Report::fetch(client.customers(), records).await.unwrap().changes();
        sandbox.inject(Fault::quota_spent(None).on("get_customer")).unwrap();
        let applied = apply(client.customers(), changes).await;
        assert!(matches!(&applied[0].outcome, Outcome::Failed(error) if error.is_quota_exceeded()));
        assert!(applied[1..].iter().all(|change| matches!(change.outcome, Outcome::NotTried)));
    }
}
