//! Differences between two surfaces, item by item.

use std::collections::{BTreeMap, BTreeSet};

pub use openapi_review::code::{Change, What};
use openapi_review::{Source, finding::counted};

use crate::generator::surface::{Entry, Field, Kind, Operation, Shape, Surface};

/// Every change from one surface to another, sorted by item.
#[must_use]
pub fn between(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut changes = Changes(Vec::new());
    for (name, old, new) in joined(&old.types, &new.types, |entry| &entry.name) {
        let item = format!("types::{name}");
        match (old, new) {
            (Some(old), Some(new)) => changes.entry(&item, old, new),
            (Some(old), None) => changes.push(item, What::TypeRemoved, Some(summary(old)), None::<String>),
            (None, new) => changes.push(item, What::TypeAdded, None::<String>, new.map(summary)),
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

/// A type in one line.
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
    fn push(
        &mut self,
        item: impl Into<String>,
        what: What,
        before: impl Into<Option<String>>,
        after: impl Into<Option<String>>,
    ) {
        self.0.push(Change::new(item, what, before.into(), after.into()));
    }

    fn entry(&mut self, item: &str, old: &Entry, new: &Entry) {
        match (&old.shape, &new.shape) {
            _ if old.kind != new.kind => self.push(item, What::TypeChanged, summary(old), summary(new)),
            (Shape::Struct(before), Shape::Struct(after)) => {
                self.fields(item, before, after, new.kind);
                if old.constructor != new.constructor {
                    let text = |entry: &Entry| format!("new({})", entry.constructor.join(", "));
                    self.push(format!("{item}::new()"), What::ConstructorChanged, text(old), text(new));
                }
            }
            (Shape::OpenEnum(before), Shape::OpenEnum(after)) => {
                for (variant, old, new) in joined(before, after, |(variant, _)| variant) {
                    let text =
                        |pair: Option<&(String, String)>| pair.map(|(_, value)| format!("= {value:?}"));
                    let what = match (old, new) {
                        (Some(_), None) => What::VariantRemoved,
                        (None, _) => What::VariantAdded,
                        (Some(_), Some(_)) => What::VariantWritten,
                    };
                    if old != new {
                        self.push(format!("{item}::{variant}"), what, text(old), text(new));
                    }
                }
            }
            (Shape::Other(before), Shape::Other(after)) if new.kind == Kind::Alternatives => {
                let variants = |code: &str| -> Vec<(String, String)> {
                    let parts = code.split(" | ").filter_map(|part| part.split_once('('));
                    parts.map(|(name, ty)| (name.to_owned(), format!("({ty}"))).collect()
                };
                for (variant, old, new) in joined(&variants(before), &variants(after), |(name, _)| name) {
                    let what = if old.is_none() { What::VariantAdded } else { What::VariantRemoved };
                    let text = |pair: Option<&(String, String)>| pair.map(|(_, ty)| ty.clone());
                    if old != new {
                        self.push(format!("{item}::{variant}"), what, text(old), text(new));
                    }
                }
            }
            (before, after) if before != after => {
                self.push(item, What::TypeChanged, summary(old), summary(new));
            }
            _ => {}
        }
    }

    fn fields(&mut self, item: &str, old: &[Field], new: &[Field], kind: Kind) {
        for (name, old, new) in joined(old, new, |field| &field.name) {
            let item = format!("{item}::{name}");
            let (old, new) = match (old, new) {
                (Some(old), Some(new)) => (old, new),
                (old, None) => {
                    self.push(item, What::FieldRemoved, old.map(|old| old.ty.clone()), None::<String>);
                    continue;
                }
                (None, Some(new)) => {
                    let mut change = Change::new(item, What::FieldAdded, None, Some(new.ty.clone()));
                    // A required field is an argument of the constructor.
                    if kind == Kind::Sent && !new.ty.starts_with("Option<") {
                        change.source = Source::Breaks;
                    }
                    self.0.push(change);
                    continue;
                }
            };
            if old.ty != new.ty {
                self.push(item.clone(), What::FieldRetyped, old.ty.clone(), new.ty.clone());
            }
            // Another type is written in its own form anyway.
            if old.wire != new.wire || old.ty == new.ty && old.form != new.form {
                let text = |field: &Field| {
                    let form = field.form.as_ref().map_or(String::new(), |form| format!(" as {form}"));
                    format!("{:?}{form}", field.wire)
                };
                self.push(item, What::FieldWritten, text(old), text(new));
            }
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
                let item = format!("Client::{}", old.name);
                self.push(item, What::OperationRenamed, signature(old), signature(new));
                self.operation(&Operation { name: new.name.clone(), ..old.clone() }, new);
            }
        }
        for (name, old, new) in pairs {
            let item = format!("Client::{name}");
            match (old, new) {
                (Some(old), Some(new)) => self.operation(old, new),
                (Some(old), None) => self.push(item, What::OperationRemoved, signature(old), None::<String>),
                (None, new) => self.push(item, What::OperationAdded, None::<String>, new.map(signature)),
            }
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        let item = format!("Client::{}", new.name);
        if (&old.method, &old.path) != (&new.method, &new.path) {
            let text = |operation: &Operation| format!("{} {}", operation.method, operation.path);
            self.push(item.clone(), What::OperationMoved, text(old), text(new));
        }
        // Callers depend on the number, types and order of positional arguments, and not on their names.
        let types = |operation: &Operation| -> Vec<String> {
            operation.required.iter().map(|(_, ty)| ty.clone()).collect()
        };
        let names = |operation: &Operation| -> BTreeSet<String> {
            operation.required.iter().map(|(name, _)| name.clone()).collect()
        };
        let swapped = names(old) == names(new) && old.required != new.required;
        if types(old) != types(new) || swapped {
            self.push(format!("{item}()"), What::ArgumentsChanged, signature(old), signature(new));
        }
        if old.response != new.response {
            let item = format!("{item} -> response");
            self.push(item, What::ResponseChanged, old.response.clone(), new.response.clone());
        }
        if old.published_id != new.published_id {
            let (before, after) = (old.published_id.clone(), new.published_id.clone());
            self.push(item.clone(), What::PublishedIdChanged, before, after);
        }
        for (name, old, new) in joined(&old.optional, &new.optional, |(name, _)| name) {
            let what = match (old, new) {
                (Some(_), None) => What::SetterRemoved,
                (None, _) => What::SetterAdded,
                (Some(_), Some(_)) => What::SetterRetyped,
            };
            let text = |pair: Option<&(String, String)>| pair.map(|(_, ty)| ty.clone());
            if old != new {
                self.push(format!("{item}({name})"), what, text(old), text(new));
            }
        }
    }
}
