//! Additions of a code generator to a report: changes of the code, and the releases that follow.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Source, Wire};

/// The kind of a change of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A type is new.
    TypeAdded,
    /// A type was removed.
    TypeRemoved,
    /// A type is declared in another way.
    TypeChanged,
    /// A field is new.
    FieldAdded,
    /// A field was removed.
    FieldRemoved,
    /// A field has another type.
    FieldRetyped,
    /// A field has another name in JSON, or is written in another form.
    FieldWritten,
    /// A constructor takes other arguments.
    ConstructorChanged,
    /// A variant is new.
    VariantAdded,
    /// A variant was removed.
    VariantRemoved,
    /// A variant has another value.
    VariantWritten,
    /// A method of the client is new.
    OperationAdded,
    /// A method of the client was removed.
    OperationRemoved,
    /// A method of the client has another name.
    OperationRenamed,
    /// A method calls another address.
    OperationMoved,
    /// A method takes other arguments.
    ArgumentsChanged,
    /// A method has a new setter.
    SetterAdded,
    /// A setter was removed.
    SetterRemoved,
    /// A setter takes another type.
    SetterRetyped,
    /// A method returns another type.
    ResponseChanged,
    /// The published id that documentation shows differs.
    PublishedIdChanged,
}

/// One change of the generated code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Change {
    /// The item: `types::Order::quantity`, `Client::list_orders`, `Client::list_orders(limit)`.
    pub item: String,
    /// The kind of the change.
    pub what: What,
    /// The old signature.
    pub before: Option<String>,
    /// The new signature.
    pub after: Option<String>,
    /// The effect on code that uses the item.
    pub source: Source,
    /// The effect on programs that were built before.
    #[serde(skip)]
    pub wire: Wire,
    /// Fingerprints of the findings that cause it.
    pub causes: Vec<String>,
}

impl Change {
    /// A change with what it does to callers.
    pub fn new(item: impl Into<String>, what: What, before: Option<String>, after: Option<String>) -> Self {
        let (source, wire) = match what {
            What::OperationMoved => (Source::Compiles, Wire::Fails),
            What::FieldWritten | What::VariantWritten => (Source::Compiles, Wire::MayFail),
            What::TypeAdded
            | What::FieldAdded
            | What::VariantAdded
            | What::OperationAdded
            | What::SetterAdded
            | What::PublishedIdChanged => (Source::Compiles, Wire::Works),
            _ => (Source::Breaks, Wire::Works),
        };
        Self { item: item.into(), what, before, after, source, wire, causes: Vec::new() }
    }

    /// The type, or the method, that the item belongs to.
    pub fn owner(&self) -> &str {
        let end = self.item.find(['(', ' ']).unwrap_or(self.item.len());
        let item = &self.item[..end];
        match item.strip_prefix("types::").and_then(|rest| rest.find("::")) {
            Some(end) => &item[..end + "types::".len()],
            None => item,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "~ {}: {before} -> {after}", self.item),
            (Some(before), None) => write!(f, "- {}: {before}", self.item),
            (None, Some(after)) => write!(f, "+ {}: {after}", self.item),
            (None, None) => write!(f, "~ {}", self.item),
        }
    }
}

/// The size of a release for its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bump {
    /// Code of users may not compile any more.
    Breaking,
    /// Something is new.
    Addition,
    /// Nothing that users see in their code.
    Patch,
    /// Nothing changes.
    None,
}

/// The next release of a crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Release {
    /// The crate.
    #[serde(rename = "crate")]
    pub name: String,
    /// The version that its manifest states.
    pub current: String,
    /// The version to publish.
    pub next: String,
    /// The size of the release.
    pub bump: Bump,
    /// The reasons, in sentences.
    pub reasons: Vec<String>,
}
