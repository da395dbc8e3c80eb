//! Wrong input is refused before anything is sent, with every fault.

use crate::tool::Tool;

#[test]
fn every_fault_of_a_file_is_told_with_its_path() {
    let tool = Tool::new();
    tool.file(
        "order.yaml",
        "type: sale\npoNumbr: PO-1\nproducts:\n  - mpn: FJ-1\n    quantity: three\n    vendor: 7\n",
    );
    let run = tool.run("orders place --yes --from order.yaml");
    insta::assert_snapshot!(run.failed(2));
    assert_eq!(tool.sandbox.requests_served(), 0);
}

#[test]
fn json_and_yaml_are_read_from_files_and_from_standard_input() {
    let tool = Tool::anonymous();
    let yaml = "type: sales\ncustomerId: '7'\nproducts: [{mpn: FJ-1, quantity: 3}]\n";
    let json = r#"{"type": "sales", "customerId": "7", "products": [{"mpn": "FJ-1", "quantity": 3}]}"#;
    tool.file("order.json", json);
    let of_file = tool.run("orders place --dry-run --from order.json -o json").json();
    assert_eq!(tool.feed("orders place --dry-run --from - -o json", yaml).json(), of_file);
    assert_eq!(of_file["body"]["products"][0]["quantity"], 3);
    let flags =
        tool.run("orders place --dry-run --type sales --customer 7 --product mpn=FJ-1,quantity=3 -o json");
    assert_eq!(flags.json(), of_file);
}

#[test]
fn what_is_no_document_is_refused_by_its_name() {
    let tool = Tool::anonymous();
    tool.file("broken.json", "{\"type\": ");
    tool.file("list.yaml", "- a\n- b\n");
    tool.file("empty.yaml", "\n");
    for (file, words) in [
        ("broken.json", "broken.json is no JSON"),
        ("list.yaml", "list.yaml holds no object"),
        ("empty.yaml", "empty.yaml is empty"),
        ("none.yaml", "none.yaml cannot be read"),
    ] {
        let run = tool.run(&format!("orders estimate --from {file}"));
        assert!(run.failed(2).contains(words), "{run:?}");
    }
    assert!(tool.feed("orders estimate --from -", "").failed(2).contains("standard input is empty"));
}

#[test]
fn passwords_are_not_taken_from_the_command_line() {
    let tool = Tool::anonymous();
    let run = tool.run("customers create --contact type=admin,password=secret");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("never taken from the command line"), "{run:?}");
}

#[test]
fn a_spreadsheet_without_the_columns_is_refused() {
    let tool = Tool::new();
    tool.file("crm.csv", "a,b\n1,2\n");
    assert!(tool.run("customers map --csv crm.csv").failed(2).contains("no column \"id\" but a, b"));
    tool.file("list.csv", "a,b\n1,2\n");
    assert!(tool.run("licenses diff list.csv list.csv").failed(2).contains("no column subscriptionId"));
}
