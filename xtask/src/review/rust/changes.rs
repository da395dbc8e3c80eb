//! What differs between two surfaces, item by item.

use std::collections::BTreeMap;

pub use openapi_review::code::{Change, What};
use openapi_review::{Source, finding::counted};

use crate::generator::surface::{Entry, Field, Kind, Operation, Shape, Surface};

/// Every change from one surface to another, sorted by item.
#[must_use]
pub fn between(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut changes = Vec::new();
    let types = |surface: &'_ Surface| -> BTreeMap<String, Entry> {
        surface.types.iter().map(|entry| (entry.name.clone(), entry.clone())).collect()
    };
    for (name, old, new) in joined(types(old), types(new)) {
        let item = format!("types::{name}");
        match (old, new) {
            (Some(old), Some(new)) => entry(&item, &old, &new, &mut changes),
            (Some(old), None) => {
                changes.push(Change::new(item, What::TypeRemoved, Some(summary(&old)), None))
            }
            (None, Some(new)) => changes.push(Change::new(item, What::TypeAdded, None, Some(summary(&new)))),
            (None, None) => {}
        }
    }
    operations(old, new, &mut changes);
    changes.sort_by(|a, b| (&a.item, a.what).cmp(&(&b.item, b.what)));
    changes
}

fn joined<T>(old: BTreeMap<String, T>, mut new: BTreeMap<String, T>) -> Vec<(String, Option<T>, Option<T>)> {
    let mut pairs: Vec<_> = old
        .into_iter()
        .map(|(key, old)| {
            let new = new.remove(&key);
            (key, Some(old), new)
        })
        .collect();
    pairs.extend(new.into_iter().map(|(key, new)| (key, None, Some(new))));
    pairs
}

/// A type in one line.
fn summary(entry: &Entry) -> String {
    let count = |number: usize, noun: &str| counted(number, noun);
    match &entry.shape {
        Shape::Struct(fields) => format!("struct {} with {}", entry.name, count(fields.len(), "field")),
        Shape::OpenEnum(values) => format!("enum {} with {}", entry.name, count(values.len(), "value")),
        Shape::Other(code) if entry.kind == Kind::Alternatives => format!("enum {}: {code}", entry.name),
        Shape::Other(code) => format!("struct {}{code}", entry.name),
    }
}

fn entry(item: &str, old: &Entry, new: &Entry, changes: &mut Vec<Change>) {
    match (&old.shape, &new.shape) {
        _ if old.kind != new.kind => {
            changes.push(Change::new(item, What::TypeChanged, Some(summary(old)), Some(summary(new))));
        }
        (Shape::Struct(before), Shape::Struct(after)) => {
            fields(item, before, after, new.kind, changes);
            if old.constructor != new.constructor {
                let text = |entry: &Entry| Some(format!("new({})", entry.constructor.join(", ")));
                changes.push(Change::new(
                    format!("{item}::new()"),
                    What::ConstructorChanged,
                    text(old),
                    text(new),
                ));
            }
        }
        (Shape::OpenEnum(before), Shape::OpenEnum(after)) => {
            let map = |values: &[(String, String)]| values.iter().cloned().collect::<BTreeMap<_, _>>();
            for (variant, old, new) in joined(map(before), map(after)) {
                let item = format!("{item}::{variant}");
                match (old, new) {
                    (Some(old), None) => changes.push(Change::new(
                        item,
                        What::VariantRemoved,
                        Some(format!("= {old:?}")),
                        None,
                    )),
                    (None, Some(new)) => {
                        changes.push(Change::new(item, What::VariantAdded, None, Some(format!("= {new:?}"))))
                    }
                    (Some(old), Some(new)) if old != new => {
                        changes.push(Change::new(
                            item,
                            What::VariantWritten,
                            Some(format!("= {old:?}")),
                            Some(format!("= {new:?}")),
                        ));
                    }
                    _ => {}
                }
            }
        }
        (Shape::Other(before), Shape::Other(after)) if new.kind == Kind::Alternatives => {
            let variants = |code: &str| -> BTreeMap<String, String> {
                let parts = code.split(" | ").filter_map(|part| part.split_once('('));
                parts.map(|(name, ty)| (name.to_owned(), format!("({ty}"))).collect()
            };
            for (variant, old, new) in joined(variants(before), variants(after)) {
                let item = format!("{item}::{variant}");
                let what = match (&old, &new) {
                    (None, Some(_)) => What::VariantAdded,
                    (Some(old), Some(new)) if old == new => continue,
                    _ => What::VariantRemoved,
                };
                changes.push(Change::new(item, what, old, new));
            }
        }
        (before, after) if before != after => {
            changes.push(Change::new(item, What::TypeChanged, Some(summary(old)), Some(summary(new))));
        }
        _ => {}
    }
}

fn fields(item: &str, old: &[Field], new: &[Field], kind: Kind, changes: &mut Vec<Change>) {
    let map = |fields: &[Field]| {
        fields.iter().map(|field| (field.name.clone(), field.clone())).collect::<BTreeMap<_, _>>()
    };
    for (name, old, new) in joined(map(old), map(new)) {
        let item = format!("{item}::{name}");
        match (old, new) {
            (Some(old), None) => changes.push(Change::new(item, What::FieldRemoved, Some(old.ty), None)),
            (None, Some(new)) => {
                let mut change = Change::new(item, What::FieldAdded, None, Some(new.ty.clone()));
                // What is required is an argument of the constructor, which says so itself.
                if kind == Kind::Sent && !new.ty.starts_with("Option<") {
                    change.source = Source::Breaks;
                }
                changes.push(change);
            }
            (Some(old), Some(new)) => {
                if old.ty != new.ty {
                    changes.push(Change::new(
                        item.clone(),
                        What::FieldRetyped,
                        Some(old.ty.clone()),
                        Some(new.ty.clone()),
                    ));
                }
                // Another type is written in its own form anyway.
                if old.wire != new.wire || old.ty == new.ty && old.form != new.form {
                    let text = |field: &Field| {
                        let form = field.form.as_ref().map_or(String::new(), |form| format!(" as {form}"));
                        Some(format!("{:?}{form}", field.wire))
                    };
                    changes.push(Change::new(item, What::FieldWritten, text(&old), text(&new)));
                }
            }
            (None, None) => {}
        }
    }
}

fn signature(operation: &Operation) -> String {
    let arguments: Vec<_> = operation.required.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    format!("fn {}({}) -> {}", operation.name, arguments.join(", "), operation.response)
}

fn operations(old: &Surface, new: &Surface, changes: &mut Vec<Change>) {
    let map = |surface: &'_ Surface| -> BTreeMap<String, Operation> {
        surface.operations.iter().map(|operation| (operation.name.clone(), operation.clone())).collect()
    };
    let mut pairs = joined(map(old), map(new));
    // A method that is gone and one that is new, for the same call.
    let address = |operation: &Operation| (operation.method.clone(), operation.path.clone());
    let gone: Vec<Operation> =
        pairs.iter().filter(|pair| pair.2.is_none()).filter_map(|pair| pair.1.clone()).collect();
    for old in gone {
        let twin = pairs.iter().position(|pair| {
            pair.1.is_none() && pair.2.as_ref().is_some_and(|new| address(new) == address(&old))
        });
        if let Some(twin) = twin {
            let new = pairs.remove(twin).2;
            pairs.retain(|pair| pair.0 != old.name);
            if let Some(new) = new {
                changes.push(Change::new(
                    format!("Client::{}", old.name),
                    What::OperationRenamed,
                    Some(signature(&old)),
                    Some(signature(&new)),
                ));
                operation(&Operation { name: new.name.clone(), ..old }, &new, changes);
            }
        }
    }
    for (name, old, new) in pairs {
        let item = format!("Client::{name}");
        match (old, new) {
            (Some(old), Some(new)) => operation(&old, &new, changes),
            (Some(old), None) => {
                changes.push(Change::new(item, What::OperationRemoved, Some(signature(&old)), None))
            }
            (None, Some(new)) => {
                changes.push(Change::new(item, What::OperationAdded, None, Some(signature(&new))))
            }
            (None, None) => {}
        }
    }
}

fn operation(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let item = format!("Client::{}", new.name);
    if (&old.method, &old.path) != (&new.method, &new.path) {
        let text = |operation: &Operation| Some(format!("{} {}", operation.method, operation.path));
        changes.push(Change::new(item.clone(), What::OperationMoved, text(old), text(new)));
    }
    // Names of positional arguments are nothing to callers; their number, types and order are.
    let types =
        |operation: &Operation| operation.required.iter().map(|(_, ty)| ty.clone()).collect::<Vec<_>>();
    let names = |operation: &Operation| {
        operation.required.iter().map(|(name, _)| name.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    let swapped = names(old) == names(new) && old.required != new.required;
    if types(old) != types(new) || swapped {
        changes.push(Change::new(
            format!("{item}()"),
            What::ArgumentsChanged,
            Some(signature(old)),
            Some(signature(new)),
        ));
    }
    if old.response != new.response {
        changes.push(Change::new(
            format!("{item} -> response"),
            What::ResponseChanged,
            Some(old.response.clone()),
            Some(new.response.clone()),
        ));
    }
    if old.published_id != new.published_id {
        let text = |operation: &Operation| Some(operation.published_id.clone());
        changes.push(Change::new(item.clone(), What::PublishedIdChanged, text(old), text(new)));
    }
    let map = |operation: &Operation| operation.optional.iter().cloned().collect::<BTreeMap<_, _>>();
    for (name, old, new) in joined(map(old), map(new)) {
        let item = format!("{item}({name})");
        let what = match (&old, &new) {
            (Some(_), None) => What::SetterRemoved,
            (None, Some(_)) => What::SetterAdded,
            (Some(old), Some(new)) if old != new => What::SetterRetyped,
            _ => continue,
        };
        changes.push(Change::new(item, what, old, new));
    }
}
