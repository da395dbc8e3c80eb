//! Overlays: our corrections and our words, laid over the published structure.
//!
//! The files in `openapi/overlays/` are documents of the OpenAPI Overlay Specification 1.0.0, applied in the order of
//! their names. [`mod@file`] reads one, [`mod@apply`] carries it out, [`wording`] holds a documentation overlay to its promise
//! of changing nothing but text.
//!
//! Three members beyond the specification:
//!
//! * `x-kind` of a file: `correction` (the default) or `documentation`;
//! * `x-applies-to` of an action: the versions it is meant for (`1.6`, `<1.15`, `>=1.15`); every version without it;
//! * in an update, `x-enum-descriptions`, `x-in-request`, `x-in-response` and `x-in-rows`, which the passes read.

pub mod apply;
pub mod file;
pub mod wording;

pub use apply::{Applied, apply};
pub use file::{Action, Kind, Overlay};
