//! A hostile service for integration tests.

pub mod hostile;
