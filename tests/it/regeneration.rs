//! Tests of code generation with the committed inputs.

use std::{fs, path::Path};

use serde_json::Value;
use xtask::{
    commands::generate,
    lint,
    pipeline::{self, Products},
    workspace::{EFFECTIVE, GENERATED, Workspace},
};

pub(crate) fn workspace() -> Workspace {
    Workspace::at(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap())
}

pub(crate) fn products(version: &str) -> Products {
    let version = version.parse().unwrap();
    pipeline::produce(pipeline::inputs(&workspace(), &version).unwrap(), &version).unwrap()
}

/// Returns the published structure of a version with the overlays applied.
pub(crate) fn corrected(version: &str) -> Value {
    let version = version.parse().unwrap();
    let inputs = pipeline::inputs(&workspace(), &version).unwrap();
    pipeline::correct(inputs.published, &inputs.overlays, &version).0
}

/// Copies a directory recursively.
pub(crate) fn copy_directory(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_directory(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// Returns a workspace that contains a copy of the inputs only.
fn copy_of_inputs() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for directory in ["openapi/published", "openapi/overlays", "openapi/descriptions"] {
        copy_directory(&workspace().root().join(directory), &copy.path().join(directory));
    }
    copy
}

fn run(workspace: &Workspace, check: bool) -> (bool, String) {
    let mut out = Vec::new();
    let is_current = generate(workspace, check, None, &mut out).unwrap();
    (is_current, String::from_utf8(out).unwrap())
}

#[test]
fn committed_files_match_inputs() {
    let (is_current, text) = run(&workspace(), true);
    assert!(is_current, "{text}");
}

#[test]
fn generation_is_deterministic() {
    for version in workspace().versions().unwrap() {
        let (first, second) = (products(&version.to_string()), products(&version.to_string()));
        assert_eq!(first.effective_text, second.effective_text, "{version}");
        assert_eq!(first.generated.code, second.generated.code, "{version}");
        assert_eq!(first.contract, second.contract, "{version}");
    }
}

#[test]
fn every_version_has_no_findings() {
    for version in workspace().versions().unwrap() {
        let inputs = pipeline::inputs(&workspace(), &version).unwrap();
        let mut findings = lint::lint(&corrected(&version.to_string()), Some(&inputs.descriptions));
        findings.extend(pipeline::obsolete_descriptions(&workspace(), &inputs, &version).unwrap());
        let messages: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(messages.is_empty(), "{version}:\n{}", messages.join("\n"));
    }
}

#[test]
fn second_generation_changes_nothing() {
    let copy = copy_of_inputs();
    let workspace = Workspace::at(copy.path());
    let (_, first) = run(&workspace, false);
    assert!(first.starts_with("specification 1.15: "), "{first}");
    assert!(
        first.contains("wrote openapi/effective.yaml\nwrote crates/imcloud-raw/src/generated.rs"),
        "{first}"
    );
    let (_, second) = run(&workspace, false);
    assert!(
        second.contains("unchanged openapi/effective.yaml\nunchanged crates/imcloud-raw/src/generated.rs"),
        "{second}"
    );
}

#[test]
fn check_reports_outdated_files_without_writing() {
    let copy = copy_of_inputs();
    let workspace = Workspace::at(copy.path());
    run(&workspace, false);
    let edited =
        fs::read_to_string(workspace.root().join(GENERATED)).unwrap().replace("\"1.15\"", "\"1.99\"");
    fs::write(workspace.root().join(GENERATED), &edited).unwrap();
    let (is_current, text) = run(&workspace, true);
    assert!(!is_current);
    assert!(
        text.contains("-pub const API_VERSION: &str = \"1.99\";\n+pub const API_VERSION: &str = \"1.15\";"),
        "{text}"
    );
    assert!(text.ends_with("the committed files are out of date; run: cargo xtask generate\n"), "{text}");
    assert_eq!(fs::read_to_string(workspace.root().join(GENERATED)).unwrap(), edited);
}

#[test]
fn obsolete_correction_stops_generation() {
    let copy = copy_of_inputs();
    let workspace = Workspace::at(copy.path());
    let path = workspace.published(&"1.15".parse().unwrap());
    let text = fs::read_to_string(&path).unwrap();
    let token = text.find("    TokenInfo:\n").unwrap();
    let fixed = text[token..].replacen("type: string\n", "type: string\n          format: password\n", 1);
    fs::write(&path, format!("{}{fixed}", &text[..token])).unwrap();
    let (done, text) = run(&workspace, false);
    assert!(!done && text.starts_with("overlay-noop: openapi/overlays/20-properties.yaml:"), "{text}");
    assert!(
        text.contains(
            "#/components/schemas/TokenInfo/properties/token already is what the action makes of it"
        ),
        "{text}"
    );
    assert!(!workspace.root().join(EFFECTIVE).exists(), "nothing is written after a failure");
}

#[test]
fn missing_version_error_names_vendor_command() {
    let version = "9.9".parse().unwrap();
    let error = format!("{:#}", generate(&workspace(), false, Some(&version), &mut Vec::new()).unwrap_err());
    assert!(
        error.starts_with(
            "openapi/published/9.9.yaml cannot be read; vendor it first: cargo xtask vendor 9.9"
        ),
        "{error}"
    );
}
