//! The path from published structure to code: reproducible, complete, and loud when it goes wrong.

use std::{fs, path::Path};

use xtask::{
    commands::generate::{self, Generate},
    lint,
    pipeline::{self, Products},
    workspace::Workspace,
};

pub(crate) fn workspace() -> Workspace {
    Workspace::at(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap())
}

pub(crate) fn products(version: &str) -> Products {
    let version = version.parse().unwrap();
    pipeline::produce(pipeline::inputs(&workspace(), &version).unwrap(), &version).unwrap()
}

/// Copies a folder with everything below it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// A checkout with the inputs of this one and nothing else.
fn copy_of_inputs() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for folder in ["openapi/published", "openapi/overlays", "openapi/descriptions"] {
        copy_folder(&workspace().root().join(folder), &copy.path().join(folder));
    }
    copy
}

fn run(workspace: &Workspace, options: &Generate) -> (bool, String) {
    let mut out = Vec::new();
    let in_order = generate::run(workspace, options, &mut out).unwrap();
    (in_order, String::from_utf8(out).unwrap())
}

#[test]
fn the_committed_files_are_what_the_inputs_give_byte_for_byte() {
    let check = Generate { check: true, spec_version: None };
    let (in_order, text) = run(&workspace(), &check);
    assert!(in_order, "{text}");
}

#[test]
fn generating_twice_gives_the_same_bytes_in_every_version() {
    for version in workspace().versions().unwrap() {
        let (once, twice) = (products(&version.to_string()), products(&version.to_string()));
        assert_eq!(once.effective_text, twice.effective_text, "{version}");
        assert_eq!(once.generated.code, twice.generated.code, "{version}");
        assert_eq!(once.contract, twice.contract, "{version}");
    }
}

#[test]
fn every_version_is_free_of_findings() {
    for version in workspace().versions().unwrap() {
        let inputs = pipeline::inputs(&workspace(), &version).unwrap();
        let mut findings = lint::lint(&products(&version.to_string()).corrected, Some(&inputs.descriptions));
        findings.extend(pipeline::obsolete_descriptions(&workspace(), &inputs, &version).unwrap());
        let texts: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(texts.is_empty(), "{version}:\n{}", texts.join("\n"));
    }
}

#[test]
fn a_fresh_checkout_generates_the_newest_version_and_then_has_nothing_to_do() {
    let copy = copy_of_inputs();
    let workspace = Workspace::at(copy.path());
    let (_, first) = run(&workspace, &Generate::default());
    assert!(first.starts_with("specification 1.15: 28 operations, "), "{first}");
    assert!(
        first.contains("wrote openapi/effective.yaml\nwrote crates/imcloud-raw/src/generated.rs"),
        "{first}"
    );
    let (_, second) = run(&workspace, &Generate::default());
    assert!(
        second.contains("unchanged openapi/effective.yaml\nunchanged crates/imcloud-raw/src/generated.rs"),
        "{second}"
    );
}

#[test]
fn a_check_shows_what_is_out_of_date_and_writes_nothing() {
    let copy = copy_of_inputs();
    let workspace = Workspace::at(copy.path());
    run(&workspace, &Generate::default());
    let edited = fs::read_to_string(workspace.generated()).unwrap().replace("\"1.15\"", "\"1.99\"");
    fs::write(workspace.generated(), &edited).unwrap();
    let (in_order, text) = run(&workspace, &Generate { check: true, spec_version: None });
    assert!(!in_order);
    assert!(
        text.contains("-pub const API_VERSION: &str = \"1.99\";\n+pub const API_VERSION: &str = \"1.15\";"),
        "{text}"
    );
    assert!(text.ends_with("the committed files are out of date; run: cargo xtask generate\n"), "{text}");
    assert_eq!(fs::read_to_string(workspace.generated()).unwrap(), edited);
}

#[test]
fn correction_of_a_fixed_defect_stops_generation() {
    let copy = copy_of_inputs();
    let workspace = Workspace::at(copy.path());
    let path = workspace.published(&"1.15".parse().unwrap());
    let text = fs::read_to_string(&path).unwrap();
    let token = text.find("    TokenInfo:\n").unwrap();
    let fixed = text[token..].replacen("type: string\n", "type: string\n          format: password\n", 1);
    fs::write(&path, format!("{}{fixed}", &text[..token])).unwrap();
    let (done, text) = run(&workspace, &Generate::default());
    assert!(!done && text.starts_with("overlay-noop: openapi/overlays/20-properties.yaml:"), "{text}");
    assert!(
        text.contains(
            "#/components/schemas/TokenInfo/properties/token already is what the action makes of it"
        ),
        "{text}"
    );
    assert!(!workspace.effective().exists(), "nothing is written after a failure");
}

#[test]
fn a_version_that_is_not_vendored_is_named_with_the_command_that_vendors_it() {
    let options = Generate { check: false, spec_version: Some("9.9".parse().unwrap()) };
    let error = format!("{:#}", generate::run(&workspace(), &options, &mut Vec::new()).unwrap_err());
    assert!(
        error.starts_with(
            "openapi/published/9.9.yaml cannot be read; vendor it first: cargo xtask vendor 9.9"
        ),
        "{error}"
    );
}
