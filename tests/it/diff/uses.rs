//! The lines that a review names, held against what the compiler says.
//!
//! In a copy, every item of the generated code is marked as deprecated: the compiler then lists each use of each item, as it would if the item were
//! gone. One compilation gives the truth about all of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use heck::ToSnakeCase as _;
use serde_json::Value;
use xtask::{inventory::Inventory, review::rust::uses::Sources};

use crate::regeneration::{CHECK_CRATES, copy_crates, workspace};

/// A file and a line.
type Line = (String, usize);

fn replace(file: &Path, pairs: &[(&str, &str)]) {
    let mut text = fs::read_to_string(file).unwrap();
    for (old, new) in pairs {
        assert!(text.contains(old), "{} has no {old:?} any more", file.display());
        text = text.replace(old, new);
    }
    fs::write(file, text).unwrap();
}

/// The generated code with every item marked.
fn marked(code: &str) -> String {
    let (mut module, mut owner) = ("", String::new());
    let mut made = String::new();
    let name = |text: &str| {
        text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default().to_owned()
    };
    let behind = |line: &str, start: &str| line.find(start).map(|at| name(&line[at + start.len()..]));
    for line in code.lines() {
        let text = line.trim_start();
        for (start, inside) in
            [("pub mod types", "types"), ("pub mod operations", "operations"), ("impl Client", "client")]
        {
            if text.starts_with(start) {
                module = inside;
            }
        }
        let declared = behind(text, "pub struct ").or_else(|| behind(text, "pub enum "));
        let item = match (module, declared) {
            ("types", Some(declared)) => {
                owner = declared;
                Some(format!("types::{owner}"))
            }
            ("types", None) if text.starts_with('"') && text.contains("\" => ") => {
                behind(text, "\" => ").map(|member| format!("types::{owner}::{member}"))
            }
            ("types", None) if text.contains(" = \"") && text.starts_with(char::is_uppercase) => {
                Some(format!("types::{owner}::{}", name(text)))
            }
            ("client", _) => behind(text, "pub fn ")
                .filter(|_| text.starts_with("pub fn "))
                .map(|call| format!("Client::{call}")),
            ("operations", _) if text.starts_with("impl ") => {
                owner = name(&text["impl ".len()..]).to_snake_case();
                None
            }
            ("operations", _) if text.starts_with("pub fn ") => {
                let setter = name(&text["pub fn ".len()..]);
                (setter != "build" && setter != "send").then(|| format!("Client::{owner}({setter})"))
            }
            _ => None,
        };
        if let Some(item) = item {
            made.push_str(&format!("#[deprecated(note = \"@{item}@\")]\n"));
        }
        made.push_str(line);
        made.push('\n');
    }
    made
}

/// By item: its uses, each with the places of the macros that it was written by, innermost first.
fn said_by_the_compiler(folder: &Path) -> BTreeMap<String, BTreeSet<Vec<Line>>> {
    let output = Command::new(env!("CARGO"))
        .args(CHECK_CRATES.split(' '))
        .args(["--message-format", "json"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", workspace().root().join("target/consumer/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let messages: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let errors: Vec<&str> = messages
        .iter()
        .filter(|message| message["message"]["level"] == "error")
        .filter_map(|message| message["message"]["rendered"].as_str())
        .collect();
    assert!(output.status.success(), "{}\n{}", errors.join("\n"), String::from_utf8_lossy(&output.stderr));
    let mut found: BTreeMap<String, BTreeSet<Vec<Line>>> = BTreeMap::new();
    for message in &messages {
        let message = &message["message"];
        if message["code"]["code"] != "deprecated" {
            continue;
        }
        let Some(item) = message["message"].as_str().and_then(|text| text.split('@').nth(1)) else {
            continue;
        };
        for span in message["spans"].as_array().unwrap().iter().filter(|span| span["is_primary"] == true) {
            let (mut places, mut span) = (Vec::new(), span);
            while span.is_object() {
                let file = span["file_name"].as_str().unwrap().replace('\\', "/");
                places.push((file, usize::try_from(span["line_start"].as_u64().unwrap()).unwrap()));
                span = &span["expansion"]["span"];
            }
            if !places[0].0.starts_with("crates/imcloud-raw") && places[0].0.starts_with("crates/") {
                found.entry(item.to_owned()).or_default().insert(places);
            }
        }
    }
    found
}

#[test]
#[ignore = "the model of types does not read declaring macros; call sites are to come from the compiler"]
fn the_lines_that_use_an_item_are_those_that_the_compiler_names() {
    let folder = workspace().root().join("target/consumer/uses");
    let _ = fs::remove_dir_all(folder.join("crates"));
    fs::create_dir_all(&folder).unwrap();
    copy_crates(&folder);
    let raw = folder.join("crates/imcloud-raw/src");
    let code = fs::read_to_string(raw.join("generated.rs")).unwrap();
    fs::write(raw.join("generated.rs"), marked(&code)).unwrap();
    // The macros hand on documentation only.
    replace(
        &raw.join("open_enum.rs"),
        &[
            ("$(#[doc = $variant_doc:literal])*", "$(#[$variant_doc:meta])*"),
            ("$(#[doc = $variant_doc])*", "$(#[$variant_doc])*"),
            ("$(#[doc = $doc:literal])*", "$(#[$doc:meta])*"),
            ("$(#[doc = $doc])*", "$(#[$doc])*"),
        ],
    );
    let setter = "#[doc = concat!(\"Sets the member `\", $optional_json, \"`.\")]";
    replace(&raw.join("object/sent.rs"), &[(setter, "$(#[$optional_attribute])*")]);
    let truth = said_by_the_compiler(&folder);

    let inventory = Inventory::read(&code).unwrap();
    let sources = Sources::read(&workspace()).unwrap();
    let index = sources.whole_index(&[&inventory]).unwrap();
    let named = index.items();
    let none = BTreeSet::new();
    let (mut known, mut missed, mut meant) = (0, Vec::new(), BTreeSet::new());
    for (item, uses) in &truth {
        let lines = named.get(item.as_str()).unwrap_or(&none);
        for places in uses {
            known += 1;
            // In a macro, the line of the name that was given to it.
            let direct = places.iter().find(|(file, line)| lines.contains(&(file.as_str(), *line)));
            let given = || {
                places[1..].iter().find_map(|(file, start)| {
                    lines.iter().find(|(known, line)| known == file && (*start..start + 40).contains(line))
                })
            };
            match direct.map(|(file, line)| (file.as_str(), *line)).or_else(|| given().copied()) {
                Some((file, line)) => drop(meant.insert((item.clone(), file.to_owned(), line))),
                None => missed.push(format!("{item} at {}:{}", places[0].0, places[0].1)),
            }
        }
    }
    // The lint is silent about types in front of their values, `new`, and code of tests.
    let members = |item: &str| {
        let member = item.split("::").nth(2);
        item.starts_with("Client::") || member.is_some_and(|member| member.starts_with(char::is_lowercase))
    };
    let extra: Vec<String> = named
        .iter()
        .filter(|(item, _)| truth.contains_key(**item) && members(item))
        .flat_map(|(item, lines)| {
            lines.iter().map(move |(file, line)| ((*item).to_owned(), (*file).to_owned(), *line))
        })
        .filter(|used| !meant.contains(used))
        .map(|(item, file, line)| format!("{item} at {file}:{line}"))
        .collect();
    assert!(known > 1500, "only {known} uses were found by the compiler");
    println!("{known} uses, {} missed, {} more", missed.len(), extra.len());
    assert!(
        missed.len() * 100 <= known,
        "{} of {known} uses were missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
    assert!(extra.len() * 100 <= known * 3, "{} lines are no uses:\n{}", extra.len(), extra.join("\n"));
}
