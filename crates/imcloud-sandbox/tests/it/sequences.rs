//! Whatever is done to a sandbox in whatever order, what it says about itself agrees.

use std::{collections::BTreeMap, time::Duration};

use imcloud_sandbox::{Dataset, Sandbox, Size};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::api::{Api, ApiResponse, id};

/// A call of a user. Numbers select among the existing records.
#[derive(Clone, Debug)]
enum Step {
    CreateCustomer,
    Sell {
        customer: usize,
        product: usize,
        quantity: u64,
    },
    SellWithAddOn {
        customer: usize,
        product: usize,
        quantity: u64,
    },
    Change {
        subscription: usize,
        total: u64,
        at_renewal: bool,
    },
    SwitchPlan {
        subscription: usize,
        switch: usize,
    },
    /// Buys the same product again and moves units there.
    Split {
        subscription: usize,
        quantity: u64,
    },
    Renew {
        subscription: usize,
    },
    Cancel {
        subscription: usize,
        at_renewal: bool,
    },
    SetRenewal {
        subscription: usize,
        renews: bool,
    },
    Withdraw {
        order: usize,
    },
    ScheduleReport,
    Wait {
        seconds: u64,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let any_of = 0..1000_usize;
    let quantity = 0..40_u64;
    let step = prop_oneof![
        1 => Just(Step::CreateCustomer),
        4 => (any_of.clone(), any_of.clone(), quantity.clone())
            .prop_map(|(customer, product, quantity)| Step::Sell { customer, product, quantity }),
        2 => (any_of.clone(), any_of.clone(), quantity.clone())
            .prop_map(|(customer, product, quantity)| Step::SellWithAddOn { customer, product, quantity }),
        5 => (any_of.clone(), quantity.clone(), any::<bool>())
            .prop_map(|(subscription, total, at_renewal)| Step::Change { subscription, total, at_renewal }),
        3 => (any_of.clone(), any_of.clone())
            .prop_map(|(subscription, switch)| Step::SwitchPlan { subscription, switch }),
        2 => (any_of.clone(), quantity)
            .prop_map(|(subscription, quantity)| Step::Split { subscription, quantity }),
        1 => any_of.clone().prop_map(|subscription| Step::Renew { subscription }),
        1 => (any_of.clone(), any::<bool>())
            .prop_map(|(subscription, at_renewal)| Step::Cancel { subscription, at_renewal }),
        1 => (any_of.clone(), any::<bool>())
            .prop_map(|(subscription, renews)| Step::SetRenewal { subscription, renews }),
        2 => any_of.prop_map(|order| Step::Withdraw { order }),
        1 => Just(Step::ScheduleReport),
        5 => prop_oneof![Just(30), Just(120), Just(86_400), Just(35 * 86_400), Just(400 * 86_400)]
            .prop_map(|seconds| Step::Wait { seconds }),
    ];
    prop::collection::vec(step, 1..25)
}

fn take(step: &Step, api: &Api<'_>, products: &[Value]) -> Option<ApiResponse> {
    let all = |name| api.rows(name, &[], 500);
    let pick = |rows: Vec<Value>, number: usize| {
        let count = rows.len();
        rows.into_iter().nth(number % count.max(1))
    };
    // Mostly active ones, because nearly all calls of others are rejected.
    let subscription = |number: usize| {
        let status: &[_] = if number.is_multiple_of(10) { &[] } else { &[("status", "active")] };
        pick(api.rows("list_subscriptions", status, 500), number / 10)
    };
    let order = |type_: &str, subscription: &Value| json!({ "type": type_, "customerId": subscription["customerId"], "subscriptionId": subscription["id"] });
    let held = |subscription: &Value| {
        api.get("get_subscription", id(subscription)).ok()["products"][0]["id"].clone()
    };
    let response = match step {
        Step::CreateCustomer => {
            let address = json!({
                "streetAddress": "Kade 1", "city": "Utrecht", "postalCode": "3511", "countryCode": "NL",
            });
            let body =
                json!({ "name": "Waterkant", "language": "nl", "address": address, "contactPersons": [] });
            api.send("create_customer", "", &body)
        }
        Step::Sell { customer, product, quantity } => {
            let customer = pick(all("list_customers"), *customer)?;
            let product = &products[product % products.len()];
            api.send("create_order", "", &api.sales_order(id(&customer), product, *quantity))
        }
        Step::SellWithAddOn { customer, product, quantity } => {
            let customer = pick(all("list_customers"), *customer)?;
            let product = &products[product % products.len()];
            let mut body = api.sales_order(id(&customer), product, *quantity);
            let needed = product["dependsOn"].as_array().into_iter().flatten();
            let needed =
                needed.filter_map(|needed| products.iter().find(|product| product["id"] == needed["id"]));
            let lines: Vec<_> = needed.map(|product| api.line(id(&customer), product, *quantity)).collect();
            body["products"].as_array_mut().unwrap().extend(lines);
            api.send("create_order", "", &body)
        }
        Step::Change { subscription: number, total, at_renewal } => {
            let subscription = subscription(*number)?;
            let mut body = order("change", &subscription);
            body["products"] = json!([{ "id": held(&subscription), "quantity": total }]);
            if *at_renewal {
                body["scheduledOn"] = "renewal".into();
            }
            api.send("create_order", "", &body)
        }
        Step::SwitchPlan { subscription: number, switch } => {
            let detail = api.get("get_subscription", id(&subscription(*number)?)).ok();
            let plan = detail["planId"].to_string();
            let plan = api.get("get_plan", plan.trim_matches('"')).ok();
            let switches = plan["planSwitches"].as_array().cloned().unwrap_or_default();
            let mut body = order("change", &detail);
            body["planId"] = pick(switches, *switch)?["planId"].clone();
            api.send("create_order", "", &body)
        }
        Step::Split { subscription: number, quantity } => {
            let from = subscription(*number)?;
            let product = json!({ "id": held(&from) });
            // One that is pending holds nothing yet.
            product["id"].as_str()?;
            let customer = from["customerId"].as_str().unwrap();
            let bought = api.send("create_order", "", &api.sales_order(customer, &product, 1 + quantity / 2));
            if bought.status != 200 {
                return Some(bought);
            }
            api.sandbox.advance(Duration::from_secs(120));
            let mut body = order("change", &from);
            body["placementType"] = "MOVE".into();
            body["targetSubscriptionId"] = bought.body["subscriptionId"].clone();
            body["products"] = json!([{ "id": product["id"], "quantity": 1 + quantity / 4 }]);
            api.send("create_order", "", &body)
        }
        Step::Renew { subscription: number } => {
            api.send("create_order", "", &order("renewal", &subscription(*number)?))
        }
        Step::Cancel { subscription: number, at_renewal } => {
            let mut body = order("cancellation", &subscription(*number)?);
            if *at_renewal {
                body["scheduledOn"] = "renewal".into();
            }
            api.send("create_order", "", &body)
        }
        Step::SetRenewal { subscription: number, renews } => {
            api.send("update_subscription", id(&subscription(*number)?), &json!({ "renewalStatus": renews }))
        }
        Step::Withdraw { order } => {
            // The newest, since the others are done.
            let order = pick(all("list_orders"), order % 4)?;
            api.send("update_order", id(&order), &json!({ "statusCode": "CL" }))
        }
        Step::ScheduleReport => {
            let known = pick(all("list_reports"), 0)?;
            let body = json!({ "name": known["name"], "startDate": "2026-01-01T00:00:00Z" });
            api.send("create_report", "", &body)
        }
        Step::Wait { seconds } => {
            api.sandbox.advance(Duration::from_secs(*seconds));
            return None;
        }
    };
    Some(response)
}

/// An error has a message, and a success is a record that can be read.
fn check_response(api: &Api<'_>, response: &ApiResponse) {
    if response.status != 200 {
        assert!(matches!(response.status, 400 | 500), "{response:?}");
        assert!(
            response.body["message"].as_str().is_some_and(|message| message.ends_with('.')),
            "{response:?}"
        );
        return;
    }
    if response.operation.name == "create_order" {
        let again = api.get("get_order", id(&response.body)).ok();
        assert_eq!(again, response.body);
    }
}

fn check_lists(api: &Api<'_>) {
    for list in [
        "list_customers",
        "list_resellers",
        "list_products",
        "list_plans",
        "list_orders",
        "list_subscriptions",
    ] {
        let complete = api.rows(list, &[], 500);
        let mut ids: Vec<_> = complete.iter().map(|row| id(row).to_owned()).collect();
        for limit in [7, 33] {
            let paged = api.rows(list, &[], limit);
            assert_eq!(paged, complete, "{list} in pages of {limit}");
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), complete.len(), "{list} gives an id twice");
    }
    let created: Vec<_> = api
        .rows("list_orders", &[], 500)
        .iter()
        .map(|row| row["creationDate"].as_str().unwrap().to_owned())
        .collect();
    assert!(created.is_sorted_by(|newer, older| newer >= older), "orders are newest first");
}

fn number(value: &Value) -> Decimal {
    value.to_string().trim_matches('"').parse().unwrap()
}

/// Returns the sums of the completed orders of a subscription, by product.
fn ordered(api: &Api<'_>, subscription: &str) -> BTreeMap<String, Decimal> {
    let rows = api.rows("list_orders", &[("subscriptionId", subscription), ("status", "completed")], 500);
    let mut orders: Vec<_> = rows.iter().map(|row| api.get("get_order", id(row)).ok()).collect();
    let when = |order: &Value| (order["provisioningDate"].to_string(), id(order).parse::<u64>().unwrap());
    orders.sort_by_key(when);
    let mut seats = BTreeMap::<String, Decimal>::new();
    for order in &orders {
        for line in order["products"].as_array().into_iter().flatten() {
            let (product, quantity) = (id(line).to_owned(), number(&line["quantity"]));
            if line["targetSubscriptionId"] == subscription {
                *seats.entry(product).or_default() -= quantity;
            } else if line["subscriptionId"] == subscription {
                let product = match line["newId"].as_str() {
                    Some(new) => {
                        let carried = seats.remove(&product).unwrap_or_default();
                        *seats.entry(new.to_owned()).or_default() += carried;
                        new.to_owned()
                    }
                    None => product,
                };
                let seats = seats.entry(product).or_default();
                *seats = if order["scheduledOn"] == "renewal" { quantity } else { *seats + quantity };
            }
        }
    }
    seats.retain(|_, quantity| !quantity.is_zero());
    seats
}

fn check_quantities(api: &Api<'_>) {
    for row in api.rows("list_subscriptions", &[], 500) {
        let subscription = api.get("get_subscription", id(&row)).ok();
        let products = subscription["products"].as_array().unwrap().iter();
        let mut held: BTreeMap<_, _> =
            products.map(|product| (id(product).to_owned(), number(&product["quantity"]))).collect();
        held.retain(|_, quantity| !quantity.is_zero());
        assert_eq!(held, ordered(api, id(&row)), "subscription {subscription:#}");
    }
}

#[test]
fn no_sequence_of_calls_makes_the_sandbox_contradict_itself() {
    let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
    let cases = (0..1_000_u64, steps());
    let outcome = TestRunner::new(config).run(&cases, |(seed, steps)| {
        let as_of = "2026-01-15T09:00:00Z".parse().unwrap();
        let sandbox = Sandbox::builder()
            .seed(seed)
            .dataset(Dataset::generate(seed, Size::handful(), as_of))
            .token_lifetime(Duration::from_secs(u32::MAX.into()))
            .start_blocking()
            .unwrap();
        let api = Api::new(&sandbox);
        let products = api.rows("list_products", &[], 500);
        for step in &steps {
            if let Some(response) = take(step, &api, &products) {
                check_response(&api, &response);
            }
        }
        check_lists(&api);
        check_quantities(&api);
        let state = sandbox.dataset().to_json().unwrap();
        assert_eq!(Dataset::from_json(&state).unwrap().to_json().unwrap(), state);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
