//! `imcloud licenses`: what there is. What changed is in `diff`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use imcloud::{licenses::InventoryError, types::SubscriptionStatus};

use super::diff::{self, Diff};
use crate::{
    failure::{Exit, Failure},
    input::Listed,
    licenses::{Checkpoint, LicenseRow},
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
        Licenses::List(list) => {
            session.check_columns::<LicenseRow>()?;
            self::list(session, list).await
        }
        Licenses::Diff(diff) => diff::run(session, &diff),
    }
}

/// A list in progress. Its checkpoint holds exactly the rows that were written, even if the command is
/// interrupted.
struct Sweep<'p> {
    rows: Option<Rows>,
    checkpoint: Checkpoint,
    path: Option<&'p Path>,
}

impl Sweep<'_> {
    /// Flushes the written rows, then stores the checkpoint.
    fn save(&mut self) -> Result<(), Failure> {
        if let Some(rows) = &mut self.rows {
            rows.flush()?;
        }
        self.path.map_or(Ok(()), |path| self.checkpoint.write(path))
    }
}

impl Drop for Sweep<'_> {
    fn drop(&mut self) {
        if self.rows.is_some() && self.path.is_some() {
            // The command fails already, and reports why.
            let _ = self.save();
        }
    }
}

async fn list(session: &Session, list: List) -> Result<(), Failure> {
    let path = list.checkpoint.as_deref();
    let format = session.printer.format;
    if path.is_some() && (!matches!(format, Format::Ndjson | Format::Csv) || session.printer.query.is_some())
    {
        return Err(Failure::usage("--checkpoint goes with rows that can be added to a file")
            .remedy("Give --output ndjson or --output csv, and no --query."));
    }
    let scope = scope_of(&list);
    let checkpoint = path.map(|path| Checkpoint::read(path, scope)).transpose()?.unwrap_or_default();
    let mut inventory = session.client().await?.licenses().inventory().concurrency(list.concurrency.into());
    if let Some(customer) = list.customer {
        inventory = inventory.customer(customer);
    }
    if let Some(status) = Listed::accept(session, "--status", list.status) {
        inventory = inventory.status(status);
    }
    if list.all {
        inventory = inventory.all_statuses();
    }
    let mut rows = session.printer.rows(if format == Format::Csv { ALL_COLUMNS } else { COLUMNS })?;
    if checkpoint.has_rows() {
        session.note(&format!("continuing after {} subscriptions", checkpoint.done().len()));
        inventory = inventory.skip(checkpoint.done().iter().cloned());
        rows.leave_out_heading();
    }
    let progress = Progress::rows(session.shows_progress(rows.is_held_back()), "reading licenses:");
    let mut inventory = inventory.rows();
    let mut sweep = Sweep { rows: Some(rows), checkpoint, path };
    let (mut count, mut left_out) = (0_u64, 0_u64);
    while let Some(row) = inventory.next().await {
        match row {
            Ok(row) => {
                if sweep.checkpoint.count_row(row.subscription_id.as_ref())
                    && let Some(rows) = &mut sweep.rows
                {
                    rows.push(&LicenseRow::from(row))?;
                }
                count += 1;
                progress.advance(1);
            }
            Err(InventoryError::Skipped(skipped)) => {
                left_out += 1;
                sweep.checkpoint.skip(skipped.subscription_id.as_ref());
                session.note(&skipped.to_string());
            }
            Err(error) => {
                sweep.save()?;
                return Err(ended(error, path.is_some()));
            }
        }
        if count.is_multiple_of(100) {
            sweep.save()?;
        }
    }
    drop(progress);
    if let Some(rows) = sweep.rows.take() {
        session.finish(rows, count == 0)?;
    }
    session.note_missing(inventory.missing());
    if let Some(path) = path.filter(|path| path.exists()) {
        std::fs::remove_file(path).map_err(|error| {
            Failure::new(Exit::Failed, format!("{} could not be removed: {error}", path.display()))
        })?;
    }
    if left_out > 0 {
        let noun = if left_out == 1 { "subscription was" } else { "subscriptions were" };
        return Err(Failure::new(Exit::Failed, format!("{left_out} {noun} left out"))
            .remedy("The reasons stand above; the list lacks their rows."));
    }
    Ok(())
}

/// Describes the filters of a list.
fn scope_of(list: &List) -> String {
    let customer = list.customer.as_ref().map_or("all customers".to_owned(), |id| format!("customer {id}"));
    let status = match &list.status {
        _ if list.all => "any status".to_owned(),
        Some(status) => format!("status {}", status.0),
        None => "not ended".to_owned(),
    };
    format!("{customer}, {status}")
}

fn ended(error: InventoryError, has_checkpoint: bool) -> Failure {
    let failure = match error {
        InventoryError::Ended(call) => Failure::from(call),
        error => Failure::new(Exit::Failed, error.to_string()),
    };
    failure.remedy(if has_checkpoint {
        "Repeat the command to continue."
    } else {
        "With --checkpoint FILE, an interrupted list can be continued."
    })
}
