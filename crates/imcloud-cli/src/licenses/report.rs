//! The numbers of a license report: spend, renewals and changes.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{Days, NaiveDate};
use imcloud::rust_decimal::Decimal as Number;
use serde::Serialize;

use super::{Change, Difference, LicenseRow, number};

pub(crate) const CALENDAR_DAYS: u64 = 90;

const TOO_LONG: &str = "a sum has more than 28 digits";

/// A change of at least this many seats, and of half of them, is unusual.
const MANY_SEATS: u32 = 5;

/// A license report. Amounts of different currencies are never added.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) date: NaiveDate,
    pub(crate) since: Option<String>,
    pub(crate) customers: usize,
    pub(crate) subscriptions: usize,
    pub(crate) spend: Vec<Spend>,
    /// Licenses without a price per month: no price, or another billing period than months and years.
    pub(crate) without_monthly_price: usize,
    pub(crate) renewals: Vec<Renewal>,
    #[serde(serialize_with = "number::serialize")]
    pub(crate) seats_added: Number,
    #[serde(serialize_with = "number::serialize")]
    pub(crate) seats_removed: Number,
    pub(crate) changes: Vec<LicenseChange>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Spend {
    pub(crate) currency: String,
    #[serde(serialize_with = "number::serialize")]
    pub(crate) per_month: Number,
    pub(crate) by_customer: Vec<Share>,
    pub(crate) by_vendor: Vec<Share>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Share {
    pub(crate) name: String,
    #[serde(serialize_with = "number::serialize")]
    pub(crate) per_month: Number,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Renewal {
    pub(crate) date: NaiveDate,
    pub(crate) days: i64,
    /// False if the subscription ends at this date, unknown if the service does not say.
    pub(crate) renews: Option<bool>,
    pub(crate) customer_id: Option<String>,
    pub(crate) customer_name: Option<String>,
    pub(crate) subscription_id: Option<String>,
    pub(crate) subscription_name: Option<String>,
    #[serde(serialize_with = "number::serialize")]
    pub(crate) seats: Option<Number>,
    #[serde(serialize_with = "number::serialize")]
    pub(crate) per_month: Option<Number>,
    pub(crate) currency: Option<String>,
}

/// A change of seats or prices since the earlier list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LicenseChange {
    pub(crate) change: &'static str,
    /// The reason why the change is unusual.
    pub(crate) unusual: Option<String>,
    pub(crate) customer_name: Option<String>,
    pub(crate) subscription_id: Option<String>,
    pub(crate) product_name: Option<String>,
    #[serde(serialize_with = "number::serialize")]
    pub(crate) seats_before: Option<Number>,
    #[serde(serialize_with = "number::serialize")]
    pub(crate) seats_after: Option<Number>,
    /// Difference of the price per month, if both are in one currency.
    #[serde(serialize_with = "number::serialize")]
    pub(crate) per_month: Option<Number>,
    pub(crate) currency: Option<String>,
}

fn add(total: &mut Number, amount: Number) -> Result<(), String> {
    *total = total.checked_add(amount).ok_or(TOO_LONG)?;
    Ok(())
}

/// Returns an amount with two decimals.
fn cents(amount: Number) -> Number {
    let mut amount = amount.round_dp(2);
    amount.rescale(2);
    amount
}

impl Report {
    /// Calculates a report of a list, and of its changes since an earlier one.
    ///
    /// # Errors
    /// Sums with more than 28 digits.
    pub(crate) fn new(
        date: NaiveDate,
        rows: &[LicenseRow],
        earlier: Option<(String, Vec<LicenseRow>)>,
    ) -> Result<Self, String> {
        let rows: Vec<&LicenseRow> = rows.iter().filter(|row| !row.has_ended()).collect();
        let distinct = |id: fn(&LicenseRow) -> &Option<String>| {
            rows.iter().filter_map(|row| id(row).as_deref()).collect::<BTreeSet<_>>().len()
        };
        let [customers, subscriptions] =
            [distinct(|row| &row.customer_id), distinct(|row| &row.subscription_id)];
        let (spend, without_monthly_price) = spend(&rows)?;
        let renewals = renewals(&rows, date, CALENDAR_DAYS)?;
        let (since, earlier) = earlier.unzip();
        let between = |earlier| Difference::between(earlier, rows.iter().map(|row| (*row).clone()));
        let changes = changes(&earlier.map(between).unwrap_or_default());
        let (mut seats_added, mut seats_removed) = (Number::ZERO, Number::ZERO);
        for change in &changes {
            let before = change.seats_before.unwrap_or_default();
            let difference = change.seats_after.unwrap_or_default().saturating_sub(before);
            let total = if difference.is_sign_negative() { &mut seats_removed } else { &mut seats_added };
            add(total, difference.abs())?;
        }
        Ok(Self {
            date,
            since,
            customers,
            subscriptions,
            spend,
            without_monthly_price,
            renewals,
            seats_added,
            seats_removed,
            changes,
        })
    }
}

/// Returns the price of all seats per month, and its currency.
fn per_month(row: &LicenseRow) -> Option<(Number, &str)> {
    let (count, unit) = row.billing_period.as_deref()?.split_once(' ')?;
    let months = match unit.trim_end_matches('s') {
        "month" => 1,
        "year" => 12,
        _ => return None,
    };
    let months = count.parse::<Number>().ok()?.checked_mul(months.into())?;
    Some((row.extended_price?.checked_div(months)?, row.price_currency.as_deref()?))
}

/// Returns the spend per currency, the largest first, and the number of licenses without a price per month.
fn spend(rows: &[&LicenseRow]) -> Result<(Vec<Spend>, usize), String> {
    let mut currencies: BTreeMap<&str, [BTreeMap<&str, Number>; 2]> = BTreeMap::new();
    let mut without = 0;
    for row in rows {
        let Some((amount, currency)) = per_month(row) else {
            without += 1;
            continue;
        };
        let customer =
            row.customer_name.as_deref().or(row.customer_id.as_deref()).unwrap_or("unknown customer");
        let vendor = row.vendor.as_deref().unwrap_or("unknown vendor");
        let [customers, vendors] = currencies.entry(currency).or_default();
        add(customers.entry(customer).or_default(), amount)?;
        add(vendors.entry(vendor).or_default(), amount)?;
    }
    let shares = |totals: BTreeMap<&str, Number>| {
        let share = |(name, total): (&str, Number)| Share { name: name.to_owned(), per_month: cents(total) };
        let mut shares: Vec<Share> = totals.into_iter().map(share).collect();
        shares.sort_by_key(|share| Reverse(share.per_month));
        shares
    };
    let mut spend = Vec::new();
    for (currency, [customers, vendors]) in currencies {
        let mut total = Number::ZERO;
        customers.values().try_for_each(|amount| add(&mut total, *amount))?;
        spend.push(Spend {
            currency: currency.to_owned(),
            per_month: cents(total),
            by_customer: shares(customers),
            by_vendor: shares(vendors),
        });
    }
    Ok((spend, without))
}

/// Returns the subscriptions that renew or end within a number of days, the next first.
///
/// # Errors
/// Sums with more than 28 digits.
pub(crate) fn renewals(rows: &[&LicenseRow], today: NaiveDate, days: u64) -> Result<Vec<Renewal>, String> {
    let last = today.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    let mut renewals: BTreeMap<(NaiveDate, Option<&str>), Renewal> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.has_ended()) {
        let Some(date) = end_of_term(row).filter(|date| (today..=last).contains(date)) else { continue };
        let renewal = renewals.entry((date, row.subscription_id.as_deref())).or_insert_with(|| Renewal {
            date,
            days: (date - today).num_days(),
            renews: row.renews,
            customer_id: row.customer_id.clone(),
            customer_name: row.customer_name.clone(),
            subscription_id: row.subscription_id.clone(),
            subscription_name: row.subscription_name.clone().or_else(|| row.product_name.clone()),
            seats: None,
            per_month: None,
            currency: row.price_currency.clone(),
        });
        let sum = |total: Option<Number>, amount: Option<Number>| match (total, amount) {
            (Some(total), Some(amount)) => total.checked_add(amount).ok_or(TOO_LONG).map(Some),
            (total, amount) => Ok(total.or(amount)),
        };
        renewal.seats = sum(renewal.seats, row.seats)?;
        let amount = per_month(row).filter(|(_, currency)| Some(*currency) == renewal.currency.as_deref());
        renewal.per_month = sum(renewal.per_month, amount.map(|(amount, _)| cents(amount)))?;
    }
    Ok(renewals.into_values().collect())
}

/// Returns the day on which a subscription renews, or ends.
fn end_of_term(row: &LicenseRow) -> Option<NaiveDate> {
    let date = |text: &Option<String>| text.as_deref()?.get(..10)?.parse().ok();
    match row.renews {
        Some(false) => date(&row.expiration_date).or_else(|| date(&row.renewal_date)),
        _ => date(&row.renewal_date).or_else(|| date(&row.expiration_date)),
    }
}

/// Returns the changes: unusual ones first, then by the difference in price.
fn changes(difference: &Difference) -> Vec<LicenseChange> {
    let mut changes: Vec<LicenseChange> = difference.changes.iter().map(LicenseChange::new).collect();
    changes.sort_by_key(|change| {
        let price = change.per_month.unwrap_or_default().abs();
        (change.unusual.is_none(), Reverse(price), Reverse(change.change))
    });
    changes
}

impl LicenseChange {
    fn new(change: &Change) -> Self {
        let Change { before, after } = change;
        let text = |value: fn(&LicenseRow) -> &Option<String>| {
            [after, before].into_iter().flatten().find_map(|row| value(row).clone())
        };
        let difference = change.difference(|row| Some(per_month(row)?.0));
        Self {
            change: change.kind(),
            unusual: unusual(before.as_ref(), after.as_ref()),
            customer_name: text(|row| &row.customer_name),
            subscription_id: text(|row| &row.subscription_id),
            product_name: text(|row| &row.product_name),
            seats_before: before.as_ref().and_then(|row| row.seats),
            seats_after: after.as_ref().and_then(|row| row.seats),
            per_month: difference.filter(|_| change.has_one_currency()).map(cents),
            currency: text(|row| &row.price_currency),
        }
    }
}

/// Returns the reason why a change is unusual.
fn unusual(before: Option<&LicenseRow>, after: Option<&LicenseRow>) -> Option<String> {
    let (before, after) = match (before, after) {
        (Some(before), None) if before.renews == Some(true) => {
            return Some("ended although it renews".to_owned());
        }
        (Some(before), Some(after)) => (before, after),
        _ => return None,
    };
    if let (Some(one), Some(other)) = (&before.price_currency, &after.price_currency)
        && one != other
    {
        return Some(format!("currency changed from {one} to {other}"));
    }
    if let (Some(one), Some(other)) = (before.unit_price, after.unit_price)
        && one != other
    {
        return Some(format!("price per seat changed from {one} to {other}"));
    }
    let (one, other) = (before.seats?, after.seats?);
    let difference = other.checked_sub(one)?.abs();
    let is_large = difference >= MANY_SEATS.into() && difference.checked_mul(2.into())? >= one;
    is_large.then(|| format!("{} seats at once", difference.normalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A license with a price of 10 per seat and period.
    fn row(subscription: &str, seats: u32, currency: &str, period: &str) -> LicenseRow {
        LicenseRow {
            customer_id: Some(format!("C{subscription}")),
            customer_name: Some(format!("Customer {subscription}")),
            subscription_id: Some(subscription.to_owned()),
            product_id: Some("A".to_owned()),
            vendor: Some("Vendor".to_owned()),
            seats: Some(seats.into()),
            price_currency: Some(currency.to_owned()),
            unit_price: Some(10.into()),
            extended_price: Some((seats * 10).into()),
            renews: Some(true),
            renewal_date: Some("2026-02-01".to_owned()),
            expiration_date: Some("2026-03-01".to_owned()),
            billing_period: Some(period.to_owned()),
            ..LicenseRow::default()
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 15).unwrap()
    }

    #[test]
    fn currencies_are_never_added() {
        let rows = [
            row("1", 3, "EUR", "1 month"),
            row("2", 1, "EUR", "1 year"),
            row("3", 5, "USD", "1 month"),
            row("4", 5, "USD", "1 week"),
            LicenseRow { extended_price: None, ..row("5", 1, "USD", "1 month") },
            LicenseRow { status: Some("removed".to_owned()), ..row("6", 9, "EUR", "1 month") },
        ];
        let report = Report::new(today(), &rows, None).unwrap();
        let totals: Vec<_> =
            report.spend.iter().map(|spend| format!("{} {}", spend.per_month, spend.currency)).collect();
        // 30 and a twelfth of 10.
        assert_eq!(totals, ["30.83 EUR", "50.00 USD"]);
        let names: Vec<_> = report.spend[0].by_customer.iter().map(|share| &*share.name).collect();
        assert_eq!(names, ["Customer 1", "Customer 2"]);
        assert_eq!((report.without_monthly_price, report.customers, report.subscriptions), (2, 5, 5));
    }

    #[test]
    fn renewals_are_sorted_by_date() {
        let rows = [
            row("1", 1, "EUR", "1 month"),
            LicenseRow { renews: Some(false), ..row("2", 1, "EUR", "1 month") },
            LicenseRow { renewal_date: Some("2026-01-15".to_owned()), ..row("3", 1, "EUR", "1 month") },
            LicenseRow { product_id: Some("B".to_owned()), ..row("1", 2, "EUR", "1 month") },
            LicenseRow { renewal_date: Some("2026-01-14".to_owned()), ..row("4", 1, "EUR", "1 month") },
            LicenseRow { renewal_date: None, expiration_date: None, ..row("5", 1, "EUR", "1 month") },
        ];
        let rows: Vec<_> = rows.iter().collect();
        let found: Vec<_> = renewals(&rows, today(), 90)
            .unwrap()
            .into_iter()
            .map(|it| (it.subscription_id.unwrap(), it.days, it.seats.unwrap().to_string()))
            .collect();
        let expected = [("3", 0, "1"), ("1", 17, "3"), ("2", 45, "1")];
        assert_eq!(found, expected.map(|(id, days, seats)| (id.to_owned(), days, seats.to_owned())));
        assert_eq!(renewals(&rows, today(), 17).unwrap().len(), 2);
        assert_eq!(renewals(&rows, today(), 16).unwrap().len(), 1);
    }

    #[test]
    fn unusual_changes_come_first() {
        let before = vec![
            row("1", 100, "EUR", "1 month"),
            row("2", 4, "EUR", "1 month"),
            row("3", 4, "EUR", "1 month"),
            row("4", 4, "EUR", "1 month"),
            row("5", 4, "EUR", "1 month"),
        ];
        let after = [
            row("1", 120, "EUR", "1 month"),
            row("2", 9, "EUR", "1 month"),
            LicenseRow {
                unit_price: Some(11.into()),
                extended_price: Some(44.into()),
                ..row("3", 4, "EUR", "1 month")
            },
            row("4", 4, "USD", "1 month"),
            row("6", 50, "EUR", "1 month"),
        ];
        let report = Report::new(today(), &after, Some(("old.csv".to_owned(), before))).unwrap();
        let changes: Vec<_> = report
            .changes
            .iter()
            .map(|it| (it.subscription_id.as_deref().unwrap(), it.unusual.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(
            changes,
            [
                ("2", "5 seats at once"),
                ("5", "ended although it renews"),
                ("3", "price per seat changed from 10 to 11"),
                ("4", "currency changed from EUR to USD"),
                ("6", ""),
                ("1", ""),
            ]
        );
        assert_eq!((report.seats_added, report.seats_removed), (75.into(), 4.into()));
        assert_eq!(report.changes[3].per_month, None);
    }
}
