//! Comparison of the credentials that operations require, and of security schemes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::engine::{At, Engine, In, Matched, Values, child, pair_up};
use crate::{
    Rule, Wire,
    document::{fingerprint::shape, pointer, walk},
    normalize::{Requirement, security},
};

impl<'a> Engine<'a> {
    /// Compares the requirement of the document. It applies to operations without one of their own.
    pub(crate) fn root_security(&mut self) {
        let (old, new) = (self.old.document, self.new.document);
        let is_inherited = |document: &Value| {
            walk::operations(document).any(|operation| !operation.node.contains_key("security"))
        };
        let in_use = is_inherited(old) && is_inherited(new);
        let at = At::root().join("security");
        self.requirement(&at, (old.get("security"), new.get("security")), in_use);
    }

    /// Compares the effective requirement of an operation.
    pub(crate) fn security(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        if old.get("security").or(new.get("security")).is_none() {
            return;
        }
        let effective = |own: &'a Value, document: &'a Value, at: &str| match own.get("security") {
            None => (document.get("security"), "/security".to_owned()),
            own => (own, pointer::join(at, "security")),
        };
        let (before, old_at) = effective(old, self.old.document, &at.old);
        let (after, new_at) = effective(new, self.new.document, &at.new);
        self.requirement(&at.moved(old_at, new_at), (before, after), true);
    }

    fn requirement(&mut self, at: &At, (old, new): Values<'a>, in_use: bool) {
        let renamed = renamed_schemes(self.old.document, self.new.document);
        let rename = |requirement: Requirement| -> Requirement {
            let name = |name: String| renamed.get(&name).cloned().unwrap_or(name);
            requirement.into_iter().map(|(scheme, scopes)| (name(scheme), scopes)).collect()
        };
        let before: BTreeSet<Requirement> = security(old).into_iter().map(rename).collect();
        let after = security(new);
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

    pub(crate) fn schemes(&mut self, listed: &At, (old, new): Values<'a>) {
        let renamed = renamed_schemes(self.old.document, self.new.document);
        let is_required = |document: &Value, name: &str| {
            let own = walk::operations(document).filter_map(|operation| operation.node.get("security"));
            own.chain(document.get("security"))
                .any(|own| security(Some(own)).iter().any(|alternative| alternative.contains_key(name)))
        };
        let fails_if = |fails: bool| if fails { Wire::Fails } else { Wire::Works };
        let mut matched = Matched::of(old, new);
        let pairs = pair_up(&mut matched.removed, &mut matched.added, |from, to| {
            renamed.get(*from).is_some_and(|name| name == to)
        });
        for (from, to) in pairs {
            let inside = listed.fork(from, to).of(to);
            self.written_differently(&inside, "is the same security scheme", inside.pointers().into());
        }
        for (side, name) in matched.one_sided() {
            let inside = listed.join(name).of(name).only(side);
            if side == In::Old {
                let is_dangling = is_required(self.new.document, name);
                let change =
                    self.report(Rule::SecuritySchemeRemoved, &inside, "is no longer a security scheme");
                change.wire(fails_if(is_dangling));
            } else {
                self.report(Rule::SecuritySchemeAdded, &inside, "is a new security scheme");
            }
        }
        for (name, _) in matched.both {
            let inside = listed.join(name).of(name);
            let (old, new) = (self.old.node(&inside.old), self.new.node(&inside.new));
            self.descriptions(Rule::TextChanged, &inside, old, new);
            if !self.same_shape(old, new) {
                let is_used = is_required(self.old.document, name);
                let change = self.changed(Rule::SecuritySchemeChanged, &inside, "authenticates differently");
                change.wire(fails_if(is_used));
            }
        }
    }
}

/// Returns the security schemes with another name and the same definition, by old name.
fn renamed_schemes(old: &Value, new: &Value) -> BTreeMap<String, String> {
    let at = "/components/securitySchemes";
    let (old, new) = (old.pointer(at), new.pointer(at));
    let Matched { removed, added, .. } = Matched::of(old, new);
    let node = |side, name: &str| child(side, name).map(|node| shape(node, &BTreeMap::new()));
    let twin = |name: &&str| added.iter().find(|other| node(old, name) == node(new, other)).copied();
    removed.iter().filter_map(|name| Some(((*name).to_owned(), twin(name)?.to_owned()))).collect()
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
