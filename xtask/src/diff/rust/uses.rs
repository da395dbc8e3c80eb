//! Lines of the crates above that use what changed.
//!
//! Types and operations are found by name. Fields and setters have names that many things have, so they count in files that name the type or
//! operation they belong to. Code inside macros is looked at token by token.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use heck::ToUpperCamelCase;
use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Ident,
    visit::{self, Visit},
};

use super::changes::{Change, What};
use crate::{diff::Use, workspace::Workspace};

/// The crates above the generated one.
pub const CRATES: &[&str] = &["imcloud", "imcloud-cli", "imcloud-sandbox"];

/// The identifiers of one file with their lines.
#[derive(Debug)]
struct Source {
    file: String,
    text: Vec<String>,
    idents: BTreeMap<String, BTreeSet<usize>>,
    /// Whether it hands types of the generated crate on to its own users.
    reexports: bool,
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
    /// When a file cannot be read or is not Rust.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let mut sources = Self::default();
        for name in CRATES {
            let folder = workspace.root().join("crates").join(name).join("src");
            let mut files = Vec::new();
            if folder.is_dir() {
                rust_files(&folder, &mut files)?;
            }
            files.sort();
            let read = files.iter().map(|path| read(workspace, path)).collect::<Result<Vec<_>>>()?;
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
        self.by_crate.get(name).is_some_and(|sources| sources.iter().any(|source| source.reexports))
    }

    /// The lines that use what a change is about, by crate.
    #[must_use]
    pub fn uses(&self, change: &Change) -> BTreeMap<&str, Vec<Use>> {
        let mut found = BTreeMap::new();
        // What is new, nobody uses yet.
        if matches!(
            change.what,
            What::TypeAdded
                | What::FieldAdded
                | What::VariantAdded
                | What::OperationAdded
                | What::SetterAdded
        ) && change.source == crate::diff::Source::Compiles
        {
            return found;
        }
        let (owner, member) = names(change);
        for (name, sources) in &self.by_crate {
            let mut uses = Vec::new();
            for source in sources {
                let lines = match &member {
                    None => source.lines(&owner),
                    Some(member) if owner.iter().any(|owner| source.idents.contains_key(owner)) => {
                        source.lines(std::slice::from_ref(member))
                    }
                    Some(_) => BTreeSet::new(),
                };
                uses.extend(lines.into_iter().map(|line| source.at(line)));
            }
            if !uses.is_empty() {
                found.insert(name.as_str(), uses);
            }
        }
        found
    }
}

/// The identifiers by which an item's owner may be named, and its own where it is a member.
fn names(change: &Change) -> (Vec<String>, Option<String>) {
    let item = change.item.as_str();
    if let Some(call) = item.strip_prefix("Client::") {
        let method = call.split(['(', ' ']).next().unwrap_or(call).to_owned();
        let owner = vec![method.clone(), method.to_upper_camel_case()];
        let setter = call.split_once('(').map(|(_, rest)| rest.trim_end_matches(')').to_owned());
        return (owner, setter.filter(|setter| !setter.is_empty()));
    }
    let mut parts = item.trim_start_matches("types::").splitn(2, "::");
    let owner = parts.next().unwrap_or_default().to_owned();
    (vec![owner], parts.next().map(|member| member.trim_end_matches("()").to_owned()))
}

impl Source {
    fn lines(&self, names: &[String]) -> BTreeSet<usize> {
        names.iter().filter_map(|name| self.idents.get(name)).flatten().copied().collect()
    }

    fn at(&self, line: usize) -> Use {
        let text = self.text.get(line - 1).map_or("", |text| text.trim());
        Use { file: self.file.clone(), line, text: text.to_owned() }
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

fn read(workspace: &Workspace, path: &Path) -> Result<Source> {
    let file = workspace.show(path);
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {file}"))?;
    let parsed = syn::parse_file(&text).with_context(|| format!("{file} is not Rust"))?;
    let mut idents = Idents::default();
    idents.visit_file(&parsed);
    Ok(Source {
        file,
        text: text.lines().map(str::to_owned).collect(),
        idents: idents.found,
        reexports: idents.reexports,
    })
}

#[derive(Default)]
struct Idents {
    found: BTreeMap<String, BTreeSet<usize>>,
    reexports: bool,
}

impl<'ast> Visit<'ast> for Idents {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.found
            .entry(ident.to_string().trim_start_matches("r#").to_owned())
            .or_default()
            .insert(ident.span().start().line);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        visit::visit_macro(self, mac);
        self.tokens(mac.tokens.clone());
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let public = matches!(item.vis, syn::Visibility::Public(_));
        let before = self.found.get("imcloud_raw").map_or(0, BTreeSet::len);
        visit::visit_item_use(self, item);
        self.reexports |= public && self.found.get("imcloud_raw").map_or(0, BTreeSet::len) > before;
    }
}

impl Idents {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => self.visit_ident(&ident),
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
        }
    }
}
