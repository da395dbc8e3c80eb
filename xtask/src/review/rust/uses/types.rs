//! Types as far as they decide what a member belongs to.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;

use crate::inventory::{Inventory, Shape};

/// A type without references, options, lists, results and futures around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ty {
    /// `types::Order` of the generated crate, `operations::ListOrders` for a request, [`RAW_CLIENT`], or `local::Name`.
    Named(String),
    /// A tuple, where each part may be of no interest.
    Tuple(Vec<Option<Ty>>),
}

/// The generated client.
pub(super) const RAW_CLIENT: &str = "raw::Client";

impl Ty {
    pub(super) fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Tuple(_) => None,
        }
    }
}

/// A call of the generated client.
#[derive(Debug)]
pub(super) struct Call {
    /// The method of the client.
    pub(super) method: String,
    /// Its answer.
    pub(super) answer: Option<Ty>,
    /// The setters of its request.
    pub(super) setters: BTreeSet<String>,
}

/// What the generated crate offers, before or after the change.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// The members of each type with their types; setters have the names of members.
    pub(super) types: BTreeMap<String, BTreeMap<String, Option<Ty>>>,
    /// Calls by the name of the request's type.
    pub(super) calls: BTreeMap<String, Call>,
    /// The request's type of each method.
    pub(super) requests: BTreeMap<String, String>,
    /// The only type that has a member of this name.
    pub(super) owner: BTreeMap<String, Option<String>>,
}

impl Offered {
    pub(super) fn of(inventories: &[&Inventory]) -> Self {
        let mut offered = Self::default();
        for entry in inventories.iter().flat_map(|inventory| &inventory.types) {
            offered.types.entry(entry.name.clone()).or_default();
        }
        for inventory in inventories {
            for entry in &inventory.types {
                let Shape::Struct(fields) = &entry.shape else { continue };
                for field in fields {
                    let ty = offered.inside(&field.ty);
                    let members = offered.types.entry(entry.name.clone()).or_default();
                    members.entry(field.name.clone()).or_insert(ty);
                    let owner = offered.owner.entry(field.name.clone());
                    let known = owner.or_insert_with(|| Some(entry.name.clone()));
                    if known.as_ref() != Some(&entry.name) {
                        *known = None;
                    }
                }
            }
            for operation in &inventory.operations {
                let request = operation.name.to_upper_camel_case();
                let answer = offered.inside(&operation.answer);
                let setters = operation.optional.iter().map(|(name, _)| name.clone());
                offered.requests.insert(operation.name.clone(), request.clone());
                let empty = || Call { method: operation.name.clone(), answer, setters: BTreeSet::new() };
                offered.calls.entry(request).or_insert_with(empty).setters.extend(setters);
            }
        }
        offered
    }

    /// The type of this crate inside a type that is written as text.
    fn inside(&self, text: &str) -> Option<Ty> {
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let mut known = words.filter(|word| self.types.contains_key(*word));
        known.next_back().map(|name| Ty::Named(format!("types::{name}")))
    }

    /// The members of a type of the generated crate.
    pub(super) fn members(&self, ty: &str) -> Option<&BTreeMap<String, Option<Ty>>> {
        self.types.get(ty.strip_prefix("types::")?)
    }

    /// The call whose request a type is.
    pub(super) fn call(&self, ty: &str) -> Option<&Call> {
        self.calls.get(ty.strip_prefix("operations::")?)
    }

    /// A type with those of its members and their members; of a request, what it answers with.
    pub(super) fn reach(&self, ty: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::from([ty.to_owned()]);
        for _ in 0..3 {
            let answers =
                reached.iter().filter_map(|ty| self.call(ty)).filter_map(|call| call.answer.clone());
            let members = reached
                .iter()
                .filter_map(|ty| self.members(ty))
                .flat_map(BTreeMap::values)
                .flatten()
                .cloned();
            let next: Vec<Ty> = answers.chain(members).collect();
            reached.extend(next.iter().filter_map(Ty::named).map(str::to_owned));
        }
        reached
    }
}
