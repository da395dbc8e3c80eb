//! Checks the properties with mutated fixtures. A failure prints the input, which the fuzz target of the
//! same name accepts too.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

use std::{fs, path::Path};

use proptest::{
    collection::vec,
    prelude::*,
    sample::Index,
    test_runner::{Config, TestRunner},
};

/// Pieces of text at which readers of JSON, YAML, CSV, URLs, headers and dates take different ways.
const PIECES: &[&str] = &[
    "",
    "\0",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{fffd}",
    "\\ud800",
    "\\u0000",
    "'",
    "\"",
    "\"\"",
    ",",
    ";",
    ":",
    "#",
    "&a ",
    "*a",
    "<<: ",
    "!!binary ",
    "---\n",
    "- ",
    "? ",
    "|\n",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    "null",
    "true",
    "NO",
    "~",
    "0",
    "-0",
    "-1",
    "0.10",
    "1e400",
    "12345678901234567.89",
    "99999999999999999999",
    "0x1f",
    "NaN",
    "1500",
    "1970-01-01",
    "9999-12-31T23:59:60Z",
    "2026-02-30",
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "@password",
    "@key",
    "@token",
    "Bearer ",
    "http://",
    "https://",
    "//",
    "@",
    "user:secret-word@",
    "[::1]",
    "127.0.0.1",
    "?a=b",
    "%00",
    "%",
    "..",
    "$ref: ",
    "#/components/schemas/",
    "allOf",
    "x-",
    "$..*",
    "<html>",
    "id",
    "message",
    "token",
    "expiresInSeconds",
    "data",
    "total",
];

#[derive(Clone, Debug)]
enum Edit {
    Insert(Index, Index),
    Replace(Index, u8),
    Remove(Index, usize),
    Repeat(Index, usize, usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let position = any::<Index>;
    let edit = prop_oneof![
        4 => (position(), any::<Index>()).prop_map(|(at, piece)| Edit::Insert(at, piece)),
        1 => (position(), any::<u8>()).prop_map(|(at, byte)| Edit::Replace(at, byte)),
        2 => (position(), 1..40_usize).prop_map(|(at, length)| Edit::Remove(at, length)),
        1 => (position(), 1..60_usize, 1..20_usize).prop_map(|(at, length, times)| Edit::Repeat(at, length, times)),
    ];
    vec(edit, 0..6)
}

fn edited(seed: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for edit in edits {
        let position = |at: &Index| at.index(bytes.len() + 1);
        match edit {
            Edit::Insert(at, piece) => {
                let at = position(at);
                drop(bytes.splice(at..at, piece.get(PIECES).bytes()));
            }
            Edit::Replace(at, byte) => {
                let at = position(at);
                let end = (at + 1).min(bytes.len());
                drop(bytes.splice(at..end, [*byte]));
            }
            Edit::Remove(at, length) => {
                let at = position(at);
                let end = (at + length).min(bytes.len());
                drop(bytes.drain(at..end));
            }
            Edit::Repeat(at, length, times) => {
                let at = position(at);
                let end = (at + length).min(bytes.len());
                let part = bytes[at..end].repeat(*times);
                drop(bytes.splice(at..at, part));
            }
        }
    }
    bytes
}

/// The files of a directory whose names end in `suffix`.
fn files(directory: &str, suffix: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(directory);
    let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(suffix));
    paths.sort();
    assert!(!paths.is_empty());
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn inputs(inputs: &[&str]) -> Vec<Vec<u8>> {
    inputs.iter().map(|input| input.as_bytes().to_vec()).collect()
}

/// Printed as text.
#[derive(Clone)]
struct Input(Vec<u8>);

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// Checks a property with `cases` mutated seeds.
fn hold(name: &str, seeds: Vec<Vec<u8>>, cases: u32) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let inputs = (any::<Index>(), edits())
        .prop_map(move |(seed, edits)| Input(edited(seed.get::<Vec<u8>>(&seeds), &edits)));
    let result = TestRunner::new(config).run(&inputs, |input| {
        imcloud_properties::check(name, &input.0);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{name}: {error}");
    }
}

#[test]
fn responses_decode_or_are_rejected() {
    hold("responses", files("tests/fixtures", ".json"), 1_000);
}

#[test]
fn error_responses_keep_status_and_secrets() {
    let mut seeds = files("tests/fixtures", ".json");
    seeds.extend(inputs(&[
        "",
        "<html><title>504</title></html>",
        r#"{"message":"no @password for @key, @token"}"#,
    ]));
    hold("errors", seeds, 1_000);
}

#[test]
fn delays_stay_within_time_limit() {
    hold("retry_after", inputs(&["1", "120", "Wed, 21 Oct 2026 07:28:00 GMT"]), 300);
}

#[test]
fn tokens_are_sent_as_received() {
    let mut seeds = inputs(&[
        r#"{"token":"eyJhbGciOi.J9.abc","expiresInSeconds":1500}"#,
        r#"{"token":"a","expiresInSeconds":"9"}"#,
    ]);
    seeds.extend(files("tests/fixtures", "token.json"));
    hold("tokens", seeds, 60);
}

#[test]
fn requests_stay_below_base_url() {
    let seeds = inputs(&[
        "https://api.example/na",
        "http://127.0.0.1:8080/",
        "https://user:secret-word@api.example/",
        // Any message about it has this word.
        "https://user:password@api.example/",
    ]);
    hold("base_urls", seeds, 60);
}

#[test]
fn rows_do_not_depend_on_chunks() {
    let seeds = inputs(&[
        "orderNumber,amount\nSO1,\"1,\"\"5\"\nSO2,2\r\n",
        "\u{feff}a;b\n\"x\ny\";2\n",
        r#"[{"orderNumber":"SO1","amount":"1"},{"a":"b"}]"#,
    ]);
    hold("csv_rows", seeds, 300);
}

#[test]
fn overlays_apply_or_are_rejected() {
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n- target: $.components.schemas.Pet\n  \
                   description: d\n  update: {type: object}\n- target: $.paths['/pets'].get\n  description: e\n  remove: true\n";
    hold("overlays", inputs(&[overlay]), 300);
}

#[test]
fn stored_specifications_are_stable() {
    hold("vendoring", files("crates/openapi-review/tests/fixtures", ".yaml"), 100);
}

#[test]
fn reordered_specifications_are_equal() {
    hold("comparison", files("crates/openapi-review/tests/fixtures", ".yaml"), 60);
}

#[test]
fn bodies_keep_digits() {
    hold("bodies", files("tests/fixtures", ".json"), 1_000);
}

#[test]
fn every_property_is_tested() {
    let source = include_str!("properties.rs");
    for (name, _) in imcloud_properties::PROPERTIES {
        assert!(source.contains(&format!("hold(\"{name}\"")), "{name}");
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../fuzz/fuzz_targets/{name}.rs"));
        assert!(target.exists(), "{name} has no fuzz target");
    }
}
