//! The status page.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use crate::{JournalEntry, server::Shared};

const REQUESTS: usize = 25;

const HEAD: &str = concat!(
    "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<title>imcloud sandbox</title>
",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<style>
",
    include_str!("page.css"),
    "</style>
</head>
<body>
",
);

/// Renders the page. It needs no script.
pub(super) fn render(shared: &Shared, base_url: &str) -> String {
    let now = shared.clock.now();
    let records = shared.world_at(now).summary();
    let frozen = if shared.clock.is_frozen() { " (frozen)" } else { "" };
    let mut page = HEAD.to_owned();
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "<h1>imcloud sandbox</h1>\n<p><code>{}</code></p>\n<p class=\"dim\">{}{frozen} · {} requests · version {} · \
         <a href=\"/__sandbox/openapi.json\">control interface</a> · <a href=\"/__sandbox/health\">health</a></p>\n<div class=\"cards\">\n",
        escape(base_url),
        now.format("%Y-%m-%d %H:%M:%S UTC"),
        shared.served(),
        env!("CARGO_PKG_VERSION"),
    );
    let sum = |counts: &std::collections::BTreeMap<String, usize>| {
        let parts: Vec<String> = counts.iter().map(|(status, count)| format!("{count} {status}")).collect();
        (counts.values().sum::<usize>(), parts.join(", "))
    };
    let (orders, order_parts) = sum(&records.orders);
    let (subscriptions, subscription_parts) = sum(&records.subscriptions);
    let resellers = format!("of {} resellers", records.resellers);
    let reports = format!("and {} reports", records.reports);
    for (title, count, parts) in [
        ("customers", records.customers, resellers),
        ("orders", orders, order_parts),
        ("subscriptions", subscriptions, subscription_parts),
        ("products", records.products, reports),
    ] {
        let parts = escape(&parts);
        let _ = writeln!(page, "<div class=\"card\"><b>{count}</b>{title}<p class=\"dim\">{parts}</p></div>");
    }
    page.push_str("</div>\n");

    let faults = shared.faults().list().to_vec();
    let rows = faults.iter().map(|injected| {
        let fault = &injected.fault;
        let hits = injected.hits;
        let times = fault.times.map_or_else(|| hits.to_string(), |times| format!("{hits} of {times}"));
        let chance = fault.chance.map_or_else(|| "certain".to_owned(), |chance| format!("{chance}"));
        let operation = fault.operation.clone().unwrap_or_else(|| "every operation".to_owned());
        (false, [injected.id.0.to_string(), times, chance, operation, fault.to_string()])
    });
    table(&mut page, "Faults", ["id", "hits", "chance", "operation", "fault"], rows);

    let entries = shared.journal.entries();
    let rows = entries.iter().rev().take(REQUESTS).map(request);
    table(&mut page, "Recent requests", ["time", "status", "method", "operation", "path"], rows);
    page.push_str("</body>\n</html>\n");
    page
}

fn request(entry: &JournalEntry) -> (bool, [String; 5]) {
    let status = entry.status().map_or_else(|| "none".to_owned(), |status| status.to_string());
    let mut path = entry.path().to_owned();
    for (name, value) in entry.query() {
        let separator = if path.contains('?') { '&' } else { '?' };
        let _ = write!(path, "{separator}{name}={value}");
    }
    if let Some(fault) = entry.fault() {
        let _ = write!(path, " (fault: {fault})");
    }
    let failed = entry.status().is_none_or(|status| status >= 400);
    let operation = entry.operation().unwrap_or("unknown").to_owned();
    (
        failed,
        [entry.time().format("%H:%M:%S").to_string(), status, entry.method().to_owned(), operation, path],
    )
}

/// Appends a table. The second cell of marked rows stands out.
fn table(page: &mut String, title: &str, heads: [&str; 5], rows: impl Iterator<Item = (bool, [String; 5])>) {
    let _ = writeln!(page, "<h2>{title}</h2>");
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        page.push_str("<p class=\"dim\">None</p>\n");
        return;
    }
    page.push_str("<div class=\"scroll\"><table>\n<tr>");
    for head in heads {
        let _ = write!(page, "<th>{head}</th>");
    }
    page.push_str("</tr>\n");
    for (marked, cells) in rows {
        page.push_str("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            let class = if marked && index == 1 { " class=\"bad\"" } else { "" };
            let _ = write!(page, "<td{class}>{}</td>", escape(cell.as_str()));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table></div>\n");
}
