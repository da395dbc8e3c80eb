//! Bodies of requests: round trips, read-only properties, partial updates.

use crate::tool::Tool;

/// The documented body of a new customer, with the read-only id of its example.
const DOCUMENTED: &str = r#"{
    "id": "string", "externalId": "crm-901", "name": "Example Works BV", "language": "en", "taxRegId": "NL1",
    "address": {"streetAddress": "Kade 1", "city": "Delft", "postalCode": "2611 AA", "countryCode": "NL"},
    "contactPersons": [{"type": "admin", "firstName": "Ada", "lastName": "Smit", "email": "ada@example.com",
        "phoneNumber": "+31150000000"}]
}"#;

#[test]
fn documented_customer_body_is_accepted() {
    let tool = Tool::new();
    let run = tool.feed("customers create --from - -o json", DOCUMENTED);
    assert_eq!(run.json()["name"], "Example Works BV");
    assert!(run.stderr.contains("left out read-only properties: id"), "{run:?}");
    let reseller = tool.find("resellers list", "[0].id");
    tool.feed(&format!("resellers customers create {reseller} --from -"), DOCUMENTED).data();
    tool.feed("resellers create --currency EUR --from -", DOCUMENTED).data();
}

#[test]
fn objects_survive_round_trips() {
    let tool = Tool::new();
    let (customer, _) = tool.account();
    let reseller = tool.find("resellers list", r#"[] | select(.status == "active") | .id"#);
    let subscription = tool.find("subscriptions list --status active", "[0].id");
    for (get, update) in [
        (format!("customers get {customer}"), format!("customers update {customer}")),
        (format!("resellers get {reseller}"), format!("resellers update {reseller}")),
        (format!("subscriptions get {subscription}"), format!("subscriptions update {subscription}")),
        (
            format!("subscriptions get {subscription}"),
            format!("subscriptions special-pricing {subscription}"),
        ),
    ] {
        for format in ["json", "yaml"] {
            let object = tool.run(&format!("{get} -o {format}")).data().to_owned();
            let before = tool.run(&format!("{get} -o json")).json();
            let run = tool.feed(&format!("{update} --from - -o json"), &object);
            let after = run.json();
            assert!(run.stderr.contains("left out read-only properties: "), "{run:?}");
            for name in ["name", "externalId", "address", "contactPersons", "attributes", "renewalStatus"] {
                assert_eq!(after[name], before[name], "{update}");
            }
            assert_eq!(after["products"][0]["unitPrice"], before["products"][0]["unitPrice"], "{update}");
        }
    }
}

#[test]
fn existing_order_is_estimated_but_not_placed() {
    let tool = Tool::new();
    let (customer, product) = tool.account();
    let line =
        format!("orders place --yes --type sales --customer {customer} --product id={product},quantity=3");
    let placed = tool.run(&format!("{line} --po-number PO-1 -o json")).data().to_owned();
    let estimate = tool.feed("orders estimate --from - -o json", &placed);
    assert!(estimate.json()["total"].is_object(), "{estimate:?}");
    let run = tool.feed("orders place --yes --from -", &placed);
    let message = run.failed(2);
    assert!(message.contains("existing order: it has id, orderNumber, status"), "{message}");
    assert!(message.contains("--as-new"), "{message}");
    assert_eq!(tool.calls("create_order"), 1);
    let again = tool.feed("orders place --yes --from - --as-new -o json", &placed);
    assert!(again.stderr.contains("left out the poNumber"), "{again:?}");
    let (first, second) = (serde_json::from_str::<serde_json::Value>(&placed).unwrap(), again.json());
    assert_ne!(second["id"], first["id"]);
    assert_ne!(second["poNumber"], first["poNumber"]);
    assert_eq!(second["products"][0]["quantity"], 3);
    assert_ne!(second["subscriptionId"], first["subscriptionId"]);
    assert!(again.stderr.contains("subscriptionId, products[].subscriptionId"), "{again:?}");
}

#[test]
fn response_to_change_is_not_estimated() {
    let tool = Tool::new();
    let change =
        r#"{"type": "change", "customerId": "7", "products": [{"mpn": "A", "quantity": -1}], "details": []}"#;
    assert!(
        tool.feed("orders estimate --from -", change).failed(2).contains("quantities may be differences")
    );
}

#[test]
fn quantity_of_existing_change_is_not_reused() {
    let tool = Tool::new();
    let order = r#"{"id": "9", "type": "change", "customerId": "7", "subscriptionId": "8", "status": "completed",
        "products": [{"mpn": "FJ-1", "quantity": -1}]}"#;
    for line in ["orders place --yes --as-new --from -", "orders estimate --from -"] {
        assert!(tool.feed(line, order).failed(2).contains("whose quantities may be differences"), "{line}");
    }
    assert_eq!(tool.sandbox.requests_served(), 0);
    let line = "orders place --as-new --from - --product mpn=FJ-1,quantity=5 --dry-run -o json";
    assert_eq!(tool.feed(line, order).json()["body"]["products"][0]["quantity"], 5);
}

#[test]
fn unknown_property_needs_a_flag() {
    let tool = Tool::anonymous();
    let line = "customers update 7 --from - --dry-run -o json";
    let body = r#"{"name": "Example", "color": "red", "contactPersons": [{"shoe": 1}]}"#;
    let run = tool.feed(line, r#"{"name": "Example", "color": "red"}"#);
    assert!(run.failed(2).contains("color is not a property of the API"), "{run:?}");
    let allowed = tool.feed(&format!("{line} --allow-unknown"), r#"{"name": "Example", "color": "red"}"#);
    assert_eq!(allowed.json()["body"], serde_json::json!({"name": "Example"}));
    assert!(allowed.stderr.contains("left out unknown properties: color"), "{allowed:?}");
    tool.feed(&format!("{line} --allow-unknown"), body).failed(2);
    tool.run("customers update 7 --name x --allow-unknown").failed(2);
}

#[test]
fn partial_address_is_completed() {
    let tool = Tool::new();
    let (customer, _) = tool.account();
    let reseller = tool.find("resellers list", r#"[] | select(.status == "active") | .id"#);
    for (noun, id) in [("customers", customer), ("resellers", reseller)] {
        let before = tool.run(&format!("{noun} get {id} -o json")).json();
        let run = tool.run(&format!("{noun} update {id} --city Bergen -o json"));
        let after = run.json();
        assert_eq!(after["address"]["city"], "Bergen");
        for name in ["streetAddress", "postalCode", "countryCode"] {
            assert_eq!(after["address"][name], before["address"][name], "{noun} {name}");
        }
        assert_eq!(after["contactPersons"], before["contactPersons"]);
        assert!(run.stderr.contains("taken from the stored address: "), "{run:?}");
        let of_file = tool.feed(&format!("{noun} update {id} --from - -o json"), "address: {city: Oslo}\n");
        assert_eq!(of_file.json()["address"]["postalCode"], before["address"]["postalCode"]);
    }
}

#[test]
fn existing_account_is_not_created_again() {
    let tool = Tool::new();
    let reseller = tool.find("resellers list", r#"[] | select(.status == "active") | .id"#);
    tool.file("account.json", DOCUMENTED);
    for (create, list) in [
        ("customers create".to_owned(), "customers list".to_owned()),
        (format!("resellers customers create {reseller}"), format!("resellers customers list {reseller}")),
        ("resellers create --currency EUR".to_owned(), "resellers list".to_owned()),
    ] {
        let key = format!("key-{}", create.len());
        let line = format!("{create} --from account.json --external-id {key} --if-absent -o json");
        let first = tool.run(&line).json();
        let second = tool.run(&line);
        assert_eq!(second.json()["id"], first["id"], "{create}");
        assert!(second.stderr.contains("nothing was created"), "{second:?}");
        let listed = tool.run(&format!("{list} --external-id {key} -o json")).json();
        assert_eq!(listed.as_array().unwrap().len(), 1, "{create}");
    }
    tool.feed("customers create --from -", &DOCUMENTED.replace("crm-901", "twice")).data();
    tool.feed("customers create --from -", &DOCUMENTED.replace("crm-901", "twice")).data();
    let run = tool.run("customers create --from account.json --external-id twice --if-absent");
    assert!(run.failed(5).contains("several accounts have the external id"), "{run:?}");
    let without = DOCUMENTED.replace("\"externalId\": \"crm-901\", ", "");
    tool.feed("customers create --from - --if-absent", &without).failed(2);
}

#[test]
fn orders_are_found_by_number() {
    let tool = Tool::new();
    let id = tool.find("orders list --status completed", "[0].id");
    let number = tool.find("orders list --status completed", "[0].orderNumber");
    for number in [number.clone(), number.to_lowercase()] {
        assert_eq!(tool.run(&format!("orders get {number} -o json")).json()["id"], id.as_str());
        assert_eq!(tool.run(&format!("orders await {number} -o json")).json()["id"], id.as_str());
    }
    let line = format!("orders update {number} --credit-check true");
    assert_eq!(tool.run(&format!("{line} -o json")).json()["id"], id.as_str());
    assert_eq!(tool.run(&format!("{line} --dry-run -o json")).json()["path"], format!("/orders/{id}"));
    assert!(tool.run("orders get SO999999").failed(4).contains("no order has the number SO999999"));
}
