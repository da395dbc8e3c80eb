//! Exit codes and error messages, on which scripts rely.

use imcloud_sandbox::{Fault, Sandbox};
use serde_json::Value;

use crate::tool::Tool;

#[test]
fn usage_is_2() {
    let tool = Tool::anonymous();
    for line in [
        "customers",
        "customers lst",
        "customers list --limit many",
        "customers list --limit -1",
        "subscriptions seats 7 --add -2x",
        "orders list --created-from yesterday",
        "orders list --status=",
        "customers list --query [?",
        "customers list --columns a..b",
        "customers list --timeout soon",
        "customers update 7",
        "subscriptions list --created-from yesterday",
        "--sandbox --profile x customers list",
    ] {
        assert_eq!(tool.run(line).code, Some(2), "{line}: {:?}", tool.run(line));
    }
    assert_eq!(tool.sandbox.requests_served(), 0);
}

#[test]
fn missing_credentials_are_3() {
    let tool = Tool::anonymous();
    let run = tool.run("customers list");
    insta::assert_snapshot!(run.failed(3));
    let mut command = tool.command(["customers", "list"]);
    command.env("IMCLOUD_USERNAME", "a.api").env("IMCLOUD_BASE_URL", "ftp://x");
    let run = crate::tool::Run::of(&mut command);
    insta::assert_snapshot!(run.failed(3));
}

#[test]
fn rejected_credentials_are_3() {
    let tool = Tool::new();
    tool.sandbox.set_user_active(false);
    let run = tool.run("customers list");
    assert!(run.failed(3).contains("imcloud auth check"), "{run:?}");
    insta::assert_snapshot!(tool.run("auth check").failed(3));
}

#[test]
fn unknown_objects_are_4() {
    let tool = Tool::new();
    for noun in ["customers", "orders", "plans", "subscriptions", "resellers"] {
        let run = tool.run(&format!("{noun} get 1"));
        assert!(run.failed(4).contains("There is no"), "{run:?}");
    }
}

#[test]
fn rejections_are_5_with_service_message() {
    let tool = Tool::new();
    let run = tool.run("orders estimate --type sales --customer 1 --product mpn=NONE,quantity=1");
    assert!(matches!(run.code, Some(4 | 5)), "{run:?}");
    let (customer, _) = tool.account();
    let line = format!("orders place --yes --type sales --customer {customer} --product mpn=NONE,quantity=1");
    assert!(tool.run(&line).failed(5).contains("NONE"));
}

#[test]
fn unknown_outcome_is_6() {
    let never = Fault::gateway_timeout().before_work().on("create_order");
    let tool = Tool::with(Sandbox::builder().seed(7).fault(never));
    let (customer, product) = tool.account();
    let line = format!(
        "orders place --yes --type sales --customer {customer} --product id={product},quantity=1 --po-number PO-1 --search-timeout 0s --max-attempts 1"
    );
    let run = tool.run(&line);
    assert!(run.failed(6).contains("PO-1"), "{run:?}");
    assert_eq!(tool.calls("create_order"), 1);
}

#[test]
fn wait_timeout_is_7() {
    let tool = Tool::new();
    let order = tool.find("orders list --status processing", "[0].id");
    let run = tool.run(&format!("orders await {order} --timeout 0s"));
    assert!(run.failed(7).contains("processing"), "{run:?}");
}

#[test]
fn no_network_is_1() {
    let tool = Tool::new();
    let run = tool.run("customers list --base-url http://127.0.0.1:9/marketplace/none --timeout 1s");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.stdout, "");
}

#[test]
fn service_failure_is_1() {
    let tool = Tool::with(Sandbox::builder().seed(7).fault(Fault::status(503).on("get_order")));
    let run = tool.run("orders get 7000001 --timeout 1s");
    assert!(run.failed(1).contains("503"), "{run:?}");
}

#[test]
fn failures_are_one_json_object() {
    let tool = Tool::new();
    let run = tool.run("orders get 1 --output json");
    let failure: Value = serde_json::from_str(run.failed(4)).unwrap();
    let error = &failure["error"];
    assert_eq!(error["code"], "not_found");
    assert_eq!(error["exit"], 4);
    assert_eq!(error["operation"], "get_order");
    assert_eq!(error["status"], 404);
    assert!(error["correlationId"].as_str().unwrap().starts_with("a8n-"));
    assert!(error["serviceMessage"].as_str().unwrap().contains("no order with id 1"));
    assert!(error["hint"].is_string());
}

#[test]
fn usage_errors_are_one_json_object() {
    let tool = Tool::anonymous();
    for (line, message) in [
        ("customers lst -o json", "unrecognized subcommand 'lst'"),
        ("--output=json", "requires a subcommand"),
        ("customers update -qo ndjson", "required arguments were not provided: <ID>"),
        ("orders list --staus error --output ndjson", "unexpected argument '--staus'"),
        ("customers list --limit many --output json", "invalid value 'many'"),
        ("customers list --query [? --output json", "invalid query"),
    ] {
        let run = tool.run(line);
        let failure: Value = serde_json::from_str(run.failed(2)).unwrap();
        let error = &failure["error"];
        assert_eq!((&error["code"], &error["exit"]), (&"usage".into(), &2.into()), "{line}: {error}");
        assert!(error["message"].as_str().unwrap().contains(message), "{line}: {error}");
        assert!(!error["hint"].as_str().unwrap().is_empty(), "{line}: {error}");
    }
    assert!(tool.run("customers lst --output yaml").failed(2).starts_with("error: "));
    assert!(tool.run("customers --help --output json").data().starts_with("List, show"));
    assert!(tool.run("--output json --version").data().starts_with("imcloud "));
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_1_in_every_format() {
    let tool = Tool::anonymous();
    let lists = ["table", "json", "ndjson", "csv", "yaml"]
        .map(|format| format!("--sandbox -q orders list -o {format}"));
    let others = ["--help", "--version", "man", "completions bash", "--sandbox -q orders get 7000060"];
    for line in lists.iter().map(String::as_str).chain(others) {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = tool.command(line.split_whitespace()).stdout(full).output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{line}: {message}");
        assert!(
            message.contains("could not write to standard output: No space left on device"),
            "{line}: {message}"
        );
    }
}

#[test]
fn failed_order_is_8() {
    let tool = Tool::with(Sandbox::builder().seed(0));
    let order = tool.find("orders list --status error", "[0].id");
    let run = tool.run(&format!("orders await {order} --timeout 10s"));
    assert_eq!(run.code, Some(8), "{run:?}");
}

#[test]
fn report_without_file_is_7_or_8() {
    for (status, code) in [("processing", 7), ("submitted", 7), ("error", 8)] {
        let body = format!(r#"{{"id": "7", "name": "x", "status": "{status}", "format": "csv"}}"#);
        let fault = Fault::status(200).header("content-type", "application/json").body(body).on("get_report");
        let run = Tool::with(Sandbox::builder().seed(7).fault(fault)).run("reports download 7");
        assert!(run.failed(code).contains("report 7"), "{run:?}");
    }
}
