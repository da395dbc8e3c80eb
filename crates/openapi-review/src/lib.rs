//! Compares two OpenAPI documents by meaning.

pub mod accept;
pub mod code;
pub mod compare;
pub mod coverage;
pub mod document;
pub mod finding;
pub mod input;
pub mod reach;
pub mod render;
pub mod report;
pub mod rule;
pub mod severity;
pub mod version;

pub use finding::{Finding, Level, Place, Use};
pub use input::Input;
pub use report::Report;
pub use rule::{Rule, RuleInfo};
pub use severity::{Severity, Source, Wire};
pub use version::ApiVersion;
