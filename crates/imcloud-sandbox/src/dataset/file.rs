//! Loading and saving.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{Dataset, check::Problem, contents::VERSION};

/// Why a data set could not be loaded or saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// The file could not be read.
    #[error("cannot read {}: {source}; check that the file is there and that it may be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file could not be written; what was there before is untouched.
    #[error("cannot write {}: {source}; check that the folder is there, may be written to and has room", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The form is not one that this crate reads.
    #[error(
        "{} has {found}, and this version of imcloud-sandbox reads version {VERSION}: set `version` to {VERSION} if the file \
         was written by hand, or save it again with this version of imcloud-sandbox",
        named(path.as_deref())
    )]
    Version {
        /// The file; absent for data that came as text.
        path: Option<PathBuf>,
        /// What was found instead, such as `version 2`.
        found: String,
    },
    /// It is not JSON, or a member is missing, unknown or of the wrong type.
    #[error(
        "{} cannot be read at `{at}`: {reason}; the documentation of `Dataset` lists the members and their types",
        named(path.as_deref())
    )]
    Form {
        /// The file; absent for data that came as text.
        path: Option<PathBuf>,
        /// Where, such as `orders[3].lines[0].quantity`; `.` for the whole.
        at: String,
        /// What is wrong, with line and column if known.
        reason: String,
    },
    /// It is well-formed, but contradicts itself.
    #[error("{}, {record}: `{member}` {reason}; {remedy}", named(path.as_deref()))]
    Content {
        /// The file; absent for data that came as text.
        path: Option<PathBuf>,
        /// Which record, such as `order 7000012`.
        record: String,
        /// Which member of it.
        member: String,
        /// What is wrong with it.
        reason: String,
        /// What to do about it.
        remedy: String,
    },
}

impl Dataset {
    /// Reads a data set, and checks that it does not contradict itself.
    ///
    /// # Errors
    /// When the text is not such JSON as [`Dataset`] describes, is of another version, or when one record contradicts another: an
    /// id that is used twice or that nothing has, a quantity below zero, a time after `asOf`, orders out of order. The
    /// error names record and member and says what to do.
    pub fn from_json(text: &str) -> Result<Self, DatasetError> {
        read(text, None)
    }

    /// The data set as JSON, which [`from_json`](Self::from_json) reads back unchanged.
    ///
    /// # Errors
    /// None are known; what is written is text, numbers and lists.
    pub fn to_json(&self) -> Result<String, DatasetError> {
        let failed = |error: serde_json::Error| DatasetError::Form {
            path: None,
            at: ".".to_owned(),
            reason: error.to_string(),
        };
        let mut text = serde_json::to_string_pretty(self).map_err(failed)?;
        text.push('\n');
        Ok(text)
    }

    /// Reads a file, as [`from_json`](Self::from_json) does.
    ///
    /// # Errors
    /// When the file cannot be read, and those of [`from_json`](Self::from_json).
    pub fn load(path: impl AsRef<Path>) -> Result<Self, DatasetError> {
        let path = path.as_ref();
        let text = fs::read_to_string(path)
            .map_err(|source| DatasetError::Read { path: path.to_owned(), source })?;
        read(&text, Some(path))
    }

    /// Writes a file. It is there as a whole or not at all: the text goes to a temporary file in the same folder, which then takes
    /// the place of the old one.
    ///
    /// # Errors
    /// When the folder does not exist, or cannot be written to.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), DatasetError> {
        let path = path.as_ref();
        let text = self.to_json()?;
        replace(path, &text).map_err(|source| DatasetError::Write { path: path.to_owned(), source })
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".dataset-");
    // A temporary file would otherwise be readable by its owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn read(text: &str, path: Option<&Path>) -> Result<Dataset, DatasetError> {
    let path = || path.map(Path::to_owned);
    let form = |at: String, reason: String| DatasetError::Form { path: path(), at, reason };
    // By itself and first: the members of another version are not those of this one.
    let head: Head = serde_json::from_str(text).map_err(|error| form(".".to_owned(), error.to_string()))?;
    if head.version.as_ref().and_then(serde_json::Value::as_u64) != Some(VERSION.into()) {
        let found = head.version.map_or_else(|| "no version".to_owned(), |found| format!("version {found}"));
        return Err(DatasetError::Version { path: path(), found });
    }

    let mut unknown = None;
    let mut keep_first = |at: serde_ignored::Path<'_>| {
        unknown.get_or_insert_with(|| at.to_string());
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let records = serde_ignored::Deserializer::new(&mut json, &mut keep_first);
    let dataset: Dataset = serde_path_to_error::deserialize(records)
        .map_err(|error| form(error.path().to_string(), error.inner().to_string()))?;
    if let Some(at) = unknown {
        return Err(form(at, "there is no such member; correct its name, or take it away".to_owned()));
    }
    match dataset.check() {
        Ok(()) => Ok(dataset),
        Err(Problem { record, member, reason, remedy }) => {
            Err(DatasetError::Content { path: path(), record, member, reason, remedy })
        }
    }
}

#[derive(Deserialize)]
struct Head {
    version: Option<serde_json::Value>,
}

fn named(path: Option<&Path>) -> String {
    path.map_or_else(|| "the data".to_owned(), |path| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::dataset::Size;

    fn generated() -> Dataset {
        Dataset::generate(1, Size::handful(), "2026-03-01T12:00:00Z".parse().unwrap())
    }

    /// What is said about a data set in which one value was replaced.
    fn complaint(pointer: &str, value: Value) -> String {
        let mut tree: Value = serde_json::from_str(&generated().to_json().unwrap()).unwrap();
        *tree.pointer_mut(pointer).unwrap() = value;
        Dataset::from_json(&tree.to_string()).unwrap_err().to_string()
    }

    fn place(is: impl Fn(&crate::model::Order) -> bool) -> usize {
        generated().orders.iter().position(is).unwrap()
    }

    #[test]
    fn what_was_saved_is_loaded_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.json");
        fs::File::create(&path).unwrap().write_all(b"old").unwrap();
        for seed in 0..5 {
            let dataset =
                Dataset::generate(seed, Size::with_orders(200), "2026-03-01T12:00:00Z".parse().unwrap());
            dataset.save(&path).unwrap();
            let loaded = Dataset::load(&path).unwrap();
            assert_eq!(format!("{loaded:?}"), format!("{dataset:?}"));
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
        }
    }

    #[test]
    fn files_that_are_not_there_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none").join("data.json");
        let read = Dataset::load(&path).unwrap_err();
        let write = generated().save(&path).unwrap_err();
        assert!(matches!(&read, DatasetError::Read { path: named, .. } if *named == path));
        assert!(matches!(&write, DatasetError::Write { path: named, .. } if *named == path));
        assert!(read.to_string().contains("none") && write.to_string().contains("none"));
    }

    #[test]
    fn the_file_is_named_in_every_complaint() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.json");
        for text in ["{", "{}", "{\"version\": 1}", "{\"version\": 7}"] {
            fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
            let error = Dataset::load(&path).unwrap_err().to_string();
            assert!(error.contains("mine.json"), "{error}");
        }
    }

    #[test]
    fn other_versions_are_refused_before_their_members_are_read() {
        assert!(complaint("/version", json!(2)).contains("has version 2"));
        let error = Dataset::from_json("{\"products\": 1}").unwrap_err();
        assert!(error.to_string().contains("has no version"), "{error}");
    }

    #[test]
    fn wrong_types_and_unknown_members_are_found_at_every_depth() {
        let order = place(|order| !order.lines.is_empty());
        for (pointer, value, at) in [
            ("/asOf", json!("yesterday"), "`asOf`".to_owned()),
            (
                &*format!("/orders/{order}/lines/0/quantity"),
                json!([]),
                format!("`orders[{order}].lines[0].quantity`"),
            ),
            ("/customers/0/profile/address", json!({"contry": "DE"}), "address.contry`".to_owned()),
            (
                "/plans/0/billingPeriod",
                json!({"type": "month", "duration": 1, "count": 2}),
                "`plans[0].billingPeriod.count`".to_owned(),
            ),
        ] {
            let error = complaint(pointer, value);
            assert!(error.contains(&at), "{at} in {error}");
        }
    }

    #[test]
    fn contradictions_are_named_by_record_and_member() {
        let sale = place(|order| !order.lines.is_empty());
        let moved = place(|order| order.lines.iter().any(|line| line.target_subscription_id.is_some()));
        let data = generated();
        let id = |order: usize| format!("order {}", data.orders[order].id);
        let held =
            data.subscriptions.iter().position(|subscription| !subscription.products.is_empty()).unwrap();
        let held_id = format!("subscription {}", data.subscriptions[held].id);
        let stranger = data
            .subscriptions
            .iter()
            .find(|subscription| subscription.customer_id != data.orders[sale].customer_id)
            .unwrap()
            .id;
        let cases = [
            ("/resellerId".to_owned(), json!(5), "the data set".to_owned(), "`resellerId`"),
            ("/customers/0/resellerId".to_owned(), json!(5), "customer 1100001".to_owned(), "`resellerId`"),
            (
                "/customers/1/id".to_owned(),
                json!(1_100_001),
                "customer 1100001".to_owned(),
                "`id` is used twice",
            ),
            ("/customers/0/currency".to_owned(), json!("usd"), "customer 1100001".to_owned(), "`currency`"),
            (
                "/customers/0/profile/status".to_owned(),
                json!("actve"),
                "customer 1100001".to_owned(),
                "`actve`",
            ),
            (
                "/customers/0/profile/created".to_owned(),
                json!("2027-01-01T00:00:00Z"),
                "customer 1100001".to_owned(),
                "`asOf`",
            ),
            (
                "/plans/0/switches/0/planId".to_owned(),
                json!(1),
                "plan 2001".to_owned(),
                "`switches[0].planId`",
            ),
            (
                "/plans/0/billingPeriod/duration".to_owned(),
                json!(0),
                "plan 2001".to_owned(),
                "`billingPeriod.duration`",
            ),
            ("/products/0/planId".to_owned(), json!(1), "product PRD000001".to_owned(), "`planId`"),
            (
                "/products/1/dependsOn/0".to_owned(),
                json!("PRD999999"),
                "product PRD000002".to_owned(),
                "`dependsOn[0]`",
            ),
            (
                "/products/1/dependsOn/0".to_owned(),
                json!("PRD000003"),
                "product PRD000002".to_owned(),
                "plan 2002",
            ),
            (
                "/products/0/maximumQuantity".to_owned(),
                json!("0"),
                "product PRD000001".to_owned(),
                "`maximumQuantity`",
            ),
            (
                "/products/0/prices/0/amount".to_owned(),
                json!("-1"),
                "product PRD000001".to_owned(),
                "`prices[0].amount`",
            ),
            (format!("/subscriptions/{held}/customerId"), json!(5), held_id.clone(), "`customerId`"),
            (format!("/subscriptions/{held}/planId"), json!(5), held_id.clone(), "`planId`"),
            (format!("/subscriptions/{held}/status"), json!("Active"), held_id.clone(), "case matters"),
            (
                format!("/subscriptions/{held}/products/0/productId"),
                json!("X"),
                held_id.clone(),
                "`products[0].productId`",
            ),
            (format!("/subscriptions/{held}/products/0/quantity"), json!("-1"), held_id, "less than zero"),
            (format!("/orders/{sale}/customerId"), json!(5), id(sale), "`customerId`"),
            (format!("/orders/{sale}/subscriptionId"), json!(5), id(sale), "`subscriptionId`"),
            (format!("/orders/{sale}/subscriptionId"), json!(stranger), id(sale), "subscription of customer"),
            (format!("/orders/{sale}/lines/0/productId"), json!("X"), id(sale), "`lines[0].productId`"),
            (
                format!("/orders/{moved}/lines/0/targetSubscriptionId"),
                json!(5),
                id(moved),
                "`lines[0].targetSubscriptionId`",
            ),
            ("/orders/0/provisioned".to_owned(), json!("2001-01-01T00:00:00Z"), id(0), "`provisioned`"),
            (
                "/orders/0/number".to_owned(),
                json!(data.orders[1].number),
                "order RN".to_owned(),
                "`number` is used twice",
            ),
            ("/orders/0/created".to_owned(), json!("2025-12-01T00:00:00Z"), id(0), "before `created`"),
            ("/orders/9/created".to_owned(), json!("2001-12-01T00:00:00Z"), id(9), "oldest first"),
            (
                "/reports/0/to".to_owned(),
                json!("2001-12-01T00:00:00Z"),
                "report ".to_owned(),
                "before `from`",
            ),
            (
                "/reportDefinitions/0/format".to_owned(),
                json!("pdf"),
                "report definition Daily".to_owned(),
                "`pdf`",
            ),
        ];
        for (pointer, value, record, part) in cases {
            let error = complaint(&pointer, value);
            assert!(error.contains(&record) && error.contains(part), "{pointer}: {error}");
        }
    }
}
