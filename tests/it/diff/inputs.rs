//! What can be compared: versions, files, and files in the history.

use std::{fs, path::Path, process::Command};

use serde_json::json;
use xtask::{
    diff::{Input, published},
    document::canonical,
    workspace::Workspace,
};

use super::{edit::set, shop};

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_file_in_the_history_is_compared_with_the_one_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi/published/2.0.yaml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, canonical::to_yaml(&shop(), &[]).unwrap()).unwrap();
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "One"]);
    let changed = set(shop(), "/components/schemas/Order/properties/extra", json!({"type": "string"}));
    fs::write(&file, canonical::to_yaml(&changed, &[]).unwrap()).unwrap();

    let workspace = Workspace::at(folder.path());
    let old = Input::read(&workspace, "HEAD:openapi/published/2.0.yaml").unwrap();
    let new = Input::read(&workspace, "2.0").unwrap();
    assert_eq!(old.file, new.file, "annotations are made on files");
    let findings = published::compare(old.document(), new.document());
    let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["version.not-bumped", "prop.added-optional"]);

    for (argument, expected) in [
        ("HEAD:gone.yaml", "HEAD:gone.yaml cannot be read: "),
        ("nowhere:openapi/published/2.0.yaml", "nowhere:openapi/published/2.0.yaml cannot be read: "),
        ("--output=x:y", "--output=x is no revision"),
    ] {
        let error = format!("{:#}", Input::read(&workspace, argument).unwrap_err());
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn the_publishers_own_file_differs_from_its_vendored_structure_in_nothing() {
    // Prose, examples, order, dates and missing ids, as publishers write them.
    let original = "openapi: 3.0.1\ninfo: {version: '2.0', title: Shop, description: Some   prose.}\npaths:\n  /b: {get: {responses: {default: {description: An answer.}}, summary: Reads b.}}\n  /a:\n    post:\n      operationId: makeA\n      parameters:\n      - {in: query, name: z, schema: {type: string, example: 2019-12-11}}\n      - {in: query, name: a, schema: {type: string}, example: 7}\n      responses: {'200': {description: ok, links: {next: {operationId: makeA, description: Goes on.}}}}\n";
    let vendored = xtask::vendor::vendor(&"2.0".parse().unwrap(), original).unwrap().text;
    let (old, new) =
        (Input::of("original.yaml", original).unwrap(), Input::of("vendored.yaml", &vendored).unwrap());
    let rules: Vec<_> = published::compare(old.document(), new.document())
        .into_iter()
        .map(|finding| (finding.rule, finding.subject))
        .collect();
    assert_eq!(rules, []);
    assert_ne!(old.sha256, new.sha256);
}
