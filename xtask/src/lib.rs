//! The pipeline from the published IM Cloud specification to the raw client crate.
//!
//! Data flows one way: [`vendor`] stores the structure of the published document, [`overlay`] corrects it,
//! [`passes`] rewrite the result into the form that the generator needs, with [`descriptions`] added,
//! [`generator`] makes Rust of it, [`lint`] looks for what would break or weaken the client. [`review`]
//! reviews a new version of the specification, [`bump`] switches to it, and [`changelog`] tells users.
//! [`commands`] are the faces of all that on the command line.

pub mod bump;
pub mod changelog;
pub mod commands;
pub mod contract;
pub mod descriptions;
pub mod generator;
pub mod inventory;
pub mod lint;
pub mod overlay;
pub mod passes;
pub mod pipeline;
pub mod review;
pub mod vendor;
pub mod version;
pub mod workspace;
pub mod write;
