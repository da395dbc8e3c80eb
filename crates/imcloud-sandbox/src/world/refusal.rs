//! How the platform says no.

use crate::{UnknownId, behavior::Behavior};

/// A refusal by the platform. The server puts path, time and correlation id around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    /// A sentence.
    pub(crate) message: String,
}

impl Refusal {
    /// A request that makes no sense by itself.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self { status: 400, message: message.into() }
    }

    /// A refusal for reasons of business, which is an HTTP 500 (observed).
    pub(crate) fn business(message: impl Into<String>) -> Self {
        Self { status: 500, message: message.into() }
    }

    /// Not allowed for this account.
    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self { status: 403, message: message.into() }
    }

    /// The path names something that does not exist.
    pub(crate) fn unknown(what: &str, id: &str, behavior: &Behavior) -> Self {
        match behavior.unknown_id {
            UnknownId::NotFound => Self { status: 404, message: format!("There is no {what} with id {id}.") },
            UnknownId::BadRequest => {
                Self::bad(format!("No entity has been found: there is no {what} with id {id}."))
            }
        }
    }
}
