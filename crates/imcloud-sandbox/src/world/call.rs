//! Calls of operations, and their rejections.

use std::str::FromStr;

use bytes::Bytes;
use imcloud_raw::Operation;
use serde::de::DeserializeOwned;

use crate::{UnknownId, behavior::Behavior};

#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) operation: &'static Operation,
    /// The parameter of the path. No path has two.
    pub(crate) id: Option<String>,
    /// Decoded, in the order given.
    pub(crate) query: Vec<(String, String)>,
    /// Matches the specification.
    pub(crate) body: Bytes,
}

impl Call {
    /// Returns a query parameter; the last one of several.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().rev().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>> {
        let parse = |text: &str| {
            text.parse().map_err(|_| rejection!(bad, "{name} is {text:?}, which cannot be read."))
        };
        self.query(name).map(parse).transpose()
    }

    pub(crate) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }

    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body)
            .map_err(|error| rejection!(bad, "The body cannot be read: {error}."))
    }
}

pub(crate) type Result<T, E = Rejection> = std::result::Result<T, E>;

/// An error of the platform. The server adds path, time and correlation id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    pub(crate) status: u16,
    pub(crate) message: String,
}

impl Rejection {
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self { status: 400, message: message.into() }
    }

    /// Rejects a request by a business rule, which is an HTTP 500 (observed).
    pub(crate) fn business(message: impl Into<String>) -> Self {
        Self { status: 500, message: message.into() }
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self { status: 403, message: message.into() }
    }

    pub(crate) fn unknown(kind: &str, id: &str, behavior: &Behavior) -> Self {
        match behavior.unknown_id {
            UnknownId::NotFound => Self { status: 404, message: format!("There is no {kind} with id {id}.") },
            UnknownId::BadRequest => {
                Self::bad(format!("No entity has been found: there is no {kind} with id {id}."))
            }
        }
    }
}
