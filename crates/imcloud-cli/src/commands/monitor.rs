//! `imcloud licenses report` and `imcloud licenses renewals`.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{Days, NaiveDate};
use clap::Args;
use imcloud::{
    Client, Date, Id, SubscriptionFilter,
    licenses::{Inventory, InventoryError, has_ended},
    types::SubscriptionSummary,
};

use super::licenses::read_list;
use crate::{
    failure::{Context as _, Exit, Failure, Result},
    file,
    input::TableOptions,
    licenses::{LicenseRow, Report, page, renewals, row_of},
    output,
    progress::ITEMS,
    session::Session,
};

const RENEWAL_COLUMNS: &str = "date,days#,customer:customerName,subscriptionId,subscription:subscriptionName,renews,\
     seats#,perMonth#,currency";

#[derive(Debug, Args)]
pub(crate) struct Source {
    /// Only of this customer
    #[arg(long, value_name = "ID", conflicts_with = "list")]
    customer: Option<Id>,
    /// Use a list of `licenses list` instead of reading the licenses
    #[arg(long, value_name = "FILE")]
    list: Option<String>,
    #[command(flatten)]
    table: TableOptions,
    /// Count days from DAY instead of today
    #[arg(long, value_name = "DAY")]
    as_of: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct ReportOptions {
    #[command(flatten)]
    source: Source,
    /// Write one self-contained page to FILE; - for stdout
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Show the changes since an earlier list of `licenses list`
    #[arg(long, value_name = "OLD")]
    since: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct RenewalOptions {
    #[command(flatten)]
    source: Source,
    /// Number of days, such as 30d or 2w
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = humantime::parse_duration)]
    within: Duration,
    /// Exit with 9 if there are renewals
    #[arg(long)]
    exit_code: bool,
}

pub(super) async fn report(session: &Session, options: ReportOptions) -> Result {
    let earlier = |path: String| {
        let rows = read_list(session, &path, &options.source.table)?;
        let name = Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
        Ok::<_, Failure>((name.unwrap_or(path), rows))
    };
    let since = options.since.map(earlier).transpose()?;
    let (rows, skipped, today) = rows(session, &options.source, None).await?;
    let report = Report::new(today, &rows, since).map_err(|error| Failure::new(Exit::Failed, error))?;
    if let Some(path) = &options.html {
        let page = page(&report)?;
        if path.as_os_str() == "-" {
            output::write_all(page.as_bytes())?;
        } else {
            file::write(path, page.as_bytes())?;
            session.note(&format!("report of {} licenses in {}", rows.len(), path.display()));
        }
    }
    if options.html.is_none() || session.global.output.is_some() || session.global.query.is_some() {
        session.show(&report)?;
    }
    incomplete(skipped)
}

pub(super) async fn list_renewals(session: &Session, options: RenewalOptions) -> Result {
    let days = options.within.as_secs().div_ceil(24 * 60 * 60);
    let (rows, skipped, today) = rows(session, &options.source, Some(days)).await?;
    let renewals = renewals(&rows.iter().collect::<Vec<_>>(), today, days)
        .map_err(|error| Failure::new(Exit::Failed, error))?;
    session.rows(&renewals, RENEWAL_COLUMNS)?;
    incomplete(skipped)?;
    if options.exit_code && !renewals.is_empty() {
        return Err(Failure::silent(Exit::Found));
    }
    Ok(())
}

pub(super) fn incomplete(count: u64) -> Result {
    let noun = if count == 1 { "subscription" } else { "subscriptions" };
    match count {
        0 => Ok(()),
        _ => Err(Failure::new(Exit::Failed, format!("could not read {count} {noun}"))
            .hint("The reasons are above. The output lacks their licenses.")),
    }
}

/// Returns the licenses, the number of subscriptions that could not be read, and the date. With `within`,
/// only subscriptions that renew or end within this number of days are read.
async fn rows(
    session: &Session,
    source: &Source,
    within: Option<u64>,
) -> Result<(Vec<LicenseRow>, u64, NaiveDate)> {
    let given = source.as_of.as_ref().and_then(|date| date.as_str().parse().ok());
    let today = || given.unwrap_or_else(|| session.now().date_naive());
    if let Some(path) = &source.list {
        return Ok((read_list(session, path, &source.table)?, 0, today()));
    }
    let client = session.client().await?;
    let today = today();
    let progress = session.progress("reading licenses:", ITEMS);
    let mut inventory = client.licenses().inventory();
    inventory = source.customer.iter().fold(inventory, Inventory::customer);
    if let Some(days) = within {
        inventory = inventory.skip(outside(client, source, today, days).await?);
    }
    let mut inventory = inventory.rows();
    let (mut rows, mut skipped) = (Vec::new(), 0);
    while let Some(row) = inventory.next().await {
        match row {
            Ok(row) => rows.push(row_of(&row).context("could not read a license")?),
            Err(InventoryError::Skipped(reason)) => {
                skipped += 1;
                session.note(&reason.to_string());
            }
            Err(error) => return Err(error.into()),
        }
        progress.advance(1);
    }
    drop(progress);
    session.note_missing(inventory.missing());
    Ok((rows, skipped, today))
}

/// Returns the subscriptions that certainly neither renew nor end within a number of days, so that they cost
/// no call.
async fn outside(client: &Client, source: &Source, today: NaiveDate, days: u64) -> Result<HashSet<Id>> {
    let last = today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    let mut filter = SubscriptionFilter::new();
    filter.customer_id = source.customer.clone();
    let is_outside = |subscription: &SubscriptionSummary| {
        let has_ended = subscription.status.as_ref().is_some_and(has_ended);
        let dates = [&subscription.renewal_date, &subscription.expiration_date];
        let mut dates =
            dates.map(|date| date.as_ref()?.as_str().get(..10)?.parse::<NaiveDate>().ok()).into_iter();
        has_ended || dates.all(|date| date.is_some_and(|date| !(today..=last).contains(&date)))
    };
    let mut ids = HashSet::new();
    let mut subscriptions = client.subscriptions().list().filter(filter).items();
    while let Some(subscription) = subscriptions.try_next().await? {
        if is_outside(&subscription) {
            ids.insert(subscription.id);
        }
    }
    Ok(ids)
}
