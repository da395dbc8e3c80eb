//! The lines of hand-written crates that use what changed in the generated one.
//!
//! A compiler knows them all, and `bump` compiles anyway: `from_compiler` reads what cargo reports. Where
//! nothing was compiled (in `diff`, and for crates that cargo did not reach), [`Sources::by_name`] searches
//! for the names of changed items; such a line may use another item of the same name. Each line says which of
//! the two found it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result};
use heck::ToUpperCamelCase;
use openapi_review::{
    Source, Use, Wire,
    code::{Change, What},
    finding::FoundBy,
};
use serde_json::Value;

use crate::{
    nodes::items,
    workspace::{Workspace, list},
};

/// The crates that use the generated one.
pub(crate) const CRATES: &[&str] = &["imcloud", "imcloud-cli", "imcloud-sandbox"];

/// The one of them that wraps the generated client.
pub(super) const WRAPPER: &str = "imcloud";

/// The maximum number of lines listed for a change.
const MOST: usize = 40;

/// The sources of these crates: by crate, the files with their contents.
#[derive(Debug, Default)]
pub struct Sources {
    by_crate: BTreeMap<String, Vec<(String, String)>>,
}

impl Sources {
    /// Reads the sources of every crate that exists.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let mut sources = Self::default();
        for name in CRATES {
            let directory = workspace.root().join("crates").join(name).join("src");
            let mut files = Vec::new();
            if directory.is_dir() {
                read_directory(workspace, &directory, &mut files)?;
                sources.by_crate.insert((*name).to_owned(), files);
            }
        }
        Ok(sources)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.by_crate.contains_key(name)
    }

    /// Returns true if a crate re-exports types of the generated crate.
    pub(super) fn reexports(&self, name: &str) -> bool {
        let public = |(_, text): &(String, String)| {
            const REEXPORT: &str = "pub use imcloud_raw";
            text.contains(REEXPORT) && text.lines().any(|line| line.trim_start().starts_with(REEXPORT))
        };
        self.by_crate.get(name).is_some_and(|files| files.iter().any(public))
    }

    /// The lines that name what a change breaks, or what calls differently; at most 40, those in files that
    /// name its type first.
    pub fn by_name(&self, change: &Change) -> Vec<Use> {
        let names = names(change);
        if names.is_empty() {
            return Vec::new();
        }
        let owner = change.owner().rsplit("::").next().unwrap_or_default();
        let mut found: Vec<(bool, Use)> = Vec::new();
        for (file, text) in self.by_crate.values().flatten() {
            if !names.iter().any(|name| text.contains(name.as_str())) {
                continue;
            }
            let names_owner = text.lines().any(|line| has_word(line, owner));
            for (index, line) in text.lines().enumerate() {
                let line = line.trim();
                if !line.starts_with("//") && names.iter().any(|name| has_word(line, name)) {
                    let (line, text, found_by) = (index + 1, line.to_owned(), FoundBy::Name);
                    found.push((!names_owner, Use { file: file.clone(), line, text, found_by }));
                }
            }
        }
        found.sort_by_key(|(elsewhere, _)| *elsewhere);
        found.into_iter().map(|(_, used)| used).take(MOST).collect()
    }
}

/// Returns the names by which code uses what a change breaks. Nothing uses what is new, except where values
/// are distinguished.
fn names(change: &Change) -> Vec<String> {
    let item = change.item.as_str();
    let last = || item.trim_end_matches(')').rsplit([':', '(']).next().unwrap_or_default().to_owned();
    match change.what {
        What::VariantAdded => vec![format!("{}::", change.owner().trim_start_matches("types::"))],
        _ if change.source == Source::Compiles && change.wire == Wire::Works => Vec::new(),
        What::ConstructorChanged | What::VariantRemoved | What::VariantWritten => {
            vec![item.trim_start_matches("types::").trim_end_matches("()").to_owned()]
        }
        What::OperationRemoved
        | What::OperationRenamed
        | What::OperationMoved
        | What::PublishedIdChanged
        | What::ArgumentsChanged
        | What::ResponseChanged => {
            let method = change.owner().trim_start_matches("Client::");
            vec![method.to_owned(), format!("operations::{}", method.to_upper_camel_case())]
        }
        _ => vec![last()],
    }
}

/// Returns true if a line has a name that is not part of a longer one.
fn has_word(line: &str, name: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(name).any(|(at, _)| {
        !is_part(line[..at].chars().next_back())
            && (name.ends_with("::") || !is_part(line[at + name.len()..].chars().next()))
    })
}

/// The errors of a compiler for a workspace.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Compiled {
    /// The lines with an error.
    pub(crate) errors: Vec<Use>,
    /// The packages that it compiled or tried to.
    pub(crate) reached: BTreeSet<String>,
}

/// Reads the output of cargo with `--message-format=json`.
pub(crate) fn from_compiler(output: &str) -> Compiled {
    let mut compiled = Compiled::default();
    for message in output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match message["reason"].as_str() {
            Some("compiler-artifact" | "compiler-message") => {
                compiled.reached.insert(text(&message["target"]["name"]));
            }
            _ => continue,
        }
        let message = &message["message"];
        let spans = items(message.get("spans").filter(|_| message["level"] == "error"));
        compiled.errors.extend(spans.filter(|span| span["is_primary"] == true).map(|span| Use {
            file: text(&span["file_name"]),
            line: span["line_start"].as_u64().and_then(|line| line.try_into().ok()).unwrap_or(1),
            text: text(&message["message"]),
            found_by: FoundBy::Compiler,
        }));
    }
    compiled.errors.sort();
    compiled.errors.dedup();
    compiled
}

/// Reads the Rust files of a directory, at every depth.
fn read_directory(workspace: &Workspace, directory: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    for path in list(directory)? {
        if path.is_dir() {
            read_directory(workspace, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = workspace.show(&path).replace('\\', "/");
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
            files.push((file, text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_complete_identifiers() {
        assert!(has_word("invoice.due.map(f)", "due") && has_word("due", "due"));
        assert!(!has_word("invoice.dues", "due") && !has_word("overdue", "due"));
        assert!(has_word("State::Paid => 1", "State::") && !has_word("InvoiceState::Paid", "State::"));
    }

    #[test]
    fn compiler_errors_have_file_and_line() {
        let output = r#"{"reason":"compiler-artifact","target":{"name":"imcloud_raw"}}
{"reason":"compiler-message","target":{"name":"imcloud"},"message":{"level":"error","message":"no field `due`","spans":[{"is_primary":true,"file_name":"crates/imcloud/src/a.rs","line_start":7},{"is_primary":false,"file_name":"x","line_start":1}]}}
{"reason":"compiler-message","target":{"name":"imcloud"},"message":{"level":"warning","message":"unused","spans":[]}}
not json
"#;
        let compiled = from_compiler(output);
        let expected = Use {
            file: "crates/imcloud/src/a.rs".into(),
            line: 7,
            text: "no field `due`".into(),
            found_by: FoundBy::Compiler,
        };
        assert_eq!(compiled.errors, [expected]);
        assert_eq!(compiled.reached, ["imcloud".to_owned(), "imcloud_raw".to_owned()].into());
    }
}
