//! What a new version does to callers in Rust: changes of the generated code with their causes, the lines of
//! hand-written crates that use what changed, and the releases that follow.

pub mod causes;
pub mod changes;
pub mod release;
pub mod uses;
