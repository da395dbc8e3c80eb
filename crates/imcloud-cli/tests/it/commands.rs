//! The commands, which together cover the API.

use std::collections::BTreeSet;

use imcloud_raw::operations::OPERATIONS;
use imcloud_sandbox::{Fault, Sandbox, Size};
use serde_json::json;

use crate::{fixtures, tool::Tool};

const CUSTOMER: &str = "\
name: Example Works BV
language: en
externalId: crm-901
address:
  streetAddress: Kade 1
  city: Delft
  postalCode: 2611 AA
  countryCode: NL
contactPersons:
  - type: admin
    firstName: Ada
    lastName: Smit
    email: ada@example.com
    phoneNumber: '+31150000000'
";

#[test]
fn commands_reach_every_operation() {
    let tool = Tool::new();
    tool.file("customer.yaml", CUSTOMER);
    let (customer, product) = tool.account();
    let reseller = tool.find("resellers list", "[0].id");
    let order = tool.find("orders list --status processing", "[0].id");
    let subscription = tool.find("subscriptions list --status active", "[0].id");
    let mpn = tool.find(&format!("subscriptions get {subscription}"), "products[0].mpn");
    let currency = tool.find(&format!("subscriptions get {subscription}"), "products[0].unitPrice.currency");
    let report_name = tool.find("reports list", "[0].name");
    for line in [
        format!("customers update {customer} --external-id crm-902"),
        format!("resellers update {reseller} --external-id erp-2"),
        format!("resellers customers list {reseller}"),
        format!("resellers customers create {reseller} --from customer.yaml --external-id crm-903"),
        format!("resellers orders list {reseller}"),
        format!("orders estimate --type sales --customer {customer} --product id={product},quantity=3"),
        format!("orders place --yes --type sales --customer {customer} --product id={product},quantity=3"),
        format!("orders update {order} --credit-check true"),
        format!("subscriptions update {subscription} --attribute costCentre=7"),
        format!("subscriptions special-pricing {subscription} --price {mpn}=1.50:{currency} --yes"),
        format!("validate --customer {customer} --type sales --product id={product},quantity=3"),
    ]
    .into_iter()
    .chain(commands_by_convention(&tool, &customer))
    {
        let run = tool.run(&line);
        assert!(matches!(run.code, Some(0)), "{line}: {run:?}");
        assert!(!run.stdout.is_empty() || line.starts_with("validate"), "{line}");
    }
    let schedule = ["reports", "schedule", "--name", &report_name, "--start", "2026-01-01T00:00:00Z"];
    tool.run_args(schedule).data();

    let reached: BTreeSet<String> = tool
        .sandbox
        .journal()
        .entries()
        .iter()
        .filter_map(|entry| entry.operation().map(str::to_owned))
        .collect();
    let all: BTreeSet<String> = OPERATIONS.iter().map(|operation| operation.name.to_owned()).collect();
    assert_eq!(reached, all);
}

/// Returns `NOUN list`, `NOUN get ID` and `NOUN create --from FILE` for the operations of each noun.
fn commands_by_convention(tool: &Tool, customer: &str) -> Vec<String> {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures");
    let mut lines = Vec::new();
    for operation in OPERATIONS {
        let segments: Vec<_> = operation.path.split('/').skip(1).collect();
        match (operation.method, &*segments) {
            ("GET", [noun]) => lines.push(format!("{noun} list")),
            ("GET", [noun, _]) => {
                let id = tool.find(&format!("{noun} list"), "[0].id");
                lines.push(format!("{noun} get {id}"));
            }
            // `orders place`, `reports schedule` and `auth login`
            ("POST", [noun]) if !["orders", "reports", "token"].contains(noun) => {
                let body = fixtures::requests_of(fixtures, operation, customer).remove(0);
                tool.file(&format!("{noun}.json"), &body.to_string());
                lines.push(format!("{noun} create --from {noun}.json"));
            }
            _ => {}
        }
    }
    lines
}

#[test]
fn created_customer_is_found() {
    let tool = Tool::new();
    tool.file("customer.yaml", CUSTOMER);
    let made = tool.run("customers create --from customer.yaml --name Another --output json").json();
    assert_eq!(made["name"], "Another", "a flag is put over the file");
    let found = tool.run("customers list --external-id crm-901 --output json").json();
    assert_eq!(found[0]["id"], made["id"]);
    let id = made["id"].as_str().unwrap();
    tool.run(&format!(
        "customers update {id} --city Leiden --street Rapenburg --postal-code 2311 --country NL"
    ))
    .data();
    assert_eq!(tool.run(&format!("customers get {id} -o json")).json()["address"]["city"], "Leiden");
}

#[test]
fn flags_alone_make_a_customer() {
    let tool = Tool::new();
    let run = tool.run_args([
        "customers",
        "create",
        "--name",
        "Flags BV",
        "--language",
        "nl",
        "--street",
        "Kade 1",
        "--city",
        "Delft",
        "--postal-code",
        "2611 AA",
        "--country",
        "NL",
        "--contact",
        "type=admin,firstName=Ada,lastName=Smit,email=ada@example.com,phoneNumber=+31150000000",
        "--attribute",
        "costCentre=7",
        "--output",
        "json",
    ]);
    assert_eq!(run.json()["contactPersons"][0]["firstName"], "Ada");
}

#[test]
fn filters_narrow_lists() {
    let tool = Tool::new();
    let orders = tool.run("orders list --status completed --output json").json();
    assert!(orders.as_array().unwrap().iter().all(|order| order["status"] == "completed"));
    let day = tool.find("orders list", "[3].creationDate");
    let of_day =
        tool.run(&format!("orders list --created-from {0} --created-to {0} -o json", &day[..10])).json();
    let of_day = of_day.as_array().unwrap();
    assert!(
        !of_day.is_empty() && of_day.iter().all(|it| it["creationDate"].as_str().unwrap()[..10] == day[..10])
    );
    let customer = tool.find("subscriptions list", "[0].customerId");
    let own = tool.run(&format!("subscriptions list --customer {customer} --output json")).json();
    assert!(own.as_array().unwrap().iter().all(|row| row["customerId"] == customer.as_str()));
    let first = tool.run("orders list --limit 3 --output json").json();
    let later = tool.run("orders list --limit 1 --offset 2 --output json").json();
    assert_eq!(first.as_array().unwrap().len(), 3);
    assert_eq!(later[0], first[2]);
}

#[test]
fn any_request_can_be_sent() {
    let tool = Tool::new();
    let (customer, product) = tool.account();
    let order =
        json!({ "type": "sales", "customerId": customer, "products": [{ "id": product, "quantity": 2 }] });
    let estimate = tool.run_args(["api", "POST", "/orders/estimate", "--body", &order.to_string()]).json();
    assert_eq!(estimate["type"], "sales");
    let fed = tool.feed("api post /orders/estimate --from -", &order.to_string());
    assert_eq!(fed.json()["total"], estimate["total"]);
    let rows = tool.run("api GET /orders --param status=completed --paginate --output ndjson");
    let listed = tool.run("orders list --status completed --output ndjson");
    assert_eq!(rows.data().lines().count(), listed.data().lines().count());
    let changed = tool.run_args([
        "api",
        "PATCH",
        &format!("/customers/{customer}"),
        "--body",
        r#"{"externalId": "x-1"}"#,
    ]);
    assert_eq!(changed.json()["externalId"], "x-1");
    tool.run("api GET /customers --paginate --param limit=2").failed(2);
    tool.run("api GET /customers/1 --paginate").failed(4);
    tool.run("api FETCH /customers").failed(2);
}

#[test]
fn order_request_needs_confirmation() {
    let tool = Tool::new();
    let (customer, product) = tool.account();
    let order =
        json!({ "type": "sales", "customerId": customer, "products": [{ "id": product, "quantity": 2 }] });
    let run = tool.run_args(["api", "POST", "/orders", "--body", &order.to_string()]);
    assert!(run.failed(2).contains("Estimated price"), "{run:?}");
    assert_eq!(tool.calls("create_order"), 0);
}

#[test]
fn rejected_parameters_are_listed() {
    let tool = Tool::new();
    let (customer, _) = tool.account();
    let product = tool.find("products list", r#"[] | select(.vendor == "Velloran Systems") | .id"#);
    let run = tool.run(&format!(
        "validate --customer {customer} --type sales --product id={product},quantity=1,param.nonsense=1"
    ));
    insta::assert_snapshot!(format!("exit {:?}\n{}{}", run.code, run.stdout, run.stderr));
}

#[test]
fn spreadsheet_records_become_external_ids() {
    let tool = Tool::new();
    let id = tool.find("customers list", r#"[] | select(.status == "active" and .externalId == null) | .id"#);
    let name =
        tool.find("customers list", r#"[] | select(.status == "active" and .externalId == null) | .name"#);
    tool.file("crm.csv", &format!("Key,Company\nK-1,\"{name}\"\nK-2,Nobody Knows Ltd\n"));
    let line = "customers map --csv crm.csv --id-column Key --name-column Company";
    let seen = tool.run(line);
    assert!(seen.data().contains("unmatched") && seen.stderr.contains("1 matched, 1 unmatched"), "{seen:?}");
    assert_eq!(tool.calls("update_customer"), 0);
    tool.run(&format!("{line} --apply")).failed(2);
    let rehearsed = tool.run(&format!("{line} --apply --dry-run"));
    assert!(rehearsed.data().contains(&format!("PATCH /customers/{id}")), "{rehearsed:?}");
    assert_eq!(tool.calls("update_customer"), 0);
    assert!(tool.run(&format!("{line} --apply --yes")).data().contains("written"));
    assert_eq!(tool.find(&format!("customers get {id}"), "externalId"), "K-1");
}

#[test]
fn report_is_downloaded_to_each_target() {
    let tool = Tool::new();
    let report = tool.find("reports list --status completed --format csv", "[0].id");
    let run = tool.run(&format!("reports download {report} --to out.csv"));
    assert!(run.stderr.contains("bytes in out.csv"), "{run:?}");
    let written = std::fs::read_to_string(tool.path("out.csv")).unwrap();
    assert_eq!(tool.run(&format!("reports download {report} --to -")).data(), written);
    tool.run(&format!("reports download {report} --to out.csv")).failed(2);
    tool.run(&format!("reports download {report} --to out.csv --force")).data();
    tool.run(&format!("reports download {report}")).data();
    assert!(crate::tool::files_in(tool.home.path()).iter().any(|name| name.contains("2026-01-")));
}

#[test]
fn slow_download_ends_at_the_timeout() {
    let tool = Tool::new();
    let report = tool.find("reports list --status completed --format csv", "[0].id");
    let chunk_delay = std::time::Duration::from_millis(100);
    tool.sandbox.inject(Fault::slow_body(1_000, chunk_delay).on("download")).unwrap();
    let run = tool.run(&format!("reports download {report} --to out.csv --timeout 1s"));
    assert!(run.failed(1).contains("not complete after 1s"), "{run:?}");
    assert!(!tool.path("out.csv").exists());
}

#[test]
fn html_page_is_not_downloaded() {
    let tool = Tool::new();
    let report = tool.find("reports list --status completed --format csv", "[0].id");
    std::fs::File::create(tool.path("out.csv")).unwrap();
    tool.sandbox.inject(Fault::content_type("text/html").on("download")).unwrap();
    for target in ["out.csv --force", "-"] {
        let run = tool.run(&format!("reports download {report} --to {target}"));
        assert!(run.stderr.contains("received an HTML page instead of the report"), "{run:?}");
        assert_eq!(run.stdout, "");
        run.failed(1);
    }
    assert_eq!(std::fs::read_to_string(tool.path("out.csv")).unwrap(), "");
}

#[cfg(unix)]
#[test]
fn special_file_is_written_not_replaced() {
    use std::os::unix::fs::FileTypeExt as _;
    let tool = Tool::new();
    let report = tool.find("reports list --status completed --format csv", "[0].id");
    let complete = tool.run(&format!("reports download {report} --to -")).data().to_owned();
    let pipe = tool.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    tool.run(&format!("reports download {report} --to pipe --force")).data();
    assert_eq!(reader.join().unwrap(), complete);
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
    std::fs::create_dir(tool.path("directory")).unwrap();
    tool.run(&format!("reports download {report} --to directory")).data();
    assert_eq!(crate::tool::files_in(&tool.path("directory")).len(), 1);
}

#[test]
fn signed_urls_are_shown_only_on_request() {
    let tool = Tool::new();
    let id = tool.find("reports list --status completed", "[0].id");
    for line in [format!("reports get {id} -o json"), "reports list -o json".to_owned()] {
        let hidden = tool.run(&line).data().to_owned();
        assert!(hidden.contains("?[hidden]") && !hidden.contains("sig="), "{hidden}");
        assert!(tool.run(&format!("{line} --signed-urls")).data().contains("sig="));
    }
}

#[test]
fn verbose_logs_requests_without_secrets() {
    let tool = Tool::new();
    let run = tool.run("customers list --verbose");
    assert!(run.stderr.contains("POST /token -> 200 in "), "{run:?}");
    assert!(run.stderr.contains("GET /customers -> 200 in "), "{run:?}");
    let secrets = tool.sandbox.credentials();
    assert!(!run.stderr.contains(secrets.password.expose()));
    assert!(!run.stderr.contains(secrets.subscription_key.expose()));
}

#[test]
fn dry_run_sends_nothing() {
    let tool = Tool::anonymous();
    tool.file("customer.yaml", &CUSTOMER.replace("type: admin", "type: admin\n    password: s3cret-s3cret"));
    let printed = tool.run("customers create --from customer.yaml --dry-run");
    insta::assert_snapshot!(printed.data());
    assert!(printed.stderr.contains("nothing was sent"));
    let json = tool.run("orders update 7 --status-code CL --dry-run --output json").json();
    assert_eq!(json, json!({ "method": "PATCH", "path": "/orders/7", "body": { "statusCode": "CL" } }));
    assert_eq!(tool.sandbox.requests_served(), 0);
}

#[test]
fn sandbox_option_needs_no_credentials() {
    let tool = Tool::anonymous();
    let run = tool.run("--sandbox customers list");
    assert_eq!(run.data().lines().count(), 7, "{run:?}");
    assert!(run.stderr.starts_with("sandbox: demo data in this process"));
    assert_eq!(tool.run("--sandbox customers list --quiet").stderr, "");
}

#[test]
fn completions_and_manual_pages_are_written() {
    let tool = Tool::anonymous();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(tool.run(&format!("completions {shell}")).data().contains("COMPLETE"), "{shell}");
    }
    assert!(tool.run("man").data().contains(".TH imcloud 1"));
    tool.run("man --dir pages").data();
    let pages = crate::tool::files_in(&tool.path("pages"));
    assert!(pages.contains(&"imcloud-orders-place.1".to_owned()), "{pages:?}");
}

#[test]
fn inserted_items_are_not_repeated() {
    let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(1_800)));
    let ids = |line: &str| -> Vec<String> {
        tool.run(line).data().lines().map(|line| line.trim_matches('"').to_owned()).collect()
    };
    let original = ids("api GET /orders --paginate --query .[].id --output ndjson");
    assert_eq!(original.len(), 1_800);
    tool.sandbox.inject(Fault::inserted_items(7).on("list_orders")).unwrap();
    let mut read = ids("api GET /orders --paginate --query .[].id --output ndjson");
    assert_eq!(read.iter().collect::<BTreeSet<_>>().len(), read.len(), "a row came twice");
    read.retain(|id| original.contains(id));
    assert_eq!(read, original);
    assert!(tool.run("api GET /customers --paginate --query .[0].id").data().len() > 3);
    tool.run("api GET /customers?limit=3 --paginate").failed(2);
    assert!(tool.run("api GET /orders/1000042 --paginate").failed(4).contains("no order"));
}
