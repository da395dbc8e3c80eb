//! The license report as one HTML page, without scripts and without requests to the network.

use std::iter;

use chrono::{Datelike as _, Days, Months, Weekday};
use imcloud::rust_decimal::{Decimal as Number, prelude::ToPrimitive as _};
use minijinja::{AutoEscape, Environment, Value, context};

use super::report::{CALENDAR_DAYS, Report, Share};
use crate::{
    escape::escape,
    failure::{Context as _, Result},
    json::{self, Json},
};

/// Bars per chart. The others are added up.
const BARS: usize = 12;

pub(crate) fn page(report: &Report) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_trim_blocks(true);
    environment.set_keep_trailing_newline(true);
    environment.add_filter("grouped", grouped);
    environment.add_filter("signed", |digits: &str| match trend(digits) {
        "up" => format!("+{}", grouped(digits)),
        _ => grouped(digits),
    });
    environment.add_filter("trend", trend);
    let charts = report.spend.iter().map(|spend| {
        let sections = [("customer", &spend.by_customer), ("vendor", &spend.by_vendor)];
        let sections = sections.map(|(title, shares)| context! { title, bars => bars(shares) });
        context! { currency => escape(&spend.currency), sections }
    });
    let context = context! {
        report => value(&json::of(report)?),
        style => Value::from_safe_string(include_str!("report.css").to_owned()),
        days => CALENDAR_DAYS,
        charts => charts.collect::<Vec<_>>(),
        months => months(report),
    };
    environment.render_str(include_str!("report.html"), context).context("could not write the page")
}

/// Returns a value of the template, with the digits of numbers as text.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(value) => (*value).into(),
        Json::Number(digits) => (&**digits).into(),
        Json::String(text) => escape(text).into_owned().into(),
        Json::Array(elements) => elements.iter().map(value).collect(),
        Json::Object(properties) => {
            properties.iter().map(|(name, property)| (name.clone(), value(property))).collect()
        }
    }
}

fn bars(shares: &[Share]) -> Vec<Value> {
    let largest = shares.iter().map(|share| share.per_month.abs()).max().unwrap_or_default();
    let others = shares.get(BARS..).unwrap_or_default();
    let total = others.iter().fold(Number::ZERO, |total, share| total.saturating_add(share.per_month));
    let others = (!others.is_empty()).then(|| (format!("{} others", others.len()), total));
    let bars = shares.iter().take(BARS).map(|share| (escape(&share.name).into_owned(), share.per_month));
    let bars = bars.chain(others).map(|(name, amount)| {
        let share = amount.abs().checked_div(largest).and_then(|share| share.to_f64()).unwrap_or(0.0);
        let width = format!("{:.2}", (share * 100.0).clamp(0.2, 100.0));
        context! { name, amount => amount.to_string(), width }
    });
    bars.collect()
}

/// Returns the weeks of each month, and the number of renewals of each day.
fn months(report: &Report) -> Vec<Value> {
    let last = report.date.checked_add_days(Days::new(CALENDAR_DAYS)).unwrap_or(report.date);
    let months = iter::successors(report.date.with_day(1), |first| first.checked_add_months(Months::new(1)));
    let months = months.take_while(|first| *first <= last).map(|first| {
        let weeks = first.week(Weekday::Mon).first_day().iter_weeks();
        let weeks = weeks.take_while(|week| *week <= first || week.month() == first.month()).map(|week| {
            let days = week.iter_days().take(7).map(|day| {
                let number = if day.month() == first.month() { day.day().to_string() } else { String::new() };
                let renewals = report.renewals.iter().filter(|renewal| renewal.date == day).count();
                context! { number, renewals, date => day.to_string() }
            });
            days.collect::<Vec<_>>()
        });
        context! { title => first.format("%B %Y").to_string(), weeks => weeks.collect::<Vec<_>>() }
    });
    months.collect()
}

fn trend(digits: &str) -> &'static str {
    match digits {
        zero if !zero.contains(|digit: char| matches!(digit, '1'..='9')) => "",
        negative if negative.starts_with('-') => "down",
        _ => "up",
    }
}

/// Returns a number with its thousands separated.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("−", digits));
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
    use crate::licenses::LicenseRow;

    #[test]
    fn text_cannot_become_markup() {
        let name = Some("<script>\"'&\u{202e}".to_owned());
        let row = LicenseRow {
            customer_name: name.clone(),
            price_currency: name,
            extended_price: Some(1.into()),
            billing_period: Some("1 month".to_owned()),
            renewal_date: Some("2026-02-01".to_owned()),
            ..LicenseRow::default()
        };
        let report = Report::new("2026-01-15".parse().unwrap(), &[row], None).unwrap();
        let page = page(&report).unwrap();
        assert!(!page.contains("<script") && !page.contains('\u{202e}'), "{page}");
        assert_eq!(page.matches("&lt;script&gt;&quot;&#x27;&amp;\\u202e").count(), 7, "{page}");
    }

    #[test]
    fn numbers_have_groups_of_three_digits() {
        for (number, text, class) in [
            ("0", "0", ""),
            ("0.00", "0.00", ""),
            ("999", "999", "up"),
            ("-1234.50", "−1\u{202f}234.50", "down"),
            ("1234567", "1\u{202f}234\u{202f}567", "up"),
        ] {
            assert_eq!((grouped(number).as_str(), trend(number)), (text, class));
        }
    }
}
