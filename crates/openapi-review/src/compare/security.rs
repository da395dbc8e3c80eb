//! Comparison of the credentials that operations require, and of security schemes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::engine::{At, Change, Engine, In, keys, side_of};
use crate::{
    Rule, Wire,
    document::{pointer, shape::shape, walk},
    normalize::{Requirement, security},
};

impl<'a> Engine<'a> {
    /// Compares the requirement of the document. It applies to operations without one of their own.
    pub(crate) fn root_security(&mut self) {
        let (old, new) = (self.old.document, self.new.document);
        let inherited = |document: &Value| {
            walk::operations(document).any(|operation| !operation.node.contains_key("security"))
        };
        let in_use = inherited(old) && inherited(new);
        self.requirement(
            &At::root().join("security"),
            (old, old.get("security")),
            (new, new.get("security")),
            in_use,
        );
    }

    /// Compares the effective requirement of an operation.
    pub(crate) fn security(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let (own_old, own_new) = (old.get("security"), new.get("security"));
        if own_old.is_none() && own_new.is_none() {
            return;
        }
        let effective = |own: Option<&'a Value>, document: &'a Value, at: &str| match own {
            Some(_) => (own, pointer::join(at, "security")),
            None => (document.get("security"), "/security".to_owned()),
        };
        let (before, old_at) = effective(own_old, self.old.document, &at.old);
        let (after, new_at) = effective(own_new, self.new.document, &at.new);
        let inside = at.moved(old_at, new_at);
        self.requirement(&inside, (self.old.document, before), (self.new.document, after), true);
    }

    fn requirement(
        &mut self,
        at: &At,
        old: (&Value, Option<&Value>),
        new: (&Value, Option<&Value>),
        in_use: bool,
    ) {
        let renamed = renamed_schemes(old.0, new.0);
        let rename = |requirement: Requirement| -> Requirement {
            let name = |name: String| renamed.get(&name).cloned().unwrap_or(name);
            requirement.into_iter().map(|(scheme, scopes)| (name(scheme), scopes)).collect()
        };
        let before: BTreeSet<Requirement> = security(old.1).into_iter().map(rename).collect();
        let after = security(new.1);
        if before == after {
            return;
        }
        if !in_use {
            return self.written_differently(at, "applies to no operation", at.pointers().into());
        }
        let fulfilled = |given: &Requirement, wanted: &Requirement| {
            wanted.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|own| scopes.is_subset(own)))
        };
        let rejected: Vec<&Requirement> =
            before.iter().filter(|given| !after.iter().any(|wanted| fulfilled(given, wanted))).collect();
        let added: Vec<&Requirement> = after.difference(&before).collect();
        let schemes = |requirement: &Requirement| requirement.keys().cloned().collect::<BTreeSet<_>>();
        let same_schemes = |one: &&Requirement, others: &[&Requirement]| {
            others.iter().any(|other| schemes(one) == schemes(other))
        };
        let removed: Vec<&Requirement> = before.difference(&after).collect();
        let free = |alternatives: &BTreeSet<Requirement>| alternatives.contains(&Requirement::new());
        let rule = match (free(&before), free(&after)) {
            (true, false) => Rule::SecurityRequirementAdded,
            (false, true) => Rule::SecurityRequirementRemoved,
            _ if rejected.is_empty() && removed.iter().any(|one| same_schemes(one, &added)) => {
                Rule::SecurityScopeRemoved
            }
            _ if rejected.is_empty() => Rule::SecurityAlternativeAdded,
            _ if added.is_empty() => Rule::SecurityAlternativeRemoved,
            _ if rejected.iter().all(|one| same_schemes(one, &added)) => Rule::SecurityScopeAdded,
            _ => Rule::SecurityRequirementChanged,
        };
        let message = format!("requires {} instead of {}", list(&after), list(&before));
        let change = Change::new(rule, at, message).wire(rule.info().request).values(old.1, new.1);
        self.report(change.only(side_of(old.1, new.1)));
    }

    /// Compares security schemes.
    pub(crate) fn schemes(&mut self, old: Option<&'a Value>, new: Option<&'a Value>) {
        let listed = At::both("/components/securitySchemes", "");
        let renamed = renamed_schemes(self.old.document, self.new.document);
        let [both, removed, added] = keys(old, new);
        for (from, to) in &renamed {
            let inside = listed.fork(from, to).of(to.as_str());
            self.written_differently(&inside, "is the same security scheme", inside.pointers().into());
        }
        let required = |document: &Value, name: &str| {
            let own = walk::operations(document).filter_map(|operation| operation.node.get("security"));
            let all: Vec<&Value> = own.chain(document.get("security")).collect();
            all.into_iter()
                .any(|own| security(Some(own)).iter().any(|alternative| alternative.contains_key(name)))
        };
        for name in removed.into_iter().filter(|name| !renamed.contains_key(*name)) {
            let dangling = required(self.new.document, name);
            let wire = if dangling { Wire::Fails } else { Wire::Works };
            let inside = listed.join(name).of(name);
            let change = Change::new(Rule::SecuritySchemeRemoved, &inside, "is no longer a security scheme");
            self.report(change.wire(wire).only(In::Old));
        }
        for name in added.into_iter().filter(|name| !renamed.values().any(|other| other == name)) {
            let inside = listed.join(name).of(name);
            self.report(
                Change::new(Rule::SecuritySchemeAdded, &inside, "is a new security scheme").only(In::New),
            );
        }
        for name in both {
            let (Some(old), Some(new)) =
                (old.and_then(|side| side.get(name)), new.and_then(|side| side.get(name)))
            else {
                continue;
            };
            let inside = listed.join(name).of(name);
            self.texts(Rule::TextChanged, &inside, old, new);
            if !self.same_shape(old, new) {
                let used = required(self.old.document, name);
                let wire = if used { Wire::Fails } else { Wire::Works };
                let change = Change::new(Rule::SecuritySchemeChanged, &inside, "authenticates differently");
                self.report(change.wire(wire).values(Some(old), Some(new)));
            }
        }
    }
}

/// Returns the security schemes with another name and the same definition, by old name.
fn renamed_schemes(old: &Value, new: &Value) -> BTreeMap<String, String> {
    let (old, new) = (old.pointer("/components/securitySchemes"), new.pointer("/components/securitySchemes"));
    let [_, removed, added] = keys(old, new);
    let node = |side: Option<&Value>, name: &str| {
        side.and_then(|side| side.get(name)).map(|node| shape(node, &BTreeMap::new()))
    };
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
