//! Records in order of creation, with an index by id.

use std::{borrow::Borrow, collections::HashMap, fmt, hash::Hash, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The path of a value that contradicts the others, such as `orders[3].customerId`, and the cause.
pub(crate) type Contradiction = (String, String);

/// A record that has an id.
pub(crate) trait Record {
    type Id: Clone + Eq + Hash + fmt::Display;

    fn id(&self) -> Self::Id;
}

/// Records, oldest first, as a slice. Nothing is ever removed: the service keeps everything as well.
#[derive(Clone)]
pub(crate) struct Table<T: Record> {
    rows: Vec<T>,
    places: HashMap<T::Id, usize>,
}

impl<T: Record> Table<T> {
    /// Adds the newest record and returns its place.
    pub(crate) fn push(&mut self, row: T) -> usize {
        let place = self.rows.len();
        self.places.insert(row.id(), place);
        self.rows.push(row);
        place
    }

    pub(crate) fn get<Q: ?Sized + Eq + Hash>(&self, id: &Q) -> Option<&T>
    where
        T::Id: Borrow<Q>,
    {
        self.places.get(id).map(|place| &self.rows[*place])
    }

    pub(crate) fn get_mut(&mut self, id: &T::Id) -> Option<&mut T> {
        self.places.get(id).map(|place| &mut self.rows[*place])
    }

    /// Returns the record with this id, or the contradiction at this path.
    pub(crate) fn expect<Q: ?Sized + Eq + Hash + fmt::Display>(
        &self,
        id: &Q,
        name: &str,
        path: impl FnOnce() -> String,
    ) -> Result<&T, Contradiction>
    where
        T::Id: Borrow<Q>,
    {
        self.get(id).ok_or_else(|| (path(), format!("there is no {id} in {name}")))
    }

    /// Checks that every id is that of one record.
    pub(crate) fn check_unique(&self, name: &str) -> Result<(), Contradiction> {
        unique(name, "id", self.iter().map(T::id))
    }
}

/// Checks that a property of the records of a list has different values.
pub(crate) fn unique<K: Eq + Hash + fmt::Display>(
    list: &str,
    property: &str,
    keys: impl Iterator<Item = K>,
) -> Result<(), Contradiction> {
    let mut seen = HashMap::new();
    for (index, key) in keys.enumerate() {
        if let Some(first) = seen.get(&key) {
            let path = format!("{list}[{index}].{property}");
            return Err((path, format!("{key} is also that of {list}[{first}]")));
        }
        seen.insert(key, index);
    }
    Ok(())
}

impl<T: Record> From<Vec<T>> for Table<T> {
    fn from(rows: Vec<T>) -> Self {
        let places = rows.iter().enumerate().map(|(place, row)| (row.id(), place)).collect();
        Self { rows, places }
    }
}

impl<T: Record> Deref for Table<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.rows
    }
}

impl<T: Record + fmt::Debug> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows.fmt(f)
    }
}

impl<T: Record + Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}

impl<'de, T: Record + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
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
