//! Differences between two surfaces, item by item.

use std::collections::{BTreeMap, BTreeSet};

pub use openapi_review::code::{Change, What};
use openapi_review::{Source, finding::counted};

use crate::generator::surface::{Entry, Field, Kind, Operation, Shape, Surface};

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
            (Some(old), Some(new)) => changes.entry(&item, old, new),
            (old, new) => changes.compare(item, TYPE, old.map(summary), new.map(summary)),
        }
    }
    changes.operations(&old.operations, &new.operations);
    changes.0.sort_by(|a, b| (&a.item, a.what).cmp(&(&b.item, b.what)));
    changes.0
}

/// Joins two lists by name, sorted.
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

/// Returns a type in one line.
fn summary(entry: &Entry) -> String {
    match &entry.shape {
        Shape::Struct(fields) => format!("struct {} with {}", entry.name, counted(fields.len(), "field")),
        Shape::OpenEnum(values) => format!("enum {} with {}", entry.name, counted(values.len(), "value")),
        Shape::Other(code) if entry.kind == Kind::Alternatives => format!("enum {}: {code}", entry.name),
        Shape::Other(code) => format!("struct {}{code}", entry.name),
    }
}

fn signature(operation: &Operation) -> String {
    let arguments: Vec<_> = operation.required.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    format!("fn {}({}) -> {}", operation.name, arguments.join(", "), operation.response)
}

struct Changes(Vec<Change>);

impl Changes {
    /// Adds the change of an item, if it differs.
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

    fn pairs(&mut self, kinds: Kinds, [old, new]: [&[(String, String)]; 2], item: impl Fn(&str) -> String) {
        for (name, old, new) in joined(old, new, |(name, _)| name) {
            let text = |pair: Option<&(String, String)>| pair.map(|(_, text)| text.clone());
            self.compare(item(&name), kinds, text(old), text(new));
        }
    }

    fn entry(&mut self, item: &str, old: &Entry, new: &Entry) {
        let inside = |name: &str| format!("{item}::{name}");
        match (&old.shape, &new.shape) {
            _ if old.kind != new.kind => self.push(item, What::TypeChanged, summary(old), summary(new)),
            (Shape::Struct(before), Shape::Struct(after)) => {
                for (name, old, new) in joined(before, after, |field| &field.name) {
                    self.field(inside(&name), old, new);
                }
                // A new required field is an argument of the constructor.
                let is_argument = |change: &Change| {
                    new.constructor.iter().any(|name| change.item == inside(name))
                        && change.what == What::FieldAdded
                };
                self.0
                    .iter_mut()
                    .filter(|change| is_argument(change))
                    .for_each(|change| change.source = Source::Breaks);
                if old.constructor != new.constructor {
                    let text = |entry: &Entry| format!("new({})", entry.constructor.join(", "));
                    self.push(format!("{item}::new()"), What::ConstructorChanged, text(old), text(new));
                }
            }
            (Shape::OpenEnum(before), Shape::OpenEnum(after)) => {
                let values = [before, after].map(|values| {
                    values
                        .iter()
                        .map(|(name, value)| (name.clone(), format!("= {value:?}")))
                        .collect::<Vec<_>>()
                });
                self.pairs(VALUE, [&values[0], &values[1]], inside);
            }
            (Shape::Other(before), Shape::Other(after)) if new.kind == Kind::Alternatives => {
                let variants = [before, after].map(|code| {
                    let parts = code.split(" | ").filter_map(|part| part.split_once('('));
                    parts.map(|(name, ty)| (name.to_owned(), format!("({ty}"))).collect::<Vec<_>>()
                });
                self.pairs(ALTERNATIVE, [&variants[0], &variants[1]], inside);
            }
            _ => self.compare(item.to_owned(), TYPE, Some(summary(old)), Some(summary(new))),
        }
    }

    fn field(&mut self, item: String, old: Option<&Field>, new: Option<&Field>) {
        let ty = |field: Option<&Field>| field.map(|field| field.ty.clone());
        self.compare(item.clone(), FIELD, ty(old), ty(new));
        match (old, new) {
            // Another type is written in its own form anyway.
            (Some(old), Some(new)) if old.wire != new.wire || old.ty == new.ty && old.form != new.form => {
                let text = |field: &Field| {
                    let form = field.form.as_ref().map_or(String::new(), |form| format!(" as {form}"));
                    format!("{:?}{form}", field.wire)
                };
                self.push(item, What::FieldWritten, text(old), text(new));
            }
            _ => {}
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
        let [before, after] = [old, new].map(|operation| format!("{} {}", operation.method, operation.path));
        if before != after {
            self.push(item.clone(), What::OperationMoved, before, after);
        }
        // Callers depend on the number, types and order of positional arguments, and not on their names.
        let list = |operation: &Operation, part: fn(&(String, String)) -> &String| -> Vec<String> {
            operation.required.iter().map(part).cloned().collect()
        };
        let [mut old_names, mut new_names] = [old, new].map(|operation| list(operation, |(name, _)| name));
        old_names.sort();
        new_names.sort();
        let is_swapped = old_names == new_names && old.required != new.required;
        if list(old, |(_, ty)| ty) != list(new, |(_, ty)| ty) || is_swapped {
            self.push(format!("{item}()"), What::ArgumentsChanged, signature(old), signature(new));
        }
        if old.response != new.response {
            let (before, after) = (old.response.clone(), new.response.clone());
            self.push(format!("{item} -> response"), What::ResponseChanged, before, after);
        }
        if old.published_id != new.published_id {
            let (before, after) = (old.published_id.clone(), new.published_id.clone());
            self.push(item.clone(), What::PublishedIdChanged, before, after);
        }
        self.pairs(SETTER, [&old.optional, &new.optional], |name| format!("{item}({name})"));
    }
}
