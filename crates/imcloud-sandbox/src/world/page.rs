//! Pages of lists.

use imcloud_raw::types::Pagination;

use super::{Call, Result};
use crate::{
    behavior::{Behavior, PageLimit},
    model::{Record, Table},
};

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
