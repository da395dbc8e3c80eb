//! The severity of a change for users of a client.
//!
//! There are two axes: a program that is already built may fail against the new API ([`Wire`]), and code may
//! no longer compile against types that are generated from the new document ([`Source`]).

use std::fmt;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The effect on a program that was built before the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// Calls that worked fail.
    Fails,
    /// Calls fail, or mean something else, for some values or some uses.
    MayFail,
    /// Nothing changes.
    Works,
}

/// The effect on code that is compiled again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Code that uses the changed item does not compile any more.
    Breaks,
    /// Everything compiles.
    Compiles,
}

/// The worse of the two axes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something that worked fails, or something that compiled does not.
    Breaking,
    /// A reviewer has to decide: the effect depends on values or uses.
    Potential,
    /// New surface; nothing old changes.
    Additive,
    /// Documentation only.
    Docs,
}

impl Severity {
    /// All severities, worst first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Potential, Self::Additive, Self::Docs];

    /// Returns the severity of two axes.
    pub fn of(wire: Wire, source: Source) -> Self {
        match (wire, source) {
            (Wire::Fails, _) | (_, Source::Breaks) => Self::Breaking,
            (Wire::MayFail, _) => Self::Potential,
            (Wire::Works, Source::Compiles) => Self::Additive,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Breaking => "breaking",
            Self::Potential => "potential",
            Self::Additive => "additive",
            Self::Docs => "docs",
        })
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Fails => "fails",
            Self::MayFail => "may fail",
            Self::Works => "works",
        })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Breaks => "breaks",
            Self::Compiles => "compiles",
        })
    }
}
