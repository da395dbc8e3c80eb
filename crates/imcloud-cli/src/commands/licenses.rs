//! `imcloud licenses`: what there is. What changed is in `diff`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use imcloud::{
    licenses::{InventoryCheckpoint, InventoryError, InventoryRows},
    types::SubscriptionStatus,
};
use serde::Serialize;

use super::diff::{self, Diff};
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

/// Licenses of all customers.
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

/// Which licenses.
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

pub(super) async fn run(session: &Session, command: Licenses) -> Result<(), Failure> {
    match command {
        Licenses::List(list) => self::list(session, list).await,
        Licenses::Diff(diff) => diff::run(session, &diff),
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
    let mut inventory = session.client().await?.licenses().inventory().concurrency(list.concurrency.into());
    if let Some(customer) = list.customer {
        inventory = inventory.customer(customer);
    }
    if let Some(status) = list.status {
        inventory = inventory.status(status.0);
    }
    if list.all {
        inventory = inventory.all_statuses();
    }
    let mut rows = session.printer.rows(if format == Format::Csv { ALL_COLUMNS } else { COLUMNS })?;
    if let Some(earlier) = earlier {
        session.note(&format!("going on behind {} subscriptions", earlier.done()));
        inventory = inventory.resume(earlier);
        rows.leave_out_heading();
    }
    let progress = Progress::rows(session.shows_progress(rows.is_held_back()), "reading licenses:");
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
    session.note_missing(sweep.inventory.missing());
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
