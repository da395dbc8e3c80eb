//! The license report as one HTML page, without scripts and without requests to the network.

use std::fmt::Write as _;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use imcloud::rust_decimal::{Decimal as Number, prelude::ToPrimitive as _};

use super::report::{CALENDAR_DAYS, LicenseChange, Renewal, Report, Share, Total};
use crate::escape::escape;

const STYLE: &str = include_str!("report.css");

/// The class of a column of numbers.
const NUMBER: &str = " class=\"number\"";

/// Bars per chart. The others are added up.
const BARS: usize = 12;

pub(crate) fn page(report: &Report) -> String {
    let since = report.since.as_ref().map(|since| format!(" Changes since {}.", html(since)));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>License report {date}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>License report</h1>\n<p class=\"muted\">{date}.{since}</p>\n",
        date = report.date,
        since = since.unwrap_or_default(),
    );
    figures(report, &mut page);
    if report.since.is_some() {
        changes(&report.changes, &mut page);
    }
    spend(report, &mut page);
    renewals(report, &mut page);
    page.push_str("</body>\n</html>\n");
    page
}

/// Escapes text for HTML, also in quoted attributes.
fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in escape(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Returns an optional text for HTML.
fn text(text: &Option<String>) -> String {
    html(text.as_deref().unwrap_or("unknown"))
}

/// Adds to the page. Writing to a string does not fail.
macro_rules! add {
    ($page:expr, $($format:tt)*) => {
        let _ = writeln!($page, $($format)*);
    };
}

fn figures(report: &Report, page: &mut String) {
    add!(page, "<ul class=\"figures\">");
    for spend in &report.spend {
        add!(
            page,
            "<li><b>{} <small>{}</small></b> per month</li>",
            grouped(spend.per_month.0),
            html(&spend.currency)
        );
    }
    add!(page, "<li><b>{}</b> customers</li>", report.customers);
    add!(page, "<li><b>{}</b> subscriptions</li>", report.subscriptions);
    add!(page, "<li><b>{}</b> renewals in {CALENDAR_DAYS} days</li>", report.renewals.len());
    if report.since.is_some() {
        for (class, sign, seats, what) in
            [("up", "+", report.seats_added, "added"), ("down", "−", report.seats_removed, "removed")]
        {
            let sign = if seats.0.is_zero() { "" } else { sign };
            add!(page, "<li><b class=\"{class}\">{sign}{}</b> seats {what}</li>", grouped(seats.0));
        }
    }
    add!(page, "</ul>");
}

/// Adds a table. A column has a heading and a class, and a row has an attribute and its cells.
fn table(page: &mut String, headings: &[(&str, &str)], rows: impl Iterator<Item = (String, Vec<String>)>) {
    let cells: String = headings.iter().map(|(name, class)| format!("<th{class}>{name}</th>")).collect();
    add!(page, "<table class=\"list\">\n<thead><tr>{cells}</tr></thead>\n<tbody>");
    for (attribute, cells) in rows {
        let cell = |((name, class), cell): (&(&str, &str), _)| {
            format!("<td data-name=\"{name}\"{class}>{cell}</td>")
        };
        let cells: String = headings.iter().zip(cells).map(cell).collect();
        add!(page, "<tr{attribute}>{cells}</tr>");
    }
    add!(page, "</tbody>\n</table>");
}

fn with_details(value: &str, details: &str) -> String {
    format!("<span>{value} <span class=\"muted\">{details}</span></span>")
}

fn changes(changes: &[LicenseChange], page: &mut String) {
    add!(page, "<h2>Changes</h2>");
    if changes.is_empty() {
        add!(page, "<p>No seats or prices changed.</p>");
        return;
    }
    let columns =
        [("Change", ""), ("Customer", ""), ("Product", ""), ("Seats", NUMBER), ("Per month", NUMBER)];
    let rows = changes.iter().map(|change| {
        let unusual =
            change.unusual.as_ref().map(|reason| format!(" <span class=\"mark\">{}</span>", html(reason)));
        let seats = |seats: Option<Number>| seats.map_or_else(|| "0".to_owned(), grouped);
        let cells = vec![
            format!("<span>{}{}</span>", change.change, unusual.unwrap_or_default()),
            text(&change.customer_name),
            with_details(&text(&change.product_name), &text(&change.subscription_id)),
            format!("{} → {}", seats(change.seats_before), seats(change.seats_after)),
            difference(change.per_month, &change.currency),
        ];
        (String::new(), cells)
    });
    table(page, &columns, rows);
}

/// Returns a difference in price.
fn difference(amount: Option<Number>, currency: &Option<String>) -> String {
    let (Some(amount), Some(currency)) = (amount, currency) else { return "unknown".to_owned() };
    let (class, sign) = match amount {
        zero if zero.is_zero() => ("", ""),
        amount if amount.is_sign_negative() => ("down", "−"),
        _ => ("up", "+"),
    };
    format!("<span class=\"{class}\">{sign}{} {}</span>", grouped(amount.abs()), html(currency))
}

fn spend(report: &Report, page: &mut String) {
    add!(page, "<h2>Spend per month</h2>");
    if report.spend.is_empty() {
        add!(page, "<p>No license has a price per month.</p>");
    }
    for spend in &report.spend {
        add!(page, "<div class=\"columns\">");
        for (title, shares) in [("customer", &spend.by_customer), ("vendor", &spend.by_vendor)] {
            add!(page, "<section>\n<h3>{} by {title}</h3>", html(&spend.currency));
            bars(shares, page);
            add!(page, "</section>");
        }
        add!(page, "</div>");
    }
    if report.without_monthly_price > 0 {
        let (count, noun) = counted(report.without_monthly_price, "license");
        add!(page, "<p class=\"muted\">{count} {noun} without a price per month, not included.</p>");
    }
}

fn bars(shares: &[Share], page: &mut String) {
    let largest = shares.iter().map(|share| share.per_month.0.abs()).max().unwrap_or_default();
    let mut rows: Vec<(String, Total)> =
        shares.iter().take(BARS).map(|share| (html(&share.name), share.per_month)).collect();
    let others = shares.get(BARS..).unwrap_or_default();
    if !others.is_empty() {
        let total = others.iter().fold(Number::ZERO, |total, share| total.saturating_add(share.per_month.0));
        rows.push((format!("{} others", others.len()), Total(total)));
    }
    add!(page, "<dl class=\"bars\">");
    for (name, amount) in rows {
        let share = amount.0.abs().checked_div(largest).and_then(|share| share.to_f64()).unwrap_or(0.0);
        add!(
            page,
            "<dt>{name}</dt><dd><svg viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{name}: {amount}\">\
             <rect width=\"{width:.2}\" height=\"1\"/></svg><span class=\"number\">{amount}</span></dd>",
            amount = grouped(amount.0),
            width = (share * 100.0).clamp(0.2, 100.0),
        );
    }
    add!(page, "</dl>");
}

fn renewals(report: &Report, page: &mut String) {
    add!(page, "<h2>Renewals in the next {CALENDAR_DAYS} days</h2>");
    add!(page, "<div class=\"months\">");
    let last = report.date.checked_add_days(Days::new(CALENDAR_DAYS)).unwrap_or(report.date);
    let mut month = report.date.with_day(1);
    while let Some(first) = month.filter(|first| *first <= last) {
        calendar(first, &report.renewals, page);
        month = first.checked_add_months(chrono::Months::new(1));
    }
    add!(page, "</div>");
    if report.renewals.is_empty() {
        return;
    }
    let columns = [
        ("Date", ""),
        ("Customer", ""),
        ("Subscription", ""),
        ("Then", ""),
        ("Seats", NUMBER),
        ("Per month", NUMBER),
    ];
    let mut previous = None;
    let rows = report.renewals.iter().map(|renewal| {
        let is_first = previous.replace(renewal.date) != Some(renewal.date);
        let then = match renewal.renews {
            Some(true) => "renews",
            Some(false) => "<span class=\"mark\">ends</span>",
            None => "unknown",
        };
        let (days, noun) = counted(usize::try_from(renewal.days).unwrap_or(0), "day");
        let price = renewal.per_month.zip(renewal.currency.as_deref());
        let price = price.map(|(amount, currency)| format!("{} {}", grouped(amount), html(currency)));
        let cells = vec![
            with_details(&renewal.date.to_string(), &format!("in {days} {noun}")),
            text(&renewal.customer_name),
            with_details(&text(&renewal.subscription_name), &text(&renewal.subscription_id)),
            then.to_owned(),
            renewal.seats.map(grouped).unwrap_or_default(),
            price.unwrap_or_default(),
        ];
        (if is_first { format!(" id=\"d{}\"", renewal.date) } else { String::new() }, cells)
    });
    table(page, &columns, rows);
}

/// Adds a month, whose days with renewals are links to the list.
fn calendar(first: NaiveDate, renewals: &[Renewal], page: &mut String) {
    add!(page, "<table class=\"month\">\n<caption>{}</caption>\n<thead><tr>", first.format("%B %Y"));
    for day in ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"] {
        add!(page, "<th scope=\"col\">{day}</th>");
    }
    add!(page, "</tr></thead>\n<tbody>");
    for week in first.week(Weekday::Mon).first_day().iter_weeks().take(6) {
        let days = week.iter_days().take(7);
        if week > first && week.month() != first.month() {
            break;
        }
        add!(page, "<tr>");
        for day in days {
            let count = renewals.iter().filter(|renewal| renewal.date == day).count();
            let (_, noun) = counted(count, "renewal");
            let number = day.day();
            let content = match (day.month() == first.month(), count) {
                (false, _) => String::new(),
                (true, 0) => number.to_string(),
                (true, count) => format!("<a href=\"#d{day}\" title=\"{count} {noun}\">{number}</a>"),
            };
            add!(page, "<td>{content}</td>");
        }
        add!(page, "</tr>");
    }
    add!(page, "</tbody>\n</table>");
}

fn counted(count: usize, noun: &str) -> (usize, String) {
    (count, if count == 1 { noun.to_owned() } else { format!("{noun}s") })
}

/// Returns a number with its thousands separated.
fn grouped(number: Number) -> String {
    let digits = number.to_string();
    let (sign, digits) = digits.strip_prefix('-').map_or(("", &*digits), |digits| ("−", digits));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(html("<script>\"'&\u{202e}"), "&lt;script&gt;&quot;&#39;&amp;\\u202e");
    }

    #[test]
    fn numbers_have_groups_of_three_digits() {
        for (number, text) in [
            ("0", "0"),
            ("999", "999"),
            ("-1234.50", "−1\u{202f}234.50"),
            ("1234567", "1\u{202f}234\u{202f}567"),
        ] {
            assert_eq!(grouped(number.parse().unwrap()), text);
        }
    }
}
