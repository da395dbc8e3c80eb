//! The checkpoint of an interrupted license list.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{File, Metadata},
    io::{Seek as _, SeekFrom},
    path::Path,
};

use imcloud::Id;
use serde::{Deserialize, Serialize};

use crate::{
    failure::{Context as _, Failure, Result},
    file,
    system::{file_id, stdout_file},
};

/// The identity of a file, and its length.
type RowFile = ((u64, u64), u64);

/// The subscriptions whose rows were written. The list changes between two runs, so it holds ids instead of
/// an offset.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Checkpoint {
    scope: String,
    /// The subscriptions that need not be read again.
    pub(crate) done: BTreeSet<Id>,
    /// The number of written rows of subscriptions that may have more.
    partial: BTreeMap<Id, usize>,
    /// The file of the rows. A process that was killed can have written more than its checkpoint says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<RowFile>,
    /// The current subscription, and the number of its rows that were read.
    #[serde(skip)]
    current: Option<(Id, usize)>,
}

impl Checkpoint {
    pub(crate) fn read(path: &Path, scope: String) -> Result<Self> {
        let Some(checkpoint) = file::read_json::<Self>(path, "checkpoint")? else {
            return Ok(Self { scope, ..Self::default() });
        };
        if checkpoint.scope != scope {
            let (path, earlier) = (path.display(), checkpoint.scope);
            return Err(Failure::usage(format!("{path} is the checkpoint of another list: {earlier}"))
                .hint("Repeat the command with the same filters, or name a file that does not exist."));
        }
        Ok(checkpoint)
    }

    /// Stores the checkpoint. The rows must be flushed.
    pub(crate) fn write(&mut self, path: &Path) -> Result {
        self.file = stdout_file().as_ref().and_then(row_file);
        file::write(path, &serde_json::to_vec(self)?)
    }

    /// Removes rows that were written after this checkpoint. Returns the number of bytes.
    pub(crate) fn remove_later_rows(&self) -> Result<u64> {
        let (Some(stored), Some(mut file)) = (&self.file, stdout_file()) else { return Ok(0) };
        let (stored_id, stored_length) = *stored;
        let found = row_file(&file).filter(|(id, length)| *id == stored_id && *length > stored_length);
        let Some((_, length)) = found else { return Ok(0) };
        let removed = file.set_len(stored_length).and_then(|()| file.seek(SeekFrom::End(0)));
        removed.context("could not remove rows of the interrupted list from standard output")?;
        Ok(length - stored_length)
    }

    pub(crate) fn has_rows(&self) -> bool {
        !self.done.is_empty() || !self.partial.is_empty()
    }

    /// Counts a row. Returns whether it is new, and not one that an earlier run wrote.
    pub(crate) fn count_row(&mut self, subscription: Option<&Id>) -> bool {
        let Some(subscription) = subscription else { return true };
        if self.current.as_ref().is_none_or(|(id, _)| id != subscription) {
            self.finish_current();
        }
        let (_, read) = self.current.get_or_insert_with(|| (subscription.clone(), 0));
        *read += 1;
        let written = self.partial.entry(subscription.clone()).or_default();
        let is_new = *read > *written;
        *written = (*written).max(*read);
        is_new
    }

    /// Treats a subscription that could not be read as done.
    pub(crate) fn skip(&mut self, subscription: Option<&Id>) {
        self.finish_current();
        self.done.extend(subscription.cloned());
    }

    fn finish_current(&mut self) {
        if let Some((id, _)) = self.current.take() {
            self.partial.remove(&id);
            self.done.insert(id);
        }
    }
}

/// Returns the identity and the length of a regular file, on systems where files have an identity.
fn row_file(file: &File) -> Option<RowFile> {
    let found = file.metadata().ok().filter(Metadata::is_file)?;
    Some((file_id(&found)?, found.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Subscriptions by their ids, with the number of their rows.
    const LIST: &[(&str, usize)] = &[("5", 1), ("4", 3), ("3", 2), ("2", 1), ("1", 4)];

    fn stored(checkpoint: &Checkpoint) -> Checkpoint {
        serde_json::from_str(&serde_json::to_string(checkpoint).unwrap()).unwrap()
    }

    /// Reads up to a number of rows as the library yields them, and returns those that are new.
    fn read(checkpoint: &mut Checkpoint, list: &[(&str, usize)], limit: usize) -> Vec<(String, usize)> {
        let done = checkpoint.done.clone();
        let open = list.iter().filter(|(id, _)| !done.contains(&Id::from(*id)));
        let rows = open.flat_map(|(id, rows)| (0..*rows).map(move |row| ((*id).to_owned(), row)));
        rows.take(limit).filter(|(id, _)| checkpoint.count_row(Some(&Id::from(id.as_str())))).collect()
    }

    #[test]
    fn interrupted_list_has_every_row_once() {
        for (first, second) in (0..=11).flat_map(|first| (0..=11).map(move |second| (first, second))) {
            let mut checkpoint = Checkpoint::default();
            let mut rows = read(&mut checkpoint, LIST, first);
            // A subscription is new, and comes first.
            let longer = [&[("6", 2)], LIST].concat();
            let mut checkpoint = stored(&checkpoint);
            rows.extend(read(&mut checkpoint, &longer, second));
            let mut checkpoint = stored(&checkpoint);
            rows.extend(read(&mut checkpoint, &longer, usize::MAX));
            let count = rows.len();
            let unique: BTreeSet<_> = rows.into_iter().collect();
            assert_eq!((count, unique.len()), (13, 13), "interrupted after {first} and {second} rows");
        }
    }

    #[test]
    fn skipped_subscription_is_not_read_again() {
        let mut checkpoint = Checkpoint::default();
        read(&mut checkpoint, LIST, 2);
        checkpoint.skip(Some(&"3".into()));
        checkpoint.skip(None);
        let checkpoint = stored(&checkpoint);
        assert_eq!(checkpoint.done.iter().map(Id::as_str).collect::<Vec<_>>(), ["3", "4", "5"]);
    }

    #[test]
    fn checkpoint_of_other_filters_is_rejected() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sweep.json");
        Checkpoint::read(&path, "all customers".to_owned()).unwrap().write(&path).unwrap();
        Checkpoint::read(&path, "all customers".to_owned()).unwrap();
        let failure = Checkpoint::read(&path, "customer 7".to_owned()).unwrap_err();
        assert!(failure.message.contains("another list: all customers"), "{}", failure.message);
    }
}
