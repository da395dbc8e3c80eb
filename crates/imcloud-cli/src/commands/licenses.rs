//! `imcloud licenses`: the list. `licenses diff` is in `diff`.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, Subcommand};
use imcloud::{licenses::InventoryError, types::SubscriptionStatus};
use tokio::time::{Instant, timeout_at};

use super::{
    diff::{self, Diff},
    monitor::{self, RenewalOptions, ReportOptions},
};
use crate::{
    failure::{Exit, Failure},
    input::{Listed, listed},
    json::properties_of,
    licenses::{Checkpoint, LicenseRow},
    output::{Format, Rows},
    progress::Progress,
    session::Session,
};

/// The longest time for which rows are buffered.
const FLUSH_INTERVAL: Duration = Duration::from_secs(1);

/// Columns of tables. CSV has all, so that lists can be compared later.
const COLUMNS: &str = "customer:customerName,subscriptionId,product:productName,seats#,unitPrice#,extendedPrice#,\
     currency:priceCurrency,billingPeriod,renews,renewalDate";

#[derive(Debug, Subcommand)]
pub(crate) enum Licenses {
    /// List the products of all subscriptions with seats and prices
    #[command(after_help = "\
Examples:
  imcloud licenses list --output csv > today.csv
  imcloud licenses list --output ndjson --checkpoint sweep.json >> sweep.ndjson

Each subscription costs a call, within the rate limit of the service. Rows are written within a second. With
--checkpoint, an interrupted command can be repeated until the list is complete; the file is then removed.")]
    List(List),
    /// Compare two lists: seats and prices
    #[command(after_help = "\
Examples:
  imcloud licenses diff monday.csv today.csv --output csv
  imcloud licenses diff monday.csv today.csv --quiet --exit-code || mail -s changed ...")]
    Diff(Diff),
    /// Report spend, renewals and changes, as a page or as data
    #[command(after_help = "\
Examples:
  imcloud licenses report --html report.html --since monday.csv
  imcloud licenses report --list today.csv --output json --query '.spend[] | [.currency, .perMonth]'

The page needs no network. Amounts are prices per month; currencies are not added.")]
    Report(ReportOptions),
    /// List subscriptions that renew or end soon
    #[command(after_help = "\
Examples:
  imcloud licenses renewals --within 30d
  imcloud licenses renewals --within 7d --exit-code --output csv > renewals.csv || mail -s renewals ...")]
    Renewals(RenewalOptions),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only of this customer
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// Only of subscriptions with this status
    #[arg(long, conflicts_with = "all", value_parser = listed(SubscriptionStatus::LISTED, SubscriptionStatus::as_str))]
    status: Option<Listed<SubscriptionStatus>>,
    /// Include subscriptions that have ended
    #[arg(long)]
    all: bool,
    /// Number of concurrent calls, 1 to 64
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=64))]
    concurrency: u8,
    /// Store the progress in FILE, and continue from it
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
        Licenses::Report(options) => monitor::report(session, options).await,
        Licenses::Renewals(options) => monitor::list_renewals(session, options).await,
    }
}

/// A list in progress. Its checkpoint holds exactly the rows that were written, even if the command is
/// interrupted.
struct Sweep<'p> {
    rows: Option<Rows>,
    checkpoint: Checkpoint,
    path: Option<&'p Path>,
    /// True if rows were written after the last `save`.
    has_unsaved: bool,
    /// Time of the next `save`.
    next_save: Instant,
}

impl Sweep<'_> {
    /// Flushes the written rows, then stores the checkpoint.
    fn save(&mut self) -> Result<(), Failure> {
        self.next_save = Instant::now() + FLUSH_INTERVAL;
        if !std::mem::take(&mut self.has_unsaved) {
            return Ok(());
        }
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
        return Err(Failure::usage("--checkpoint requires a format to which rows can be appended")
            .hint("Pass --output ndjson or --output csv, and no --query."));
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
    let columns = if format == Format::Csv { &properties_of::<LicenseRow>().join(",") } else { COLUMNS };
    let rows = if checkpoint.has_rows() {
        session.note(&format!("continuing after {} subscriptions", checkpoint.done().len()));
        inventory = inventory.skip(checkpoint.done().iter().cloned());
        session.printer.more_rows(columns)?
    } else {
        session.printer.rows(columns)?
    };
    let progress =
        Progress::rows(session.shows_progress(session.printer.is_held_back()), "reading licenses:");
    let mut inventory = inventory.rows();
    let next_save = Instant::now() + FLUSH_INTERVAL;
    let mut sweep = Sweep { rows: Some(rows), checkpoint, path, has_unsaved: false, next_save };
    let (mut count, mut left_out) = (0_u64, 0_u64);
    loop {
        let row = match timeout_at(sweep.next_save, inventory.next()).await {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(_) => {
                sweep.save()?;
                continue;
            }
        };
        sweep.has_unsaved = true;
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
        if Instant::now() >= sweep.next_save {
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
    monitor::incomplete(left_out)
}

fn scope_of(list: &List) -> String {
    let customer = list.customer.as_ref().map_or("all customers".to_owned(), |id| format!("customer {id}"));
    let status = match &list.status {
        _ if list.all => "any status".to_owned(),
        Some(status) => format!("status {}", status.value),
        None => "not ended".to_owned(),
    };
    format!("{customer}, {status}")
}

fn ended(error: InventoryError, has_checkpoint: bool) -> Failure {
    let failure = match error {
        InventoryError::Ended(call) => Failure::from(call),
        error => Failure::new(Exit::Failed, error.to_string()),
    };
    failure.or_hint(if has_checkpoint {
        "Repeat the command to continue."
    } else {
        "With --checkpoint FILE, an interrupted list can be continued."
    })
}
