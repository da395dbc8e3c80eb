//! The requirement that says for which versions of the API an overlay action holds.

use std::str::FromStr;

use anyhow::{Error, Result};
pub use openapi_review::ApiVersion;
use serde::Deserialize;

/// The versions for which something holds: `1.6`, `<1.15` or `>=1.15`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Requirement {
    /// This version only.
    Exactly(ApiVersion),
    /// Every version before this one.
    Before(ApiVersion),
    /// This version and every later one.
    Since(ApiVersion),
}

impl Requirement {
    /// Returns true if `version` is one of those meant.
    #[must_use]
    pub fn holds_for(&self, version: &ApiVersion) -> bool {
        match self {
            Self::Exactly(bound) => version == bound,
            Self::Before(bound) => version < bound,
            Self::Since(bound) => version >= bound,
        }
    }
}

impl FromStr for Requirement {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Ok(if let Some(bound) = text.strip_prefix(">=") {
            Self::Since(bound.parse()?)
        } else if let Some(bound) = text.strip_prefix('<') {
            Self::Before(bound.parse()?)
        } else {
            Self::Exactly(text.parse()?)
        })
    }
}

impl TryFrom<String> for Requirement {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_is_exact_or_open_on_one_side() {
        let holds = |requirement: &str, version: &str| {
            requirement.parse::<Requirement>().unwrap().holds_for(&version.parse().unwrap())
        };
        assert!(holds("1.6", "1.6") && !holds("1.6", "1.15"));
        assert!(holds("<1.15", "1.6") && !holds("<1.15", "1.15"));
        assert!(holds(">=1.15", "1.15") && !holds(">=1.15", "1.6"));
    }
}
