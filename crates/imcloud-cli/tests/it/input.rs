//! Files and flags of users, rejected before anything is sent.

use std::fs;

use crate::tool::{Run, Tool};

const ORDER: &str = r#"{"type": "sales", "customerId": "7", "products": [{"mpn": "FJ-1", "quantity": 3}]}"#;

/// Returns the body of the request that a command would send.
fn body(run: &Run) -> serde_json::Value {
    run.json()["body"].clone()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(to_bytes).collect()
}

fn write(tool: &Tool, name: &str, content: &[u8]) {
    std::io::Write::write_all(&mut fs::File::create(tool.path(name)).unwrap(), content).unwrap();
}

#[test]
fn every_fault_of_file_is_reported() {
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
fn json_and_yaml_are_read_alike() {
    let tool = Tool::anonymous();
    let yaml = "type: sales\ncustomerId: '7'\nproducts: [{mpn: FJ-1, quantity: 3}]\n";
    tool.file("order.json", ORDER);
    let of_file = tool.run("orders place --dry-run --from order.json -o json").json();
    assert_eq!(tool.feed("orders place --dry-run --from - -o json", yaml).json(), of_file);
    assert_eq!(of_file["body"]["products"][0]["quantity"], 3);
    let flags =
        tool.run("orders place --dry-run --type sales --customer 7 --product mpn=FJ-1,quantity=3 -o json");
    assert_eq!(flags.json(), of_file);
}

#[test]
fn invalid_document_is_rejected_by_name() {
    let tool = Tool::anonymous();
    tool.file("broken.json", "{\"type\": ");
    tool.file("list.yaml", "- a\n- b\n");
    tool.file("empty.yaml", "\n");
    for (file, code, message) in [
        ("broken.json", 2, "broken.json is not valid JSON"),
        ("list.yaml", 2, "list.yaml is not a body"),
        ("empty.yaml", 2, "empty.yaml is empty"),
        ("none.yaml", 1, "could not read none.yaml"),
    ] {
        let run = tool.run(&format!("orders estimate --from {file}"));
        assert!(run.failed(code).contains(message), "{run:?}");
    }
    assert!(tool.feed("orders estimate --from -", "").failed(2).contains("standard input is empty"));
}

#[test]
fn duplicate_key_is_rejected_everywhere() {
    let tool = Tool::new();
    let order = ORDER.replace("\"quantity\": 3", "\"quantity\": 3, \"quantity\": 300");
    tool.file("order.json", &order);
    tool.file("order.yaml", "type: sales\ncustomerId: '7'\nproducts:\n- quantity: 3\n  quantity: 300\n");
    tool.file("list.ndjson", r#"{"subscriptionId": "1", "seats": "2", "seats": "3"}"#);
    tool.file("order.ref", r#"{"reference": {}, "baseUrl": "a", "baseUrl": "b", "order": {}}"#);
    for line in [
        "orders place --yes --from order.json",
        "orders place --yes --from order.yaml",
        "api POST orders --yes --from order.json",
        "licenses diff list.ndjson list.ndjson",
        "orders place --yes --type sales --customer 7 --reference order.ref",
    ] {
        let run = tool.run(line);
        assert!(run.failed(2).contains("duplicate key"), "{line}: {run:?}");
    }
    let run = tool.run_args(["api", "POST", "orders", "--yes", "--body", &order]);
    assert!(run.failed(2).contains("duplicate key at products[0].quantity"), "{run:?}");
    assert_eq!(tool.sandbox.requests_served(), 0);
}

#[test]
fn utf16_and_byte_order_marks_are_read() {
    let tool = Tool::anonymous();
    let yaml = "name: Zürich AG\naddress: {state: ON}\n";
    for (name, content) in [
        ("plain", yaml.as_bytes().to_vec()),
        ("mark", ["\u{feff}", yaml].concat().into_bytes()),
        ("little", utf16(yaml, u16::to_le_bytes)),
        ("big", utf16(yaml, u16::to_be_bytes)),
    ] {
        write(&tool, name, &content);
        let line = format!("customers update 7 --from {name} --dry-run -o json --street x --city x");
        let run = tool.run(&format!("{line} --postal-code x --country NL"));
        let body = body(&run);
        assert_eq!((&body["name"], &body["address"]["state"]), (&"Zürich AG".into(), &"ON".into()), "{name}");
    }
    write(&tool, "latin", b"name: Z\xfcrich AG\n");
    let run = tool.run("customers update 7 --from latin --dry-run");
    assert!(run.failed(2).contains("not UTF-8, but probably windows-1252"), "{run:?}");
}

#[test]
fn yaml_1_1_booleans_stay_strings() {
    let tool = Tool::anonymous();
    let yaml = "address: {state: ON, countryCode: NO, postalCode: 01234, city: yes, streetAddress: off}\n";
    let run = tool.feed("customers update 7 --from - --dry-run -o json", yaml);
    let expected = serde_json::json!({
        "state": "ON", "countryCode": "NO", "postalCode": "01234", "city": "yes", "streetAddress": "off"
    });
    assert_eq!(body(&run)["address"], expected);
}

#[test]
fn passwords_never_appear_in_errors() {
    let tool = Tool::anonymous();
    tool.file("contact.yaml", "contactPersons: [{type: admin, password: [HUNTER2]}]\n");
    tool.file("syntax.yaml", "contactPersons: [{password: 'HUNTER2\n");
    for line in [
        "customers create --contact type=admin,password=HUNTER2",
        "customers create --contact type=admin,Password=HUNTER2",
        "customers create --contact type=admin,adminPassword=HUNTER2",
        "customers create --contact password:HUNTER2",
        "customers create --contact type=admin,login=x,HUNTER2",
        "orders estimate --product quantity=many,param.adminPassword=HUNTER2",
        "orders estimate --product param.secret=a,HUNTER2",
        "customers create --attribute HUNTER2password",
        "customers create --password HUNTER2",
        "customers create --password=HUNTER2",
        "auth login --password HUNTER2",
        "auth login --password=HUNTER2",
        "auth login HUNTER2",
        "auth login --secrets HUNTER2-password",
        "customers create --from contact.yaml",
        "customers create --from syntax.yaml",
        "api POST customers --body {\"password\":\"HUNTER2\"",
    ] {
        for line in [line.to_owned(), format!("-o json {line}")] {
            let run = tool.run(&line);
            assert_eq!((run.code, run.stderr.contains("HUNTER2")), (Some(2), false), "{line}: {run:?}");
        }
    }
}

/// Returns the customer without an external id that the file names.
fn customer(tool: &Tool) -> String {
    tool.find("customers list", r#"[] | select(.status == "active" and .externalId == null) | .name"#)
}

#[test]
fn spreadsheets_of_any_country_are_read() {
    let tool = Tool::new();
    let name = customer(&tool);
    let text = format!("Key;Company\r\nK-1;\"{name}\"\r\nK-2;Zürich, Söhne\r\n");
    let tabs = text.replace(';', "\t");
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let line = "customers map --csv crm.csv --id-column Key --name-column Company";
    for (content, note) in [
        (text.clone().into_bytes(), "delimiter ; and encoding UTF-8"),
        (format!("sep=;\r\n{text}").into_bytes(), "delimiter ;"),
        (latin.clone(), "delimiter ; and encoding windows-1252"),
        (utf16(&tabs, u16::to_le_bytes), "delimiter tab and encoding UTF-16LE"),
        (utf16(&tabs, u16::to_le_bytes)[2..].to_vec(), "delimiter tab and encoding UTF-16LE"),
    ] {
        write(&tool, "crm.csv", &content);
        let run = tool.run(line);
        assert!(run.data().contains("Zürich, Söhne"), "{run:?}");
        assert!(run.stderr.contains(note) && run.stderr.contains("1 matched, 1 unmatched"), "{run:?}");
    }
    write(&tool, "crm.csv", &latin);
    tool.run(&format!("{line} --delimiter ; --encoding iso-8859-1")).data();
    assert!(tool.run(&format!("{line} --encoding utf-8")).failed(2).contains("it is not UTF-8"));
    assert!(tool.run(&format!("{line} --delimiter tab")).failed(2).contains("no column \"Key\""));
    tool.run(&format!("{line} --delimiter ab")).failed(2);
    tool.run(&format!("{line} --encoding klingon")).failed(2);
}

#[test]
fn license_lists_of_spreadsheets_are_compared() {
    let tool = Tool::new();
    let list = tool.run("licenses list -o csv").data().to_owned();
    tool.file("old.csv", &list);
    let mut records = csv::Reader::from_reader(list.as_bytes());
    let mut excel = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    excel.write_record(records.headers().unwrap()).unwrap();
    for record in records.records() {
        // Excel writes decimal commas in many countries.
        let is_number = |cell: &str| cell.parse::<f64>().is_ok();
        let cells: Vec<String> = record
            .unwrap()
            .iter()
            .map(|cell| if is_number(cell) { cell.replace('.', ",") } else { cell.to_owned() })
            .collect();
        excel.write_record(&cells).unwrap();
    }
    let excel = String::from_utf8(excel.into_inner().unwrap()).unwrap();
    write(&tool, "new.csv", &utf16(&excel, u16::to_le_bytes));
    let run = tool.run("licenses diff old.csv new.csv");
    assert!(run.stderr.contains("0 added, 0 removed, 0 changed"), "{run:?}");
}

#[test]
fn truncated_license_list_is_rejected() {
    let tool = Tool::new();
    let list = tool.run("licenses list -o csv").data().to_owned();
    let half: String = list.lines().take(list.lines().count() / 2).map(|line| format!("{line}\n")).collect();
    tool.file("complete.csv", &list);
    tool.file("half.csv", &half);
    for line in ["licenses diff complete.csv half.csv", "licenses diff half.csv complete.csv"] {
        let run = tool.run(line);
        assert!(run.failed(2).contains("half.csv seems to have ended early"), "{run:?}");
        tool.run(&format!("{line} --complete")).data();
    }
}

#[test]
fn missing_column_is_rejected_with_known_ones() {
    let tool = Tool::new();
    tool.file("crm.csv", "a,b\n1,2\n");
    assert!(tool.run("customers map --csv crm.csv").failed(2).contains("no column \"id\", but a, b"));
    tool.file("list.csv", "a,b\n1,2\n");
    assert!(tool.run("licenses diff list.csv list.csv").failed(2).contains("no column subscriptionId"));
}

#[test]
fn days_are_taken_by_every_command() {
    let tool = Tool::new();
    for line in [
        "orders list --created-from 2026-01-01 --created-to 2026-01-31",
        "subscriptions list --created-from 2026-01-01 --created-to 2026-01-31",
        "reports list --from 2026-01-01 --to 2026-01-31",
        "orders list --created-from 2026-01-01T08:00:00Z",
        "subscriptions list --created-from 2026-01-01T08:00:00Z",
        "reports list --from 2026-01-01T08:00:00Z",
    ] {
        tool.run(line).data();
    }
    let run = tool.run("reports schedule --name x --start 2026-01-01 --end 2026-01-31 --dry-run -o json");
    let expected = ("2026-01-01T00:00:00Z", "2026-01-31T23:59:59Z");
    let body_of = |run: &Run| {
        let body = body(run);
        [&body["startDate"], &body["endDate"]].map(|date| date.as_str().unwrap().to_owned())
    };
    assert_eq!(body_of(&run), [expected.0, expected.1]);
    let yaml = "name: x\nstartDate: 2026-01-01\nendDate: 2026-01-31\n";
    let run = tool.feed("reports schedule --from - --dry-run -o json", yaml);
    assert_eq!(body_of(&run), [expected.0, expected.1]);
}

#[test]
fn undocumented_status_is_sent_with_note() {
    let tool = Tool::new();
    for line in [
        "orders list --status lost",
        "orders list --status-code ZZ",
        "subscriptions list --status suspendedByVendor",
        "subscriptions list --status unknown",
        "reports list --status lost",
        "licenses list --status lost",
    ] {
        let before = tool.sandbox.requests_served();
        let run = tool.run(line);
        let note = run.stderr.lines().next().unwrap_or_default();
        assert!(note.contains("not a known value, sent anyway"), "{run:?}");
        assert!(tool.sandbox.requests_served() > before, "{line}");
        assert!(!note.contains(", unknown"), "{run:?}");
    }
    let help = tool.run("subscriptions list --help");
    assert!(help.data().contains("pending, active") && !help.stdout.contains("unknown"), "{help:?}");
}

#[test]
fn api_paths_need_no_slash() {
    let tool = Tool::new();
    let with = tool.run("api GET /customers --query .data[].id");
    assert_eq!(tool.run("api GET customers --query .data[].id").data(), with.data());
    for path in ["C:/Program Files/Git/orders", "c:\\Git\\orders", "D:/msys64/orders"] {
        let run = tool.run_args(["api", "GET", path]);
        assert!(run.failed(2).contains("rewritten by Git Bash"), "{run:?}");
    }
}

#[test]
fn dry_run_is_rejected_where_unsupported() {
    let tool = Tool::anonymous();
    for line in ["auth login --dry-run", "reports download 7 --dry-run", "man --dry-run"] {
        assert!(tool.run(line).failed(2).contains("--dry-run is not supported"), "{line}");
    }
}
