//! JSON in which a number is its digits.
//!
//! `serde_json::Value` holds a number with a fraction as `f64`, and `0.10` or `12345678901234567.89` come out as others; its feature
//! `arbitrary_precision` would change every crate of a program. So what is between reading and writing is a [`Json`]: it is read from text, of
//! JSON or YAML, and a number in it is never converted.

mod read;
mod value;
mod yaml;

pub(crate) use read::{of, read};
pub(crate) use value::{Json, Object};
pub(crate) use yaml::{from_yaml, to_yaml};
