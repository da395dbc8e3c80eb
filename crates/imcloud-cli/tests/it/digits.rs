//! No number passes through a floating-point number.

use imcloud_sandbox::{Fault, Sandbox};

use crate::tool::Tool;

/// Numbers that an `f64` does not hold, or that it would write otherwise.
const AMOUNTS: [&str; 4] = ["12345678901234567.89", "0.10", "5000.0", "9007199254740993"];

/// A service with products of these prices.
fn tool_with_decimals() -> Tool {
    let rows: Vec<String> = AMOUNTS
        .iter()
        .enumerate()
        .map(|(at, amount)| {
            format!(
                r#"{{"id":"P{at}","prices":[{{"type":"recurring","amount":{amount},"currency":"EUR"}}]}}"#
            )
        })
        .collect();
    let body = format!(
        r#"{{"data":[{}],"pagination":{{"offset":0,"limit":500,"total":{}}}}}"#,
        rows.join(","),
        rows.len()
    );
    let products = Fault::status(200).header("content-type", "application/json").body(body);
    Tool::with(Sandbox::builder().seed(7).fault(products.on("list_products")))
}

#[track_caller]
fn has_all(text: &str) {
    for amount in AMOUNTS {
        let digits = |at: usize| {
            let around = |it: char| it.is_ascii_digit() || it == '.';
            !text[..at].ends_with(around) && !text[at + amount.len()..].starts_with(around)
        };
        assert!(text.match_indices(amount).any(|(at, _)| digits(at)), "{amount} is missing: {text}");
    }
}

#[test]
fn lists_keep_every_digit() {
    let tool = tool_with_decimals();
    for format in ["table", "json", "ndjson", "csv", "yaml"] {
        for more in [
            "",
            "--columns id,price:prices[0].amount",
            "--columns id,prices",
            "--query .[].prices[].amount",
            "--query .[]|{id,price:.prices[0].amount}",
            "--query .[]|[.id,.prices[0].amount]",
            "--query sort_by(.prices[0].amount)",
            "--query .[].prices[] --columns amount",
        ] {
            if format == "table" && (more.contains("sort_by") || more.ends_with("prices")) {
                // Lists of objects are only counted in the cells of a table.
                continue;
            }
            has_all(tool.run(&format!("products list --output {format} {more}")).data());
        }
    }
}

#[test]
fn api_requests_keep_every_digit() {
    let tool = tool_with_decimals();
    for format in ["json", "ndjson", "csv", "yaml"] {
        has_all(tool.run(&format!("api GET /products --output {format}")).data());
        has_all(tool.run(&format!("api GET /products --output {format} --paginate")).data());
        has_all(
            tool.run(&format!("api GET /products --output {format} --query .data[].prices[].amount")).data(),
        );
    }
    has_all(tool.run("api GET /products --output table --query .data[].prices[].amount").data());
}

#[test]
fn objects_keep_every_digit() {
    let details: Vec<String> = AMOUNTS.iter().map(|amount| format!(r#"{{"quantity":{amount}}}"#)).collect();
    let body = format!(
        r#"{{"id":"1","total":{{"amount":0.10,"currency":"EUR"}},"products":[{}]}}"#,
        details.join(",")
    );
    let order = Fault::status(200).header("content-type", "application/json").body(body).on("get_order");
    let tool = Tool::with(Sandbox::builder().seed(7).fault(order));
    for format in ["table", "json", "ndjson", "csv", "yaml"] {
        let run = tool.run(&format!("orders get 1 --output {format}"));
        has_all(run.data());
        let total = tool.run(&format!("orders get 1 --output {format} --columns total"));
        assert!(total.data().contains("0.10"), "{total:?}");
        let total = tool.run(&format!("orders get 1 --output {format} --query .total.amount"));
        assert_eq!(total.data().trim().trim_matches('"').trim_matches('\''), "0.10");
    }
}

#[test]
fn bodies_keep_every_digit() {
    let tool = Tool::anonymous();
    let yaml: Vec<String> =
        AMOUNTS.iter().map(|amount| format!("  - {{ mpn: FJ-1, quantity: {amount} }}\n")).collect();
    tool.file("order.yaml", &format!("type: sales\ncustomerId: '1'\nproducts:\n{}", yaml.concat()));
    let json: Vec<String> =
        AMOUNTS.iter().map(|amount| format!(r#"{{"mpn":"FJ-1","quantity":{amount}}}"#)).collect();
    let json = format!(r#"{{"type":"sales","customerId":"1","products":[{}]}}"#, json.join(","));
    tool.file("order.json", &json);
    let flags: Vec<String> =
        AMOUNTS.iter().map(|amount| format!("--product mpn=FJ-1,quantity={amount}")).collect();
    for line in [
        "orders place --from order.yaml".to_owned(),
        "orders place --from order.json".to_owned(),
        format!("orders place --type sales --customer 1 {}", flags.join(" ")),
        "api POST /orders --from order.yaml".to_owned(),
        format!("api POST /orders --body {json}"),
    ] {
        for format in ["table", "json", "yaml"] {
            has_all(tool.run(&format!("{line} --dry-run --output {format}")).data());
        }
    }
    // What is shown by a dry run is what is sent: to the byte, in length.
    let tool = Tool::new();
    tool.file("order.json", &json);
    tool.run("api POST /orders --from order.json --yes");
    let sent = tool.sandbox.journal().of("create_order").unwrap();
    assert_eq!(sent[0].body_len(), json.len());
}
