//! Inventories and what changed between them.

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
fn two_lists_are_compared_in_every_format() {
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
    assert_eq!(json[1]["seatsAfter"], "99");
    assert_eq!(tool.run("licenses diff old.csv new.csv -o csv").data().lines().count(), 3);
    let none = tool.run("licenses diff old.csv old.csv -o csv");
    assert_eq!(none.data().lines().count(), 1, "{none:?}");
    let lines = tool.run("licenses list -o ndjson").data().to_owned();
    assert!(tool.feed("licenses diff old.csv -", &lines).stderr.starts_with("no rows"), "formats compare");
}

#[test]
fn a_list_that_broke_off_goes_on_where_it_was() {
    let whole = Tool::new().run("licenses list -o csv").data().to_owned();
    let dead = Fault::status(403).on("get_subscription").skip(5).times(1);
    let tool = Tool::with(Sandbox::builder().seed(7).fault(dead));
    let line = "licenses list -o csv --checkpoint sweep.json --concurrency 1";
    let first = tool.run(line);
    assert_ne!(first.code, Some(0), "{first:?}");
    let second =
        if tool.path("sweep.json").exists() { tool.run(line).data().to_owned() } else { String::new() };
    let both = first.stdout.lines().count() + second.lines().count();
    assert_eq!(both, whole.lines().count() - usize::from(second.is_empty()), "{first:?}\n{second}");
    assert!(!tool.path("sweep.json").exists());
    tool.run("licenses list --checkpoint sweep.json").failed(2);
}
