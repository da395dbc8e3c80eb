//! License reports and renewals.

use imcloud_sandbox::Sandbox;
use serde_json::Value;

use crate::tool::Tool;

/// A license of 3 seats that renews on a day.
fn list(rows: &[(&str, &str, &str, &str)]) -> String {
    let heading = "customerId,customerName,subscriptionId,subscriptionName,productName,vendor,seats,priceCurrency,unitPrice,extendedPrice,renews,renewalDate,billingPeriod";
    let row = |(id, seats, price, day): &(&str, &str, &str, &str)| {
        format!("C1,<b>Example</b> & Co,{id},Seat,Seat,Vendor,{seats},EUR,10.00,{price},true,{day},1 month\n")
    };
    format!("{heading}\n{}", rows.iter().map(row).collect::<String>())
}

#[test]
fn report_page_is_self_contained() {
    let tool = Tool::anonymous();
    tool.file("old.csv", &list(&[("1", "3", "30.00", "2026-02-01"), ("2", "4", "40.00", "2026-02-01")]));
    tool.file("new.csv", &list(&[("1", "20", "200.00", "2026-02-01")]));
    let run =
        tool.run("licenses report --list new.csv --since old.csv --as-of 2026-01-15 --html report.html");
    assert_eq!((run.data(), &*run.stderr), ("", "report of 1 licenses in report.html\n"));
    let page = std::fs::read_to_string(tool.path("report.html")).unwrap();
    for reference in ["http:", "https:", "//", "src=", "<script", "<link", "@import", "url("] {
        assert!(!page.contains(reference), "{reference}");
    }
    assert!(
        page.contains("&lt;b&gt;Example&lt;&#x2f;b&gt; &amp; Co") && !page.contains("<b>Example"),
        "{page}"
    );
    for part in
        ["<svg", "prefers-color-scheme: dark", "@media print", "17 seats at once", "+170.00", "February 2026"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let json = tool
        .run("licenses report --list new.csv --since old.csv --as-of 2026-01-15 --html - -o json")
        .data()
        .to_owned();
    assert!(json.starts_with("<!DOCTYPE html>") && json.ends_with("}\n"), "{json}");
}

#[test]
fn report_data_have_the_numbers_of_the_page() {
    let tool = Tool::new();
    let report = tool.run("licenses report -o json --as-of 2026-01-15").json();
    let licenses = tool.run("licenses list -o json").json();
    let per_month = |row: &Value| {
        let months = if row["billingPeriod"] == "1 year" { 12.0 } else { 1.0 };
        row["extendedPrice"].as_f64().map(|price| price / months)
    };
    let currency = report["spend"][0]["currency"].as_str().unwrap();
    let months: f64 = licenses
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["priceCurrency"] == currency)
        .filter_map(per_month)
        .sum();
    assert!((report["spend"][0]["perMonth"].as_f64().unwrap() - months).abs() < 0.01, "{report}");
    tool.run("licenses report --html report.html --as-of 2026-01-15").data();
    let page = std::fs::read_to_string(tool.path("report.html")).unwrap();
    for customer in report["spend"][0]["byCustomer"].as_array().unwrap() {
        assert!(page.contains(customer["name"].as_str().unwrap()), "{customer}");
    }
    for renewal in report["renewals"].as_array().unwrap() {
        assert!(page.contains(renewal["subscriptionId"].as_str().unwrap()), "{renewal}");
    }
}

#[test]
fn renewals_within_days_are_9() {
    let tool = Tool::anonymous();
    tool.file("list.csv", &list(&[("1", "3", "30.00", "2026-02-14"), ("2", "4", "40.00", "2026-02-15")]));
    let line = "licenses renewals --list list.csv --as-of 2026-01-15 --output csv";
    let run = tool.run(&format!("{line} --within 30d --exit-code"));
    assert_eq!(run.code, Some(9), "{run:?}");
    assert_eq!((run.stdout.lines().count(), &*run.stderr), (2, ""), "{run:?}");
    assert!(run.stdout.contains("2026-02-14,30,"), "{run:?}");
    assert_eq!(tool.run(&format!("{line} --within 30d")).data(), run.stdout);
    assert_eq!(tool.run(&format!("{line} --within 31d")).data().lines().count(), 3);
    tool.run(&format!("{line} --within 29d --exit-code")).data();
}

#[test]
fn renewals_fetch_only_subscriptions_in_range() {
    let tool = Tool::with(Sandbox::builder().seed(7));
    let all = tool.run("licenses renewals --within 90d -o json --as-of 2026-01-15").json();
    let fetched = tool.calls("get_subscription");
    let ids: Vec<&str> =
        all.as_array().unwrap().iter().map(|it| it["subscriptionId"].as_str().unwrap()).collect();
    assert!(!ids.is_empty() && fetched <= ids.len() + 2, "{fetched} calls for {ids:?}");
    let licenses = tool.run("licenses list -o csv").data().to_owned();
    tool.file("all.csv", &licenses);
    let of_list = tool.run("licenses renewals --within 90d -o json --as-of 2026-01-15 --list all.csv").json();
    assert_eq!(of_list, all);
}
