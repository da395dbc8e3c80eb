//! Support for tests that cross the crates of this workspace: a hostile service.

pub mod hostile;
