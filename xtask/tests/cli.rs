//! `cargo xtask` as people and CI meet it: output, exit codes, and files left untouched when something goes wrong.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests stop at the first surprise")]

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::{Command, Output},
    thread,
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

/// Serves one response; returns the URL.
fn serving(response: impl Into<String>) -> String {
    format!("{}/cmp.yaml", serving_all(vec![response.into()]))
}

/// Serves responses, one per request; returns the URL.
fn serving_all(responses: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for response in responses {
            let (mut connection, _) = listener.accept().unwrap();
            let _ = connection.read(&mut [0; 4096]);
            connection.write_all(response.as_bytes()).unwrap();
        }
    });
    format!("http://{address}")
}

fn vendor(from: &str, out: &Path) -> Output {
    xtask(&["vendor", "9.9", "--from", from, "--out", out.to_str().unwrap()])
}

#[test]
fn vendors_a_file_and_says_what_it_mended() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (folder.path().join("source.yaml"), folder.path().join("out.yaml"));
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
fn vendors_json_and_urls_to_the_same_structure() {
    let folder = tempfile::tempdir().unwrap();
    let (yaml, json, url) =
        (folder.path().join("yaml"), folder.path().join("json"), folder.path().join("url"));
    let source = folder.path().join("source");
    fs::write(&source, DOCUMENT).unwrap();
    vendor(source.to_str().unwrap(), &yaml);
    let as_json = r#"{"openapi":"3.0.1","info":{"title":"Tiny","version":"9.9"},"paths":{"/things/{id}":{"get":{"parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"},"example":"2019-12-11"}],"responses":{"default":{"description":"ok"}}}}}}"#;
    fs::write(&source, as_json).unwrap();
    vendor(source.to_str().unwrap(), &json);
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{DOCUMENT}",
        DOCUMENT.len()
    );
    let from_url = vendor(&serving(answer), &url);
    assert_eq!(from_url.status.code(), Some(0), "{}", text(&from_url.stderr));
    let body = |path: &Path| {
        fs::read_to_string(path)
            .unwrap()
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(body(&yaml), body(&json));
    assert_eq!(body(&yaml), body(&url));
}

#[test]
fn a_source_that_is_no_document_leaves_the_old_file_alone_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.yaml");
    fs::write(&out, "old").unwrap();
    let file = folder.path().join("file");
    fs::write(&file, &DOCUMENT[..DOCUMENT.find("responses").unwrap()]).unwrap();
    for (from, expected) in [
        (serving("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), "does not exist; check the version"),
        (
            serving("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<!DOCTYPE html>"),
            "is an HTML page, not a specification",
        ),
        (folder.path().join("gone").display().to_string(), "cannot read"),
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
fn lint_of_a_file_exits_with_1_and_names_place_and_hint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.yaml");
    fs::write(&path, DOCUMENT).unwrap();
    let output = xtask(&["lint", path.to_str().unwrap()]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("operation-id-missing: GET /things/{id}: the operation has no operationId.\n    at #/paths/~1things~1{id}/get\n    hint: "), "{said}");
}

/// A checkout without overlays, in which version 9.9 is vendored.
fn checkout(document: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in ["openapi/published", "openapi/overlays", "xtask"] {
        fs::create_dir_all(folder.path().join(path)).unwrap();
    }
    fs::write(folder.path().join("openapi/published/9.9.yaml"), document).unwrap();
    folder
}

fn generate(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["generate", "--spec-version", "9.9"]).current_dir(folder);
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
    let folder = checkout(&without_slash);
    let output = generate(folder.path()).output().unwrap();
    let printed = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(printed.starts_with("path-slash-missing: GET things/{id} (x): "), "{printed}");
    assert!(
        printed.ends_with("specification 9.9: 1 findings stop generation; nothing was written\n"),
        "{printed}"
    );
    assert!(GENERATED.iter().all(|path| !folder.path().join(path).exists()));
}

#[test]
fn generate_writes_every_file_when_its_output_is_closed() {
    let folder = checkout(&DOCUMENT.replace("get:", "get:\n      operationId: x"));
    let mut child = generate(folder.path()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
    for path in GENERATED {
        assert!(folder.path().join(path).exists(), "{path}");
    }
    fs::write(folder.path().join(GENERATED[1]), "old").unwrap();
    let mut check =
        generate(folder.path()).arg("--check").stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(check.stdout.take());
    assert_eq!(check.wait().unwrap().code(), Some(1));
}

#[test]
fn generate_and_lint_need_openapi_3_0() {
    let folder = checkout(&DOCUMENT.replace("3.0.1", "3.1.0"));
    let output = generate(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("generating a client needs OpenAPI 3.0; the document is 3.1.0."));
}

#[test]
fn lint_reports_equal_duplicate_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.yaml");
    fs::write(&path, DOCUMENT.replace("get:", "get:\n      deprecated: true\n      deprecated: true"))
        .unwrap();
    let printed = text(&xtask(&["lint", path.to_str().unwrap()]).stdout);
    let expected = "duplicate-key: the document: duplicate key at /paths/~1things~1{id}/get/deprecated (lines 7 and 8); the values were merged.\n    at #/paths/";
    assert!(printed.starts_with(expected), "{printed}");
}

#[test]
fn a_review_exits_with_1_from_the_threshold_on_and_with_2_when_there_is_nothing_to_compare() {
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
        (&["diff", "1.15", "gone.yaml"], "gone.yaml is no vendored version, no file, and no REVISION:PATH"),
        (&["diff", "1.15", "1.6", "--only", "nowhere"], "is no JSON Pointer"),
        (&["diff", "1.15", "1.6", "--only", "/nowhere"], "nothing stands at /nowhere in either document"),
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
fn a_pipe_gets_no_colours_and_may_close_early() {
    let output = xtask(&["diff", "1.6", "1.15"]);
    assert!(output.status.success() && !text(&output.stdout).contains('\u{1b}'));
}

#[test]
fn provider_that_does_not_respond_exits_with_2() {
    let output = xtask(&["fetch-latest", "--portal", "http://127.0.0.1:9"]);
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(
        error.starts_with("error: could not look up newer versions: could not reach http://127.0.0.1:9/"),
        "{error}"
    );
}

#[test]
fn unusable_newer_document_is_news_and_exits_with_1() {
    let responses = ["200 OK", "404 Not Found", "200 OK"].map(|status| {
        let body = if status.starts_with('2') { "<!DOCTYPE html>" } else { "" };
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
    });
    let missing = vec![responses[1].clone(); 3];
    let url = serving_all([&responses[..], &missing].concat());
    let output = xtask(&["fetch-latest", "--portal", &url]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    assert!(
        printed.starts_with("1.16 is available, but its document is not usable: http://127.0.0.1:"),
        "{printed}"
    );
    assert!(!printed.contains("newest version"), "{printed}");
}

#[test]
fn wrong_usage_exits_with_2_and_help_documents_exit_codes() {
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
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("generate")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is in no checkout of this repository; change into one"));
}
