//! `imcloud licenses`: the list and the comparison of lists.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, Subcommand};
use imcloud::{
    licenses::{Inventory, InventoryError},
    rust_decimal::Decimal as Number,
    types::SubscriptionStatus,
};
use scopeguard::{ScopeGuard, guard};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};

use super::monitor::{self, RenewalOptions, ReportOptions};
use crate::{
    failure::{Context as _, Exit, Failure, Result},
    file::name_of,
    input::{FilterValue as _, Listed, Table, TableOptions, listed},
    json::properties_of,
    licenses::{Change, Checkpoint, Difference, LicenseRow, missing_tail, number, rows_from_json},
    output::{Format, Rows},
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
--checkpoint, an interrupted command can be repeated until the list is complete; the file is then removed.
Rows that a killed command wrote after its checkpoint are removed first, except on Windows.")]
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

pub(super) async fn run(session: &Session, command: Licenses) -> Result {
    match command {
        Licenses::List(list) => {
            session.check_columns::<LicenseRow>()?;
            self::list(session, list).await
        }
        Licenses::Diff(diff) => self::diff(session, &diff),
        Licenses::Report(options) => monitor::report(session, options).await,
        Licenses::Renewals(options) => monitor::list_renewals(session, options).await,
    }
}

/// A list in progress. Its checkpoint holds exactly the rows that were written, even if the command is
/// interrupted. If it is killed, [`Checkpoint::remove_later_rows`] removes the others.
struct Sweep<'p> {
    rows: Rows,
    checkpoint: Checkpoint,
    path: Option<&'p Path>,
    /// True if rows were written after the last `save`.
    has_unsaved: bool,
    next_save: Instant,
}

impl Sweep<'_> {
    /// Flushes the written rows, then stores the checkpoint.
    fn save(&mut self) -> Result {
        self.next_save = Instant::now() + FLUSH_INTERVAL;
        if !std::mem::take(&mut self.has_unsaved) {
            return Ok(());
        }
        self.rows.flush()?;
        self.path.map_or(Ok(()), |path| self.checkpoint.write(path))
    }
}

async fn list(session: &Session, list: List) -> Result {
    let path = list.checkpoint.as_deref();
    let format = session.printer.format;
    if path.is_some() && (!matches!(format, Format::Ndjson | Format::Csv) || session.printer.query.is_some())
    {
        return Err(Failure::usage("--checkpoint requires a format to which rows can be appended")
            .hint("Pass --output ndjson or --output csv, and no --query."));
    }
    let scope = scope_of(&list);
    let mut checkpoint = path.map(|path| Checkpoint::read(path, scope)).transpose()?.unwrap_or_default();
    let removed = checkpoint.remove_later_rows()?;
    if removed > 0 {
        session.note(&format!("removed {removed} bytes that were written after the checkpoint"));
    }
    let mut inventory = session.client().await?.licenses().inventory().concurrency(list.concurrency.into());
    inventory = list.customer.into_iter().fold(inventory, Inventory::customer);
    let status: Option<SubscriptionStatus> = list.status.map(|status| status.accept(session, "--status"));
    inventory = status.into_iter().fold(inventory, Inventory::status);
    if list.all {
        inventory = inventory.all_statuses();
    }
    let columns = if format == Format::Csv { &properties_of::<LicenseRow>().join(",") } else { COLUMNS };
    let rows = session.printer.rows(columns, !checkpoint.has_rows())?;
    if checkpoint.has_rows() {
        session.note(&format!("continuing after {} subscriptions", checkpoint.done.len()));
        inventory = inventory.skip(checkpoint.done.iter().cloned());
    }
    if let Some(path) = path {
        // Also without rows: a process that is killed before the first save can have written some.
        checkpoint.write(path)?;
    }
    let progress = session.list_progress("reading licenses:");
    let mut inventory = inventory.rows();
    let next_save = Instant::now() + FLUSH_INTERVAL;
    let sweep = Sweep { rows, checkpoint, path, has_unsaved: false, next_save };
    let mut sweep = guard(sweep, |mut sweep| {
        if sweep.path.is_some() {
            // The command fails already, and reports why.
            let _ = sweep.save();
        }
    });
    let mut left_out = 0;
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
                if sweep.checkpoint.count_row(row.subscription_id.as_ref()) {
                    sweep.rows.push(&row)?;
                }
                progress.advance(1);
            }
            Err(InventoryError::Skipped(skipped)) => {
                left_out += 1;
                sweep.checkpoint.skip(skipped.subscription_id.as_ref());
                session.note(&skipped.to_string());
            }
            Err(error) => {
                sweep.save()?;
                return Err(Failure::from(error).or_hint(match path {
                    Some(_) => "Repeat the command to continue.",
                    None => "With --checkpoint FILE, an interrupted list can be continued.",
                }));
            }
        }
        if Instant::now() >= sweep.next_save {
            sweep.save()?;
        }
    }
    drop(progress);
    session.finish(ScopeGuard::into_inner(sweep).rows)?;
    session.note_missing(inventory.missing());
    if let Some(path) = path.filter(|path| path.exists()) {
        std::fs::remove_file(path).context(format!("could not remove {}", path.display()))?;
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

impl From<InventoryError> for Failure {
    fn from(error: InventoryError) -> Self {
        match error {
            InventoryError::Ended(call) => call.into(),
            error => Self::new(Exit::Failed, error.to_string()),
        }
    }
}

/// Columns of tables. CSV has all.
const DIFFERENCE: &str = "change,customer:customerName,subscriptionId,product:productName,seatsBefore#,seatsAfter#,\
     priceBefore#,priceAfter#,priceDifference#,currency,billingPeriod";

/// A list that lacks at least this many subscriptions at its end is rejected.
const MISSING_TAIL: usize = 3;

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The earlier list, as csv, json or ndjson; - for standard input
    old: String,
    /// The later list
    new: String,
    #[command(flatten)]
    table: TableOptions,
    /// Accept a list that seems to have ended early
    #[arg(long)]
    complete: bool,
    /// Exit with 9 if the lists differ
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    change: Cow<'static, str>,
    customer_id: Option<String>,
    customer_name: Option<String>,
    subscription_id: Option<String>,
    product_id: Option<String>,
    mpn: Option<String>,
    product_name: Option<String>,
    #[serde(with = "number")]
    seats_before: Option<Number>,
    #[serde(with = "number")]
    seats_after: Option<Number>,
    #[serde(with = "number")]
    seats_difference: Option<Number>,
    #[serde(with = "number")]
    price_before: Option<Number>,
    #[serde(with = "number")]
    price_after: Option<Number>,
    #[serde(with = "number")]
    price_difference: Option<Number>,
    currency: Option<String>,
    billing_period: Option<String>,
}

impl From<&Change> for Line {
    fn from(change: &Change) -> Self {
        let Change { before, after } = change;
        let row = after.as_ref().or(before.as_ref()).cloned().unwrap_or_default();
        let seats = |row: &Option<LicenseRow>| row.as_ref()?.seats;
        let price = |row: &Option<LicenseRow>| row.as_ref()?.extended_price;
        let currency = |row: &Option<LicenseRow>| price(row).and(row.as_ref()?.price_currency.clone());
        let difference = change.difference(|row| row.extended_price);
        Self {
            change: change.kind().into(),
            seats_before: seats(before),
            seats_after: seats(after),
            seats_difference: change.difference(|row| row.seats),
            price_before: price(before),
            price_after: price(after),
            price_difference: difference.filter(|_| change.has_one_currency()),
            customer_id: row.customer_id,
            customer_name: row.customer_name,
            subscription_id: row.subscription_id,
            product_id: row.product_id,
            mpn: row.mpn,
            product_name: row.product_name,
            currency: currency(after).or_else(|| currency(before)),
            billing_period: row.billing_period,
        }
    }
}

fn diff(session: &Session, diff: &Diff) -> Result {
    if diff.old == "-" && diff.new == "-" {
        return Err(Failure::usage("only one of the lists can come from standard input"));
    }
    session.check_columns::<Line>()?;
    let [old, new] = [&diff.old, &diff.new].map(|path| read_list(session, path, &diff.table));
    let (old, new) = (old?, new?);
    if !diff.complete {
        check_complete(session, (&diff.new, &new), (&diff.old, &old))?;
        check_complete(session, (&diff.old, &old), (&diff.new, &new))?;
    }
    let difference = Difference::between(old, new);
    let lines: Vec<Line> = difference.changes.iter().map(Line::from).collect();
    match session.printer.format {
        Format::Csv => session.rows(&lines, &properties_of::<Line>().join(","))?,
        _ => session.rows(&lines, DIFFERENCE)?,
    }
    session.note(&format!(
        "{} added, {} removed, {} changed, {} unchanged",
        difference.count("added"),
        difference.count("removed"),
        difference.count("changed"),
        difference.unchanged
    ));
    for (period, totals) in difference.price_by_billing_period().context("could not add up the prices")? {
        let period = period.map_or_else(String::new, |period| format!(" per {period}"));
        session.note(&format!("price difference{period}: {totals}"));
    }
    if difference.unpriced() > 0 {
        session
            .note(&format!("{} of these rows have no price and are not in the sums", difference.unpriced()));
    }
    if diff.exit_code && !lines.is_empty() {
        return Err(Failure::silent(Exit::Found));
    }
    Ok(())
}

/// Reads a list in any format that `licenses list` writes.
pub(super) fn read_list(session: &Session, path: &str, options: &TableOptions) -> Result<Vec<LicenseRow>> {
    let table = Table::read(path, options)?;
    let invalid = |error: String| {
        Failure::usage(format!("{} is not a valid license list: {error}", name_of(path)))
            .hint("Create one with: imcloud licenses list --output csv > FILE")
    };
    let rows = match table.text.trim_start().as_bytes().first() {
        Some(b'[' | b'{') => rows_from_json(&table.text),
        _ => from_csv(session, &table),
    };
    let rows: Vec<LicenseRow> = rows.map_err(invalid)?;
    for (index, row) in rows.iter().enumerate() {
        let problem = match row.price() {
            _ if row.subscription_id.is_none() => "subscriptionId is missing".to_owned(),
            Err(error) => error.to_string(),
            Ok(_) => continue,
        };
        return Err(invalid(format!("row {}: {problem}", index + 1)));
    }
    Ok(rows)
}

fn from_csv(session: &Session, table: &Table) -> Result<Vec<LicenseRow>, String> {
    let records = table.records(true).map_err(|error| error.to_string())?;
    records.note.iter().for_each(|note| session.note(note));
    for needed in ["subscriptionId", "seats"] {
        if !records.headings.iter().any(|heading| heading == needed) {
            return Err(format!("no column {needed}"));
        }
    }
    let row = |row: &csv::StringRecord| row.deserialize(Some(&records.headings));
    records.rows.iter().map(row).collect::<Result<_, _>>().map_err(|error| error.to_string())
}

/// Warns of lists that probably ended early, or rejects them if much is missing.
fn check_complete(
    session: &Session,
    (name, list): (&str, &[LicenseRow]),
    (other_name, other): (&str, &[LicenseRow]),
) -> Result {
    let missing = missing_tail(list, other);
    let (name, other_name) = (name_of(name), name_of(other_name));
    let message = format!(
        "{name} seems to have ended early: it lacks the last {missing} subscriptions of {other_name}"
    );
    match missing {
        0 => Ok(()),
        1..MISSING_TAIL => {
            session.note(&format!("warning: {message}"));
            Ok(())
        }
        _ => Err(Failure::usage(message)
            .hint("Create the list again. If the subscriptions really are missing, give --complete.")),
    }
}
