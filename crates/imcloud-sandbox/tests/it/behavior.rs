//! Documented and observed behavior of the service.

use std::{collections::BTreeSet, time::Duration};

use imcloud_sandbox::{Behavior, PageLimit, Sandbox, Size, UnknownId};
use serde_json::{Value, json};

use crate::api::{Api, id};

const DAY: u64 = 24 * 3600;

fn sandbox() -> Sandbox {
    with(Behavior::default())
}

fn with(behavior: Behavior) -> Sandbox {
    let builder =
        Sandbox::builder().seed(11).behavior(behavior).token_lifetime(Duration::from_secs(1000 * DAY));
    builder.start_blocking().unwrap()
}

fn pass(sandbox: &Sandbox, seconds: u64) {
    sandbox.advance(Duration::from_secs(seconds));
}

/// Places and completes an order of five seats, and returns it.
fn bought(api: &Api<'_>) -> Value {
    let product = &product(api, "Drumvale Signature Seat", "year");
    let order = api.send("create_order", "", &api.sales_order(&api.active_customer(), product, 5)).ok();
    pass(api.sandbox, 120);
    api.get("get_order", id(&order)).ok()
}

fn product(api: &Api<'_>, name: &str, term: &str) -> Value {
    let rows = api.rows("list_products", &[("name", name)], 500);
    rows.into_iter().find(|row| row["subscriptionPeriod"]["type"] == term).unwrap()
}

/// Returns an order of another type for the same subscription.
fn order(bought: &Value, type_: &str, total: Option<u64>) -> Value {
    let mut order = json!({
        "type": type_, "customerId": bought["customerId"], "subscriptionId": bought["subscriptionId"],
    });
    if let Some(total) = total {
        order["products"] = json!([{ "id": bought["products"][0]["id"], "quantity": total }]);
    }
    order
}

fn seats(api: &Api<'_>, bought: &Value) -> Value {
    let subscription = api.get("get_subscription", bought["subscriptionId"].as_str().unwrap()).ok();
    subscription["products"][0]["quantity"].clone()
}

fn properties(record: &Value) -> BTreeSet<&str> {
    record.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn order_is_completed_as_time_passes() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let product = product(&api, "Drumvale Signature Seat", "year");
    let placed = api.send("create_order", "", &api.sales_order(&api.active_customer(), &product, 5)).ok();
    let now = || api.get("get_order", id(&placed)).ok();
    let subscription = || api.get("get_subscription", placed["subscriptionId"].as_str().unwrap()).ok();
    assert_eq!((&placed["status"], &placed["provisioningDate"]), (&json!("submitted"), &Value::Null));
    assert_eq!((&subscription()["status"], &subscription()["products"]), (&json!("pending"), &json!([])));
    pass(&sandbox, 5);
    assert_eq!((&now()["status"], &now()["statusCode"]), (&json!("processing"), &json!("LO")));
    pass(&sandbox, 60);
    assert_eq!((&now()["status"], &now()["statusCode"]), (&json!("completed"), &json!("CP")));
    assert_eq!(now()["provisioningDate"], "2026-01-15T09:01:05Z");
    assert_eq!(subscription()["status"], "active");
    assert_eq!(subscription()["renewalDate"], "2027-01-15");
    assert_eq!(now()["orderNumber"].as_str().unwrap()[..2], *"SO");
}

#[test]
fn change_takes_total_and_returns_difference() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let bought = bought(&api);
    for (total, difference) in [(8, 3), (2, -6)] {
        let change = api.send("create_order", "", &order(&bought, "change", Some(total))).ok();
        assert_eq!(change["products"][0]["quantity"], json!(difference));
        pass(&sandbox, 120);
        assert_eq!(seats(&api, &bought), json!(total));
    }
}

#[test]
fn change_at_renewal_waits_for_renewal() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let bought = bought(&api);
    let mut change = order(&bought, "change", Some(9));
    change["scheduledOn"] = "renewal".into();
    let change = api.send("create_order", "", &change).ok();
    pass(&sandbox, 300 * DAY);
    let waiting = api.get("get_order", id(&change)).ok();
    assert_eq!((&waiting["status"], &waiting["statusCode"]), (&json!("processing"), &json!("AS")));
    assert_eq!(
        (&waiting["products"][0]["quantity"], &waiting["scheduledOn"]),
        (&json!(9), &json!("renewal"))
    );
    assert_eq!(seats(&api, &bought), json!(5));
    pass(&sandbox, 70 * DAY);
    assert_eq!(api.get("get_order", id(&change)).ok()["status"], "completed");
    assert_eq!(seats(&api, &bought), json!(9));
}

#[test]
fn second_open_change_is_500() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let bought = bought(&api);
    let first = api.send("create_order", "", &order(&bought, "change", Some(6))).ok();
    let second = api.send("create_order", "", &order(&bought, "change", Some(7)));
    assert_eq!((second.status, &second.body["status"]), (500, &json!(500)));
    assert!(second.body["message"].as_str().unwrap().contains(first["orderNumber"].as_str().unwrap()));
    assert_eq!(second.body["path"], "/orders");
    // An order of another type is accepted.
    api.send("create_order", "", &order(&bought, "renewal", None)).ok();
    pass(&sandbox, 120);
    api.send("create_order", "", &order(&bought, "change", Some(7))).ok();
}

#[test]
fn cancelled_order_has_no_effect_and_cancellation_ends_subscription() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let bought = bought(&api);
    let change = api.send("create_order", "", &order(&bought, "change", Some(6))).ok();
    let withdrawn = api.send("update_order", id(&change), &json!({ "statusCode": "CL" })).ok();
    assert_eq!(withdrawn["status"], "cancelled");
    pass(&sandbox, 120);
    assert_eq!(seats(&api, &bought), json!(5));
    let cancellation = api.send("create_order", "", &order(&bought, "cancellation", None)).ok();
    pass(&sandbox, 120);
    assert_eq!(api.get("get_order", id(&cancellation)).ok()["status"], "completed");
    let ended = api.get("get_subscription", bought["subscriptionId"].as_str().unwrap()).ok();
    assert_eq!(ended["status"], "terminated");
    assert_eq!(api.send("create_order", "", &order(&bought, "change", Some(6))).status, 500);
}

#[test]
fn term_renews_by_order_or_ends() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let (renewed, ended) = (bought(&api), bought(&api));
    let subscription = |bought: &Value| bought["subscriptionId"].as_str().unwrap().to_owned();
    api.send("update_subscription", &subscription(&ended), &json!({ "renewalStatus": false })).ok();
    pass(&sandbox, 366 * DAY);
    let orders = |bought| api.rows("list_orders", &[("subscriptionId", &subscription(bought))], 100);
    let renewal = api.get("get_order", id(&orders(&renewed)[0])).ok();
    assert_eq!((&renewal["type"], &renewal["poNumber"]), (&json!("renewal"), &json!("PO-7")));
    assert_eq!(api.get("get_subscription", &subscription(&renewed)).ok()["renewalDate"], "2028-01-15");
    assert_eq!(orders(&ended).len(), 1);
    assert_eq!(api.get("get_subscription", &subscription(&ended)).ok()["status"], "terminated");
    pass(&sandbox, 60 * DAY);
    assert_eq!(api.get("get_subscription", &subscription(&ended)).ok()["status"], "removed");
}

#[test]
fn renewals_and_cancellations_have_no_products() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let bought = bought(&api);
    assert!(properties(&bought).is_superset(&["products", "details", "total", "poNumber"].into()));
    for type_ in ["renewal", "cancellation"] {
        let placed = api.send("create_order", "", &order(&bought, type_, None)).ok();
        assert!(properties(&placed).is_disjoint(&["products", "details"].into()), "{placed}");
        assert_eq!(placed["subscriptionId"], bought["subscriptionId"]);
    }
}

#[test]
fn list_items_have_few_properties() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let all = |list| api.rows(list, &[], 500);
    for row in all("list_customers").iter().chain(&all("list_resellers")) {
        assert!(properties(row).is_subset(&["id", "externalId", "name", "status"].into()), "{row}");
    }
    let of_orders = [
        "id",
        "orderNumber",
        "type",
        "status",
        "statusCode",
        "customerId",
        "creationDate",
        "provisioningDate",
    ];
    for row in &all("list_orders") {
        assert!(properties(row).is_subset(&of_orders.into()), "{row}");
        assert_eq!(row["provisioningDate"].is_null(), row["status"] != "completed", "{row}");
    }
    for row in &all("list_subscriptions") {
        assert!(!properties(row).contains("products"), "{row}");
    }
}

#[test]
fn estimate_has_price_of_order_and_stores_nothing() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let before = api.rows("list_orders", &[], 500).len();
    let order =
        api.sales_order(&api.active_customer(), &product(&api, "Drumvale Signature Seat", "month"), 4);
    let estimate = api.send("estimate_order", "", &order).ok();
    assert!(properties(&estimate).is_disjoint(&["id", "orderNumber", "status", "subscriptionId"].into()));
    assert_eq!(api.rows("list_orders", &[], 500).len(), before);
    let placed = api.send("create_order", "", &order).ok();
    assert_eq!((&estimate["total"], &estimate["details"]), (&placed["total"], &placed["details"]));
}

#[test]
fn ambiguous_part_number_needs_terms() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let rows = api.rows("list_products", &[], 500);
    let count = |mpn: &Value| rows.iter().filter(|row| row["mpn"] == *mpn).count();
    let twice = rows.iter().find(|row| count(&row["mpn"]) > 1).unwrap();
    let mut order = api.sales_order(&api.active_customer(), twice, 10);
    let line = &mut order["products"][0];
    line.as_object_mut().unwrap().remove("id");
    line["mpn"] = twice["mpn"].clone();
    let rejected = api.send("create_order", "", &order);
    let message = rejected.body["message"].as_str().unwrap();
    assert!(rejected.status == 500 && message.contains("eriod"), "{message}");
    for member in ["vendor", "subscriptionPeriod", "billingPeriod"] {
        order["products"][0][member] = twice[member].clone();
    }
    let placed = api.send("create_order", "", &order).ok();
    assert_eq!(placed["products"][0]["id"], twice["id"]);
}

#[test]
fn mixed_services_and_lone_add_ons_are_rejected() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let rows = api.rows("list_products", &[], 500);
    let customer = api.active_customer();
    let add_on =
        rows.iter().find(|row| row["dependsOn"].as_array().is_some_and(|list| !list.is_empty())).unwrap();
    let mut order = api.sales_order(&customer, add_on, 50);
    let rejected = api.send("create_order", "", &order);
    let needed = &add_on["dependsOn"][0];
    assert!(
        rejected.body["message"].as_str().unwrap().contains(needed["mpn"].as_str().unwrap()),
        "{rejected:?}"
    );
    let needed = rows.iter().find(|row| row["id"] == needed["id"]).unwrap();
    order["products"].as_array_mut().unwrap().push(api.line(&customer, needed, 50));
    let placed = api.send("create_order", "", &order).ok();
    assert_eq!(placed["products"][0]["subscriptionId"], placed["products"][1]["subscriptionId"]);
    let other = rows.iter().find(|row| row["serviceName"] != needed["serviceName"]).unwrap();
    order["products"].as_array_mut().unwrap().push(api.line(&customer, other, 50));
    assert!(api.send("create_order", "", &order).body["message"].as_str().unwrap().contains("one service"));
}

#[test]
fn invalid_parameter_fails_order_but_not_validation() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let customer = api.active_customer();
    let product = product(&api, "Velloran Workplace Starter", "month");
    let mut order = api.sales_order(&customer, &product, 5);
    let name = order["products"][0]["parameters"][0]["name"].clone();
    order["products"][0]["parameters"] =
        json!([{ "name": name.as_str().unwrap().to_uppercase(), "value": "fabrikam.example" }]);
    let asked = json!({ "customerId": customer, "products": order["products"] });
    let results = api.send("validate_parameters", "", &asked).ok();
    let results = results["data"][0]["parameters"].as_array().unwrap().clone();
    assert!(results.iter().all(|result| result["result"] == "error"), "{results:?}");
    assert!(results[0]["message"].as_str().unwrap().contains("case-sensitive"));
    assert_eq!(api.send("create_order", "", &order).status, 500);
}

#[test]
fn new_customer_is_pending_without_secrets() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let body = json!({
        "id": "ignored", "name": "Fabrikam", "language": "en", "taxRegId": "GB-1", "externalId": "F-1",
        "address": { "streetAddress": "2 Dock Road", "city": "Leith", "postalCode": "EH6", "countryCode": "GB" },
        "contactPersons": [{
            "type": "admin", "firstName": "Ada", "lastName": "Okafor", "email": "ada@fabrikam.example",
            "phoneNumber": "44##2079460000#", "login": "ada.okafor", "password": "Quiet-River-7",
        }],
    });
    let created = api.send("create_customer", "", &body).ok();
    assert_eq!((&created["status"], created.get("taxRegId")), (&json!("pending"), None));
    assert!(!created.to_string().contains("Quiet-River-7") && !created.to_string().contains("ada.okafor"));
    pass(&sandbox, 30);
    let detail = api.get("get_customer", id(&created)).ok();
    assert_eq!((&detail["status"], &detail["taxRegId"]), (&json!("active"), &json!("GB-1")));
    let found = api.rows("list_customers", &[("email", "ADA@fabrikam.example")], 10);
    assert_eq!(found.len(), 1);
    let mut weak = body;
    weak["contactPersons"][0]["password"] = "short".into();
    let rejected = api.send("create_customer", "", &weak);
    let message = rejected.body["message"].as_str().unwrap();
    assert!(message.starts_with("contactPersons[0].password") && !message.contains("short"), "{message}");
}

#[test]
fn two_account_statuses_can_be_set() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let customer = api.active_customer();
    assert_eq!(api.send("update_customer", &customer, &json!({ "status": "cancelled" })).status, 400);
    let held = api.send("update_customer", &customer, &json!({ "status": "creditHold" })).ok();
    assert!(held["status"] == "creditHold" && held["resellerId"].is_string());
}

#[test]
fn special_prices_apply_to_later_orders() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let bought = bought(&api);
    let currency = &bought["total"]["currency"];
    let product = bought["products"][0]["id"].clone();
    let price =
        json!({ "products": [{ "id": product, "unitPrice": { "currency": currency, "amount": "1.5" } }] });
    let subscription = bought["subscriptionId"].as_str().unwrap();
    let detail = api.send("update_subscription_special_pricing", subscription, &price).ok();
    assert_eq!(detail["products"][0]["extendedPrice"]["amount"], "7.5");
    let change = api.send("create_order", "", &order(&bought, "change", Some(9))).ok();
    assert_eq!(change["total"]["amount"], "6");
    let other = json!({ "products": [{ "id": product, "unitPrice": { "currency": "XXX", "amount": "1" } }] });
    assert_eq!(api.send("update_subscription_special_pricing", subscription, &other).status, 400);
}

#[test]
fn page_limits_are_clamped_or_rejected() {
    let sandbox = Sandbox::builder().size(Size::with_orders(700)).start_blocking().unwrap();
    let api = Api::new(&sandbox);
    let page =
        api.list("list_orders", &[("limit", "1000"), ("startDate", "2030-01-01"), ("sort", "id")]).ok();
    assert_eq!(page["data"].as_array().unwrap().len(), 500);
    assert_eq!(page["pagination"], json!({ "offset": 0, "limit": 500, "total": 700 }));
    let few = api.list("list_orders", &[("offset", "695"), ("limit", "10")]).ok();
    assert_eq!((few["data"].as_array().unwrap().len(), &few["pagination"]["limit"]), (5, &json!(10)));
    let mut behavior = Behavior::default();
    behavior.above_page_limit = PageLimit::Reject;
    let strict = with(behavior);
    assert_eq!(Api::new(&strict).list("list_orders", &[("limit", "501")]).status, 400);
}

#[test]
fn filters_apply_and_take_one_status() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let active = api.rows("list_subscriptions", &[("status", "active")], 500);
    assert!(!active.is_empty() && active.iter().all(|row| row["status"] == "active"));
    assert_eq!(api.list("list_subscriptions", &[("status", "active,hold")]).status, 400);
    let customer = active[0]["customerId"].as_str().unwrap();
    let own = api.rows("list_orders", &[("customerId", customer), ("status", "completed")], 500);
    assert!(own.iter().all(|row| row["customerId"] == customer && row["status"] == "completed"));
    let orders = api.rows("list_orders", &[], 500);
    let middle = orders[orders.len() / 2]["creationDate"].as_str().unwrap();
    let newer = api.rows("list_orders", &[("creationTimeFrom", middle)], 500).len();
    let older = api.rows("list_orders", &[("creationTimeTo", middle)], 500).len();
    assert!(newer < orders.len() && older < orders.len() && newer + older > orders.len());
    let mut behavior = Behavior::default();
    behavior.creation_time_filters = false;
    sandbox.set_behavior(behavior);
    let all = api.rows("list_orders", &[("creationTimeFrom", "2099-01-01T00:00:00Z")], 500);
    assert_eq!(all.len(), orders.len());
}

#[test]
fn reports_ignore_paging_and_follow_clock() {
    let sandbox = sandbox();
    let api = Api::new(&sandbox);
    let list = api.list("list_reports", &[("limit", "1"), ("offset", "3")]).ok();
    let rows = list["data"].as_array().unwrap();
    let total = rows.len();
    assert!(total > 1);
    assert_eq!(list["pagination"], json!({ "offset": 0, "limit": total, "total": total }));
    assert!(rows.iter().all(|row| row["format"].as_str().unwrap().chars().all(char::is_uppercase)));
    let scheduled = json!({ "name": rows[0]["name"], "startDate": "2025-12-01T00:00:00Z" });
    let scheduled = api.send("create_report", "", &scheduled).ok();
    assert_eq!((&scheduled["status"], scheduled.get("downloadUrl")), (&json!("submitted"), None));
    pass(&sandbox, 60);
    let done = api.get("get_report", id(&scheduled)).ok();
    assert!(done["status"] == "completed" && done["downloadUrl"].is_string());
    pass(&sandbox, 3 * DAY);
    let daily = api.rows("list_reports", &[("type", "daily"), ("from", "2026-01-16")], 500);
    assert_eq!(daily.len(), 3);
}

#[test]
fn unknown_id_is_404_or_400() {
    let sandbox = sandbox();
    assert_eq!(Api::new(&sandbox).get("get_order", "1").status, 404);
    let mut behavior = Behavior::default();
    behavior.unknown_id = UnknownId::BadRequest;
    let other = with(behavior);
    let rejected = Api::new(&other).get("get_order", "1");
    assert!(
        rejected.status == 400
            && rejected.body["message"].as_str().unwrap().contains("No entity has been found")
    );
}

#[test]
fn ordinary_reseller_can_be_denied_resellers() {
    let mut behavior = Behavior::default();
    behavior.may_manage_resellers = false;
    let sandbox = with(behavior);
    let rejected = Api::new(&sandbox).list("list_resellers", &[]);
    assert_eq!((rejected.status, &rejected.body["status"]), (403, &json!(403)));
}
