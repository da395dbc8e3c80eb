//! A proof that no difference is lost: a comparison without rules, checked against the findings.
//!
//! Every leaf in which the two trees differ must lie under a node that some finding accounts for, and every
//! finding must account for at least one leaf. Where the engine says that two nodes are one under two names,
//! they are compared with each other.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use openapi_review::{
    Finding,
    document::{fingerprint, pointer},
};

/// Keys of descriptions and examples.
const PROSE: &[&str] = &["description", "summary", "title", "example", "examples", "externalDocs"];

/// A node in which the trees differ, with what it holds on both sides.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leaf {
    /// Its pointer, with names instead of indices of parameters and listed strings.
    pub(crate) pointer: String,
    /// The old node.
    pub(crate) old: Option<Value>,
    /// The new node.
    pub(crate) new: Option<Value>,
}

/// Contradictions between trees and findings; empty if there are none.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Gaps {
    /// Leaves that no finding accounts for.
    pub(crate) leaves: Vec<Leaf>,
    /// Fingerprints of findings that account for nothing.
    pub(crate) findings: Vec<String>,
}

/// Checks the findings against a plain comparison of both trees.
#[must_use]
pub(crate) fn gaps(old: &Value, new: &Value, findings: &[Finding]) -> Gaps {
    let mut trees = Trees::default();
    for (from, to) in findings.iter().flat_map(|finding| &finding.pairs) {
        let pair = (pointer::by_name(old, from), pointer::by_name(new, to));
        if pair.0 != pair.1 && find(old, &pair.0).is_some() && find(new, &pair.1).is_some() {
            trees.old_moved.insert(pair.0.clone());
            trees.new_moved.insert(pair.1.clone());
            trees.pairs.push(pair);
        }
    }
    trees.compare("", "", Some(old), Some(new));
    for (from, to) in trees.pairs.clone() {
        trees.moved(&from, &to, find(old, &from).as_ref(), find(new, &to).as_ref());
    }

    let removed: Vec<String> = trees.leaves.iter().map(|leaf| format!("{}/", leaf.pointer)).collect();
    let mut covering: HashMap<String, Vec<usize>> = HashMap::new();
    let mut uses = vec![0; findings.len()];
    for (index, finding) in findings.iter().enumerate() {
        let own = [(&finding.old, old), (&finding.new, new)];
        let own = own
            .into_iter()
            .filter_map(|(place, tree)| Some(pointer::by_name(tree, &place.as_ref()?.pointer)));
        let own = own.collect::<Vec<_>>();
        let listed = finding
            .covers
            .iter()
            .flat_map(|cover| [pointer::by_name(old, cover), pointer::by_name(new, cover)]);
        let covers: BTreeSet<String> = match (finding.covers.is_empty(), finding.pairs.is_empty()) {
            (true, true) => own.into_iter().collect(),
            _ => listed.collect(),
        };
        uses[index] = finding.pairs.len() + usize::from(finding.rule == "version.not-bumped");
        for cover in covers {
            // Nodes inside a node that was removed or added.
            uses[index] += usize::from(removed.iter().any(|leaf| cover.starts_with(leaf)));
            covering.entry(cover).or_default().push(index);
        }
    }
    let mut gaps = Gaps::default();
    for leaf in trees.leaves {
        let mut at = leaf.pointer.as_str();
        let mut covered = false;
        loop {
            for index in covering.get(at).into_iter().flatten() {
                uses[*index] += 1;
                covered = true;
            }
            match at.rfind('/') {
                Some(end) => at = &at[..end],
                None => break,
            }
        }
        if !covered {
            gaps.leaves.push(leaf);
        }
    }
    let idle = findings.iter().zip(uses).filter(|(_, uses)| *uses == 0);
    gaps.findings = idle.map(|(finding, _)| finding.fingerprint.clone()).collect();
    gaps
}

#[derive(Default)]
struct Trees {
    pairs: Vec<(String, String)>,
    old_moved: HashSet<String>,
    new_moved: HashSet<String>,
    leaves: Vec<Leaf>,
}

impl Trees {
    /// Compares nodes with two names.
    fn moved(&mut self, from: &str, to: &str, old: Option<&Value>, new: Option<&Value>) {
        let (before, after) = (self.old_moved.remove(from), self.new_moved.remove(to));
        self.compare(from, to, old, new);
        if before {
            self.old_moved.insert(from.to_owned());
        }
        if after {
            self.new_moved.insert(to.to_owned());
        }
    }

    fn compare(&mut self, from: &str, to: &str, old: Option<&Value>, new: Option<&Value>) {
        let old = old.filter(|_| !self.old_moved.contains(from));
        let new = new.filter(|_| !self.new_moved.contains(to));
        let is_extension =
            to.rsplit('/').next().unwrap_or_default().strip_prefix("x-").is_some_and(|name| name != "sunset");
        if old == new || is_extension || same_description(to, old, new) {
            return;
        }
        // A missing list of scalars, or a missing set, is empty.
        let children = |node: Option<&Value>, key: &str| node.map(|node| children(node, key));
        let key_of = |at: &str| at.rsplit('/').next().unwrap_or_default().to_owned();
        let (left, right) = (children(old, &key_of(from)), children(new, &key_of(to)));
        let descend = match (&left, &right) {
            (Some(Some(_)), Some(Some(_))) => true,
            (Some(Some(left)), None) => {
                !left.is_empty() && is_list_of_scalars(old)
                    || is_empty_set(&key_of(from), left)
                    || left.iter().any(|(name, _)| self.holds_moved(&pointer::join(from, name), true))
            }
            (None, Some(Some(right))) => {
                !right.is_empty() && is_list_of_scalars(new)
                    || is_empty_set(&key_of(to), right)
                    || right.iter().any(|(name, _)| self.holds_moved(&pointer::join(to, name), false))
            }
            _ => false,
        };
        if !descend {
            let pointer = if new.is_some() { to } else { from }.to_owned();
            self.leaves.push(Leaf { pointer, old: old.cloned(), new: new.cloned() });
            return;
        }
        let (left, right) = (left.flatten().unwrap_or_default(), right.flatten().unwrap_or_default());
        let before = self.leaves.len();
        let names: BTreeSet<&String> = left.iter().chain(&right).map(|(name, _)| name).collect();
        let value = |list: &[(String, Value)], name: &str| {
            list.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
        };
        for name in names {
            let (old, new) = (value(&left, name), value(&right, name));
            self.compare(&pointer::join(from, name), &pointer::join(to, name), old.as_ref(), new.as_ref());
        }
        // The same values in another order: it only means something in enums.
        if self.leaves.len() == before
            && key_of(to) == "enum"
            && is_list_of_scalars(old)
            && is_list_of_scalars(new)
        {
            self.leaves.push(Leaf {
                pointer: pointer::join(to, "order"),
                old: old.cloned(),
                new: new.cloned(),
            });
        }
    }

    fn holds_moved(&self, at: &str, old: bool) -> bool {
        let moved = if old { &self.old_moved } else { &self.new_moved };
        moved
            .iter()
            .any(|pointer| pointer == at || pointer.starts_with(at) && pointer[at.len()..].starts_with('/'))
    }
}

/// Returns true if two descriptions are equal: one may be the fingerprint of the other, and white space is
/// ignored.
fn same_description(at: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
    let is_text = |node: Option<&Value>| node.is_some_and(|node| !node.is_object() && !node.is_array());
    let key = at.rsplit('/').next().unwrap_or_default();
    PROSE.contains(&key)
        && is_text(old)
        && is_text(new)
        && old.map(fingerprint::of) == new.map(fingerprint::of)
}

/// The properties of a mapping, or the elements of a list under their names; `None` for a scalar.
fn children(node: &Value, key: &str) -> Option<Vec<(String, Value)>> {
    match node {
        Value::Object(map) => Some(map.iter().map(|(key, value)| (key.clone(), value.clone())).collect()),
        Value::Array(items) => Some(
            items
                .iter()
                .enumerate()
                .map(|(index, item)| (pointer::element_name(key, items, index), item.clone()))
                .collect(),
        ),
        _ => None,
    }
}

/// An empty list of what it says nothing about is as good as none.
fn is_empty_set(key: &str, elements: &[(String, Value)]) -> bool {
    elements.is_empty() && matches!(key, "required" | "tags" | "parameters")
}

fn is_list_of_scalars(node: Option<&Value>) -> bool {
    node.and_then(Value::as_array)
        .is_some_and(|items| items.iter().all(|item| !item.is_object() && !item.is_array()))
}

/// The node under a pointer with names in place of numbers.
fn find(tree: &Value, pointer: &str) -> Option<Value> {
    let mut node = tree.clone();
    let mut list = String::new();
    for segment in pointer.split('/').skip(1) {
        let plain = segment.replace("~1", "/").replace("~0", "~");
        node = children(&node, &list)?.into_iter().find(|(name, _)| *name == plain)?.1;
        list = plain;
    }
    Some(node)
}
