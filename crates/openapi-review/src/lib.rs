//! Compares two OpenAPI documents by meaning.
//!
//! Documents that mean the same and are written differently have no difference: references, parameters of
//! paths, inheritance by `allOf`, security of the document, media types, header names, and constraints
//! without effect are normalized first. A change is one [`Finding`] with a [`Rule`] and two axes: [`Wire`]
//! for programs that are already built, [`Source`] for code that is compiled again. The
//! [`Severity`] is the worse of both.
//!
//! ```
//! use openapi_review::{Input, Report, Severity, compare::Options};
//!
//! let document = |limit: &str| format!("
//! openapi: 3.0.3
//! info: {{title: Pets, version: '1.0'}}
//! paths:
//!   /pets:
//!     get:
//!       operationId: listPets
//!       parameters: [{{name: limit, in: query, {limit} schema: {{type: integer}}}}]
//!       responses: {{'204': {{description: Nothing.}}}}
//! ");
//! let old = Input::of("old.yaml", &document(""))?;
//! let new = Input::of("new.yaml", &document("required: true,"))?;
//! let report = Report::of(&old, &new, Options::default());
//! assert_eq!(report.findings[0].to_string(), "param.became-required: GET /pets, limit: became required");
//! assert!(report.reaches(Severity::Breaking));
//! # Ok::<(), anyhow::Error>(())
//! ```
//!
//! * [`mod@compare`] finds the differences; [`rule`] is the catalog;
//! * [`document`] reads and writes documents, with the line of every node;
//! * [`accept`] accepts reviewed findings; [`render`] writes reports.
//!
//! A caller can add findings with custom rules ([`Rule::Other`]), and changes of generated code
//! ([`report::Change`]).

pub mod accept;
pub mod compare;
pub mod document {
    //! OpenAPI documents as trees of [`serde_json::Value`], which keep everything that a file contains.
    //!
    //! * [`tree`] reads YAML or JSON, [`canonical`] writes YAML in one order and formatting;
    //! * [`mod@pointer`] has JSON Pointers and references, [`walk`] visits operations and schemas;
    //! * [`check`] finds defects, [`fingerprint`] replaces descriptions.

    pub mod canonical;
    pub mod check;
    pub mod fingerprint;
    pub mod pointer;
    pub mod tree;
    pub mod walk;
}
pub mod finding;
pub mod input;
mod normalize;
mod reach;
pub mod render;
pub mod report;
pub mod rule;

pub use finding::{Finding, Level, Place, Use};
pub use input::{ApiVersion, Input};
pub use report::Report;
pub use rule::{Rule, RuleInfo, Severity, Source, Wire};
