//! The command line: output, exit codes, and files that stay unchanged after an error.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests stop at the first surprise")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

const DOCUMENT: &str = r#"
openapi: 3.0.1
info: {title: Tiny, version: "9.9"}
paths:
  /things/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}, example: 2019-12-11}]
      responses: {default: {description: ok}}
"#;

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs xtask with a script in place of cargo, which would build and run the program that downloads.
#[cfg(unix)]
fn xtask_with(script: &str, arguments: &[&str]) -> Output {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let cargo = directory.path().join("cargo");
    fs::write(&cargo, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .env("CARGO", &cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn vendor(from: &str, out: &Path) -> Output {
    xtask(&["vendor", "9.9", "--from", from, "--out", out.to_str().unwrap()])
}

#[test]
fn vendor_reports_its_fixes() {
    let directory = tempfile::tempdir().unwrap();
    let (source, out) = (directory.path().join("source.yaml"), directory.path().join("out.yaml"));
    fs::write(&source, DOCUMENT).unwrap();
    let first = vendor(source.to_str().unwrap(), &out);
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    let said = text(&first.stdout);
    assert!(
        said.starts_with("warning: GET /things/{id} has no operation id; named it getThingsById\nwrote "),
        "{said}"
    );
    let written = fs::read_to_string(&out).unwrap();
    assert!(written.contains(
        "# Served by the publisher at https://apidocs.cloud.im/9.9/_specs/cmp.yaml\n# SHA-256 of that file: "
    ));

    let again = vendor(source.to_str().unwrap(), &out);
    assert!(text(&again.stdout).contains("unchanged "));
    assert_eq!(fs::read_to_string(&out).unwrap(), written);
}

#[test]
fn json_and_yaml_have_the_same_structure() {
    let directory = tempfile::tempdir().unwrap();
    let (yaml, json, source) =
        (directory.path().join("yaml"), directory.path().join("json"), directory.path().join("source"));
    fs::write(&source, DOCUMENT).unwrap();
    vendor(source.to_str().unwrap(), &yaml);
    let as_json = r#"{"openapi":"3.0.1","info":{"title":"Tiny","version":"9.9"},"paths":{"/things/{id}":{"get":{"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"},"example":"2019-12-11"}],"responses":{"default":{"description":"ok"}}}}}}"#;
    fs::write(&source, as_json).unwrap();
    vendor(source.to_str().unwrap(), &json);
    assert_eq!(structure(&yaml), structure(&json));
}

/// Returns a vendored file without its header.
fn structure(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
}

#[cfg(unix)]
#[test]
fn url_is_downloaded_and_vendored() {
    let directory = tempfile::tempdir().unwrap();
    let (source, file, url) =
        (directory.path().join("source"), directory.path().join("file"), directory.path().join("url"));
    fs::write(&source, DOCUMENT).unwrap();
    vendor(source.to_str().unwrap(), &file);
    let from = ["vendor", "9.9", "--from", "https://a.example/b", "--out", url.to_str().unwrap()];
    let is_download =
        r#"case "$*" in *"--package xtask-fetch"*" -- download https://a.example/b") ;; *) exit 9;; esac"#;
    let output = xtask_with(&format!("{is_download}\ncat {}", source.display()), &from);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(structure(&url), structure(&file));
    let failed = xtask_with("echo 'error: the server is down' >&2; exit 2", &from);
    assert_eq!(
        (failed.status.code(), text(&failed.stderr).as_str()),
        (Some(2), "error: the server is down\n")
    );
    let page = xtask_with("echo '<!DOCTYPE html>'", &from);
    assert!(text(&page.stderr).contains("is an HTML page, not a specification"), "{}", text(&page.stderr));
    assert_eq!(structure(&url), structure(&file));
}

#[test]
fn invalid_source_leaves_old_file() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out.yaml");
    fs::write(&out, "old").unwrap();
    let file = directory.path().join("file");
    fs::write(&file, &DOCUMENT[..DOCUMENT.find("responses").unwrap()]).unwrap();
    for (from, expected) in [
        (directory.path().join("missing").display().to_string(), "cannot read"),
        (file.display().to_string(), "#/paths/~1things~1{id}/get: the property `responses` is missing"),
        ("/dev/zero".into(), "/dev/zero is larger than the limit"),
    ] {
        let output = vendor(&from, &out);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{from}: {error}");
        assert!(error.starts_with("error: ") && error.contains(expected), "{from}: {error}");
        assert_eq!(fs::read_to_string(&out).unwrap(), "old", "{from}");
    }
}

#[test]
fn lint_finding_exits_with_1() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("document.yaml");
    fs::write(&path, DOCUMENT).unwrap();
    let output = xtask(&["lint", path.to_str().unwrap()]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("operation-id-missing: GET /things/{id}: the operation has no operationId.\n    at #/paths/~1things~1{id}/get\n    hint: "), "{said}");
}

/// A checkout without overlays, in which version 9.9 is vendored.
fn checkout(document: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for path in ["openapi/published", "openapi/overlays", "xtask"] {
        fs::create_dir_all(directory.path().join(path)).unwrap();
    }
    fs::write(directory.path().join("openapi/published/9.9.yaml"), document).unwrap();
    directory
}

fn generate(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["generate", "--spec-version", "9.9"]).current_dir(directory);
    command
}

const GENERATED: [&str; 3] = [
    "openapi/effective.yaml",
    "crates/imcloud-raw/src/generated.rs",
    "crates/imcloud-sandbox/src/contract.json",
];

#[test]
fn generate_prints_stopping_findings_and_writes_nothing() {
    let without_slash =
        DOCUMENT.replace("/things/{id}:", "things/{id}:").replace("get:", "get:\n      operationId: x");
    let directory = checkout(&without_slash);
    let output = generate(directory.path()).output().unwrap();
    let printed = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(printed.starts_with("path-slash-missing: GET things/{id} (x): "), "{printed}");
    assert!(
        printed.ends_with("specification 9.9: 1 findings stop generation; nothing was written\n"),
        "{printed}"
    );
    assert!(GENERATED.iter().all(|path| !directory.path().join(path).exists()));
}

#[test]
fn closed_output_does_not_stop_generate() {
    let directory = checkout(&DOCUMENT.replace("get:", "get:\n      operationId: x"));
    let mut child = generate(directory.path()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
    for path in GENERATED {
        assert!(directory.path().join(path).exists(), "{path}");
    }
    fs::write(directory.path().join(GENERATED[1]), "old").unwrap();
    let mut check =
        generate(directory.path()).arg("--check").stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(check.stdout.take());
    assert_eq!(check.wait().unwrap().code(), Some(1));
}

#[test]
fn generate_and_lint_need_openapi_3_0() {
    let directory = checkout(&DOCUMENT.replace("3.0.1", "3.1.0"));
    let output = generate(directory.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("generating a client needs OpenAPI 3.0; the document is 3.1.0."));
}

#[test]
fn lint_reports_equal_duplicate_keys() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("document.yaml");
    fs::write(&path, DOCUMENT.replace("get:", "get:\n      deprecated: true\n      deprecated: true"))
        .unwrap();
    let printed = text(&xtask(&["lint", path.to_str().unwrap()]).stdout);
    let expected = "duplicate-key: the document: duplicate key at /paths/~1things~1{id}/get/deprecated (lines 7 and 8); the values were merged.\n    at #/paths/";
    assert!(printed.starts_with(expected), "{printed}");
}

#[test]
fn review_exit_code_depends_on_threshold() {
    let same = xtask(&["diff", "1.15", "1.15", "--fail-on", "docs"]);
    assert_eq!((same.status.code(), text(&same.stdout).as_str()), (Some(0), "no changes\n"));
    let published = |arguments: &[&str]| {
        xtask(&[&["diff", "1.6", "1.15", "--level", "published"][..], arguments].concat())
    };
    let breaking = published(&["--fail-on", "breaking"]);
    assert_eq!(breaking.status.code(), Some(1), "{}", text(&breaking.stderr));
    assert!(text(&breaking.stdout).contains("operation.removed"));
    let one = published(&["--fail-on", "breaking", "--only", "#/components/schemas/Period"]);
    let said = text(&one.stdout);
    assert_eq!(one.status.code(), Some(0), "{said}");
    assert!(said.contains("Period.type") && !said.contains("Duration"), "{said}");
    for (arguments, expected) in [
        (
            &["diff", "1.15", "9.9"][..],
            "openapi/published/9.9.yaml cannot be read; vendor it first: cargo xtask vendor 9.9",
        ),
        (
            &["diff", "1.15", "missing.yaml"],
            "missing.yaml is neither a vendored version, a file, nor REVISION:PATH",
        ),
        (&["diff", "1.15", "1.6", "--only", "nowhere"], "is not a JSON Pointer"),
        (&["diff", "1.15", "1.6", "--only", "/nowhere"], "neither document has a node at /nowhere"),
        (&["diff", "1.15", "Cargo.toml"], "Cargo.toml: not valid YAML or JSON at line"),
    ] {
        let output = xtask(arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(expected), "{error}");
    }
    assert_eq!(published(&["--fail-on", "grave"]).status.code(), Some(2));
}

#[test]
fn pipe_gets_no_colors_and_may_close() {
    let output = xtask(&["diff", "1.6", "1.15"]);
    assert!(output.status.success() && !text(&output.stdout).contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn provider_that_does_not_respond_exits_with_2() {
    let script = "echo 'error: could not reach https://a.example/' >&2; exit 2";
    let output = xtask_with(script, &["fetch-latest", "--portal", "https://a.example"]);
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(
        error.starts_with("error: could not look up newer versions: could not reach https://a.example/"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn unusable_newer_document_exits_with_1() {
    let script = r#"echo '{"newer": [], "unreadable": [{"version": "1.16", "reason": "http://b: no"}]}'"#;
    let output = xtask_with(script, &["fetch-latest", "--portal", "https://a.example"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    assert_eq!(printed, "1.16 is available, but its document is not usable: http://b: no\n");
}

#[test]
fn wrong_usage_exits_with_2() {
    for arguments in [&["vendor"][..], &["vendor", "latest"], &["generate", "--chek"], &["conform"]] {
        assert_eq!(xtask(arguments).status.code(), Some(2), "{arguments:?}");
    }
    for command in ["vendor", "generate", "lint", "diff", "bump", "fetch-latest", "conform"] {
        let help = text(&xtask(&[command, "--help"]).stdout);
        assert!(help.contains("Usage: cargo xtask ") && help.contains("Exit codes:"), "{help}");
    }
}

#[test]
fn outside_a_checkout_it_says_so() {
    let directory = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("generate")
        .current_dir(directory.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is in no checkout of this repository; change into one"));
}
