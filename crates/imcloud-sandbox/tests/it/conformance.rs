//! Every response of every operation conforms to the specification.

use std::{cell::RefCell, collections::BTreeSet, time::Duration};

use chrono::{DateTime, Utc};
use imcloud_raw::{Operation, operations::OPERATIONS};
use imcloud_sandbox::{Behavior, Dataset, DependsOnForm, ReportRows, Sandbox, Size, UnknownId};
use serde_json::{Value, json};

use crate::{
    api::{Api, ApiResponse, id},
    fixtures,
    specification::Specification,
};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures");

/// Calls operations and validates every response.
struct Checker<'a> {
    api: Api<'a>,
    specification: &'a Specification,
    seen: RefCell<BTreeSet<(&'static str, u16)>>,
    faults: RefCell<BTreeSet<String>>,
}

impl Checker<'_> {
    fn check(&self, response: ApiResponse) -> Value {
        let faults = self.specification.faults(response.operation, response.status, &response.body);
        self.faults.borrow_mut().extend(faults);
        self.seen.borrow_mut().insert((response.operation.name, response.status));
        response.body
    }

    fn get(&self, name: &str, id: &str) -> Value {
        self.check(self.api.get(name, id))
    }

    fn send(&self, name: &str, id: &str, body: &Value) -> Value {
        self.check(self.api.send(name, id, body))
    }

    /// Reads every item of a list with its details.
    fn everything(&self, list: &str, owner: &str, detail: &str) {
        for offset in (0..).step_by(100) {
            let offset = offset.to_string();
            let query = [("offset", offset.as_str()), ("limit", "100")];
            let page = self.check(self.api.call(list, owner, &query, None));
            let rows = page["data"].as_array().unwrap().clone();
            if !detail.is_empty() {
                rows.iter().filter(|row| row["id"].is_string()).for_each(|row| {
                    self.get(detail, id(row));
                });
            }
            // Each page of reports has all of them.
            if rows.len() < 100 || list == "list_reports" {
                return;
            }
        }
    }

    fn everything_there_is(&self) {
        let named = |prefix| OPERATIONS.iter().filter(move |operation| operation.name.starts_with(prefix));
        for list in named("list_").filter(|list| !list.path.contains('{')) {
            let is_detail = |get: &&&Operation| {
                get.path.rsplit_once('/').is_some_and(|(path, id)| path == list.path && id.starts_with('{'))
            };
            let detail = named("get_").find(is_detail).map_or("", |get| get.name);
            self.everything(list.name, "", detail);
        }
        for reseller in self.api.rows("list_resellers", &[], 100) {
            self.everything("list_reseller_customers", id(&reseller), "");
            self.everything("list_reseller_orders", id(&reseller), "");
        }
    }

    /// Calls every operation that changes something.
    fn every_change(&self) {
        let contact = json!({
            "type": "admin", "firstName": "Ada", "lastName": "Okafor", "email": "ada@fabrikam.example",
            "phoneNumber": "49##3055501234#", "login": "ada.okafor", "password": "Quiet-River-7",
        });
        let address = json!({
            "streetAddress": "Lindenallee 4", "city": "Bonn", "postalCode": "53111", "countryCode": "DE",
        });
        let account = json!({
            "name": "Fabrikam Bau", "language": "de", "externalId": "F-1", "taxRegId": "DE000000000",
            "address": address, "contactPersons": [contact], "attributes": { "tier": "gold" },
        });
        let customer = self.send("create_customer", "", &account);
        self.send(
            "update_customer",
            id(&customer),
            &json!({ "status": "creditHold", "name": "Fabrikam Hoch" }),
        );
        self.send("update_customer", id(&customer), &json!({ "status": "adminHold" }));
        let mut reseller = account.clone();
        reseller["currency"] = "EUR".into();
        let reseller = self.send("create_reseller", "", &reseller);
        self.send(
            "update_reseller",
            id(&reseller),
            &json!({ "externalId": "R-9", "contactPersons": [contact] }),
        );
        self.send("create_reseller_customer", id(&reseller), &account);

        let customer = self.api.active_customer();
        let mut bought = Vec::new();
        for product in self.api.independent_products() {
            let order = self.api.sales_order(&customer, &product, 3);
            self.send("estimate_order", "", &order);
            bought.push(self.send("create_order", "", &order));
        }
        self.send("update_order", id(&bought[0]), &json!({ "creditCheck": true }));
        self.api.sandbox.advance(Duration::from_secs(3600));
        for order in &bought {
            let subscription = order["subscriptionId"].clone();
            let line = |quantity: u64| json!([{ "id": order["products"][0]["id"], "quantity": quantity }]);
            let ordered = |type_: &str| json!({ "type": type_, "customerId": customer, "subscriptionId": subscription });
            let mut change = ordered("change");
            change["products"] = line(7);
            self.send("estimate_order", "", &change);
            self.send("create_order", "", &change);
            // A second one is rejected while the first is open.
            self.send("create_order", "", &change);
            self.send("create_order", "", &ordered("renewal"));
            self.api.sandbox.advance(Duration::from_secs(3600));
            change["products"] = line(5);
            change["scheduledOn"] = "renewal".into();
            change["alignExpirationDate"] = json!({ "alignmentType": "MATCH_END_OF_CALENDAR_MONTH" });
            self.send("create_order", "", &change);
        }
        let subscription = bought[0]["subscriptionId"].as_str().unwrap();
        let currency = bought[0]["total"]["currency"].clone();
        let price = json!({ "currency": currency, "amount": "1.25" });
        let tiers = json!({ "currency": currency, "amount": "1.25", "priceTiers": [{ "lowerLimit": "5", "amount": "1" }] });
        let products = json!([{
            "id": bought[0]["products"][0]["id"], "unitPrice": tiers, "unitCost": price, "unitProviderCost": price,
        }]);
        self.send("update_subscription_special_pricing", subscription, &json!({ "products": products }));
        let update =
            json!({ "renewalStatus": false, "attributes": { "PONumber": "8" }, "products": products });
        self.send("update_subscription", subscription, &update);
        let cancellation = json!({ "type": "cancellation", "customerId": customer, "subscriptionId": bought[1]["subscriptionId"] });
        let cancellation = self.send("create_order", "", &cancellation);
        self.send("update_order", id(&cancellation), &json!({ "statusCode": "CL" }));
        let mut migration = self.api.sales_order(&customer, &self.api.independent_products()[0], 2);
        migration["type"] = "migration".into();
        self.send("create_order", "", &migration);
        for (member, value) in [
            ("startDate", json!("2025-11-01")),
            ("migrationDate", json!("2026-01-10")),
            ("expirationDate", json!("2026-10-31")),
            ("migrationProgram", json!("from-elsewhere")),
            ("autorenewal", json!(true)),
        ] {
            migration[member] = value;
        }
        self.send("create_order", "", &migration);
        let known = self.api.rows("list_reports", &[], 1);
        let report =
            json!({ "name": known[0]["name"], "startDate": "2025-12-01T00:00:00Z", "format": "csv" });
        self.send("create_report", "", &report);
        let wrong = json!({
            "customerId": customer,
            "products": [{ "id": bought[0]["products"][0]["id"], "parameters": [{ "name": "none", "value": 1 }] }],
        });
        self.send("validate_parameters", "", &wrong);

        let without_id =
            |operation: &&&Operation| operation.method == "POST" && !operation.path.contains('{');
        for operation in OPERATIONS.iter().filter(without_id).filter(|operation| operation.path != "/token") {
            for body in fixtures::requests_of(FIXTURES, operation, &customer) {
                self.send(operation.name, "", &body);
            }
        }
    }

    /// Requests unknown objects and sends invalid bodies.
    fn every_rejection(&self) {
        for operation in OPERATIONS.iter().filter(|operation| operation.path.contains('{')) {
            let body = (operation.method != "GET").then(|| json!({ "products": [] }));
            self.check(self.api.call(operation.name, "999", &[], body.as_ref()));
        }
        for operation in OPERATIONS.iter().filter(|operation| operation.method != "GET") {
            self.send(operation.name, "1", &json!({ "type": "sales" }));
        }
        self.check(self.api.list("list_orders", &[("limit", "0")]));
    }
}

#[test]
fn responses_conform_with_every_seed_time_and_behavior() {
    let specification = Specification::read();
    let mut seen = BTreeSet::new();
    let mut faults = BTreeSet::new();
    for (seed, size) in [(1, Size::handful()), (2, Size::handful()), (3, Size::with_orders(300))] {
        let mut behavior = Behavior::default();
        if seed == 2 {
            behavior.depends_on = DependsOnForm::Strings;
            behavior.report_rows = ReportRows::Bare;
            behavior.unknown_id = UnknownId::BadRequest;
        }
        let as_of: DateTime<Utc> = "2026-01-15T09:00:00Z".parse().unwrap();
        let dataset = Dataset::generate(seed, size, as_of);
        let sandbox = Sandbox::builder()
            .seed(seed)
            .dataset(dataset)
            .behavior(behavior)
            .token_lifetime(Duration::from_secs(u32::MAX.into()))
            .start_blocking()
            .unwrap();
        let checker = Checker {
            api: Api::new(&sandbox),
            specification: &specification,
            seen: RefCell::default(),
            faults: RefCell::default(),
        };
        let token = ApiResponse {
            operation: OPERATIONS
                .iter()
                .copied()
                .find(|operation| operation.name == "generate_auth_token")
                .unwrap(),
            status: 200,
            body: Api::new(&sandbox).log_in(),
        };
        checker.check(token);
        checker.everything_there_is();
        checker.every_change();
        checker.every_rejection();
        checker.everything_there_is();
        // More than a year: terms end and renew, and periodical reports are created.
        sandbox.advance(Duration::from_secs(400 * 24 * 3600));
        checker.everything_there_is();
        seen.extend(checker.seen.into_inner());
        faults.extend(checker.faults.into_inner());
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let succeeded = |name: &str| seen.contains(&(name, 200));
    let never: Vec<_> = OPERATIONS.iter().filter(|operation| !succeeded(operation.name)).collect();
    assert!(never.is_empty(), "operations that never succeeded here: {never:?}");
    let mut statuses: Vec<_> = seen.iter().map(|(_, status)| *status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    assert_eq!(statuses, [200, 400, 401, 404, 500]);
}
