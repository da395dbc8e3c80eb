//! Overlays: corrections of the published structure.
//!
//! The files in `openapi/overlays/` are documents of the OpenAPI Overlay Specification 1.0.0, applied in the
//! order of their names. [`mod@file`] reads one, [`mod@apply`] applies it. Beyond the specification,
//! `x-applies-to` of an action names its versions (`1.6`, `<1.15`, `>=1.15`; all by default).

pub mod apply;
pub mod file;

pub use apply::{Applied, apply};
pub use file::{Action, Overlay};
