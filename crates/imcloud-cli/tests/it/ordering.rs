//! Money is spent once, and only when somebody agreed.

use imcloud_sandbox::{Fault, Sandbox};
use std::time::Duration;

use crate::tool::Tool;

fn order_line(tool: &Tool, more: &str) -> String {
    let (customer, product) = tool.account();
    format!("orders place --type sales --customer {customer} --product id={product},quantity=3 {more}")
}

#[test]
fn order_without_terminal_needs_yes() {
    let tool = Tool::new();
    let run = tool.run(&order_line(&tool, ""));
    let message = run.failed(2);
    assert!(message.contains("estimated price") && message.contains("--yes"), "{message}");
    assert_eq!(tool.calls("create_order"), 0);
    let placed = tool.run(&order_line(&tool, "--yes -o json")).json();
    assert_eq!(placed["status"], "submitted");
}

#[test]
fn stored_order_is_found_and_not_resent() {
    let tool =
        Tool::with(Sandbox::builder().seed(7).fault(Fault::gateway_timeout().on("create_order").once()));
    let run = tool.run(&order_line(&tool, "--yes -o json"));
    assert!(run.json()["orderNumber"].is_string());
    assert!(run.stderr.contains("was found"), "{run:?}");
    assert_eq!(tool.calls("create_order"), 1);
}

#[test]
fn repeated_reference_finds_placed_order() {
    let tool = Tool::new();
    // The clock of the sandbox is not that of this machine.
    for options in ["--reference a.ref", "--reference b.ref --po-number PO-7"] {
        let line = order_line(&tool, &format!("--yes {options} -o json"));
        let calls = tool.calls("create_order");
        let first = tool.run(&line).json();
        let start = std::time::Instant::now();
        let second = tool.run(&line);
        assert_eq!(second.json()["id"], first["id"]);
        assert!(second.stderr.contains("was placed before"), "{second:?}");
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
        assert_eq!(tool.calls("create_order"), calls + 1);
    }
    tool.file("other.ref", "not one");
    tool.run(&order_line(&tool, "--yes --reference other.ref")).failed(2);
}

#[test]
fn reference_of_other_order_is_rejected() {
    let tool = Tool::new();
    tool.run(&order_line(&tool, "--yes --reference order.ref")).data();
    let line = order_line(&tool, "--yes --reference order.ref");
    let customer = tool.find("customers list", r#"| map(select(.status == "active"))[1].id"#);
    for (other, difference) in [
        (line.replace("quantity=3", "quantity=70"), "products differ"),
        (line.replace(&tool.account().0, &customer), "customerId differ"),
        (format!("{line} --po-number PO-8"), "poNumber differ"),
        (format!("{line} --plan 7"), "planId differ"),
    ] {
        let run = tool.run(&other);
        assert!(run.failed(2).contains(difference), "{run:?}");
    }
    let second = Tool::new();
    let mut command = tool.command(line.split_whitespace());
    let run = crate::tool::Run::of(command.env("IMCLOUD_BASE_URL", second.sandbox.base_url()));
    assert!(run.failed(2).contains("base URL differ"), "{run:?}");
    assert_eq!((tool.calls("create_order"), second.calls("create_order")), (1, 0));
}

#[test]
fn rejected_order_leaves_no_reference() {
    let tool = Tool::new();
    let (customer, _) = tool.account();
    let line = format!("orders place --yes --type sales --customer {customer} --reference order.ref");
    tool.run(&format!("{line} --product id=NONE,quantity=1")).failed(5);
    assert!(!tool.path("order.ref").exists());
}

#[test]
fn what_is_placed_can_be_awaited() {
    let tool = Tool::new();
    let id = tool.find(&order_line(&tool, "--yes"), "id");
    tool.sandbox.advance(Duration::from_secs(300));
    assert_eq!(tool.run(&format!("orders await {id} -o json")).json()["status"], "completed");
    let pending = tool.find("customers list", r#"[] | select(.status == "active") | .id"#);
    tool.run(&format!("customers await {pending}")).data();
}

#[test]
fn withdrawing_an_order_is_asked_for() {
    let tool = Tool::new();
    let id = tool.find(&order_line(&tool, "--yes"), "id");
    tool.run(&format!("orders update {id} --status-code CL")).failed(2);
    let run = tool.run(&format!("orders update {id} --status-code CL --yes -o json"));
    assert_eq!(run.json()["status"], "cancelled");
}

#[test]
fn order_is_cancelled_by_its_number() {
    let tool = Tool::new();
    let id = tool.find(&order_line(&tool, "--yes"), "id");
    let number = tool.find(&format!("orders get {id}"), "orderNumber");
    let run = tool.run(&format!("orders cancel {number} --yes -o json"));
    assert_eq!(run.json()["status"], "cancelled");
}

/// A subscription that the sandbox lets change.
fn changeable(tool: &Tool) -> String {
    let listed = tool.run("subscriptions list --status active -o json").json();
    let ids = listed.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
    let fits = |id: &String| tool.run(&format!("subscriptions seats {id} --add 2 --dry-run")).code == Some(0);
    let found = ids.into_iter().find(fits);
    found.unwrap()
}

#[test]
fn seats_are_shown_priced_and_changed() {
    let tool = Tool::new();
    let id = changeable(&tool);
    let output = tool.run(&format!("subscriptions seats {id} -o json")).json();
    let seats = output[0]["quantity"].as_u64().unwrap();
    let message = tool.run(&format!("subscriptions seats {id} --add 2"));
    assert!(message.failed(2).contains(&format!("from {seats} to {} seats, now", seats + 2)), "{message:?}");
    assert_eq!(tool.calls("create_order"), 0);
    tool.run(&format!("subscriptions seats {id} --add 2 --yes")).data();
    tool.sandbox.advance(Duration::from_secs(300));
    let after = tool.run(&format!("subscriptions seats {id} -o json")).json();
    assert_eq!(after[0]["quantity"].as_u64(), Some(seats + 2));
    let same = tool.run(&format!("subscriptions seats {id} --set {} --yes", seats + 2));
    assert!(same.stderr.contains("nothing was ordered"), "{same:?}");
    tool.run(&format!("subscriptions seats {id} --remove 1000000 --yes")).failed(2);
    tool.run(&format!("subscriptions seats {id} --add 1 --set 2")).failed(2);
}

#[test]
fn renewal_is_switched_after_a_yes() {
    let tool = Tool::new();
    let id = tool.find("subscriptions list --status active", "[] | select(.renewalStatus) | .id");
    assert!(tool.run(&format!("subscriptions renewal {id} off")).failed(2).contains("ends with its term"));
    let off = tool.run(&format!("subscriptions renewal {id} off --yes -o json"));
    assert_eq!(off.json()["renewalStatus"], false);
    let again = tool.run(&format!("subscriptions renewal {id} off --yes"));
    assert!(again.stderr.contains("automatic renewal is already off"), "{again:?}");
    tool.run(&format!("subscriptions update {id} --renewal-status true --yes")).data();
    tool.run(&format!("subscriptions update {id} --renewal-status false")).failed(2);
}

#[test]
fn order_is_cancelled_after_confirmation() {
    let tool = Tool::new();
    let order = tool.find("orders list --status processing", "[0].id");
    let rejected = tool.run(&format!("orders cancel {order}"));
    assert!(rejected.failed(2).contains("confirmation required"), "{rejected:?}");
    assert_eq!(tool.calls("update_order"), 0);
    assert_eq!(tool.run(&format!("orders cancel {order} --yes -o json")).json()["status"], "cancelled");
    let again = tool.run(&format!("orders cancel {order} --yes -o json"));
    assert!(again.stderr.contains("already cancelled") && again.code == Some(0), "{again:?}");
    let completed = tool.find("orders list --status completed", "[0].id");
    assert!(tool.run(&format!("orders cancel {completed} --yes")).failed(5).contains("completed"));
    assert_eq!(tool.calls("update_order"), 1);
}

#[test]
fn subscription_is_cancelled_by_an_order() {
    let tool = Tool::new();
    let id = tool.find("subscriptions list --status active", "[0].id");
    let customer = tool.find(&format!("subscriptions get {id}"), "customerId");
    let name = tool.find(&format!("customers get {customer}"), "name");
    let rejected = tool.run(&format!("subscriptions cancel {id}"));
    assert!(rejected.failed(2).contains(&format!("of customer {name} ({customer}) ends")), "{rejected:?}");
    assert_eq!(tool.calls("create_order"), 0);
    let output = tool.run(&format!("subscriptions cancel {id} --dry-run -o json")).json();
    assert_eq!(
        (&output["body"]["type"], &output["body"]["subscriptionId"]),
        (&"cancellation".into(), &id.as_str().into())
    );
    let order = tool.run(&format!("subscriptions cancel {id} --yes --po-number END-1 -o json")).json();
    assert_eq!((&order["type"], &order["poNumber"]), (&"cancellation".into(), &"END-1".into()));
}

#[test]
fn questions_name_customer_and_product() {
    let tool = Tool::new();
    let (customer, product) = tool.account();
    let name = tool.find(&format!("customers get {customer}"), "name");
    let subscription = tool.find("subscriptions list --status active", "[0].id");
    let owner = tool.find(&format!("subscriptions get {subscription}"), "customerId");
    let owner = tool.find(&format!("customers get {owner}"), "name");
    let subscribed = tool.find(&format!("subscriptions get {subscription}"), "name");
    let mpn = tool.find(&format!("subscriptions get {subscription}"), "products[0].mpn");
    let order = format!("orders place --type sales --customer {customer} --product id={product},quantity=3");
    let sent = tool.sandbox.journal().entries().len();
    for (line, parts) in [
        (order, [&*name, "3 x Drumvale Signature Seat", "estimated price"]),
        (format!("customers update {customer} --status creditHold"), [&*name, "creditHold", &customer]),
        (format!("subscriptions renewal {subscription} off"), [&*owner, &subscribed, "ends with its term"]),
        (format!("subscriptions cancel {subscription}"), [&*owner, &subscribed, &subscription]),
        (
            format!("subscriptions special-pricing {subscription} --price {mpn}=1.50:EUR"),
            [&*owner, &subscribed, "1.50 EUR"],
        ),
    ] {
        let run = tool.run(&line);
        let message = run.failed(2);
        assert!(message.contains("confirmation required"), "{line}: {message}");
        for part in parts {
            assert!(message.contains(part), "{line}: {part}: {message}");
        }
    }
    let changes = tool.sandbox.journal().entries()[sent..]
        .iter()
        .filter(|entry| {
            entry.operation().is_some_and(|name| name.starts_with("update") || name == "create_order")
        })
        .count();
    assert_eq!(changes, 0);
}

#[test]
fn seats_are_changed_without_an_estimate() {
    let tool = Tool::new();
    let id = tool.find("subscriptions list --status active", "[] | select(.renewalStatus) | .id");
    let question = tool.run(&format!("subscriptions seats {id} --add 1 --no-estimate"));
    assert!(question.failed(2).contains("seats."), "{question:?}");
    tool.run(&format!("subscriptions seats {id} --add 1 --no-estimate --yes")).data();
    assert_eq!((tool.calls("estimate_order"), tool.calls("create_order")), (0, 1));
}
