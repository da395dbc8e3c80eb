//! The public surface of the generated code, and where in the document each item comes from.
//!
//! The generator fills it while it writes, so that the review of a new version need not read code back.

use std::collections::{BTreeMap, BTreeSet};

/// The public surface of a generated file.
#[derive(Debug, Clone, Default)]
pub struct Surface {
    /// The operations, in the order of the file.
    pub operations: Vec<Operation>,
    /// The types, sorted by name.
    pub types: Vec<Entry>,
    /// Origins by item (`types::Order::quantity`, `Client::list_orders(limit)`): pointers into the document
    /// that [`crate::nodes::mark_origins`] marked. Empty in other documents.
    pub origins: BTreeMap<String, BTreeSet<String>>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The method of the client.
    pub name: String,
    /// The published operation id.
    pub published_id: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Arguments of the method: name and type.
    pub required: Vec<(String, String)>,
    /// Optional parameters: name and type.
    pub optional: Vec<(String, String)>,
    /// The type of the response.
    pub response: String,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The kind of its declaration.
    pub kind: Kind,
    /// The shape.
    pub shape: Shape,
    /// The fields that its constructor takes, in order; of sent types only.
    pub constructor: Vec<String>,
}

/// The kind of a declaration, which decides what can be added to it without breaking callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `request_type!`: with a constructor and setters.
    Sent,
    /// `response_type!`: all fields optional.
    Received,
    /// `open_enum!`
    OpenEnum,
    /// `alternatives!`
    Alternatives,
    /// A newtype or a name for another type.
    Other,
}

/// The shape of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Fields.
    Struct(Vec<Field>),
    /// Variants and their values.
    OpenEnum(Vec<(String, String)>),
    /// Anything else, as code.
    Other(String),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The Rust name.
    pub name: String,
    /// The name in JSON.
    pub wire: String,
    /// The Rust type.
    pub ty: String,
    /// The form on the wire if the type leaves a choice: `number`.
    pub form: Option<String>,
}

impl Surface {
    pub(super) fn add(&mut self, name: &str, kind: Kind, shape: Shape) {
        self.types.push(Entry { name: name.to_owned(), kind, shape, constructor: Vec::new() });
    }

    pub(super) fn add_origins(&mut self, item: String, origins: impl IntoIterator<Item = String>) {
        let mut origins = origins.into_iter().peekable();
        if origins.peek().is_some() {
            self.origins.entry(item).or_default().extend(origins);
        }
    }

    /// Returns the numbers of items: `28 operations, 129 structs, 29 open enums`.
    pub(crate) fn summary(&self) -> String {
        let enums = self.types.iter().filter(|entry| entry.kind == Kind::OpenEnum).count();
        let is_struct = |entry: &&Entry| {
            matches!(entry.kind, Kind::Sent | Kind::Received)
                || matches!(&entry.shape, Shape::Other(code) if code.starts_with('('))
        };
        let structs = self.types.iter().filter(is_struct).count();
        format!("{} operations, {structs} structs, {enums} open enums", self.operations.len())
    }

    /// Returns the items that mention each type, by its name.
    pub(crate) fn users(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let mut users: BTreeMap<&str, BTreeSet<String>> =
            self.types.iter().map(|entry| (entry.name.as_str(), BTreeSet::new())).collect();
        let mut mention = |text: &str, item: String| {
            for name in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
                users.get_mut(name).map(|users| users.insert(item.clone()));
            }
        };
        for Entry { name, shape, .. } in &self.types {
            match shape {
                Shape::Struct(fields) => fields
                    .iter()
                    .for_each(|field| mention(&field.ty, format!("types::{name}::{}", field.name))),
                Shape::Other(code) => mention(code, format!("types::{name}")),
                Shape::OpenEnum(_) => {}
            }
        }
        for Operation { name, required, optional, response, .. } in &self.operations {
            for (argument, ty) in required.iter().chain(optional) {
                mention(ty, format!("Client::{name}({argument})"));
            }
            mention(response, format!("Client::{name} -> response"));
        }
        users
    }
}
