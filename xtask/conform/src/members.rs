//! From JSON paths to schemas and Rust fields.

use heck::ToSnakeCase;
use openapi_review::document::pointer;
use serde_json::Value;

/// The effective document that the compiled types were generated from.
pub struct Members {
    document: Value,
}

/// One step of a path into a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A property of an object.
    Member(String),
    /// An element of a list.
    Element(usize),
}

/// Returns a path such as `$.products[0].quantity`.
#[must_use]
pub fn display(path: &[Step]) -> String {
    path.iter().fold("$".to_owned(), |text, step| match step {
        Step::Member(name) => format!("{text}.{name}"),
        Step::Element(index) => format!("{text}[{index}]"),
    })
}

impl Members {
    /// Reads the effective document.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(text: &str) -> anyhow::Result<Self> {
        Ok(Self { document: openapi_review::document::tree::parse_sorted(text)? })
    }

    /// Returns the Rust field of a path that starts at the schema `root`, such as
    /// `OrderLineProductInput::quantity`. `None` if the specification does not describe it.
    #[must_use]
    pub fn field(&self, root: &str, path: &[Step]) -> Option<String> {
        let last = path.iter().rposition(|step| matches!(step, Step::Member(_)))?;
        let Step::Member(member) = &path[last] else { return None };
        let (owner, schema) = self.schema(root, &path[..last])?;
        schema.get("properties")?.get(member)?;
        Some(format!("{owner}::{}", rust_name(member)))
    }

    /// Returns the type that contains the last step of a path.
    #[must_use]
    pub fn owner<'a>(&'a self, root: &'a str, path: &[Step]) -> Option<&'a str> {
        let (_, parents) = path.split_last()?;
        Some(self.schema(root, parents)?.0)
    }

    /// Returns true if the last property of a path is read-only in a request, or write-only in a response.
    #[must_use]
    pub fn is_left_out(&self, root: &str, path: &[Step]) -> bool {
        let Some((Step::Member(member), parents)) = path.split_last() else { return false };
        let left_out =
            self.schema(root, parents).and_then(|(_, schema)| schema.get("x-left-out")?.as_array());
        left_out.is_some_and(|names| names.iter().any(|name| name == member))
    }

    /// Returns the schema at a path, with the name of its type.
    fn schema<'a>(&'a self, root: &'a str, path: &[Step]) -> Option<(&'a str, &'a Value)> {
        let mut name = root;
        let mut schema = self.component(root)?;
        for step in path {
            let next = match step {
                Step::Member(member) => schema.get("properties")?.get(member)?,
                Step::Element(_) => schema.get("items")?,
            };
            schema = match pointer::schema_name(next) {
                Some(target) => {
                    name = target;
                    self.component(target)?
                }
                None => next,
            };
        }
        Some((name, schema))
    }

    fn component(&self, name: &str) -> Option<&Value> {
        self.document.pointer("/components/schemas")?.get(name)
    }
}

fn rust_name(member: &str) -> String {
    let name = member.to_snake_case();
    // The generator appends an underscore to keywords.
    if matches!(
        name.as_str(),
        "type" | "default" | "match" | "ref" | "self" | "use" | "where" | "enum" | "in"
    ) {
        format!("{name}_")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r##"
components:
  schemas:
    OrderInput:
      x-left-out: [id]
      properties:
        products: {type: array, nullable: true, items: {$ref: "#/components/schemas/LineInput"}}
    LineInput:
      properties:
        newMPN: {type: string}
        period: {allOf: [{$ref: "#/components/schemas/PeriodInput"}]}
    PeriodInput: {properties: {type: {type: string}}}
"##;

    fn member(name: &str) -> Step {
        Step::Member(name.into())
    }

    #[test]
    fn names_the_field_behind_a_path() {
        let members = Members::read(DOCUMENT).unwrap();
        let line = [member("products"), Step::Element(3)];
        let of = |more: &[Step]| members.field("OrderInput", &[&line[..], more].concat());
        assert_eq!(of(&[member("newMPN")]).as_deref(), Some("LineInput::new_mpn"));
        assert_eq!(of(&[member("period"), member("type")]).as_deref(), Some("PeriodInput::type_"));
        assert_eq!(of(&[]).as_deref(), Some("OrderInput::products"));
        assert_eq!(of(&[member("unheardOf")]), None);
    }

    #[test]
    fn knows_what_does_not_travel_this_way() {
        let members = Members::read(DOCUMENT).unwrap();
        assert!(members.is_left_out("OrderInput", &[member("id")]));
        assert!(!members.is_left_out("OrderInput", &[member("products")]));
    }
}
