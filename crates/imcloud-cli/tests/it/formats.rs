//! Output formats of lists and objects.

use imcloud_sandbox::{Fault, Sandbox};
use serde_json::Value;

use crate::tool::Tool;

#[test]
fn tables_have_aligned_columns() {
    let tool = Tool::new();
    for (name, line) in [
        ("customers", "customers list"),
        ("resellers", "resellers list"),
        ("orders", "orders list --limit 6"),
        ("subscriptions", "subscriptions list --limit 6"),
        ("products", "products list --limit 6"),
        ("plans", "plans list --limit 6"),
        ("reports", "reports list --limit 4"),
    ] {
        insta::assert_snapshot!(format!("table_{name}"), tool.run(line).data());
    }
}

#[test]
fn object_is_a_record_with_tables() {
    let tool = Tool::new();
    let order = tool.find("orders list --status completed", r#"[] | select(.type == "sales") | .id"#);
    insta::assert_snapshot!(tool.run(&format!("orders get {order}")).data());
}

#[test]
fn json_and_ndjson_hold_the_same_items() {
    let tool = Tool::new();
    let array = tool.run("orders list --output json").json();
    let lines = tool.run("orders list --output ndjson");
    let lines: Vec<Value> = lines.data().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array, Value::Array(lines));
    assert_eq!(tool.run("orders list --output json --customer 1").data(), "[]\n");
    assert_eq!(tool.run("orders list --output ndjson --customer 1").data(), "");
}

#[test]
fn yaml_holds_the_same_items() {
    let tool = Tool::new();
    let array = tool.run("customers list --output json").json();
    let yaml: Value = serde_saphyr::from_str(tool.run("customers list --output yaml").data()).unwrap();
    assert_eq!(yaml, array);
    let id = array[0]["id"].as_str().unwrap();
    let one: Value = serde_saphyr::from_str(tool.run(&format!("customers get {id} -o yaml")).data()).unwrap();
    assert_eq!(one, tool.run(&format!("customers get {id} -o json")).json());
    assert_eq!(tool.run("orders list -o yaml --customer 1").data(), "[]\n");
}

#[test]
fn csv_separates_amounts_and_currencies() {
    let tool = Tool::new();
    insta::assert_snapshot!(tool.run("products list --limit 3 --output csv").data());
    let empty = tool.run("orders list --output csv --customer 1");
    assert!(empty.data().starts_with("id,orderNumber,"), "a heading is there without rows too");
    assert_eq!(empty.stderr, "no items\n");
    let id = tool.find("customers list", "[0].id");
    let one = tool.run(&format!("customers get {id} --output csv"));
    assert_eq!(one.data().lines().count(), 2, "{one:?}");
}

#[test]
fn columns_select_properties_in_every_format() {
    let tool = Tool::new();
    let line = "products list --limit 2 --columns what:name,mpn,per:prices[type=recurring].amount";
    for format in ["table", "json", "ndjson", "csv", "yaml"] {
        insta::assert_snapshot!(format!("columns_{format}"), tool.run(&format!("{line} -o {format}")).data());
    }
}

#[test]
fn queries_see_the_complete_list() {
    let tool = Tool::new();
    let query = |query: &str, format: &str| {
        tool.run_args(["customers", "list", "--query", query, "--output", format]).data().to_owned()
    };
    assert_eq!(query("length", "table"), "6\n");
    assert_eq!(query("length", "json"), "6\n");
    assert_eq!(query(r#".[] | select(.status == "pending").name"#, "table").lines().count(), 1);
    assert_eq!(query(r#"first(.[] | select(.status == "pending").id)"#, "csv").trim().len(), 7);
    assert_eq!(query("sort_by(.name)[] | {id, name}", "csv").lines().next(), Some("id,name"));
    assert!(query(".[] | [.id, .name]", "table").lines().all(|line| line.contains("  ")));
    assert_eq!(query(".[0] | [.id, .status, .externalId] | [.]", "csv").trim().split(',').count(), 3);
    assert_eq!(query(".[].id", "ndjson").lines().count(), 6);
    assert_eq!(query(".[0].nothing", "json"), "null\n");
}

#[test]
fn unknown_columns_are_rejected() {
    let tool = Tool::new();
    for (line, known) in [
        ("customers list --columns id,nmae", "externalId"),
        ("orders place --from none.yaml --columns nmae", "orderNumber"),
        ("orders get 7 --columns products[0].nmae", "products"),
        ("licenses list --columns nmae", "seats"),
        ("customers map --csv none.csv --columns nmae", "customerName"),
        ("licenses diff a b --columns nmae", "seatsAfter"),
    ] {
        let run = tool.run(line);
        let message = run.failed(2);
        assert!(message.contains("unknown column") && message.contains(known), "{line}: {message}");
    }
    assert_eq!(tool.sandbox.requests_served(), 0);
    let optional = tool.run("customers list --columns id,town:address.city");
    assert!(
        optional.data().len() > 10 && optional.stderr.contains("no item has the property town"),
        "{optional:?}"
    );
    tool.run("customers get 1100002 --columns any --query {any:.name}").data();
}

/// A service with customers of these names and external ids.
fn customers(names: &[(&str, &str)]) -> Tool {
    let rows: Vec<Value> = names
        .iter()
        .map(
            |(name, id)| serde_json::json!({ "id": "1", "externalId": id, "name": name, "status": "active" }),
        )
        .collect();
    let pagination = serde_json::json!({ "offset": 0, "limit": 500, "total": rows.len() });
    let body = serde_json::json!({ "data": rows, "pagination": pagination }).to_string();
    let fault = Fault::status(200).header("content-type", "application/json").body(body);
    Tool::with(Sandbox::builder().seed(7).fault(fault.on("list_customers")))
}

#[test]
fn csv_dialect_protects_formulas_and_digits() {
    let tool = customers(&[("=cmd|' /C calc'!A0", "0001"), ("Example; BV", "-1.50"), ("O'Neill", "1e5")]);
    let excel = tool.run("customers list --csv-dialect excel");
    let expected = "\u{feff}id,externalId,name,status\r\n1,'0001,'=cmd|' /C calc'!A0,active\r\n1,-1.50,Example; BV,active\r\n1,'1e5,O'Neill,active\r\n";
    assert_eq!(excel.data(), expected);
    let semicolon = tool.run("customers list --csv-dialect excel-semicolon -o csv");
    assert!(semicolon.data().starts_with("\u{feff}id;externalId;name;status\r\n"), "{semicolon:?}");
    // Text, which is not a number with a decimal comma.
    assert!(semicolon.data().contains("1;'-1.50;\"Example; BV\";active\r\n"), "{semicolon:?}");
    let plain = tool.run("customers list -o csv");
    assert!(plain.data().contains("1,0001,=cmd|' /C calc'!A0,active\n"), "{plain:?}");
    assert!(
        tool.run("customers list --csv-dialect excel -o json").failed(2).contains("requires --output csv")
    );
}

#[test]
fn seats_and_money_add_up_exactly() {
    let tool = Tool::new();
    let rows = tool.run("licenses list -o json").json();
    assert!(rows[1]["seats"].is_number() && rows[1]["unitPrice"].is_number(), "{}", rows[1]);
    let seats: u64 = rows.as_array().unwrap().iter().filter_map(|row| row["seats"].as_u64()).sum();
    assert_eq!(
        tool.run_args(["licenses", "list", "--query", "map(.seats) | add"]).data().trim(),
        seats.to_string()
    );
    let tool = customers(&[("0.10", "a"), ("0.20", "b"), ("12345678901234567.89", "c")]);
    let sum = ["api", "GET", "/customers", "--query", ".data | map(.name | tonumber) | add"];
    assert_eq!(tool.run_args(sum).data().trim(), "12345678901234568.19");
}
