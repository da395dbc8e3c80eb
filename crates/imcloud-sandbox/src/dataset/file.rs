//! Loading, checking and saving.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Dataset, VERSION};
use crate::model::{Contradiction, unique};

/// Error of a data set that could not be loaded or saved.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::{Dataset, DatasetError};
///
/// let error = Dataset::from_json(r#"{"version": 7}"#).unwrap_err();
/// assert!(matches!(error, DatasetError::Version { .. }));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// The file could not be read.
    #[error("could not read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The file could not be written; its old content is unchanged.
    #[error("could not write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The format has another version than the one that this crate reads.
    #[error(
        "{} has {found}, but this version of imcloud-sandbox reads version {VERSION}; set `version` to {VERSION} if you \
         wrote the file, or save it again with this version",
        named(path.as_deref())
    )]
    Version {
        /// The file; absent for data that was not read from a file.
        path: Option<PathBuf>,
        /// The version found, such as `version 2`.
        found: String,
    },
    /// It is not valid JSON, has a property that is missing, unknown or of the wrong type, or contradicts
    /// itself.
    #[error("could not decode {} at {at}: {reason}", named(path.as_deref()))]
    Invalid {
        /// The file; absent for data that was not read from a file.
        path: Option<PathBuf>,
        /// The path, such as `orders[3].lines[0].quantity`; `.` for the entire data set.
        at: String,
        /// The cause.
        reason: String,
    },
}

impl Dataset {
    /// Reads a data set, and checks that it does not contradict itself.
    ///
    /// # Errors
    /// [`DatasetError::Version`], or [`DatasetError::Invalid`] if the text does not have the format of
    /// [`Dataset`], or records contradict each other: an id that is used twice or does not exist, a negative
    /// quantity, a time after `asOf`, orders out of order.
    pub fn from_json(text: &str) -> Result<Self, DatasetError> {
        read(text, None)
    }

    /// Returns the data set as JSON, which [`from_json`](Self::from_json) reads back unchanged.
    ///
    /// # Errors
    /// None are known.
    pub fn to_json(&self) -> Result<String, DatasetError> {
        let text = serde_json::to_string_pretty(self).map_err(|error| {
            let (at, reason) = (".".to_owned(), error.to_string());
            DatasetError::Invalid { path: None, at, reason }
        })?;
        Ok(text + "\n")
    }

    /// Reads a file, as [`from_json`](Self::from_json) does.
    ///
    /// # Errors
    /// [`DatasetError::Read`], and those of [`from_json`](Self::from_json).
    pub fn load(path: impl AsRef<Path>) -> Result<Self, DatasetError> {
        let path = path.as_ref();
        let text = fs::read_to_string(path)
            .map_err(|source| DatasetError::Read { path: path.to_owned(), source })?;
        read(&text, Some(path))
    }

    /// Writes a file. The write is atomic: a temporary file in the same directory replaces the old one.
    ///
    /// # Errors
    /// [`DatasetError::Write`] if the directory does not exist, or cannot be written to.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), DatasetError> {
        let path = path.as_ref();
        let text = self.to_json()?;
        replace(path, &text).map_err(|source| DatasetError::Write { path: path.to_owned(), source })
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let directory = match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".dataset-");
    // By default, only the owner may read a temporary file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn read(text: &str, path: Option<&Path>) -> Result<Dataset, DatasetError> {
    let path = || path.map(Path::to_owned);
    let invalid = |(at, reason): (String, String)| DatasetError::Invalid { path: path(), at, reason };
    // The version precedes other checks: another one has other properties.
    let head: Head =
        serde_json::from_str(text).map_err(|error| invalid((".".to_owned(), error.to_string())))?;
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
        .map_err(|error| invalid((error.path().to_string(), error.inner().to_string())))?;
    if let Some(at) = unknown {
        return Err(invalid((at, "unknown property".to_owned())));
    }
    dataset.check().map_err(invalid)?;
    Ok(dataset)
}

#[derive(Deserialize)]
struct Head {
    version: Option<serde_json::Value>,
}

fn named(path: Option<&Path>) -> String {
    path.map_or_else(|| "the data".to_owned(), |path| path.display().to_string())
}

type Checked = Result<(), Contradiction>;

fn not_before(
    time: DateTime<Utc>,
    start: DateTime<Utc>,
    name: &str,
    path: impl FnOnce() -> String,
) -> Checked {
    if time >= start {
        return Ok(());
    }
    Err((path(), format!("{} is before {name}, {}", time.to_rfc3339(), start.to_rfc3339())))
}

impl Dataset {
    pub(super) fn check(&self) -> Checked {
        self.check_ids()?;
        unique("orders", "number", self.orders.iter().map(|order| &order.number))?;
        unique("reportDefinitions", "name", self.report_definitions.iter().map(|it| &it.name))?;

        self.resellers.expect(&self.reseller_id, "resellers", || "resellerId".to_owned())?;
        self.past("resellers", "profile.created", self.resellers.iter().map(|it| it.profile.created))?;
        self.past("customers", "profile.created", self.customers.iter().map(|it| it.profile.created))?;
        self.sorted("subscriptions", self.subscriptions.iter().map(|it| it.created))?;
        self.sorted("orders", self.orders.iter().map(|it| it.created))?;
        self.sorted("reports", self.reports.iter().map(|it| it.created))?;
        for (index, plan) in self.plans.iter().enumerate() {
            for (number, switch) in plan.switches.iter().enumerate() {
                let path = || format!("plans[{index}].switches[{number}].planId");
                self.plans.expect(&switch.plan_id, "plans", path)?;
            }
        }
        for (index, product) in self.products.iter().enumerate() {
            let at = |property: &str| format!("products[{index}].{property}");
            if product.maximum_quantity < product.minimum_quantity {
                let reason = format!("{} is less than minimumQuantity", product.maximum_quantity);
                return Err((at("maximumQuantity"), reason));
            }
            for (number, id) in product.depends_on.iter().enumerate() {
                let path = || at(&format!("dependsOn[{number}]"));
                let plan = self.products.expect(id, "products", path)?.plan_id;
                if plan != product.plan_id {
                    let reason =
                        format!("{id} belongs to plan {plan}; only products of a plan share a subscription");
                    return Err((path(), reason));
                }
            }
            unique(&at("parameters"), "name", product.parameters.iter().map(|parameter| &parameter.name))?;
        }
        for (index, subscription) in self.subscriptions.iter().enumerate() {
            let at = |property: &str| format!("subscriptions[{index}].{property}");
            for (number, seats) in subscription.products.iter().enumerate() {
                let path = || at(&format!("products[{number}].productId"));
                self.products.expect(&seats.product_id, "products", path)?;
                if subscription.products[..number].iter().any(|other| other.product_id == seats.product_id) {
                    let reason = format!("{} is listed twice; add up the quantities", seats.product_id);
                    return Err((path(), reason));
                }
            }
        }
        for (index, order) in self.orders.iter().enumerate() {
            let at = |property: &str| format!("orders[{index}].{property}");
            if let Some(provisioned) = order.provisioned {
                not_before(provisioned, order.created, "created", || at("provisioned"))?;
            }
            let own = |id, path: String| {
                let owner = self.subscriptions.expect(&id, "subscriptions", || path.clone())?.customer_id;
                if owner == order.customer_id {
                    return Ok(());
                }
                Err((path, format!("{id} belongs to customer {owner}, not to that of the order")))
            };
            own(order.subscription_id, at("subscriptionId"))?;
            for (number, line) in order.lines.iter().enumerate() {
                let at = |property: &str| at(&format!("lines[{number}].{property}"));
                self.products.expect(&line.product_id, "products", || at("productId"))?;
                if let Some(id) = &line.new_product_id {
                    self.products.expect(id, "products", || at("newProductId"))?;
                }
                own(line.subscription_id, at("subscriptionId"))?;
                if let Some(id) = line.target_subscription_id {
                    own(id, at("targetSubscriptionId"))?;
                }
            }
        }
        for (index, report) in self.reports.iter().enumerate() {
            not_before(report.to, report.from, "from", || format!("reports[{index}].to"))?;
        }
        Ok(())
    }

    /// Checks that nothing was created after the time of the data.
    fn past(&self, list: &str, property: &str, times: impl Iterator<Item = DateTime<Utc>>) -> Checked {
        for (index, time) in times.enumerate() {
            if time > self.as_of {
                let reason = format!("{} is after asOf, {}", time.to_rfc3339(), self.as_of.to_rfc3339());
                return Err((format!("{list}[{index}].{property}"), reason));
            }
        }
        Ok(())
    }

    /// Checks as [`past`](Self::past), and that the oldest is first.
    fn sorted(&self, list: &str, times: impl Iterator<Item = DateTime<Utc>> + Clone) -> Checked {
        self.past(list, "created", times.clone())?;
        for (index, (first, second)) in times.clone().zip(times.skip(1)).enumerate() {
            not_before(second, first, "the one above; sort the list, oldest first", || {
                format!("{list}[{}].created", index + 1)
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::dataset::Size;

    fn generated() -> Dataset {
        Dataset::generate(1, Size::handful(), "2026-03-01T12:00:00Z".parse().unwrap())
    }

    /// Returns the error of a data set in which one value was replaced.
    fn error(pointer: &str, value: Value) -> String {
        let mut tree: Value = serde_json::from_str(&generated().to_json().unwrap()).unwrap();
        *tree.pointer_mut(pointer).unwrap() = value;
        Dataset::from_json(&tree.to_string()).unwrap_err().to_string()
    }

    fn position(is: impl Fn(&crate::model::Order) -> bool) -> usize {
        generated().orders.iter().position(is).unwrap()
    }

    #[test]
    fn saved_data_set_is_loaded_unchanged() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("data.json");
        fs::File::create(&path).unwrap().write_all(b"old").unwrap();
        for seed in 0..5 {
            let dataset =
                Dataset::generate(seed, Size::with_orders(200), "2026-03-01T12:00:00Z".parse().unwrap());
            dataset.save(&path).unwrap();
            let loaded = Dataset::load(&path).unwrap();
            assert_eq!(format!("{loaded:?}"), format!("{dataset:?}"));
            assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no temporary file is left");
        }
    }

    #[test]
    fn missing_file_is_named_in_error() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("none").join("data.json");
        let read = Dataset::load(&path).unwrap_err();
        let write = generated().save(&path).unwrap_err();
        assert!(matches!(&read, DatasetError::Read { path: named, .. } if *named == path));
        assert!(matches!(&write, DatasetError::Write { path: named, .. } if *named == path));
        assert!(read.to_string().contains("none") && write.to_string().contains("none"));
    }

    #[test]
    fn every_error_names_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("mine.json");
        for text in ["{", "{}", "{\"version\": 1}", "{\"version\": 7}"] {
            fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
            let error = Dataset::load(&path).unwrap_err().to_string();
            assert!(error.contains("mine.json"), "{error}");
        }
    }

    #[test]
    fn other_version_is_rejected_before_properties() {
        assert!(error("/version", json!(2)).contains("has version 2"));
        let error = Dataset::from_json("{\"products\": 1}").unwrap_err();
        assert!(error.to_string().contains("has no version"), "{error}");
    }

    #[test]
    fn invalid_property_is_found_at_any_depth() {
        let order = position(|order| !order.lines.is_empty());
        for (pointer, value, at) in [
            ("/asOf", json!("yesterday"), " at asOf: ".to_owned()),
            (
                &*format!("/orders/{order}/lines/0/quantity"),
                json!([]),
                format!(" at orders[{order}].lines[0].quantity: "),
            ),
            ("/customers/0/profile/address", json!({"contry": "DE"}), ".contry: unknown property".to_owned()),
            (
                "/plans/0/billingPeriod",
                json!({"type": "month", "duration": 1, "count": 2}),
                " at plans[0].billingPeriod.count: ".to_owned(),
            ),
        ] {
            let error = error(pointer, value);
            assert!(error.contains(&at), "{at} in {error}");
        }
    }

    #[test]
    fn contradiction_is_reported_with_path_and_cause() {
        let sale = position(|order| !order.lines.is_empty());
        let moved = position(|order| order.lines.iter().any(|line| line.target_subscription_id.is_some()));
        let data = generated();
        let held = data.subscriptions.iter().position(|held| !held.products.is_empty()).unwrap();
        let customer = data.orders[sale].customer_id;
        let other = data.subscriptions.iter().find(|held| held.customer_id != customer).unwrap().id;
        let at = |list: &str, index: usize, property: &str| format!("/{list}/{index}/{property}");
        for (pointer, value, cause) in [
            ("/resellerId".to_owned(), json!(5), "there is no 5 in resellers"),
            (at("customers", 0, "resellerId"), json!(5), "there is no 5 in resellers"),
            (at("customers", 1, "id"), json!(1_100_001), "1100001 is also that of customers[0]"),
            (
                at("customers", 0, "currency"),
                json!("usd"),
                "expected three capital letters such as USD, not `usd`",
            ),
            (at("customers", 0, "profile/status"), json!("actve"), "expected one of pending, active"),
            (at("customers", 0, "profile/created"), json!("2027-01-01T00:00:00Z"), "is after asOf"),
            (at("plans", 0, "switches/0/planId"), json!(1), "there is no 1 in plans"),
            (at("plans", 0, "billingPeriod/duration"), json!(0), "expected 1 or more, not 0"),
            (at("plans", 0, "billingPeriod/type"), json!("week"), "unknown value \"week\""),
            (at("products", 0, "planId"), json!(1), "there is no 1 in plans"),
            (at("products", 1, "dependsOn/0"), json!("PRD999999"), "there is no PRD999999 in products"),
            (at("products", 1, "dependsOn/0"), json!("PRD000003"), "belongs to plan 2002"),
            (at("products", 0, "minimumQuantity"), json!("-1"), "expected 0 or more, not -1"),
            (at("products", 0, "maximumQuantity"), json!("0"), "less than minimumQuantity"),
            (at("products", 0, "prices/0/amount"), json!("-1"), "expected 0 or more, not -1"),
            (at("subscriptions", held, "customerId"), json!(5), "there is no 5 in customers"),
            (at("subscriptions", held, "planId"), json!(5), "there is no 5 in plans"),
            (at("subscriptions", held, "status"), json!("Active"), "unknown value \"Active\""),
            (at("subscriptions", held, "products/0/productId"), json!("X"), "there is no X in products"),
            (at("subscriptions", held, "products/0/quantity"), json!("-1"), "expected 0 or more, not -1"),
            (at("orders", sale, "customerId"), json!(5), "there is no 5 in customers"),
            (at("orders", sale, "subscriptionId"), json!(5), "there is no 5 in subscriptions"),
            (at("orders", sale, "subscriptionId"), json!(other), "belongs to customer"),
            (at("orders", sale, "lines/0/productId"), json!("X"), "there is no X in products"),
            (at("orders", moved, "lines/0/targetSubscriptionId"), json!(5), "there is no 5 in subscriptions"),
            (at("orders", 0, "provisioned"), json!("2001-01-01T00:00:00Z"), "is before created"),
            (at("orders", 1, "number"), json!(data.orders[0].number), "is also that of orders[0]"),
            (at("orders", 9, "created"), json!("2001-12-01T00:00:00Z"), "is before the one above"),
            (at("reports", 0, "to"), json!("2001-12-01T00:00:00Z"), "is before from"),
            (at("reportDefinitions", 0, "format"), json!("pdf"), "unknown value \"pdf\""),
        ] {
            let error = error(&pointer, value);
            let mut path = String::new();
            for part in pointer[1..].split('/') {
                match part.parse::<usize>() {
                    Ok(index) => path.push_str(&format!("[{index}]")),
                    Err(_) if path.is_empty() => path.push_str(part),
                    Err(_) => path.push_str(&format!(".{part}")),
                }
            }
            assert!(
                error.contains(&format!(" at {path}: ")) && error.contains(cause),
                "{path}: {cause}: {error}"
            );
        }
    }
}
