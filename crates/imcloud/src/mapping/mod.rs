//! Customers and your own records: which is which, by `externalId`.
//!
//! `externalId` is a member of every customer that is yours to set, and a filter of the list; whether the service refuses duplicates is not documented, so this does.
//! [`Customers::find_by_external_id`](crate::resources::Customers::find_by_external_id) and [`set_external_id`](crate::resources::Customers::set_external_id)
//! are for one customer; for all of them
//!
//! ```text
//! own records --match_records--> MappingReport --plan--> MappingPlan (look at it, keep it as JSON) --apply_mapping--> AppliedChange, one for each
//! ```
//!
//! A record and a customer belong together when the record's id is the customer's external id. What is left is compared by name: as it is
//! spelled, and then without regard to case, accents, punctuation and spaces. Names only count where exactly one record and one customer have them;
//! everything else is ambiguous and left to a person. Legal forms are part of a name: `Acme GmbH` is not `Acme AG`.

mod apply;
mod find;
mod name;
mod plan;
mod report;

pub use apply::{AppliedChange, ApplyEnd};
pub use find::ExternalIdMatch;
pub use plan::{ExternalIdChange, MappingPlan};
pub use report::{Ambiguity, Ambiguous, MappingReport, Matched, MatchedBy, OwnRecord};
