//! `imcloud licenses diff`: what changed.

use clap::Args;
use imcloud::licenses::{InventoryDifference, InventoryRow};
use serde::Serialize;

use crate::{
    failure::{Exit, Failure},
    input::read_text,
    output::Format,
    session::Session,
};

/// What people look at.
const COLUMNS: &[&str] = &[
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

/// What a spreadsheet gets.
const ALL_COLUMNS: [&str; 14] = [
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

/// Two lists.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The earlier list, as csv, json or ndjson; - for standard input
    old: String,
    /// The later list
    new: String,
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

pub(super) fn run(session: &Session, diff: &Diff) -> Result<(), Failure> {
    if diff.old == "-" && diff.new == "-" {
        return Err(Failure::usage("only one of the lists can come from standard input"));
    }
    let difference = InventoryDifference::between(read_list(&diff.old)?, read_list(&diff.new)?);
    let added = difference.added.iter().map(|row| Line::new("added", None, Some(row)));
    let removed = difference.removed.iter().map(|row| Line::new("removed", Some(row), None));
    let changed = difference.changed.iter().map(|it| Line::new("changed", Some(&it.before), Some(&it.after)));
    let lines: Vec<Line> = added.chain(removed).chain(changed).collect();
    let columns = match session.printer.format {
        Format::Csv => [&["change"], &ALL_COLUMNS[..]].concat(),
        _ => COLUMNS.to_vec(),
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

/// Reads a list as `licenses list` writes it, in whichever format.
fn read_list(path: &str) -> Result<Vec<InventoryRow>, Failure> {
    let text = read_text(path)?;
    let wrong = |error: String| {
        Failure::usage(format!("{path} is no list of licenses: {error}"))
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
