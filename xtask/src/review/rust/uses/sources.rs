//! The sources of the crates above the generated one, and what they use of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use heck::ToUpperCamelCase;
use syn::visit::Visit;

use super::{
    declared::{Declared, Reader},
    names::Names,
    types::Offered,
    walk::{Lines, Walk},
};
use crate::{inventory::Inventory, workspace::Workspace};
use openapi_review::{
    Use,
    code::{Change, What},
};

/// The crates above the generated one.
pub const CRATES: &[&str] = &["imcloud", "imcloud-cli", "imcloud-sandbox"];

/// The one of them by which the generated client is used.
pub const WRAPPER: &str = "imcloud";

/// The text of a file.
#[derive(Debug)]
struct Source {
    file: String,
    text: String,
}

/// The sources of the crates above.
#[derive(Debug, Default)]
pub struct Sources {
    by_crate: BTreeMap<String, Vec<Source>>,
}

impl Sources {
    /// Reads the sources of every crate that exists.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let mut sources = Self::default();
        for name in CRATES {
            let folder = workspace.root().join("crates").join(name).join("src");
            let mut files = Vec::new();
            if folder.is_dir() {
                rust_files(&folder, &mut files)?;
            }
            files.sort();
            let read = files.iter().map(|path| {
                let file = workspace.show(path).replace('\\', "/");
                let text = fs::read_to_string(path).with_context(|| format!("cannot read {file}"))?;
                Ok(Source { file, text })
            });
            let read = read.collect::<Result<Vec<_>>>()?;
            if !read.is_empty() {
                sources.by_crate.insert((*name).to_owned(), read);
            }
        }
        Ok(sources)
    }

    /// Whether a crate is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.by_crate.contains_key(name)
    }

    /// Whether a crate hands types of the generated crate on to its users.
    #[must_use]
    pub fn reexports(&self, name: &str) -> bool {
        let public = |text: &str| {
            let mut items = text.split(';').map(str::trim_start);
            items.any(|item| item.lines().any(|line| line.starts_with("pub use imcloud_raw")))
        };
        self.by_crate.get(name).is_some_and(|sources| sources.iter().any(|source| public(&source.text)))
    }

    /// The lines that use what these changes are about. Only files that can hold such lines are read closely.
    ///
    /// # Errors
    /// When a file is not Rust.
    pub fn index(&self, changes: &[Change], inventories: &[&Inventory]) -> Result<Index<'_>> {
        let wanted: BTreeSet<String> = changes.iter().flat_map(items).collect();
        let words: BTreeSet<String> = wanted
            .iter()
            .flat_map(|item| match item.strip_prefix("match types::") {
                Some(name) => vec![format!("{name}::")],
                None => item.split(WORD_ENDS).map(str::to_owned).collect(),
            })
            .filter(|word| !NOT_NAMES.contains(&word.as_str()))
            .collect();
        // The types of members come from declarations, which may stand anywhere.
        let all = wanted.iter().any(|item| is_member(item));
        let is_near = |source: &Source| all || words.iter().any(|word| source.text.contains(word.as_str()));
        if wanted.is_empty() {
            return Ok(Index { lines: Vec::new() });
        }
        self.read_closely(&is_near, inventories)
    }

    /// The lines that use anything of the generated crate.
    ///
    /// # Errors
    /// When a file is not Rust.
    pub fn whole_index(&self, inventories: &[&Inventory]) -> Result<Index<'_>> {
        self.read_closely(&|_| true, inventories)
    }

    fn read_closely(
        &self,
        is_near: &dyn Fn(&Source) -> bool,
        inventories: &[&Inventory],
    ) -> Result<Index<'_>> {
        let offered = Offered::of(inventories);
        let mut declared = Declared::default();
        let mut parsed = Vec::new();
        for (name, source) in
            self.by_crate.iter().flat_map(|(name, sources)| sources.iter().map(move |source| (name, source)))
        {
            if !is_near(source) {
                continue;
            }
            let file =
                syn::parse_file(&source.text).with_context(|| format!("{} is not Rust", source.file))?;
            let names = Names::of(&file, &offered);
            Reader { declared: &mut declared, names: &names, offered: &offered, own: None }.visit_file(&file);
            parsed.push((name.as_str(), source, file, names));
        }
        let mut lines = Vec::new();
        let mut given: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut in_macros = Vec::new();
        for (name, source, file, names) in &parsed {
            let mut walk = Walk::new(&declared, names, &offered);
            walk.visit_file(file);
            for (mac, types) in walk.given {
                given.entry(mac).or_default().extend(types);
            }
            in_macros.extend(walk.in_macros.into_iter().map(|(mac, members)| (lines.len(), mac, members)));
            lines.push((*name, *source, walk.found));
        }
        // What a macro does with members, it does with members of the types that it is called with, and of what they hold.
        for (number, mac, members) in in_macros {
            let reached: BTreeSet<String> =
                given.get(&mac).into_iter().flatten().flat_map(|ty| offered.reach(ty)).collect();
            for (member, line) in members {
                for ty in &reached {
                    let item = match (offered.members(ty), offered.call(ty)) {
                        (Some(known), _) if known.contains_key(&member) => format!("{ty}::{member}"),
                        (_, Some(call)) if call.setters.contains(&member) => {
                            format!("Client::{}({member})", call.method)
                        }
                        _ => continue,
                    };
                    lines[number].2.entry(item).or_default().insert(line);
                }
            }
        }
        Ok(Index { lines })
    }
}

const WORD_ENDS: fn(char) -> bool = |c| !(c.is_alphanumeric() || c == '_');

/// Words of items that are no names of their own.
const NOT_NAMES: &[&str] = &["", "Client", "operations", "types"];

fn is_member(item: &str) -> bool {
    item.strip_prefix("types::").is_some_and(|rest| rest.contains("::"))
        || item.starts_with("Client::") && item.contains('(')
}

/// The lines that use items of the generated crate.
#[derive(Debug)]
pub struct Index<'a> {
    lines: Vec<(&'a str, &'a Source, Lines)>,
}

impl Index<'_> {
    /// The lines that use what a change is about, by crate.
    #[must_use]
    pub fn uses(&self, change: &Change) -> BTreeMap<&str, Vec<Use>> {
        let items = items(change);
        let mut found: BTreeMap<&str, Vec<Use>> = BTreeMap::new();
        for (name, source, lines) in &self.lines {
            let used: BTreeSet<usize> =
                items.iter().filter_map(|item| lines.get(item)).flatten().copied().collect();
            let used = used.into_iter().map(|line| {
                let text = source.text.lines().nth(line - 1).map_or("", str::trim);
                Use { file: source.file.clone(), line, text: text.to_owned() }
            });
            found.entry(name).or_default().extend(used);
        }
        found.retain(|_, uses| !uses.is_empty());
        found
    }

    /// Files and lines by item.
    #[must_use]
    pub fn items(&self) -> BTreeMap<&str, BTreeSet<(&str, usize)>> {
        let mut found: BTreeMap<&str, BTreeSet<(&str, usize)>> = BTreeMap::new();
        for (_, source, lines) in &self.lines {
            for (item, lines) in lines {
                found.entry(item).or_default().extend(lines.iter().map(|line| (source.file.as_str(), *line)));
            }
        }
        found
    }

    /// Whether a crate calls a method of the generated client, or sets one of its parameters.
    #[must_use]
    pub fn calls(&self, name: &str, item: &str) -> bool {
        self.lines.iter().any(|(known, _, lines)| *known == name && lines.contains_key(item))
    }
}

/// The items whose uses a change concerns. What is new, nobody uses yet.
fn items(change: &Change) -> Vec<String> {
    let item = &change.item;
    match change.what {
        What::TypeAdded | What::FieldAdded if change.source == openapi_review::Source::Compiles => Vec::new(),
        What::OperationAdded | What::SetterAdded => Vec::new(),
        // Where other values are told apart, the new one has to be thought of.
        What::VariantAdded => vec![format!("match {}", change.owner())],
        What::OperationRemoved | What::OperationRenamed | What::OperationMoved | What::PublishedIdChanged => {
            let method = item.trim_start_matches("Client::");
            vec![item.clone(), format!("operations::{}", method.to_upper_camel_case())]
        }
        What::ArgumentsChanged | What::AnswerChanged => vec![change.owner().to_owned()],
        _ => vec![item.trim_end_matches("()").to_owned()],
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}
