//! The generated code: predicted exactly, and every change of it explained.

use std::fs;

use openapi_review::{Level, Report, Source, finding::FoundBy};
use serde_json::{Value, json};
use xtask::{
    generator::{self, surface::Shape},
    passes,
    review::{
        report::Context,
        review,
        rust::{changes, uses::Sources},
    },
    workspace::Workspace,
};

use super::{
    alone,
    edit::{cut, set, shift},
    input, reviewed, shop, version,
};
use crate::regeneration::{products, workspace};

fn sorted(mut document: Value) -> Value {
    document.sort_all_objects();
    document
}

#[test]
fn marks_of_origin_change_nothing_that_is_generated_and_every_field_has_one() {
    let unusual =
        openapi_review::document::tree::parse_sorted(include_str!("../../fixtures/unusual.yaml")).unwrap();
    for corrected in [products("1.6").corrected, products("1.15").corrected, unusual, sorted(shop())] {
        let surface = |marked: bool| {
            let mut effective = corrected.clone();
            if marked {
                passes::origins::mark(&mut effective);
            }
            passes::run(&mut effective, &Default::default()).unwrap();
            generator::surface(effective).unwrap()
        };
        let (plain, marked) = (surface(false), surface(true));
        assert_eq!(plain.operations, marked.operations);
        assert_eq!(plain.types, marked.types);
        assert!(!plain.origins.keys().any(|item| item.starts_with("types::")), "{:?}", plain.origins);
        for entry in &marked.types {
            let Shape::Struct(fields) = &entry.shape else { continue };
            for field in fields {
                let item = format!("types::{}::{}", entry.name, field.name);
                let origins = marked.origins.get(&item).unwrap_or_else(|| panic!("{item} has no origin"));
                assert!(origins.iter().all(|at| corrected.pointer(at).is_some()), "{item}: {origins:?}");
            }
        }
    }
}

#[test]
fn common_parts_change_no_surface() {
    let real = [products("1.6").corrected, products("1.15").corrected];
    let mutants = mutants().into_iter().map(|(new, _)| [sorted(shop()), sorted(new)]);
    for pair in mutants.chain([real]) {
        let [mut old, mut new] = pair.map(|mut effective| {
            passes::run(&mut effective, &Default::default()).unwrap();
            effective
        });
        let between = |old: &Value, new: &Value| {
            let [old, new] = [old, new].map(|effective| generator::surface(effective.clone()).unwrap());
            (changes::between(&old, &new), [old.types.len(), new.types.len()])
        };
        let complete = between(&old, &new);
        let size = old.to_string().len() + new.to_string().len();
        generator::leave_out_common(&mut old, &mut new);
        assert!((old.to_string().len() + new.to_string().len()) * 10 < size * 8);
        assert_eq!(between(&old, &new), complete);
    }
}

const S: &str = "/components/schemas";

/// Changes of the shop with what they do to callers in Rust.
fn mutants() -> Vec<(Value, &'static [&'static str])> {
    let at = |path: &str| format!("{S}/{path}");
    let text = || json!({"type": "string"});
    let parameter = |required: bool| json!({"name": "new", "in": "query", "required": required, "schema": {"type": "integer"}});
    vec![
        (set(shop(), &at("Order/properties/extra"), text()), &["+ types::OrderInput::extra: Option<String>"]),
        (
            set(set(shop(), &at("Order/properties/extra"), text()), &at("Order/required/-"), json!("extra")),
            &[
                "+ types::OrderInput::extra: String",
                "~ types::OrderInput::new(): new(customer, lines) -> new(customer, extra, lines)",
            ],
        ),
        (set(shop(), &at("Invoice/required"), json!([])), &[]),
        (
            set(shop(), &at("Order/required"), json!(["lines"])),
            &[
                "~ types::OrderInput::customer: String -> Option<String>",
                "~ types::OrderInput::new(): new(customer, lines) -> new(lines)",
            ],
        ),
        (cut(shop(), &at("Invoice/properties/hidden")).0, &[]),
        (
            set(shop(), &at("Invoice/properties/hidden/writeOnly"), json!(false)),
            &["+ types::Invoice::hidden: Option<String>"],
        ),
        (
            set(shop(), &at("Invoice/properties/due/format"), json!("date-time")),
            &["~ types::Invoice::due: Option<crate::Date> -> Option<crate::DateTime>"],
        ),
        (set(shop(), &at("Order/properties/count/format"), json!("int32")), &[]),
        (
            set(shop(), &at("Order/properties/state/enum/1"), json!("waiting")),
            &["- types::OrderState::Held: = \"held\"", "+ types::OrderState::Waiting: = \"waiting\""],
        ),
        (set(shop(), &at("Kind/enum/-"), json!("tiny")), &["+ types::Kind::Tiny: = \"tiny\""]),
        (
            cut(shop(), &at("Invoice/properties/state/enum")).0,
            &[
                "~ types::Invoice::state: Option<InvoiceState> -> Option<String>",
                "- types::InvoiceState: enum InvoiceState with 2 values",
            ],
        ),
        (
            set(shop(), "/paths/~1orders/post/parameters/-", parameter(false)),
            &["+ Client::create_order(new): i64"],
        ),
        (
            set(shop(), "/paths/~1orders/post/parameters/-", parameter(true)),
            &[
                "~ Client::create_order(): fn create_order(x_trace: String, body: &types::OrderInput) -> types::Invoice -> fn create_order(new: i64, x_trace: String, body: &types::OrderInput) -> types::Invoice",
            ],
        ),
        (
            shift(shop(), "/paths/~1orders", "/paths/~1purchases"),
            &[
                "- Client::create_order: fn create_order(x_trace: String, body: &types::OrderInput) -> types::Invoice",
                "+ Client::create_purchase: fn create_purchase(x_trace: String, body: &types::OrderInput) -> types::Invoice",
            ],
        ),
        (
            set(shop(), &at("Base/properties/since"), json!({"type": "string", "format": "date"})),
            &["~ types::Person::since: Option<String> -> Option<crate::Date>"],
        ),
        (
            set(shop(), &at("Order/properties/unused"), json!({"$ref": "#/components/schemas/Unused"})),
            &[
                "+ types::OrderInput::unused: Option<UnusedInput>",
                "+ types::UnusedInput: struct UnusedInput with 1 field",
            ],
        ),
        (
            set(
                shop(),
                "/paths/~1orders/post/responses/200/content/application~1json/schema",
                json!({"$ref": "#/components/schemas/Note"}),
            ),
            &["~ Client::create_order -> response: types::Invoice -> types::Note"],
        ),
        (
            set(shop(), &at("Invoice/properties/issuer/properties/country"), text()),
            &["+ types::InvoiceIssuer::country: Option<String>"],
        ),
        (
            set(shop(), &at("Line/properties/amount/type"), json!("integer")),
            &["~ types::LineInput::amount: Option<crate::Decimal> -> Option<i64>"],
        ),
    ]
}

#[test]
fn every_change_of_the_generated_code_has_its_cause() {
    for (new, expected) in mutants() {
        // A new version, so that this is not reported as well.
        let report = reviewed(&shop(), &set(new, "/info/version", json!("2.1")));
        let mut lines: Vec<String> = report.rust.iter().map(ToString::to_string).collect();
        let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        expected.sort();
        lines.sort();
        assert_eq!(lines, expected);
        for change in &report.rust {
            assert!(!change.causes.is_empty(), "{change} has no cause");
            for cause in &change.causes {
                assert!(report.findings.iter().any(|finding| finding.fingerprint == *cause), "{change}");
            }
        }
        let is_failure = |finding: &openapi_review::Finding| finding.rule.id().starts_with("gen.");
        assert!(!report.findings.iter().any(is_failure), "{:#?}", report.findings);
    }
}

fn whole() -> Report {
    review(&version("1.6"), &version("1.15"), &Context::read(&workspace()).unwrap(), Level::Rust).unwrap()
}

#[test]
fn from_1_6_to_1_15_every_change_is_explained_and_none_breaks() {
    let report = whole();
    assert_eq!(report.rust.len(), 121);
    assert!(report.rust.iter().all(|change| !change.causes.is_empty() && change.source == Source::Compiles));
}

#[test]
fn a_field_is_explained_by_its_own_finding_and_nothing_else() {
    let report = whole();
    for change in report.rust.iter().filter(|change| change.what == changes::What::FieldAdded) {
        let findings: Vec<_> =
            report.findings.iter().filter(|finding| change.causes.contains(&finding.fingerprint)).collect();
        assert_eq!(findings.len(), 1, "{change}: {findings:#?}");
        assert_eq!(findings[0].rule, "prop.added-optional", "{change}");
    }
}

#[test]
fn the_release_follows_from_the_generated_code() {
    let release = |new: &Value| {
        let report = reviewed(&shop(), &set(new.clone(), "/info/version", json!("2.1")));
        (report.releases[0].next.clone(), report.releases[0].reasons.join("; "))
    };
    let at = |path: &str| format!("{S}/{path}");
    let (next, why) = release(&cut(shop(), &at("Invoice/properties/due")).0);
    assert_eq!(next, "0.4.0");
    assert!(why.contains("types::Invoice::due"), "{why}");
    assert_eq!(release(&set(shop(), &at("Invoice/properties/new"), json!({"type": "string"}))).0, "0.3.1");
    // The wire breaks and the types do not: another number would not help, but people must be told.
    let (next, why) = release(&set(shop(), "/components/securitySchemes/Token/scheme", json!("basic")));
    assert_eq!(next, "0.3.1");
    assert!(why.contains("programs built with older releases fail at Token"), "{why}");
}

/// A checkout with a wrapper that uses what the shop offers.
fn wrapper(code: &str) -> (tempfile::TempDir, Sources) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("crates/imcloud/src");
    fs::create_dir_all(source.join("inner")).unwrap();
    fs::write(source.join("lib.rs"), "pub mod inner;\n").unwrap();
    fs::write(source.join("inner/orders.rs"), code).unwrap();
    let sources = Sources::read(&Workspace::at(folder.path())).unwrap();
    (folder, sources)
}

const WRAPPER: &str = r#"use imcloud_raw::{Client, types::{Invoice, OrderInput}};

pub async fn buy(client: &Client, order: &OrderInput) -> Option<String> {
    let invoice: Invoice = client.create_order("trace", order).send().await.ok()?.into_body();
    println!("{}", invoice.total.clone().unwrap_or_default());
    invoice.due.map(|due| due.to_string())
}
"#;

fn around(sources: Sources) -> Context {
    Context { sources, ..alone() }
}

#[test]
fn lines_of_the_wrapper_that_use_what_changed_are_named() {
    let (_folder, sources) = wrapper(WRAPPER);
    let new = cut(shop(), &format!("{S}/Invoice/properties/due")).0;
    let new = cut(new, &format!("{S}/Invoice/properties/total")).0;
    let new = set(new, &format!("{S}/Invoice/required"), json!([]));
    let new = set(new, "/paths/~1orders/post/parameters/1/required", json!(false));
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &around(sources), Level::Rust).unwrap();
    let uses = |subject: &str| -> Vec<(String, usize)> {
        let finding = report
            .findings
            .iter()
            .find(|finding| finding.subject == subject && finding.level == Level::Published)
            .unwrap();
        finding.uses.iter().map(|used| (used.file.clone(), used.line)).collect()
    };
    let file = || "crates/imcloud/src/inner/orders.rs".to_owned();
    assert_eq!(uses("Invoice.due"), [(file(), 6)]);
    // Also inside of macros.
    assert_eq!(uses("Invoice.total"), [(file(), 5)]);
    assert_eq!(uses("POST /orders, X-Trace"), [(file(), 4)]);
    let names: Vec<_> =
        report.releases.iter().map(|release| (release.name.as_str(), release.next.as_str())).collect();
    assert_eq!(names, [("imcloud-raw", "0.4.0"), ("imcloud", "0.3.1")]);
}

#[test]
fn lines_are_found_by_name_and_say_so_and_those_near_the_type_come_first() {
    let (folder, _) = wrapper(WRAPPER);
    let other = folder.path().join("crates/imcloud/src/bill.rs");
    fs::write(other, "// due\npub struct Bill { pub due: u8 }\npub fn f(bill: &Bill) -> u8 { bill.dues }\n")
        .unwrap();
    let sources = Sources::read(&Workspace::at(folder.path())).unwrap();
    let new = cut(shop(), &format!("{S}/Invoice/properties/due")).0;
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &around(sources), Level::Rust).unwrap();
    let change = report.rust.iter().find(|change| change.item == "types::Invoice::due").unwrap();
    let uses = Sources::read(&Workspace::at(folder.path())).unwrap().by_name(change);
    let lines: Vec<_> = uses.iter().map(|used| (used.file.rsplit('/').next().unwrap(), used.line)).collect();
    assert_eq!(lines, [("orders.rs", 6), ("bill.rs", 2)]);
    assert!(uses.iter().all(|used| used.found_by == FoundBy::Name));
}

#[test]
fn a_wrapper_that_hands_types_on_breaks_with_them() {
    let (_folder, sources) = wrapper("pub use imcloud_raw::types;\n");
    let new = cut(shop(), &format!("{S}/Invoice/properties/due")).0;
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &around(sources), Level::Rust).unwrap();
    assert_eq!((report.releases[1].name.as_str(), report.releases[1].next.as_str()), ("imcloud", "0.4.0"));
}

#[test]
fn a_new_value_names_the_lines_that_tell_the_others_apart_and_breaks_none() {
    let (_folder, sources) = wrapper(
        "use imcloud_raw::types::{Invoice, InvoiceState};\n\npub fn is_done(invoice: &Invoice) -> bool {\n    invoice.state == Some(InvoiceState::Paid)\n}\n",
    );
    let new = set(shop(), &format!("{S}/Invoice/properties/state/enum/-"), json!("void"));
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &around(sources), Level::Rust).unwrap();
    let finding = report.findings.iter().find(|finding| finding.rule == "enum.value-added").unwrap();
    assert_eq!(finding.uses.iter().map(|used| used.line).collect::<Vec<_>>(), [4]);
}

#[test]
fn what_is_new_and_not_offered_by_the_wrapper_is_said() {
    let (_folder, sources) = wrapper(WRAPPER);
    let new = set(
        shop(),
        "/paths/~1invoices~1{id}/head",
        json!({"operationId": "checkInvoice", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "Yes."}}}),
    );
    let new = set(
        new,
        "/paths/~1orders/post/parameters/-",
        json!({"name": "hurry", "in": "query", "schema": {"type": "boolean"}}),
    );
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &around(sources), Level::Rust).unwrap();
    let said: Vec<_> = report
        .findings
        .iter()
        .flat_map(|finding| finding.details.iter().map(|detail| (finding.rule.id(), detail.as_str())))
        .collect();
    let expected = [
        (
            "operation.added",
            "imcloud has no method for it: + Client::head_invoice: fn head_invoice(id: crate::Id) -> ()",
        ),
        (
            "param.added-optional",
            "imcloud has no filter or argument for it: + Client::create_order(hurry): bool",
        ),
    ];
    assert_eq!(said, expected);
}
