//! Pages of lists.

use imcloud_raw::types::Pagination;

use super::{Call, Rejection};
use crate::behavior::{Behavior, PageLimit};

/// The requested part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    offset: usize,
    limit: usize,
}

impl Page {
    /// Offset 0 and limit 10 by default (documented).
    pub(crate) fn of(call: &Call<'_>, behavior: &Behavior) -> Result<Self, Rejection> {
        let offset = number(call, "offset", 0)?.unwrap_or(0);
        let limit = number(call, "limit", 1)?.unwrap_or(10);
        if limit <= behavior.page_limit {
            return Ok(Self { offset, limit });
        }
        match behavior.above_page_limit {
            PageLimit::Clamp => Ok(Self { offset, limit: behavior.page_limit }),
            PageLimit::Reject => Err(Rejection::bad(format!(
                "limit is {limit}; ask for at most {} rows.",
                behavior.page_limit
            ))),
        }
    }

    /// The whole list, whatever is asked for.
    pub(crate) fn whole() -> Self {
        Self { offset: 0, limit: usize::MAX }
    }

    /// The rows of the page, and how many rows there are in all.
    pub(crate) fn cut<T>(&self, rows: impl ExactSizeIterator<Item = T>) -> (Vec<T>, usize) {
        let total = rows.len();
        (rows.skip(self.offset).take(self.limit).collect(), total)
    }

    /// As `cut`, of the rows that match.
    pub(crate) fn filter<T>(
        &self,
        rows: impl Iterator<Item = T>,
        matches: impl Fn(&T) -> bool,
    ) -> (Vec<T>, usize) {
        let mut total = 0;
        let mut page = Vec::new();
        for row in rows.filter(matches) {
            if total >= self.offset && page.len() < self.limit {
                page.push(row);
            }
            total += 1;
        }
        (page, total)
    }

    /// `filter` where there is something to match, else `cut`, which need not look at every row.
    pub(crate) fn select<T>(
        &self,
        rows: impl ExactSizeIterator<Item = T>,
        matches: Option<impl Fn(&T) -> bool>,
    ) -> (Vec<T>, usize) {
        match matches {
            Some(matches) => self.filter(rows, matches),
            None => self.cut(rows),
        }
    }

    /// The limit is the one that was asked for, not the number of rows (documented).
    pub(crate) fn envelope(&self, total: usize) -> Pagination {
        let limit = if self.limit == usize::MAX { total } else { self.limit };
        let number = |number: usize| i64::try_from(number).ok();
        let mut pagination = Pagination::default();
        pagination.offset = number(self.offset);
        pagination.limit = number(limit);
        pagination.total = number(total);
        pagination
    }
}

fn number(call: &Call<'_>, name: &str, minimum: usize) -> Result<Option<usize>, Rejection> {
    let Some(text) = call.query(name) else { return Ok(None) };
    match text.parse() {
        Ok(number) if number >= minimum => Ok(Some(number)),
        _ => Err(Rejection::bad(format!("{name} is {text:?}; give a whole number of at least {minimum}."))),
    }
}
