//! `imcloud licenses diff`: what changed.

use std::borrow::Cow;

use clap::Args;
use imcloud::rust_decimal::Decimal as Number;
use serde::{Deserialize, Serialize};

use crate::{
    failure::{Exit, Failure},
    file::name_of,
    input::{Table, TableOptions},
    json::properties_of,
    licenses::{Difference, LicenseRow, missing_tail, number, rows_from_json},
    output::Format,
    session::Session,
};

/// Columns of tables. CSV has all.
const COLUMNS: &str = "change,customer:customerName,subscriptionId,product:productName,seatsBefore#,seatsAfter#,\
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

impl Line {
    fn new(change: &'static str, before: Option<&LicenseRow>, after: Option<&LicenseRow>) -> Self {
        let row = after.or(before).cloned().unwrap_or_default();
        let difference = |value: fn(&LicenseRow) -> Option<Number>| match (before, after) {
            (Some(before), Some(after)) => value(after)?.checked_sub(value(before)?),
            (None, Some(after)) => value(after),
            (Some(before), None) => value(before).map(|value| -value),
            (None, None) => None,
        };
        let same_currency =
            before.zip(after).is_none_or(|(before, after)| before.price_currency == after.price_currency);
        let currency =
            |row: Option<&LicenseRow>| row.and_then(|row| row.extended_price.and(row.price_currency.clone()));
        Self {
            change: change.into(),
            seats_before: before.and_then(|row| row.seats),
            seats_after: after.and_then(|row| row.seats),
            seats_difference: difference(|row| row.seats),
            price_before: before.and_then(|row| row.extended_price),
            price_after: after.and_then(|row| row.extended_price),
            price_difference: difference(|row| row.extended_price).filter(|_| same_currency),
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

pub(super) fn run(session: &Session, diff: &Diff) -> Result<(), Failure> {
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
    let added = difference.added.iter().map(|row| Line::new("added", None, Some(row)));
    let removed = difference.removed.iter().map(|row| Line::new("removed", Some(row), None));
    let changed = difference.changed.iter().map(|it| Line::new("changed", Some(&it.before), Some(&it.after)));
    let lines: Vec<Line> = added.chain(removed).chain(changed).collect();
    match session.printer.format {
        Format::Csv => session.rows(&lines, &properties_of::<Line>().join(","))?,
        _ => session.rows(&lines, COLUMNS)?,
    }
    session.note(&format!(
        "{} added, {} removed, {} changed, {} unchanged",
        difference.added.len(),
        difference.removed.len(),
        difference.changed.len(),
        difference.unchanged
    ));
    let periods = difference
        .price_by_billing_period()
        .map_err(|error| Failure::new(Exit::Failed, format!("could not add up the prices: {error}")))?;
    for (period, totals) in periods {
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
pub(super) fn read_list(
    session: &Session,
    path: &str,
    options: &TableOptions,
) -> Result<Vec<LicenseRow>, Failure> {
    let table = Table::read(path, options)?;
    let invalid = |error: String| {
        Failure::usage(format!("{} is not a valid license list: {error}", name_of(path)))
            .hint("Create one with: imcloud licenses list --output csv > FILE")
    };
    let rows = match table.text.trim_start().as_bytes().first() {
        Some(b'[' | b'{') => rows_from_json(&table.text).map_err(|error| error.to_string()),
        _ => from_csv(session, &table),
    };
    let rows: Vec<LicenseRow> = rows.map_err(invalid)?;
    let with_number = |row: (usize, &LicenseRow)| Some((row.0 + 1, problem_of(row.1)?));
    match rows.iter().enumerate().find_map(with_number) {
        Some((number, problem)) => Err(invalid(format!("row {number}: {problem}"))),
        None => Ok(rows),
    }
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
) -> Result<(), Failure> {
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

fn problem_of(row: &LicenseRow) -> Option<String> {
    match row.price() {
        _ if row.subscription_id.is_none() => Some("subscriptionId is missing".to_owned()),
        Err(error) => Some(error.to_string()),
        Ok(_) => None,
    }
}
