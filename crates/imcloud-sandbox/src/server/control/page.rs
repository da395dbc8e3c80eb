//! The status page.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use crate::{JournalEntry, server::Shared};

const REQUESTS: usize = 25;

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>imcloud sandbox</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a404a); --dim: light-dark(#5a6270, #9aa3b2); --bad: light-dark(#b3261e, #ff8a80); }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 68rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
p { margin: .25rem 0; overflow-wrap: anywhere; }
code, td { font-variant-numeric: tabular-nums; }
code { font-family: ui-monospace, monospace; font-size: .92em; }
.dim { color: var(--dim); }
.bad { color: var(--bad); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem; margin-top: 1rem; }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
.card b { display: block; font-size: 1.6rem; line-height: 1.2; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--dim); }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
td:last-child { white-space: normal; }
</style>
</head>
<body>
"#;

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
        let times =
            fault.times.map_or_else(|| "always".to_owned(), |times| format!("{} of {times}", injected.hits));
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
    let _ = write!(page, "<h2>{title}</h2>\n");
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
