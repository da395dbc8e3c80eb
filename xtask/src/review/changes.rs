//! Differences between two surfaces, item by item, and the findings that cause them.
//!
//! The generator reports the places of the document that an item comes from, and a finding has places in the
//! document: they belong together where the places meet. A type that only appeared because something began to
//! refer to it belongs to the cause of that reference.

use std::collections::{BTreeMap, BTreeSet};

use openapi_review::{
    Finding, Level, Place, Rule, Severity, Source,
    document::pointer::{by_name, is_within},
    finding::counted,
};
use serde_json::Value;

use crate::{
    generator::{Entry, Kind, Operation, Part, Surface},
    nodes::origins,
};

pub use openapi_review::report::{Change, What};

/// The changes of an item that only the old surface has, only the new one, and both.
type Kinds = [What; 3];

const TYPE: Kinds = [What::TypeRemoved, What::TypeAdded, What::TypeChanged];
const FIELD: Kinds = [What::FieldRemoved, What::FieldAdded, What::FieldRetyped];
const VALUE: Kinds = [What::VariantRemoved, What::VariantAdded, What::VariantWritten];
const ALTERNATIVE: Kinds = [What::VariantRemoved, What::VariantAdded, What::VariantRemoved];
const OPERATION: Kinds = [What::OperationRemoved, What::OperationAdded, What::OperationRenamed];
const SETTER: Kinds = [What::SetterRemoved, What::SetterAdded, What::SetterRetyped];

/// Returns every change from one surface to another, sorted by item.
pub fn between(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut changes = Changes(Vec::new());
    for (name, old, new) in joined(&old.types, &new.types, |entry| &entry.name) {
        let item = format!("types::{name}");
        match (old, new) {
            (Some(old), Some(new))
                if old.kind != new.kind || new.kind == Kind::Other && old.code != new.code =>
            {
                changes.push(item, What::TypeChanged, summary(old), summary(new));
            }
            (Some(old), Some(new)) => changes.parts(&item, old, new),
            (old, new) => changes.compare(item, TYPE, old.map(summary), new.map(summary)),
        }
    }
    changes.operations(&old.operations, &new.operations);
    changes.0.sort_by(|a, b| (&a.item, a.what).cmp(&(&b.item, b.what)));
    changes.0
}

fn joined<'v, T>(
    old: &'v [T],
    new: &'v [T],
    name: impl Fn(&T) -> &String,
) -> Vec<(String, Option<&'v T>, Option<&'v T>)> {
    let map = |list: &'v [T]| list.iter().map(|one| (name(one), one)).collect::<BTreeMap<_, _>>();
    let (old, new) = (map(old), map(new));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).copied().collect();
    let one = |name: &String| (name.clone(), old.get(name).copied(), new.get(name).copied());
    names.into_iter().map(one).collect()
}

fn summary(Entry { name, kind, parts, code, .. }: &Entry) -> String {
    match kind {
        Kind::Sent | Kind::Received => format!("struct {name} with {}", counted(parts.len(), "field")),
        Kind::OpenEnum => format!("enum {name} with {}", counted(parts.len(), "value")),
        Kind::Alternatives => format!("enum {name}: {code}"),
        Kind::Other => format!("struct {name}{code}"),
    }
}

fn signature(operation: &Operation) -> String {
    let arguments: Vec<_> = operation.required.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    format!("fn {}({}) -> {}", operation.name, arguments.join(", "), operation.response)
}

struct Changes(Vec<Change>);

impl Changes {
    fn compare(&mut self, item: String, kinds: Kinds, before: Option<String>, after: Option<String>) {
        let [removed, added, changed] = kinds;
        let what = match (&before, &after) {
            (Some(_), None) => removed,
            (None, _) => added,
            (Some(_), Some(_)) => changed,
        };
        if before != after {
            self.0.push(Change::new(item, what, before, after));
        }
    }

    fn push(&mut self, item: impl Into<String>, what: What, before: String, after: String) {
        self.0.push(Change::new(item, what, Some(before), Some(after)));
    }

    fn parts(&mut self, item: &str, old: &Entry, new: &Entry) {
        let kinds = match new.kind {
            Kind::OpenEnum => VALUE,
            Kind::Alternatives => ALTERNATIVE,
            _ => FIELD,
        };
        for (name, before, after) in joined(&old.parts, &new.parts, |part| &part.name) {
            let item = format!("{item}::{name}");
            let text = |part: Option<&Part>| part.map(|part| part.text.clone());
            self.compare(item.clone(), kinds, text(before), text(after));
            match (before, after, self.0.last_mut()) {
                // A new required field is an argument of the constructor.
                (None, _, Some(change)) if new.constructor.contains(&name) => change.source = Source::Breaks,
                // Another type is written in its own form anyway.
                (Some(before), Some(after), _)
                    if before.wire != after.wire
                        || before.text == after.text && before.form != after.form =>
                {
                    let text = |part: &Part| format!("{:?}{}", part.wire, part.form);
                    self.push(item, What::FieldWritten, text(before), text(after));
                }
                _ => {}
            }
        }
        if old.constructor != new.constructor {
            let text = |entry: &Entry| format!("new({})", entry.constructor.join(", "));
            self.push(format!("{item}::new()"), What::ConstructorChanged, text(old), text(new));
        }
    }

    fn operations(&mut self, old: &[Operation], new: &[Operation]) {
        let mut pairs = joined(old, new, |operation| &operation.name);
        // A removed and an added method for the same call.
        let url = |operation: &Operation| (operation.method.clone(), operation.path.clone());
        let removed: Vec<&Operation> =
            pairs.iter().filter(|pair| pair.2.is_none()).filter_map(|pair| pair.1).collect();
        for old in removed {
            let is_twin = |new: &Operation| url(new) == url(old);
            let twin = pairs.iter().position(|pair| pair.1.is_none() && pair.2.is_some_and(is_twin));
            if let Some(new) = twin.and_then(|twin| pairs.remove(twin).2) {
                pairs.retain(|pair| pair.0 != old.name);
                let [before, after] = [old, new].map(|operation| Some(signature(operation)));
                self.compare(format!("Client::{}", old.name), OPERATION, before, after);
                self.operation(&Operation { name: new.name.clone(), ..old.clone() }, new);
            }
        }
        for (name, old, new) in pairs {
            match (old, new) {
                (Some(old), Some(new)) => self.operation(old, new),
                (old, new) => {
                    let [before, after] = [old, new].map(|operation| operation.map(signature));
                    self.compare(format!("Client::{name}"), OPERATION, before, after);
                }
            }
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        let item = format!("Client::{}", new.name);
        let sides = [old, new];
        for (suffix, what, [before, after]) in [
            ("", What::OperationMoved, sides.map(|side| format!("{} {}", side.method, side.path))),
            (" -> response", What::ResponseChanged, sides.map(|side| side.response.clone())),
            ("", What::PublishedIdChanged, sides.map(|side| side.published_id.clone())),
        ] {
            self.compare(format!("{item}{suffix}"), [what; 3], Some(before), Some(after));
        }
        // Callers depend on the number, types and order of positional arguments, and not on their names.
        let list = |operation: &Operation, part: fn(&(String, String)) -> &String| -> Vec<String> {
            operation.required.iter().map(part).cloned().collect()
        };
        let [mut old_names, mut new_names] = sides.map(|operation| list(operation, |(name, _)| name));
        old_names.sort();
        new_names.sort();
        let is_swapped = old_names == new_names && old.required != new.required;
        if list(old, |(_, ty)| ty) != list(new, |(_, ty)| ty) || is_swapped {
            self.push(format!("{item}()"), What::ArgumentsChanged, signature(old), signature(new));
        }
        for (name, old, new) in joined(&old.optional, &new.optional, |(name, _)| name) {
            let text = |setter: Option<&(String, String)>| setter.map(|(_, ty)| ty.clone());
            self.compare(format!("{item}({name})"), SETTER, text(old), text(new));
        }
    }
}

/// One side of a review: the documents in which findings and items have their places, and the code generated
/// from them.
pub(super) struct Side<'a> {
    pub(super) published: &'a Value,
    /// The document with the overlays applied, and with the places of nodes in the published one.
    pub(super) corrected: &'a Value,
    pub(super) surface: &'a Surface,
}

/// The places of a finding, with names in place of numbers.
#[derive(Debug, Default)]
struct Places {
    /// It accounts for these nodes with everything below them.
    complete: BTreeSet<String>,
    /// It is at these nodes.
    at: BTreeSet<String>,
}

impl Places {
    fn of(finding: &Finding, old: &Value, new: &Value) -> Self {
        let both = |at: &String| [by_name(old, at), by_name(new, at)];
        let own = [(&finding.old, old), (&finding.new, new)].into_iter();
        let at: BTreeSet<String> =
            own.filter_map(|(place, tree)| Some(by_name(tree, &place.as_ref()?.pointer))).collect();
        let mut complete: BTreeSet<String> = finding.covers.iter().flat_map(both).collect();
        if finding.covers.is_empty() && finding.pairs.is_empty() {
            complete.clone_from(&at);
        }
        complete.extend(finding.pairs.iter().flat_map(|(from, to)| [by_name(old, from), by_name(new, to)]));
        Self { complete, at }
    }

    /// Returns true if an item at `place` follows from the finding; `below` says that changes inside of the
    /// place count.
    fn meet(&self, place: &str, below: bool) -> bool {
        self.complete.iter().any(|node| is_within(node, place) || below && is_within(place, node))
            || self.at.iter().any(|at| at == place || below && is_within(place, at))
    }
}

/// Links every change to the findings that cause it, by fingerprint and by number.
pub(super) fn link(changes: &mut [Change], findings: &mut [Finding], sides: &[Side<'_>; 2]) {
    let [old, new] = sides;
    let places: Vec<Option<Places>> = findings
        .iter()
        .map(|finding| {
            let counts = finding.is_structural()
                && finding.severity != Severity::Docs
                && matches!(finding.level, Level::Published | Level::Overlays)
                && !finding.rule.id().starts_with("overlay.");
            let (before, after) = match finding.level {
                Level::Overlays => (old.corrected, new.corrected),
                _ => (old.published, new.published),
            };
            let mut places = Places::of(finding, before, after);
            if finding.level == Level::Overlays {
                // Items have the places of the published document.
                let node = |place: Option<&Place>, tree: &Value| {
                    origins(place.and_then(|place| tree.pointer(&place.pointer))).collect::<Vec<_>>()
                };
                places.at.extend(node(finding.old.as_ref(), before));
                places.at.extend(node(finding.new.as_ref(), after));
            }
            counts.then_some(places)
        })
        .collect();
    let mut causes: Vec<BTreeSet<usize>> =
        changes.iter().map(|change| direct(change, findings, &places, sides)).collect();
    // What something refers to appears and disappears with the reference.
    let users = [old.surface.users(), new.surface.users()];
    loop {
        let mut grown = false;
        for index in 0..changes.len() {
            if !causes[index].is_empty() {
                continue;
            }
            let side = usize::from(changes[index].what != What::TypeRemoved);
            let name = changes[index].owner().trim_start_matches("types::");
            let users = users[side].get(name).into_iter().flatten();
            let inherited: BTreeSet<usize> = users
                .flat_map(|user| (0..changes.len()).filter(|other| is_about(&changes[*other], user)))
                .filter(|other| *other != index)
                .flat_map(|other| causes[other].clone())
                .collect();
            grown |= !inherited.is_empty();
            causes[index] = inherited;
        }
        if !grown {
            break;
        }
    }
    for (index, causes) in causes.into_iter().enumerate() {
        for finding in causes {
            changes[index].causes.push(findings[finding].fingerprint.clone());
            findings[finding].rust.push(index);
        }
    }
}

/// Returns true if a change is about an item that mentions a type, or about the type or call that this item
/// belongs to.
fn is_about(change: &Change, user: &str) -> bool {
    let call = user.split(['(', ' ']).next().unwrap_or(user);
    let owner = user.rsplit_once("::").map_or(user, |(owner, _)| owner);
    match change.what {
        What::TypeAdded | What::TypeRemoved => change.item == user || change.item == owner,
        What::OperationAdded | What::OperationRemoved => change.item == call,
        What::ArgumentsChanged => change.item == format!("{call}()"),
        _ => change.item == user,
    }
}

/// The findings whose places meet those of the changed item.
fn direct(
    change: &Change,
    findings: &[Finding],
    places: &[Option<Places>],
    sides: &[Side<'_>; 2],
) -> BTreeSet<usize> {
    let below = !matches!(
        change.what,
        What::TypeAdded
            | What::TypeRemoved
            | What::OperationAdded
            | What::OperationRemoved
            | What::OperationRenamed
            | What::PublishedIdChanged
    );
    let origins: BTreeSet<String> = sides
        .iter()
        .flat_map(|side| {
            let items = items(change, sides[0].surface, sides[1].surface).into_iter();
            let pointers = items.flat_map(|item| side.surface.origins.get(&item).into_iter().flatten());
            pointers.map(|at| by_name(side.published, at)).collect::<Vec<_>>()
        })
        .collect();
    // `= "value"`
    let value = match change.what {
        What::VariantAdded => change.after.as_deref(),
        What::VariantRemoved => change.before.as_deref(),
        _ => None,
    };
    let value = value.and_then(|text| text.trim_start_matches("= ").parse::<Value>().ok());
    let (mut found, mut of_values) = (BTreeSet::new(), BTreeSet::new());
    for (index, places) in places.iter().enumerate() {
        let Some(places) = places else { continue };
        if !origins.iter().any(|origin| places.meet(origin, below)) {
            continue;
        }
        let finding = &findings[index];
        match change.what {
            What::VariantAdded if finding.new.is_none() => continue,
            What::VariantRemoved if finding.old.is_none() => continue,
            _ => {}
        }
        let is_value = matches!(finding.rule, Rule::EnumValueAdded | Rule::EnumValueRemoved);
        if let (Some(value), true) = (&value, is_value) {
            if finding.new_value.as_ref().or(finding.old_value.as_ref()) == Some(value) {
                of_values.insert(index);
            }
        } else {
            found.insert(index);
        }
    }
    // A value that was added or removed explains its variant; what else happened at the same place does not.
    if of_values.is_empty() { found } else { of_values }
}

/// The items whose origins a change is looked up by.
fn items(change: &Change, old: &Surface, new: &Surface) -> Vec<String> {
    let owner = change.owner();
    match change.what {
        // The fields that it no longer takes, or takes now.
        What::ConstructorChanged => {
            let taken = |surface: &Surface| -> BTreeSet<String> {
                let entry =
                    surface.types.iter().find(|entry| owner.strip_prefix("types::") == Some(&entry.name));
                entry.into_iter().flat_map(|entry| entry.constructor.clone()).collect()
            };
            let names = taken(old).symmetric_difference(&taken(new)).cloned().collect::<Vec<_>>();
            names.into_iter().map(|name| format!("{owner}::{name}")).collect()
        }
        What::ArgumentsChanged => {
            let arguments = old.origins.keys().chain(new.origins.keys());
            let own = |item: &&String| item.strip_prefix(owner).is_some_and(|rest| rest.starts_with('('));
            arguments.filter(own).cloned().collect()
        }
        What::VariantAdded | What::VariantRemoved | What::VariantWritten => vec![owner.to_owned()],
        _ => vec![change.item.clone()],
    }
}

/// Replaces the effect on compiling that the rules expect by that on the generated code.
pub(super) fn classify(findings: &mut [Finding], changes: &[Change]) {
    for finding in findings.iter_mut().filter(|finding| finding.level == Level::Published) {
        let breaks = finding.rust.iter().any(|index| changes[*index].source == Source::Breaks);
        finding.source = if breaks { Source::Breaks } else { Source::Compiles };
        finding.classify();
    }
}
