//! API versions.

use std::{cmp::Ordering, fmt, str::FromStr};

use anyhow::{Error, Result, bail};

/// A version of the API, such as `1.15`; compared part by part, so that 1.15 is newer than 1.6.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ApiVersion {
    parts: Vec<u32>,
}

impl ApiVersion {
    /// The version of a document that states none: older than every other.
    #[must_use]
    pub fn unknown() -> Self {
        Self { parts: vec![0] }
    }

    /// The versions that would come next: the last number raised up to `ahead` times, and the next first
    /// number.
    #[must_use]
    pub fn successors(&self, ahead: u32) -> Vec<Self> {
        let raised = |by: u32| {
            let mut parts = self.parts.clone();
            if let Some(last) = parts.last_mut() {
                *last += by;
            }
            Self { parts }
        };
        let major = Self { parts: vec![self.parts.first().map_or(1, |first| first + 1), 0] };
        (1..=ahead).map(raised).chain([major]).collect()
    }

    /// Returns true if it looks like a version of this API: two small numbers, or three.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        self.parts.len() == 2 && self.parts.iter().all(|part| *part < 100)
    }
}

impl FromStr for ApiVersion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts = text.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>();
        match parts.map(|parts| Self { parts }) {
            // Another spelling, such as `01.16` or `+1`, is not the version.
            Ok(version) if version.to_string() == text => Ok(version),
            _ => bail!("{text:?} is not an API version; write numbers separated by points, for example 1.15"),
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = self.parts.iter().map(u32::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

impl Ord for ApiVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts.cmp(&other.parts)
    }
}

impl PartialOrd for ApiVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_part_by_part() {
        let version = |text: &str| text.parse::<ApiVersion>().unwrap();
        assert!(version("1.15") > version("1.6"));
        assert!(version("2.0") > version("1.15"));
        assert!(version("1.6.1") > version("1.6"));
        assert_eq!(version("1.15").to_string(), "1.15");
    }

    #[test]
    fn refuses_what_is_not_a_version() {
        for text in ["", "1.", "v1.15", "1.+5", "01.16", "latest"] {
            assert!(text.parse::<ApiVersion>().is_err(), "{text}");
        }
    }
}
