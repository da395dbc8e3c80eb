//! Calls of operations, their pages and rejections.

use std::str::FromStr;

use bytes::Bytes;
use imcloud_raw::{Operation, types::Pagination};
use serde::de::DeserializeOwned;

use crate::{
    behavior::{Behavior, PageLimit, UnknownId},
    model::{Record, Table},
};

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

/// The requested part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    offset: usize,
    limit: usize,
}

impl Page {
    /// Offset 0 and limit 10 by default (documented).
    pub(crate) fn of(call: &Call, behavior: &Behavior) -> Result<Self> {
        let offset = call.parsed("offset")?.unwrap_or(0);
        let (limit, max) = (call.parsed("limit")?.unwrap_or(10), behavior.page_limit);
        if limit > max && behavior.above_page_limit == PageLimit::Reject {
            return Err(rejection!(bad, "limit is {limit}; ask for at most {max} rows."));
        }
        Ok(Self { offset, limit: limit.min(max) })
    }

    /// The complete list, for operations that ignore paging.
    pub(crate) fn all() -> Self {
        Self { offset: 0, limit: usize::MAX }
    }

    /// Returns the matching items of the page, and their total.
    pub(crate) fn filter<T>(
        &self,
        items: impl Iterator<Item = T>,
        matches: impl Fn(&T) -> bool,
    ) -> (Vec<T>, usize) {
        let mut total = 0;
        let mut page = Vec::new();
        for item in items.filter(matches) {
            if total >= self.offset && page.len() < self.limit {
                page.push(item);
            }
            total += 1;
        }
        (page, total)
    }

    /// Returns the matching records of the page, newest first, and their total. `group` has the positions of
    /// the records that can match. Without criteria, only the records of the page are read.
    pub(crate) fn newest<'a, T: Record>(
        &self,
        records: &'a Table<T>,
        group: Option<&[usize]>,
        matches: Option<impl Fn(&&'a T) -> bool>,
    ) -> (Vec<&'a T>, usize) {
        let total = group.map_or(records.len(), <[_]>::len);
        let newest = (0..total).rev().map(|index| match group {
            Some(positions) => &records[positions[index]],
            None => &records[index],
        });
        match matches {
            Some(matches) => self.filter(newest, matches),
            None => (newest.skip(self.offset).take(self.limit).collect(), total),
        }
    }

    /// The limit is that of the request, not the number of items (documented).
    pub(crate) fn envelope(&self, total: usize) -> Pagination {
        let number = |number: usize| i64::try_from(number).ok();
        let mut pagination = Pagination::default();
        pagination.offset = number(self.offset);
        pagination.limit = number(if self.limit == usize::MAX { total } else { self.limit });
        pagination.total = number(total);
        pagination
    }
}
