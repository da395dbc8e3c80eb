//! The hand-written crates that depend on the generated one: the lines that use what changed, and the version
//! that each crate publishes next, with the reasons.
//!
//! A compiler knows all lines, and `bump` compiles anyway: `from_compiler` reads what cargo reports. Where
//! nothing was compiled (in `diff`, and for crates that cargo did not reach), [`Sources::by_name`] searches
//! for the names of changed items; such a line may use another item of the same name. Each line says which of
//! the two found it.
//!
//! Versions are semantic as cargo applies it: below 1.0, the second number is for breaking changes, the third
//! for everything else.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use anyhow::{Context, Result};
use heck::ToUpperCamelCase;
use openapi_review::{
    Finding, Level, Source, Use, Wire,
    finding::FoundBy,
    report::{Bump, Change, Release, What},
};
use semver::{Prerelease, Version};
use serde_json::Value;
use walkdir::WalkDir;

use crate::{nodes::items, workspace::Workspace};

pub(crate) const CRATES: &[&str] = &["imcloud", "imcloud-cli", "imcloud-sandbox"];

pub(super) const WRAPPER: &str = "imcloud";

const MOST: usize = 40;

/// The sources of these crates: files with their contents.
#[derive(Debug, Default)]
pub struct Sources(Vec<(String, String)>);

impl Sources {
    /// Reads the sources of every crate that exists. Fails if a file cannot be read.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let mut files = Vec::new();
        for name in CRATES {
            let directory = workspace.root().join("crates").join(name).join("src");
            let entries = WalkDir::new(&directory).sort_by_file_name().into_iter();
            for entry in entries.filter(|_| directory.is_dir()) {
                let path = entry.context("could not list the sources")?.into_path();
                if path.extension().is_some_and(|extension| extension == "rs") {
                    let file = workspace.show(&path).replace('\\', "/");
                    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
                    files.push((file, text));
                }
            }
        }
        Ok(Self(files))
    }

    fn of(&self, name: &str) -> impl Iterator<Item = &(String, String)> {
        let directory = format!("crates/{name}/");
        self.0.iter().filter(move |(file, _)| file.starts_with(&directory))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.of(name).next().is_some()
    }

    pub(super) fn reexports(&self, name: &str) -> bool {
        const REEXPORT: &str = "pub use imcloud_raw";
        self.of(name).any(|(_, text)| text.lines().any(|line| line.trim_start().starts_with(REEXPORT)))
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
        for (file, text) in &self.0 {
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
    pub(crate) errors: Vec<Use>,
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

const GENERATED: &str = "imcloud-raw";

/// The command line. Its flags and columns are made from operations and fields of the client, so that scripts
/// depend on them as code does.
const COMMAND_LINE: &str = "imcloud-cli";

/// Returns the version after `current`. A pre-release is followed by the next one of the same version if that
/// version was not published yet and is large enough for the change; otherwise by the first pre-release of a
/// larger version.
fn next(current: &Version, bump: Bump) -> Result<Version> {
    let Version { major, minor, patch, .. } = *current;
    let larger = match (bump, major) {
        (Bump::None, _) => return Ok(current.clone()),
        (Bump::Breaking, 0) => Version::new(0, minor + 1, 0),
        (Bump::Breaking, _) => Version::new(major + 1, 0, 0),
        (Bump::Addition, 0) | (Bump::Patch, _) => Version::new(major, minor, patch + 1),
        (Bump::Addition, _) => Version::new(major, minor + 1, 0),
    };
    if current.pre.is_empty() {
        return Ok(larger);
    }
    // What `0.2.0-rc.1` announces is 0.2.0, which may break.
    let is_enough = match (bump, major) {
        (Bump::Breaking, 0) => patch == 0,
        (Bump::Breaking, _) => minor == 0 && patch == 0,
        (Bump::Addition, 1..) => patch == 0,
        _ => true,
    };
    // `rc.1` -> `rc.` and 1
    let label = current.pre.trim_end_matches(|c: char| c.is_ascii_digit());
    let (label, number) = match current.pre[label.len()..].parse::<u64>() {
        Ok(number) if label.is_empty() || label.ends_with('.') => (label.to_owned(), number),
        _ => (format!("{}.", current.pre), 0),
    };
    let pre = format!("{label}{}", if is_enough { number + 1 } else { 1 });
    let base = if is_enough { Version::new(major, minor, patch) } else { larger };
    Ok(Version { pre: Prerelease::new(&pre)?, ..base })
}

/// Returns the releases that follow from the changes of the generated code, for the crates of `versions`.
pub(super) fn releases(
    versions: &BTreeMap<String, Version>,
    findings: &[Finding],
    changes: &[Change],
    sources: &Sources,
) -> Result<Vec<Release>> {
    let breaking = changes.iter().filter(|change| change.source == Source::Breaks);
    let breaking: BTreeSet<&str> = breaking.map(|change| change.item.as_str()).collect();
    let additions = changes.iter().any(|change| change.source == Source::Compiles);
    let is_published = |finding: &Finding| finding.level == Level::Published;
    let (generated, reason) = match (breaking.is_empty(), additions) {
        (false, _) => {
            (Bump::Breaking, format!("code that uses {} no longer compiles", listed(breaking.iter())))
        }
        (true, true) => (Bump::Addition, "all code still compiles, and there are additions".to_owned()),
        // The version of the API, and descriptions.
        (true, false) if findings.iter().any(is_published) => {
            (Bump::Patch, "no API change; documentation only".to_owned())
        }
        (true, false) => (Bump::None, "nothing changed".to_owned()),
    };
    let mut reasons = vec![reason];
    let fails = findings.iter().filter(|finding| finding.wire == Wire::Fails && finding.is_open());
    let fails: BTreeSet<&str> = fails.map(|finding| finding.subject.as_str()).collect();
    if !fails.is_empty() {
        let places = listed(fails.iter());
        reasons.push(format!("programs built with older releases fail at {places}: announce it"));
    }
    let mut releases = Vec::new();
    let mut release = |name: &str, bump: Bump, reasons: Vec<String>| -> Result<()> {
        if let Some(current) = versions.get(name) {
            let next = next(current, bump)?.to_string();
            releases.push(Release { name: name.into(), current: current.to_string(), next, bump, reasons });
        }
        Ok(())
    };
    release(GENERATED, generated, reasons)?;
    for name in CRATES.iter().filter(|name| sources.has(name)) {
        let (bump, reason) = match generated {
            Bump::Breaking | Bump::Addition if *name == COMMAND_LINE => {
                (generated, "its flags and columns follow the operations and fields of the client".to_owned())
            }
            Bump::Breaking | Bump::Addition if sources.reexports(name) => {
                (generated, format!("it re-exports types of {GENERATED}"))
            }
            Bump::Breaking | Bump::Addition | Bump::Patch => {
                (Bump::Patch, format!("it needs the new release of {GENERATED}"))
            }
            Bump::None => (Bump::None, "nothing changed".to_owned()),
        };
        release(name, bump, vec![reason])?;
    }
    Ok(releases)
}

/// Returns the first items of a list, and the number of the others.
pub(super) fn listed(items: impl ExactSizeIterator<Item = impl ToString>) -> String {
    let more = items.len().saturating_sub(5);
    let first = items.take(5).map(|item| item.to_string()).collect::<Vec<_>>().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
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

    #[test]
    fn next_version_is_that_of_cargo() {
        let all = |current: &str| {
            [Bump::Breaking, Bump::Addition, Bump::Patch, Bump::None]
                .map(|bump| next(&current.parse().unwrap(), bump).unwrap().to_string())
        };
        assert_eq!(all("0.3.4"), ["0.4.0", "0.3.5", "0.3.5", "0.3.4"]);
        assert_eq!(all("1.3.4"), ["2.0.0", "1.4.0", "1.3.5", "1.3.4"]);
        assert_eq!(all("0.2.0-rc.1"), ["0.2.0-rc.2", "0.2.0-rc.2", "0.2.0-rc.2", "0.2.0-rc.1"]);
        assert_eq!(all("0.2.1-rc.1"), ["0.3.0-rc.1", "0.2.1-rc.2", "0.2.1-rc.2", "0.2.1-rc.1"]);
        assert_eq!(all("1.2.0-beta"), ["2.0.0-beta.1", "1.2.0-beta.1", "1.2.0-beta.1", "1.2.0-beta"]);
        assert_eq!(all("1.2.1-4"), ["2.0.0-1", "1.3.0-1", "1.2.1-5", "1.2.1-4"]);
    }

    #[test]
    fn crates_keep_their_own_versions() {
        let versions = [(GENERATED, "0.2.0-rc.1"), ("other", "3.0.0")];
        let versions = versions.map(|(name, version)| (name.to_owned(), version.parse().unwrap())).into();
        let change = Change::new("types::A", openapi_review::report::What::TypeRemoved, None, None);
        let releases = releases(&versions, &[], &[change], &Sources::default()).unwrap();
        let next: Vec<_> =
            releases.iter().map(|release| (release.name.as_str(), release.next.as_str())).collect();
        assert_eq!(next, [(GENERATED, "0.2.0-rc.2")]);
    }
}
