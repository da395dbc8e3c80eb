//! Records in order of creation, with an index by id.

use std::{collections::HashMap, hash::Hash};

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
