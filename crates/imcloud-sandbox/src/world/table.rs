//! Records in order of creation, with an index by id, and pages of them.

use std::{collections::HashMap, hash::Hash};

use imcloud_raw::types::Pagination;

use super::{Call, Rejection};
use crate::behavior::{Behavior, PageLimit};

/// A record that has an id.
pub(crate) trait Record {
    type Id: Copy + Eq + Hash;

    fn id(&self) -> Self::Id;
}

/// Records, oldest first. Nothing is ever removed: the service keeps everything as well.
#[derive(Debug)]
pub(crate) struct Table<T: Record> {
    rows: Vec<T>,
    places: HashMap<T::Id, usize>,
}

impl<T: Record> Table<T> {
    /// Ids are known to be unique.
    pub(crate) fn new(rows: Vec<T>) -> Self {
        let places = rows.iter().enumerate().map(|(place, row)| (row.id(), place)).collect();
        Self { rows, places }
    }

    /// Adds the newest record and returns its place.
    pub(crate) fn push(&mut self, row: T) -> usize {
        let place = self.rows.len();
        self.places.insert(row.id(), place);
        self.rows.push(row);
        place
    }

    pub(crate) fn get(&self, id: T::Id) -> Option<&T> {
        self.places.get(&id).map(|place| &self.rows[*place])
    }

    pub(crate) fn get_mut(&mut self, id: T::Id) -> Option<&mut T> {
        self.places.get(&id).map(|place| &mut self.rows[*place])
    }

    /// Oldest first.
    pub(crate) fn rows(&self) -> &[T] {
        &self.rows
    }
}

macro_rules! records {
    ($($type:ty: $id:ty),* $(,)?) => {
        $(impl Record for $type {
            type Id = $id;

            fn id(&self) -> $id {
                self.id
            }
        })*
    };
}

records! {
    crate::model::Customer: u64,
    crate::model::Reseller: u64,
    crate::model::Plan: u64,
    crate::model::Subscription: u64,
    crate::model::Order: u64,
    crate::model::Report: uuid::Uuid,
}

/// Places of records by what they belong to, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Groups(HashMap<u64, Vec<usize>>);

impl Groups {
    pub(crate) fn add(&mut self, owner: u64, place: usize) {
        let places = self.0.entry(owner).or_default();
        if places.last() != Some(&place) {
            places.push(place);
        }
    }

    pub(crate) fn of(&self, owner: u64) -> &[usize] {
        self.0.get(&owner).map_or(&[], Vec::as_slice)
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
