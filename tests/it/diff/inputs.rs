//! Tests of the inputs of the review: versions, files, and files of a Git revision.

use std::{fs, path::Path, process::Command};

use openapi_review::{Input, Level, Severity, compare, document::canonical};
use serde_json::json;
use xtask::{
    review::{Context, Side, review},
    workspace::Workspace,
};

use super::{edit::set, shop};

fn git(directory: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(directory)
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn committed_file_is_compared_with_disk() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("openapi/published/2.0.yaml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, canonical::to_yaml(&shop(), &[]).unwrap()).unwrap();
    git(directory.path(), &["init", "--quiet"]);
    git(directory.path(), &["add", "."]);
    git(directory.path(), &["commit", "--quiet", "--message", "One"]);
    let changed = set(shop(), "/components/schemas/Order/properties/extra", json!({"type": "string"}));
    fs::write(&file, canonical::to_yaml(&changed, &[]).unwrap()).unwrap();

    let workspace = Workspace::at(directory.path());
    let old = Side::read(&workspace, "HEAD:openapi/published/2.0.yaml").unwrap();
    let new = Side::read(&workspace, "2.0").unwrap();
    assert_eq!(old.input.about.file, new.input.about.file, "annotations need the path of the file");
    let findings = compare::compare(old.input.document(), new.input.document(), Default::default());
    let rules: Vec<_> = findings.iter().map(|finding| finding.rule.id()).collect();
    assert_eq!(rules, ["version.not-bumped", "prop.added-optional"]);

    for (argument, expected) in [
        ("HEAD:missing.yaml", "HEAD:missing.yaml cannot be read: "),
        ("nowhere:openapi/published/2.0.yaml", "nowhere:openapi/published/2.0.yaml cannot be read: "),
        ("--output=x:y", "--output=x is not a revision"),
    ] {
        let error = format!("{:#}", Side::read(&workspace, argument).unwrap_err());
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn overlay_change_is_reviewed() {
    let directory = tempfile::tempdir().unwrap();
    let published = directory.path().join("openapi/published/2.0.yaml");
    let overlay = directory.path().join("openapi/overlays/10-a.yaml");
    for file in [&published, &overlay] {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
    }
    let raw = directory.path().join("crates/imcloud-raw");
    fs::create_dir_all(raw.join("src")).unwrap();
    fs::write(raw.join("src/lib.rs"), "").unwrap();
    let workspace = "[workspace]\nmembers = [\"crates/*\"]\npackage.version = \"0.3.0\"\n";
    fs::write(directory.path().join("Cargo.toml"), workspace).unwrap();
    let package = "[package]\nname = \"imcloud-raw\"\nversion.workspace = true\n";
    fs::write(raw.join("Cargo.toml"), package).unwrap();
    fs::write(&published, canonical::to_yaml(&shop(), &[]).unwrap()).unwrap();
    let with = |update: &str| {
        let text = format!(
            "overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n  - target: $.components.schemas.Invoice.properties\n    description: Seen in responses.\n    update: {{{update}}}\n"
        );
        fs::write(&overlay, text).unwrap();
    };
    with("late: {type: boolean}");
    git(directory.path(), &["init", "--quiet"]);
    git(directory.path(), &["add", "."]);
    git(directory.path(), &["commit", "--quiet", "--message", "One"]);
    let workspace = Workspace::at(directory.path());
    let reviewed = || {
        let old = Side::read(&workspace, "HEAD:openapi/published/2.0.yaml").unwrap();
        let new = Side::read(&workspace, "2.0").unwrap();
        review(&old, &new, &Context::read(&workspace).unwrap(), Level::Rust).unwrap()
    };
    assert!(reviewed().is_empty(), "the same overlays, in the history and on disk");

    with("late: {type: string}, paid: {type: boolean}");
    let report = reviewed();
    let changes: Vec<String> = report.rust.iter().map(ToString::to_string).collect();
    assert_eq!(
        changes,
        ["~ types::Invoice::late: Option<bool> -> Option<String>", "+ types::Invoice::paid: Option<bool>"]
    );
    let findings: Vec<_> =
        report.findings.iter().map(|finding| (finding.rule.id(), finding.severity)).collect();
    assert_eq!(findings, [("type.changed", Severity::Breaking), ("prop.added-optional", Severity::Additive)]);
    assert_eq!(report.releases[0].next, "0.4.0");

    // An action without an effect is reported although the document is the same.
    with("");
    let rules: Vec<_> = reviewed().findings.iter().map(|finding| finding.rule.id().to_owned()).collect();
    assert_eq!(rules, ["prop.removed-optional", "overlay.noop"]);
}

#[test]
fn original_equals_vendored_document() {
    // Descriptions, examples, key order, dates and missing ids, as in published documents.
    let original = "openapi: 3.0.1\ninfo: {version: '2.0', title: Shop, description: Some   text.}\npaths:\n  /b: {get: {responses: {default: {description: A response.}}, summary: Reads b.}}\n  /a:\n    post:\n      operationId: makeA\n      parameters:\n      - {in: query, name: z, schema: {type: string, example: 2019-12-11}}\n      - {in: query, name: a, schema: {type: string}, example: 7}\n      responses: {'200': {description: ok, links: {next: {operationId: makeA, description: Next.}}}}\n";
    let vendored = xtask::vendor::vendor(&"2.0".parse().unwrap(), original).unwrap().text;
    let (old, new) =
        (Input::of("original.yaml", original).unwrap(), Input::of("vendored.yaml", &vendored).unwrap());
    let rules: Vec<_> = compare::compare(old.document(), new.document(), Default::default())
        .into_iter()
        .map(|finding| (finding.rule.id(), finding.subject))
        .collect();
    assert_eq!(rules, []);
    assert_ne!(old.about.sha256, new.about.sha256);
}
