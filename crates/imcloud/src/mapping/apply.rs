//! Setting what was planned.

use std::fmt;

use imcloud_raw::{Id, types::Customer};

use super::{ExternalIdChange, MappingPlan};
use crate::{Error, error::Result, resources::Customers};

/// What became of a change.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AppliedChange {
    /// The change.
    pub change: ExternalIdChange,
    /// Its end.
    pub end: ApplyEnd,
}

/// The end of a change.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ApplyEnd {
    /// The customer has the external id, and says so.
    Set,
    /// The customer had it already; nothing was sent.
    AlreadySet,
    /// The customer has another external id or name than when the plan was made; nothing was sent. Match anew.
    Outdated {
        /// The external id that it has.
        external_id: Option<Id>,
        /// The name that it has.
        name: Option<String>,
    },
    /// It could not be set; [`Error::is_conflict`] when another customer has it.
    Failed(Error),
    /// Not tried, because a change before failed in a way that concerns all, such as a login that is not accepted.
    NotTried,
}

impl AppliedChange {
    /// Whether the customer has the external id.
    #[must_use]
    pub fn is_set(&self) -> bool {
        matches!(self.end, ApplyEnd::Set | ApplyEnd::AlreadySet)
    }
}

impl fmt::Display for AppliedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let change = &self.change;
        match &self.end {
            ApplyEnd::Set => write!(f, "{change}: set"),
            ApplyEnd::AlreadySet => write!(f, "{change}: was set already"),
            ApplyEnd::Outdated { external_id, name } => write!(
                f,
                "{change}: left alone, because the customer has changed since (external id {}, name {}); match anew",
                external_id.as_ref().map_or("none", Id::as_str),
                name.as_deref().unwrap_or("none")
            ),
            ApplyEnd::Failed(error) => write!(f, "{change}: failed: {error}"),
            ApplyEnd::NotTried => write!(f, "{change}: not tried after the failure before; apply it again"),
        }
    }
}

impl Customers<'_> {
    /// Sets the external ids of a plan, one after the other, each after a look at the customer and at who has the id already: three calls for each.
    ///
    /// What fails is told and the next one is tried. A plan can be applied again; what is set already is left alone.
    pub async fn apply_mapping(&self, plan: &MappingPlan) -> Vec<AppliedChange> {
        let mut applied = Vec::with_capacity(plan.changes.len());
        let mut over = false;
        for change in &plan.changes {
            let end = if over {
                ApplyEnd::NotTried
            } else {
                self.apply(change).await.unwrap_or_else(|error| {
                    over = error.is_authentication() || error.is_quota_exceeded() || error.is_connect();
                    ApplyEnd::Failed(error)
                })
            };
            applied.push(AppliedChange { change: change.clone(), end });
        }
        applied
    }

    async fn apply(&self, change: &ExternalIdChange) -> Result<ApplyEnd> {
        let Customer { external_id, name, .. } = self.get(&change.customer_id).await?;
        if external_id.as_ref() == Some(&change.external_id) {
            return Ok(ApplyEnd::AlreadySet);
        }
        let taken = external_id.as_ref().is_some_and(|id| !id.as_str().trim().is_empty());
        if taken || name != change.customer_name {
            return Ok(ApplyEnd::Outdated { external_id, name });
        }
        self.set_external_id(&change.customer_id, &change.external_id).await.map(|_| ApplyEnd::Set)
    }
}
