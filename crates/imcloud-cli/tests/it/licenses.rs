//! License lists and their differences.

use imcloud_sandbox::{Fault, Sandbox};

use crate::tool::Tool;

#[test]
fn licenses_of_all_customers_are_listed() {
    let tool = Tool::new();
    insta::assert_snapshot!(tool.run("licenses list").data());
    let rows = tool.run("licenses list -o csv").data().lines().count() - 1;
    assert_eq!(tool.run("licenses list -o json").json().as_array().unwrap().len(), rows);
}

#[test]
fn lists_are_compared_in_every_format() {
    let tool = Tool::new();
    let before = tool.run("licenses list -o csv").data().to_owned();
    let (heading, rows) = before.split_once('\n').unwrap();
    let seats_column = heading.split(',').position(|name| name == "seats").unwrap();
    // Without commas in names, so that a field is what is between two commas.
    let mut plain = rows.lines().filter(|line| line.contains(",active,1,") && !line.contains('"'));
    let (gone, changed) = (plain.next().unwrap(), plain.next().unwrap());
    let field =
        |(at, field): (usize, &str)| if at == seats_column { "99".to_owned() } else { field.to_owned() };
    let with_more = changed.split(',').enumerate().map(field).collect::<Vec<_>>().join(",");
    let after = before.replace(&format!("{gone}\n"), "").replace(changed, &with_more);
    tool.file("old.csv", &before);
    tool.file("new.csv", &after);
    let table = tool.run("licenses diff old.csv new.csv");
    insta::assert_snapshot!(format!("{}{}", table.data(), table.stderr));
    let json = tool.run("licenses diff old.csv new.csv -o json").json();
    assert_eq!(json[0]["change"], "removed");
    assert_eq!(json[1]["seatsAfter"], 99);
    assert_eq!(tool.run("licenses diff old.csv new.csv -o csv").data().lines().count(), 3);
    let none = tool.run("licenses diff old.csv old.csv -o csv");
    assert_eq!(none.data().lines().count(), 1, "{none:?}");
    let lines = tool.run("licenses list -o ndjson").data().to_owned();
    assert!(tool.feed("licenses diff old.csv -", &lines).stderr.starts_with("no items"), "formats compare");
}

#[test]
fn interrupted_list_continues_at_next_row() {
    const LINE: &str = "licenses list -o csv --checkpoint sweep.json --concurrency 1";
    let complete = Tool::new().run("licenses list -o csv").data().to_owned();
    for fetched in [1, 2, 5] {
        let fault = Fault::quota_spent(None).on("get_subscription").skip(fetched).times(1);
        let tool = Tool::with(Sandbox::builder().seed(7).fault(fault));
        let first = tool.run(LINE);
        assert_ne!(first.code, Some(0), "{first:?}");
        assert!(tool.path("sweep.json").exists());
        let second = tool.run(LINE);
        assert_eq!(first.stdout + second.data(), complete, "after {fetched} subscriptions");
        assert!(second.stderr.starts_with("continuing after "), "{second:?}");
        assert!(!tool.path("sweep.json").exists());
    }
}

#[test]
fn checkpoint_needs_rows_and_same_filters() {
    let tool = Tool::new();
    tool.run("licenses list --checkpoint sweep.json").failed(2);
    tool.file("sweep.json", r#"{"scope":"all customers, any status","done":[],"partial":{}}"#);
    let run = tool.run("licenses list -o csv --checkpoint sweep.json");
    assert!(run.failed(2).contains("another list: all customers, any status"), "{run:?}");
}

#[test]
fn invalid_list_is_rejected_with_its_row() {
    let tool = Tool::new();
    tool.file("good.csv", "subscriptionId,seats\n1,2\n");
    for (list, problem) in [
        ("subscriptionId,seats\n1,many\n", "invalid number"),
        ("subscriptionId,seats\n1,2\n,3\n", "row 2: subscriptionId is missing"),
        ("subscriptionId,quantity\n1,2\n", "no column seats"),
        ("subscriptionId,seats,extendedPrice\n1,2,5\n", "row 1: the amount 5 has no currency"),
        (r#"[{"subscriptionId": "1", "seats": true}]"#, "list: invalid number \"true\""),
    ] {
        tool.file("bad", list);
        let run = tool.run("licenses diff good.csv bad");
        assert!(run.failed(2).contains(problem), "{run:?}");
    }
    for seats in ["2", r#""2""#] {
        let list =
            format!(r#"[{{"subscriptionId": "1", "seats": {seats}, "mpn": "", "extendedPrice": ""}}]"#);
        tool.file("good.json", &list);
        assert!(tool.run("licenses diff good.csv good.json").stderr.contains("1 unchanged"));
    }
}

#[test]
fn differences_are_9_on_request() {
    let tool = Tool::anonymous();
    tool.file("old.csv", "subscriptionId,seats\n1,2\n");
    tool.file("new.csv", "subscriptionId,seats\n1,3\n");
    let run = tool.run("licenses diff old.csv new.csv --exit-code");
    assert_eq!(run.code, Some(9), "{run:?}");
    assert!(run.stdout.contains("changed") && !run.stderr.contains("error"), "{run:?}");
    tool.run("licenses diff old.csv new.csv").data();
    tool.run("licenses diff old.csv old.csv --exit-code").data();
}

#[cfg(unix)]
#[test]
fn written_rows_survive_a_kill() {
    for options in ["", "--checkpoint sweep.json"] {
        let slow = Fault::delay(std::time::Duration::from_secs(600)).on("get_subscription").skip(3);
        let tool = Tool::with(Sandbox::builder().seed(7).fault(slow));
        let line = format!("licenses list -o csv --concurrency 1 {options}");
        let file = std::fs::File::create(tool.path("rows.csv")).unwrap();
        let mut child = tool.command(line.split_whitespace()).stdout(file).spawn().unwrap();
        let started = std::time::Instant::now();
        let rows = || std::fs::read_to_string(tool.path("rows.csv")).unwrap();
        while rows().lines().count() < 3 {
            assert!(started.elapsed().as_secs() < 60, "rows are held back: {}", rows());
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(rows().ends_with('\n'), "{}", rows());
    }
}

#[test]
fn list_for_spreadsheets_is_compared_without_loss() {
    let tool = Tool::new();
    let plain = tool.run("licenses list -o csv").data().to_owned();
    let price = plain.split(',').find(|cell| cell.contains('.') && cell.parse::<f64>().is_ok()).unwrap();
    tool.file("plain.csv", &plain);
    for dialect in ["excel", "excel-semicolon"] {
        let list = tool.run(&format!("licenses list --csv-dialect {dialect}")).data().to_owned();
        assert!(list.starts_with('\u{feff}') && list.contains("\r\n"), "{list}");
        let is_semicolon = dialect == "excel-semicolon";
        assert_eq!(list.contains(&format!(";{};", price.replace('.', ","))), is_semicolon, "{list}");
        tool.file("excel.csv", &list);
        for line in
            ["licenses diff plain.csv excel.csv --exit-code", "licenses diff excel.csv plain.csv --exit-code"]
        {
            let run = tool.run(line);
            assert!(run.code == Some(0) && run.stderr.contains("0 changed"), "{dialect}: {run:?}");
        }
    }
}
