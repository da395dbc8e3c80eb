//! JSON that keeps the digits of numbers.
//!
//! `serde_json::Value` holds a number with a fraction as `f64`, which changes `0.10` and
//! `12345678901234567.89`. Its feature `arbitrary_precision` would change every crate of a program. A
//! [`Json`] is read from JSON or YAML without converting a number.

mod read;
mod value;
mod yaml;

pub(crate) use read::{has_property, of, properties_of, read, read_response};
pub(crate) use value::{Json, Object};
pub(crate) use yaml::{from_yaml, to_yaml};
