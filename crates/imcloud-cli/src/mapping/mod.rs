//! Customers and the user's own records, matched by external id and by name.
//!
//! ```text
//! records, customers --match--> Report --changes--> ExternalIdChange --apply--> AppliedChange
//! ```
//!
//! A record and a customer match if the record's id is the customer's external id. The others are compared by
//! name: exactly, then without case, accents, punctuation and spaces. A name counts only if exactly one
//! record and one customer have it. Everything else is ambiguous and left to the user. Legal forms are part
//! of a name: `Acme GmbH` is not `Acme AG`.

mod apply;
mod report;

pub(crate) use apply::{AppliedChange, ExternalIdChange, Outcome, apply};
pub(crate) use report::{Ambiguity, MatchedBy, Record, Report};
