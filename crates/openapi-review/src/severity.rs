//! How much a change matters to somebody who depends on the client.
//!
//! Two questions with separate answers: does a program that is already built fail against the new API ([`Wire`]), and does code that was
//! written against the old crate compile against the new one ([`Source`])? Generated types can grow (structs and enumerations are
//! non-exhaustive), so that there is no class between "compiles" and "does not": no struct literal and no exhaustive match can exist.

use std::{fmt, str::FromStr};

use anyhow::{Error, bail};
use schemars::JsonSchema;
use serde::Serialize;

/// What happens at run time to a program that was built before the change.
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

/// What happens to code that was written against the old crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Code that uses the changed item does not compile any more.
    Breaks,
    /// Everything compiles.
    Compiles,
}

/// The worse of the two axes in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something that worked fails, or something that compiled does not.
    Breaking,
    /// Somebody has to look: it depends on values, on uses, or on what the publisher means.
    Potential,
    /// New surface; nothing old changes.
    Additive,
    /// Words only.
    Docs,
}

impl Severity {
    /// All, worst first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Potential, Self::Additive, Self::Docs];

    /// What the two axes come to.
    #[must_use]
    pub fn of(wire: Wire, source: Source) -> Self {
        match (wire, source) {
            (Wire::Fails, _) | (_, Source::Breaks) => Self::Breaking,
            (Wire::MayFail, _) => Self::Potential,
            (Wire::Works, Source::Compiles) => Self::Additive,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Potential => "potential",
            Self::Additive => "additive",
            Self::Docs => "docs",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Severity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match Self::ALL.into_iter().find(|severity| severity.word() == text) {
            Some(severity) => Ok(severity),
            None => bail!("{text:?} is no severity; write breaking, potential, additive or docs"),
        }
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
