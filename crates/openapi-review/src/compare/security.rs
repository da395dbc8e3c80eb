//! Comparison of the credentials that operations require, and of security schemes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::engine::{At, Engine, Matched, fails_if};
use crate::{
    Rule,
    document::{fingerprint::shape, walk},
    normalize::{Requirement, security},
};

impl<'a> Engine<'a> {
    /// Compares the requirement of the document. It applies to operations that declare none.
    pub(crate) fn root_security(&mut self) {
        let is_inherited = |document: &Value| {
            walk::operations(document).any(|operation| !operation.node.contains_key("security"))
        };
        let in_use = is_inherited(self.old.document) && is_inherited(self.new.document);
        self.requirement(&self.at("/security", "/security"), in_use);
    }

    pub(crate) fn security(&mut self, at: &At<'a>) {
        let mut own = at.join("security");
        if own.nodes() == (None, None) {
            return;
        }
        let root = self.at("/security", "/security");
        for (own, root) in [(&mut own.old, root.old), (&mut own.new, root.new)] {
            if own.node.is_none() {
                *own = root;
            }
        }
        self.requirement(&own, true);
    }

    fn requirement(&mut self, at: &At<'a>, in_use: bool) {
        let renamed = renamed_schemes(&self.at(SCHEMES, SCHEMES));
        let rename = |requirement: Requirement| -> Requirement {
            let name = |name: String| renamed.get(name.as_str()).map_or(name, |to| (*to).to_owned());
            requirement.into_iter().map(|(scheme, scopes)| (name(scheme), scopes)).collect()
        };
        let before: BTreeSet<Requirement> = security(at.old.node).into_iter().map(rename).collect();
        let after = security(at.new.node);
        if before == after {
            return;
        }
        if !in_use {
            return self.written_differently(at, "applies to no operation", at.pointers().into());
        }
        let fulfills = |given: &Requirement, wanted: &Requirement| {
            wanted.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|own| scopes.is_subset(own)))
        };
        let is_rejected = |given: &&Requirement| !after.iter().any(|wanted| fulfills(given, wanted));
        let rejected: Vec<&Requirement> = before.iter().filter(is_rejected).collect();
        let added: Vec<&Requirement> = after.difference(&before).collect();
        let has_other_scopes = |one: &&Requirement| added.iter().any(|other| one.keys().eq(other.keys()));
        let is_free = |alternatives: &BTreeSet<Requirement>| alternatives.contains(&Requirement::new());
        let rule = match (is_free(&before), is_free(&after)) {
            (true, false) => Rule::SecurityRequirementAdded,
            (false, true) => Rule::SecurityRequirementRemoved,
            _ if rejected.is_empty() && before.difference(&after).any(|one| has_other_scopes(&one)) => {
                Rule::SecurityScopeRemoved
            }
            _ if rejected.is_empty() => Rule::SecurityAlternativeAdded,
            _ if added.is_empty() => Rule::SecurityAlternativeRemoved,
            _ if rejected.iter().all(has_other_scopes) => Rule::SecurityScopeAdded,
            _ => Rule::SecurityRequirementChanged,
        };
        let message = format!("requires {} instead of {}", list(&after), list(&before));
        self.changed(rule, at, message).wire(rule.info().request);
    }

    pub(crate) fn schemes(&mut self, listed: &At<'a>) {
        let renamed = renamed_schemes(listed);
        let is_required = |document: &Value, name: &str| {
            let own = walk::operations(document).filter_map(|operation| operation.node.get("security"));
            own.chain(document.get("security"))
                .any(|own| security(Some(own)).iter().any(|alternative| alternative.contains_key(name)))
        };
        let mut matched = Matched::of(listed);
        let both = std::mem::take(&mut matched.both);
        for (from, to) in matched.by(|from, to| renamed.get(from) == Some(&to)) {
            let at = listed.fork(from, to).of(to);
            self.written_differently(&at, "is the same security scheme", at.pointers().into());
        }
        for (name, at) in matched.one_sided(listed) {
            let (rule, message, fails) = match at.is_removed() {
                true => {
                    let is_dangling = is_required(self.new.document, name);
                    (Rule::SecuritySchemeRemoved, "is no longer a security scheme", is_dangling)
                }
                false => (Rule::SecuritySchemeAdded, "is a new security scheme", false),
            };
            self.report(rule, &at.of(name), message).wire(fails_if(fails));
        }
        for (name, _) in both {
            let at = listed.join(name).of(name);
            self.descriptions(Rule::TextChanged, &at);
            if !self.same_shape(&at) {
                let fails = is_required(self.old.document, name);
                let change = self.changed(Rule::SecuritySchemeChanged, &at, "authenticates differently");
                change.wire(fails_if(fails));
            }
        }
    }
}

const SCHEMES: &str = "/components/securitySchemes";

/// Returns the security schemes with another name and the same definition, by old name.
fn renamed_schemes<'a>(listed: &At<'a>) -> BTreeMap<&'a str, &'a str> {
    let mut matched = Matched::of(listed);
    matched.both.clear();
    let bare = |node: Option<&Value>| node.map(|node| shape(node, &BTreeMap::new()));
    matched.by(|from, to| bare(listed.old.get(from)) == bare(listed.new.get(to))).into_iter().collect()
}

/// Returns a description of alternatives: `Token or Key (read, write)`.
fn list(alternatives: &BTreeSet<Requirement>) -> String {
    let scheme = |(name, scopes): (&String, &BTreeSet<String>)| match scopes.len() {
        0 => name.clone(),
        _ => format!("{name} ({})", scopes.iter().cloned().collect::<Vec<_>>().join(", ")),
    };
    let one = |alternative: &Requirement| match alternative.len() {
        0 => "no credentials".to_owned(),
        _ => alternative.iter().map(scheme).collect::<Vec<_>>().join(" and "),
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join(" or ")
}
