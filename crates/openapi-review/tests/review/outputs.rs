//! The outputs: snapshots of a small and of a real comparison, and properties of all.

use std::{path::Path, process::Command};

use openapi_review::{Report, Rule, Severity, Wire, compare::Options, render};
use serde_json::{Value, json};

use super::{
    edit::{cut, set},
    input, shop, version,
};

fn reviewed(old: &Value, new: &Value) -> Report {
    Report::of(&input("old.yaml", old), &input("new.yaml", new), Options::default())
}

fn real() -> Report {
    Report::of(&version("1.6"), &version("1.15"), Options::default())
}

/// The small API after changes of every severity.
fn changed() -> Value {
    let new = cut(shop(), "/components/schemas/Invoice/properties/due").0;
    let new = cut(new, "/paths/~1invoices~1{id}/delete").0;
    let new = set(new, "/components/schemas/Invoice/properties/state/enum/-", json!("void|`x`<b>"));
    let new = set(new, "/components/schemas/Invoice/properties/state/enum/-", json!("unknown"));
    let new = set(new, "/components/schemas/Kind/enum/-", json!("unknown"));
    let new = set(new, "/components/schemas/Order/properties/extra", json!({"type": "string"}));
    let at = "/components/schemas/Order/properties/customer/description";
    let new = set(new, at, json!("Other words, <script>alert(1)</script>."));
    set(new, "/info/version", json!("2.1"))
}

#[test]
fn real_text() {
    insta::assert_snapshot!(render::text::render(&real(), 120, false));
}

#[test]
fn real_annotations() {
    let text = render::programs::github(&real());
    assert!(text.lines().count() <= 10);
    insta::assert_snapshot!(text);
}

#[test]
fn small_text_and_markdown() {
    let report = reviewed(&shop(), &changed());
    insta::assert_snapshot!("small_text", render::text::render(&report, 80, false));
    insta::assert_snapshot!("small_markdown", render::markdown::render(&report));
}

#[test]
fn json_matches_its_schema() {
    let validator = jsonschema::validator_for(&render::programs::json_schema().unwrap()).unwrap();
    for report in [real(), reviewed(&shop(), &changed()), reviewed(&shop(), &shop())] {
        let json: Value = serde_json::from_str(&render::programs::json(&report).unwrap()).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        for at in ["", "/summary", "/old"] {
            let unknown = set(json.clone(), &format!("{at}/undocumented"), json!(1));
            assert!(!validator.is_valid(&unknown), "{at}");
        }
    }
}

#[test]
fn equal_changes_are_one_row() {
    let report = reviewed(&shop(), &changed());
    let (old, new) = (input("old.yaml", &shop()), input("new.yaml", &changed()));
    let message = "has the new value unknown";
    let rows = |text: String| text.matches(message).count();
    assert_eq!(rows(render::text::render(&report, 200, false)), 1);
    assert_eq!(rows(render::markdown::render(&report)), 1);
    assert_eq!(rows(render::programs::html(&report, &old, &new)), 1);
    assert_eq!(rows(render::programs::json(&report).unwrap()), 2);
    assert!(
        render::text::render(&report, 200, false).contains("Invoice.state, Kind: has the new value unknown")
    );
}

#[test]
fn handled_changes_have_a_group_and_count_on_the_wire_only() {
    let new = set(cut(shop(), "/components/schemas/Order/properties/count").0, "/info/version", json!("2.1"));
    let mut report = reviewed(&shop(), &new);
    let finding = report.findings.iter_mut().find(|finding| finding.rule == Rule::PropRemoved).unwrap();
    assert_eq!((finding.severity, finding.wire), (Severity::Breaking, Wire::MayFail));
    finding.masked_by = vec!["an edit of the caller".into()];
    assert!(report.reaches(Severity::Potential) && !report.reaches(Severity::Breaking));
    assert_eq!(report.count(Severity::Breaking), 0);
    let text = render::text::render(&report, 100, false);
    assert!(text.contains("1 finding handled by overlays:\nbreaking   prop.removed"), "{text}");
    assert!(render::markdown::render(&report).contains("Handled by overlays (1)"));
    let (old, new) = (input("old.yaml", &shop()), input("new.yaml", &new));
    let page = shown(&render::programs::html(&report, &old, &new));
    assert_eq!(page["handled"][0]["notes"], json!(["handled by an edit of the caller"]));
    let json: Value = serde_json::from_str(&render::programs::json(&report).unwrap()).unwrap();
    assert_eq!(json["findings"][0]["severity"], "breaking");
}

#[test]
fn lines_fit_the_terminal() {
    let report = real();
    for width in [60, 100, 160] {
        let text = render::text::render(&report, width, false);
        let long = text.lines().filter(|line| line.chars().count() > width);
        // A single word, such as a path, may be longer.
        for line in long {
            assert!(line.split_whitespace().any(|word| word.len() > 20), "{line}");
        }
        assert!(!text.contains('\u{1b}'));
    }
    assert!(render::text::render(&report, 100, true).contains("\u{1b}[33m"));
}

#[test]
fn no_changes_are_reported_as_none() {
    let report = reviewed(&shop(), &shop());
    let shop = input("old.yaml", &shop());
    assert_eq!(render::text::render(&report, 80, true), "no changes\n");
    assert!(render::markdown::render(&report).contains("**No changes.**"));
    assert_eq!(render::programs::github(&report), "");
    assert_eq!(shown(&render::programs::html(&report, &shop, &shop))["findings"], json!([]));
}

#[test]
fn comment_stays_below_its_limit() {
    let mut new = shop();
    for index in 0..500 {
        new["components"]["schemas"][format!("Extra{index}")] =
            json!({"type": "object", "properties": {"a": {"type": "string"}}});
        new["components"]["schemas"]["Invoice"]["properties"][format!("property{index}")] =
            json!({"$ref": format!("#/components/schemas/Extra{index}")});
        let values = new["components"]["schemas"]["Order"]["properties"]["state"]["enum"].as_array_mut();
        values.unwrap().push(format!("value{index}").into());
    }
    let mut worse = new.clone();
    for index in 0..250 {
        let properties = worse["components"]["schemas"]["Invoice"]["properties"].as_object_mut().unwrap();
        properties.shift_remove(&format!("property{index}"));
    }
    for (old, new) in [(shop(), new.clone()), (new, worse)] {
        let text = render::markdown::render(&reviewed(&old, &set(new, "/info/version", json!("2.1"))));
        assert!(text.chars().count() <= render::markdown::LIMIT, "{}", text.chars().count());
        assert!(text.starts_with(render::markdown::MARKER));
        assert!(text.contains("Left out, to fit into a comment: "), "{}", &text[text.len() - 300..]);
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert_eq!(text.matches("```").count() % 2, 0);
    }
}

/// Returns the data that a page shows.
fn shown(page: &str) -> Value {
    let (_, data) = page.split_once(" id=\"data\">").unwrap();
    serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn page_is_one_file_without_foreign_scripts() {
    let report = reviewed(&shop(), &changed());
    let page = render::programs::html(&report, &input("old.yaml", &shop()), &input("new.yaml", &changed()));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("<script>alert"), "the description is shown as text");
    assert!(shown(&page)["findings"].to_string().contains("<script>alert(1)</script>"));
    for outside in ["src=", "href=", "url(", "@import", "http://"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(!page.contains("{{"));
    for finding in &report.findings {
        assert!(page.contains(&finding.fingerprint));
    }
}

#[test]
fn rewording_is_shown_word_by_word() {
    let markdown = |old: &str, new: &str| {
        let at = "/components/schemas/Order/properties/customer/description";
        let (old, new) = (set(shop(), at, json!(old)), set(shop(), at, json!(new)));
        render::markdown::render(&reviewed(&old, &new))
    };
    let text = markdown("Who *orders* it.", "Who <b>buys</b> it.");
    let expected =
        "changes the description: Who <del>\\*orders\\*</del><ins>&lt;b&gt;buys&lt;/b&gt;</ins> it.";
    assert!(text.contains(expected), "{text}");
    assert!(!markdown("text:0123456789ab", "text:0123456789ac").contains("<del>"));
}

fn run(arguments: &[&str]) -> (String, Option<i32>) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let output = Command::new(env!("CARGO_BIN_EXE_openapi-review"))
        .args(arguments)
        .current_dir(fixtures)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.code())
}

#[test]
fn readme_shows_the_output_of_its_example() {
    let readme = include_str!("../../README.md");
    let (text, code) = run(&["diff", "pets-1.yaml", "pets-2.yaml"]);
    assert_eq!(code, Some(1));
    assert!(readme.contains(&format!("```text\n{text}```")), "{text}");
}

#[test]
fn binary_has_exit_codes_and_lists_rules() {
    let pets = ["diff", "pets-1.yaml", "pets-2.yaml"];
    assert_eq!(
        run(&["diff", "pets-1.yaml", "pets-1.yaml", "--fail-on", "docs"]),
        ("no changes\n".into(), Some(0))
    );
    let only = [&pets[..], &["--only", "/components/schemas", "--format", "json"]].concat();
    let (json, code) = run(&only);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, json["summary"]["breaking"].as_u64()), (Some(0), Some(0)));
    for wrong in [&["diff", "pets-1.yaml", "missing.yaml"][..], &[&pets[..], &["--only", "paths"]].concat()] {
        let (message, code) = run(wrong);
        assert!(code == Some(2) && message.starts_with("error: "), "{message}");
    }
    let (rules, _) = run(&["rules"]);
    assert!(Rule::ALL.iter().all(|rule| rules.contains(rule.id())));
    assert!(rules.contains("param.added-required            breaking   additive"), "{rules}");
    assert_eq!(run(&["schema"]).1, Some(0));
}
