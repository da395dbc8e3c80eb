//! External ids to be set.

use std::fmt;

use imcloud_raw::Id;
use serde::{Deserialize, Serialize};

use super::{Matched, MatchedBy};

/// External ids that are to be set. Made by [`MappingReport::plan`](super::MappingReport::plan); to be looked at, kept as JSON, shortened, and then applied by
/// [`Customers::apply_mapping`](crate::resources::Customers::apply_mapping).
///
/// `Display` has a line for each change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingPlan {
    /// The changes, in the order in which they are applied.
    pub changes: Vec<ExternalIdChange>,
}

/// An external id to be set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExternalIdChange {
    /// The customer.
    pub customer_id: Id,
    /// The customer's name when the plan was made.
    pub customer_name: Option<String>,
    /// The external id to be set: the record's id.
    pub external_id: Id,
    /// The record's name.
    pub record_name: String,
    /// How the two were matched.
    pub by: MatchedBy,
}

impl MappingPlan {
    pub(super) fn of(matched: &[Matched]) -> Self {
        let by_name = matched.iter().filter(|matched| matched.by != MatchedBy::ExternalId);
        let changes = by_name.filter_map(|Matched { record, customer, by }| {
            Some(ExternalIdChange {
                customer_id: customer.id.clone()?,
                customer_name: customer.name.clone(),
                external_id: Id::from(&record.id),
                record_name: record.name.clone(),
                by: *by,
            })
        });
        Self { changes: changes.collect() }
    }

    /// Whether there is nothing to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl fmt::Display for ExternalIdChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.customer_name.as_deref().unwrap_or_default();
        write!(f, "customer {} ({name}): external id {}", self.customer_id, self.external_id)?;
        match self.by {
            MatchedBy::NormalisedName => write!(f, ", whose name is spelled {}", self.record_name),
            MatchedBy::Name | MatchedBy::ExternalId => Ok(()),
        }
    }
}

impl fmt::Display for MappingPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.changes.is_empty() {
            return f.write_str("nothing to change");
        }
        for (place, change) in self.changes.iter().enumerate() {
            let line = if place == 0 { "" } else { "\n" };
            write!(f, "{line}{change}")?;
        }
        Ok(())
    }
}
