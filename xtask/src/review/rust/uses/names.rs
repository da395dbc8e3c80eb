//! What names mean in a file.

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    UseTree,
    visit::{self, Visit},
};

use super::types::{Offered, RAW_CLIENT};

/// The names that a file imports and declares.
#[derive(Debug, Default)]
pub(super) struct Names {
    imported: BTreeMap<String, String>,
    /// Declared in the file, or imported from elsewhere.
    own: BTreeSet<String>,
    all_types: bool,
}

/// Paths of `use` items with the names that they give.
pub(super) fn imports<'a>(
    tree: &'a UseTree,
    path: &mut Vec<&'a syn::Ident>,
    found: &mut dyn FnMut(&[&syn::Ident], Option<&syn::Ident>),
) {
    match tree {
        UseTree::Path(part) => {
            path.push(&part.ident);
            imports(&part.tree, path, found);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, path, found)),
        UseTree::Name(name) => {
            path.push(&name.ident);
            found(path, Some(&name.ident));
            path.pop();
        }
        UseTree::Rename(name) => {
            path.push(&name.ident);
            found(path, Some(&name.rename));
            path.pop();
        }
        UseTree::Glob(_) => found(path, None),
    }
}

impl Names {
    pub(super) fn of(file: &syn::File, offered: &Offered) -> Self {
        struct Reader<'a> {
            names: Names,
            offered: &'a Offered,
        }
        impl<'ast> Visit<'ast> for Reader<'_> {
            fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
                let (names, offered) = (&mut self.names, self.offered);
                imports(&item.tree, &mut Vec::new(), &mut |path, name| {
                    let words: Vec<String> = path.iter().map(ToString::to_string).collect();
                    match name {
                        None => names.all_types |= words.last().is_some_and(|last| last == "types"),
                        Some(name) => match absolute(&words, offered) {
                            Some((meaning, _)) => drop(names.imported.insert(name.to_string(), meaning)),
                            None => drop(names.own.insert(name.to_string())),
                        },
                    }
                });
            }
            fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
                self.names.own.insert(item.ident.to_string());
            }
            fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
                self.names.own.insert(item.ident.to_string());
            }
            fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
                self.names.own.insert(item.ident.to_string());
                visit::visit_item_type(self, item);
            }
        }
        let mut reader = Reader { names: Self::default(), offered };
        reader.visit_file(file);
        reader.names
    }

    /// What the words of a path mean, and the number of the word that says so. Names that are neither imported nor generated are taken for local.
    pub(super) fn meaning(&self, words: &[String], offered: &Offered) -> Option<(String, usize)> {
        if let Some(found) = absolute(words, offered) {
            return Some(found);
        }
        let at = words.iter().position(|word| word.starts_with(char::is_uppercase))?;
        let word = &words[at];
        if at == 0 {
            if let Some(meaning) = self.imported.get(word) {
                return Some((meaning.clone(), 0));
            }
            if self.all_types && !self.own.contains(word) && offered.types.contains_key(word) {
                return Some((format!("types::{word}"), 0));
            }
        }
        Some((format!("local::{word}"), at))
    }

    /// Whether a name is of this file or imported from elsewhere than the generated crate.
    pub(super) fn is_own(&self, word: &str) -> bool {
        self.own.contains(word)
    }
}

/// What a path means that goes through the modules of the generated crate.
fn absolute(words: &[String], offered: &Offered) -> Option<(String, usize)> {
    for (at, word) in words.iter().enumerate() {
        match (word.as_str(), words.get(at + 1).map(String::as_str)) {
            ("types", Some(name)) if offered.types.contains_key(name) => {
                return Some((format!("types::{name}"), at + 1));
            }
            ("operations", Some(name)) if offered.calls.contains_key(name) => {
                return Some((format!("operations::{name}"), at + 1));
            }
            ("imcloud_raw", Some("Client")) => return Some((RAW_CLIENT.to_owned(), at + 1)),
            _ => {}
        }
    }
    None
}
