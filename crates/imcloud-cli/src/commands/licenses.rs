//! `imcloud licenses`: what there is, and what changed.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use imcloud::{
    licences::{InventoryCheckpoint, InventoryDifference, InventoryError, InventoryRow, InventoryRows},
    types::SubscriptionStatus,
};
use serde::Serialize;

use crate::{
    failure::{Exit, Failure},
    file,
    input::{Listed, read_text},
    output::{Format, Rows},
    progress::Progress,
    session::Session,
};

/// What people look at.
const COLUMNS: &[&str] = &[
    "customer:customerName",
    "subscriptionId",
    "product:productName",
    "seats#",
    "unitPrice#",
    "extendedPrice#",
    "currency:priceCurrency",
    "billingPeriod",
    "renews",
    "renewalDate",
];

/// What a file holds, so that it can be compared later.
const ALL_COLUMNS: &[&str] = &[
    "customerId",
    "customerExternalId",
    "customerName",
    "subscriptionId",
    "subscriptionName",
    "status",
    "line",
    "productId",
    "mpn",
    "productName",
    "vendor",
    "vendorSubscriptionId",
    "seats",
    "priceCurrency",
    "unitPrice",
    "extendedPrice",
    "totalSubscriptionPrice",
    "costCurrency",
    "unitCost",
    "totalSubscriptionCost",
    "renews",
    "renewalDate",
    "expirationDate",
    "subscriptionPeriod",
    "billingPeriod",
];

const DIFFERENCE_COLUMNS: &[&str] = &[
    "change",
    "customer:customerName",
    "subscriptionId",
    "product:productName",
    "seatsBefore#",
    "seatsAfter#",
    "priceBefore#",
    "priceAfter#",
    "priceDifference#",
    "currency",
    "billingPeriod",
];

/// Licences of all customers.
#[derive(Debug, Subcommand)]
pub(crate) enum Licenses {
    /// List every product of every subscription with seats and prices, over all customers
    #[command(after_help = "\
Examples:
  imcloud licenses list --output csv > today.csv
  imcloud licenses list --output ndjson --checkpoint sweep.json >> sweep.ndjson   # repeat it until it is done

Each subscription costs a call, made at the pace that the service allows. With --checkpoint, a run that ended early goes
on where it was; the file goes away when the list is complete.")]
    List(List),
    /// Compare two lists: seats added, removed and changed, and the difference in price
    #[command(after_help = "Example:\n  imcloud licenses diff monday.csv today.csv --output csv")]
    Diff(Diff),
}

/// Which licences.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this customer
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// Of subscriptions in this state
    #[arg(long, conflicts_with = "all")]
    status: Option<Listed<SubscriptionStatus>>,
    /// Of subscriptions that have ended too
    #[arg(long)]
    all: bool,
    /// Fetch so many subscriptions at a time, 1 to 64
    #[arg(long, value_name = "CALLS", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=64))]
    concurrency: u8,
    /// Remember in this file how far it came, and go on from there; with ndjson or csv
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
}

/// Two lists.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The earlier list, as csv, json or ndjson; - for standard input
    old: String,
    /// The later list
    new: String,
}

pub(super) async fn run(session: &Session, command: Licenses) -> Result<(), Failure> {
    match command {
        Licenses::List(list) => self::list(session, list).await,
        Licenses::Diff(diff) => self::diff(session, &diff),
    }
}

/// A list under way. Whatever ends it, what was written and what is remembered belong together.
struct Sweep<'p> {
    rows: Option<Rows>,
    inventory: InventoryRows,
    checkpoint: Option<&'p Path>,
}

impl Sweep<'_> {
    /// Hands on what was written, and remembers that.
    fn settle(&mut self) -> Result<(), Failure> {
        if let Some(rows) = &mut self.rows {
            rows.flush()?;
        }
        match self.checkpoint {
            Some(path) => file::write(path, &to_json(&self.inventory.checkpoint())?),
            None => Ok(()),
        }
    }
}

impl Drop for Sweep<'_> {
    fn drop(&mut self) {
        if self.rows.is_some() && self.checkpoint.is_some() {
            // It ends early already, and says why.
            let _ = self.settle();
        }
    }
}

async fn list(session: &Session, list: List) -> Result<(), Failure> {
    let checkpoint = list.checkpoint.as_deref();
    let format = session.printer.format;
    if checkpoint.is_some()
        && (!matches!(format, Format::Ndjson | Format::Csv) || session.printer.query.is_some())
    {
        return Err(Failure::usage("--checkpoint goes with rows that can be added to a file")
            .remedy("Give --output ndjson or --output csv, and no --query."));
    }
    let earlier = checkpoint.map(read_checkpoint).transpose()?.flatten();
    let mut inventory = session.client().await?.licences().inventory().concurrency(list.concurrency.into());
    if let Some(customer) = list.customer {
        inventory = inventory.customer(customer);
    }
    if let Some(status) = list.status {
        inventory = inventory.status(status.0);
    }
    if list.all {
        inventory = inventory.every_status();
    }
    let mut rows = session.printer.rows(if format == Format::Csv { ALL_COLUMNS } else { COLUMNS })?;
    if let Some(earlier) = earlier {
        session.note(&format!("going on behind {} subscriptions", earlier.done()));
        inventory = inventory.resume(earlier);
        rows.leave_out_heading();
    }
    let progress = Progress::rows(session.shows_progress(rows.is_held_back()), "reading licences:");
    let mut sweep = Sweep { rows: Some(rows), inventory: inventory.rows(), checkpoint };
    let (mut count, mut left_out) = (0_u64, 0_u64);
    while let Some(row) = sweep.inventory.next().await {
        match row {
            Ok(row) => {
                if let Some(rows) = &mut sweep.rows {
                    rows.push(&row)?;
                }
                count += 1;
                progress.advance(1);
            }
            Err(InventoryError::Skipped(skipped)) => {
                left_out += 1;
                session.note(&skipped.to_string());
            }
            Err(error) => {
                sweep.settle()?;
                return Err(ended(error, checkpoint.is_some()));
            }
        }
        if count.is_multiple_of(100) {
            sweep.settle()?;
        }
    }
    drop(progress);
    if let Some(rows) = sweep.rows.take() {
        session.finish(rows, count == 0)?;
    }
    if let Some(path) = checkpoint.filter(|path| path.exists()) {
        std::fs::remove_file(path).map_err(|error| {
            Failure::new(
                Exit::Failed,
                format!("{} is done with, but cannot be removed: {error}", path.display()),
            )
        })?;
    }
    if left_out > 0 {
        let noun = if left_out == 1 { "subscription was" } else { "subscriptions were" };
        return Err(Failure::new(Exit::Failed, format!("{left_out} {noun} left out"))
            .remedy("The reasons stand above; the list lacks their rows."));
    }
    Ok(())
}

fn ended(error: InventoryError, remembered: bool) -> Failure {
    let failure = match &error {
        InventoryError::Ended(call) => Failure::from(call.clone()),
        InventoryError::OtherCheckpoint => return Failure::usage(error.to_string()),
        _ => Failure::new(Exit::Failed, error.to_string()),
    };
    if remembered {
        failure.remedy("Repeat the command to go on where it was.")
    } else {
        failure.remedy("With --checkpoint FILE such a list can go on where it was.")
    }
}

fn read_checkpoint(path: &Path) -> Result<Option<InventoryCheckpoint>, Failure> {
    if !path.exists() {
        return Ok(None);
    }
    let text = read_text(&path.to_string_lossy())?;
    serde_json::from_str(&text).map(Some).map_err(|error| {
        Failure::usage(format!("{} is no checkpoint: {error}", path.display()))
            .remedy("Name a file that is not there yet, to begin anew.")
    })
}

fn to_json(value: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value)
        .map_err(|error| Failure::new(Exit::Failed, format!("the checkpoint cannot be written: {error}")))
}

/// A line of the difference.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    change: &'static str,
    customer_id: Option<String>,
    customer_name: Option<String>,
    subscription_id: Option<String>,
    product_id: Option<String>,
    mpn: Option<String>,
    product_name: Option<String>,
    seats_before: Option<String>,
    seats_after: Option<String>,
    seats_difference: Option<String>,
    price_before: Option<String>,
    price_after: Option<String>,
    price_difference: Option<String>,
    currency: Option<String>,
    billing_period: Option<String>,
}

impl Line {
    fn new(change: &'static str, before: Option<&InventoryRow>, after: Option<&InventoryRow>) -> Self {
        let row = after.or(before).cloned().unwrap_or_default();
        let seats = |row: Option<&InventoryRow>| row.and_then(|row| row.seats);
        let price = |row: Option<&InventoryRow>| row.and_then(|row| row.extended_price.clone());
        let (seats_before, seats_after) = (seats(before), seats(after));
        let (price_before, price_after) = (price(before), price(after));
        // What is not there costs nothing; what has no price is not known.
        let difference = match (&price_before, &price_after) {
            (Some(before), Some(after)) => after.plus(&before.negated()).ok(),
            (Some(before), None) if after.is_none() => Some(before.negated()),
            (None, Some(after)) if before.is_none() => Some(after.clone()),
            _ => None,
        };
        let id = |id: &Option<imcloud::Id>| id.as_ref().map(ToString::to_string);
        Self {
            change,
            customer_id: id(&row.customer_id),
            customer_name: row.customer_name.clone(),
            subscription_id: id(&row.subscription_id),
            product_id: id(&row.product_id),
            mpn: row.mpn.clone(),
            product_name: row.product_name.clone(),
            seats_before: seats_before.map(|seats| seats.to_string()),
            seats_after: seats_after.map(|seats| seats.to_string()),
            seats_difference: match (before, after, seats_before, seats_after) {
                (Some(_), Some(_), Some(before), Some(after)) => Some((after - before).to_string()),
                (None, Some(_), _, Some(after)) => Some(after.to_string()),
                (Some(_), None, Some(before), _) => Some((-before).to_string()),
                _ => None,
            },
            currency: price_after.as_ref().or(price_before.as_ref()).map(|price| price.currency().to_owned()),
            price_before: price_before.map(|price| price.amount().to_string()),
            price_after: price_after.map(|price| price.amount().to_string()),
            price_difference: difference.map(|price| price.amount().to_string()),
            billing_period: row.billing_period,
        }
    }
}

fn diff(session: &Session, diff: &Diff) -> Result<(), Failure> {
    if diff.old == "-" && diff.new == "-" {
        return Err(Failure::usage("only one of the lists can come from standard input"));
    }
    let difference = InventoryDifference::between(read_list(&diff.old)?, read_list(&diff.new)?);
    let added = difference.added.iter().map(|row| Line::new("added", None, Some(row)));
    let removed = difference.removed.iter().map(|row| Line::new("removed", Some(row), None));
    let changed = difference.changed.iter().map(|it| Line::new("changed", Some(&it.before), Some(&it.after)));
    let lines: Vec<Line> = added.chain(removed).chain(changed).collect();
    let columns = match session.printer.format {
        Format::Csv => [&["change"], &ALL_DIFFERENCE_COLUMNS[..]].concat(),
        _ => DIFFERENCE_COLUMNS.to_vec(),
    };
    session.rows(&lines, &columns)?;
    session.note(&format!(
        "{} added, {} removed, {} changed, {} unchanged",
        difference.added.len(),
        difference.removed.len(),
        difference.changed.len(),
        difference.unchanged
    ));
    let periods = difference
        .money_by_billing_period()
        .map_err(|error| Failure::new(Exit::Failed, format!("the prices cannot be added up: {error}")))?;
    for (period, totals) in periods {
        let period = period.map_or_else(String::new, |period| format!(" each {period}"));
        session.note(&format!("difference in price{period}: {totals}"));
    }
    if difference.unpriced() > 0 {
        session
            .note(&format!("{} of these rows have no price, and the sums lack them", difference.unpriced()));
    }
    Ok(())
}

const ALL_DIFFERENCE_COLUMNS: [&str; 14] = [
    "customerId",
    "customerName",
    "subscriptionId",
    "productId",
    "mpn",
    "productName",
    "seatsBefore",
    "seatsAfter",
    "seatsDifference",
    "priceBefore",
    "priceAfter",
    "priceDifference",
    "currency",
    "billingPeriod",
];

/// Reads a list as `licenses list` writes it, in whichever format.
fn read_list(path: &str) -> Result<Vec<InventoryRow>, Failure> {
    let text = read_text(path)?;
    let wrong = |error: String| {
        Failure::usage(format!("{path} is no list of licences: {error}"))
            .remedy("Make one with: imcloud licenses list --output csv > FILE")
    };
    let rows: Vec<InventoryRow> = match text.trim_start().as_bytes().first() {
        Some(b'[') => serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?,
        Some(b'{') => text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()
            .map_err(|error| wrong(error.to_string()))?,
        _ => {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let headings = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
            for needed in ["subscriptionId", "seats"] {
                if !headings.iter().any(|heading| heading == needed) {
                    return Err(wrong(format!("it has no column {needed}")));
                }
            }
            reader.deserialize().collect::<Result<_, _>>().map_err(|error| wrong(error.to_string()))?
        }
    };
    match rows.iter().position(|row| row.subscription_id.is_none()) {
        Some(row) => Err(wrong(format!("row {} has no subscriptionId", row + 1))),
        None => Ok(rows),
    }
}
