//! Records in order of creation, with an index by id.

use std::{borrow::Borrow, collections::HashMap, fmt, hash::Hash, ops::Deref, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The path of a value that contradicts the others, such as `orders[3].customerId`, and the cause.
pub(crate) type Contradiction = (String, String);

pub(crate) trait Record {
    type Id: Clone + Eq + Hash + fmt::Display;

    fn id(&self) -> Self::Id;
}

/// Records, oldest first, as a slice. Nothing is ever removed: the service keeps everything as well.
#[derive(Clone)]
pub(crate) struct Table<T: Record> {
    records: Vec<T>,
    positions: HashMap<T::Id, usize>,
}

impl<T: Record> Table<T> {
    /// Adds the newest record and returns its position.
    pub(crate) fn push(&mut self, record: T) -> usize {
        let position = self.records.len();
        self.positions.insert(record.id(), position);
        self.records.push(record);
        position
    }

    pub(crate) fn get<Q: ?Sized + Eq + Hash>(&self, id: &Q) -> Option<&T>
    where
        T::Id: Borrow<Q>,
    {
        self.positions.get(id).map(|position| &self.records[*position])
    }

    pub(crate) fn get_mut(&mut self, id: &T::Id) -> Option<&mut T> {
        self.positions.get(id).map(|position| &mut self.records[*position])
    }

    /// Returns the record whose id is written like this.
    pub(crate) fn by_id(&self, id: &str) -> Option<&T>
    where
        T::Id: FromStr,
    {
        self.get(&id.parse::<T::Id>().ok()?)
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
    fn from(records: Vec<T>) -> Self {
        let positions = records.iter().enumerate().map(|(index, record)| (record.id(), index)).collect();
        Self { records, positions }
    }
}

impl<T: Record> Deref for Table<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.records
    }
}

impl<T: Record + fmt::Debug> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.records.fmt(f)
    }
}

impl<T: Record + Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.records.serialize(serializer)
    }
}

impl<'de, T: Record + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

/// Positions of records by their owner, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Groups(HashMap<u64, Vec<usize>>);

impl Groups {
    pub(crate) fn add(&mut self, owner: u64, position: usize) {
        let positions = self.0.entry(owner).or_default();
        if positions.last() != Some(&position) {
            positions.push(position);
        }
    }

    pub(crate) fn of(&self, owner: u64) -> &[usize] {
        self.0.get(&owner).map_or(&[], Vec::as_slice)
    }
}
