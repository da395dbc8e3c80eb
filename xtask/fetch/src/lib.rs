//! Requests to the API provider.
//!
//! A separate package, started by `cargo xtask`: of all tasks, only these need an HTTP client, which takes
//! longer to compile than the rest of `xtask`.

pub mod http;
pub mod portal;
