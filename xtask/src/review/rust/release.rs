//! Which version each crate publishes next, and why.
//!
//! Semantic versioning as cargo reads it: below 1.0, the second number says that code may break, the third that something was added.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};

use super::{changes::Change, uses::Sources};
pub use openapi_review::code::{Bump, Release};
use openapi_review::{Finding, Level, Source, Wire};

/// The version after `current`.
///
/// # Errors
/// When `current` is no version of three numbers.
pub fn next(current: &str, bump: Bump) -> Result<String> {
    let numbers: Vec<u64> = current
        .split('.')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .with_context(|| format!("{current} is no version of three numbers"))?;
    ensure!(numbers.len() == 3, "{current} is no version of three numbers");
    let (major, minor, patch) = (numbers[0], numbers[1], numbers[2]);
    Ok(match (bump, major) {
        (Bump::None, _) => current.to_owned(),
        (Bump::Breaking, 0) => format!("0.{}.0", minor + 1),
        (Bump::Breaking, _) => format!("{}.0.0", major + 1),
        (Bump::Addition, 0) | (Bump::Patch, _) => format!("{major}.{minor}.{}", patch + 1),
        (Bump::Addition, _) => format!("{major}.{}.0", minor + 1),
    })
}

/// The releases that follow from the changes of the generated code.
///
/// # Errors
/// When `current` is no version of three numbers.
pub fn recommend(
    current: &str,
    findings: &[Finding],
    changes: &[Change],
    sources: &Sources,
) -> Result<Vec<Release>> {
    let breaking: BTreeSet<&str> = changes
        .iter()
        .filter(|change| change.source == Source::Breaks)
        .map(|change| change.item.as_str())
        .collect();
    let additions = changes.iter().any(|change| change.source == Source::Compiles);
    let generated = match (breaking.is_empty(), additions) {
        (false, _) => Bump::Breaking,
        (true, true) => Bump::Addition,
        // The version of the API, and words.
        (true, false) if findings.iter().any(|finding| finding.level == Level::Published) => Bump::Patch,
        (true, false) => Bump::None,
    };
    let mut reasons = match generated {
        Bump::Breaking => vec![format!("code that uses {} does not compile any more", listed(&breaking))],
        Bump::Addition => vec!["everything that compiled compiles, and there is something new".to_owned()],
        Bump::Patch => vec!["only words or things outside of the types changed".to_owned()],
        Bump::None => vec!["nothing changed".to_owned()],
    };
    let fails: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| finding.wire == Wire::Fails && finding.accepted.is_none())
        .map(|finding| finding.subject.as_str())
        .collect();
    if !fails.is_empty() {
        reasons.push(format!("programs built with older releases fail at {}: announce it", listed(&fails)));
    }
    let mut releases = vec![Release {
        name: "imcloud-raw".into(),
        current: current.into(),
        next: next(current, generated)?,
        bump: generated,
        reasons: reasons.clone(),
    }];
    for name in super::uses::CRATES.iter().filter(|name| sources.has(name)) {
        let (bump, reason) = match generated {
            Bump::Breaking | Bump::Addition if sources.reexports(name) => {
                (generated, "it hands types of imcloud-raw on to its users".to_owned())
            }
            Bump::Breaking | Bump::Addition => (
                Bump::Patch,
                "it keeps the types of imcloud-raw to itself, and needs the new release".to_owned(),
            ),
            Bump::Patch => (Bump::Patch, "it needs the new release of imcloud-raw".to_owned()),
            Bump::None => (Bump::None, "nothing changed".to_owned()),
        };
        releases.push(Release {
            name: (*name).into(),
            current: current.into(),
            next: next(current, bump)?,
            bump,
            reasons: vec![reason],
        });
    }
    Ok(releases)
}

fn listed(items: &BTreeSet<&str>) -> String {
    let shown: Vec<&str> = items.iter().take(5).copied().collect();
    let more = items.len() - shown.len();
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_cargo_does() {
        let all = |current: &str| {
            [Bump::Breaking, Bump::Addition, Bump::Patch, Bump::None].map(|bump| next(current, bump).unwrap())
        };
        assert_eq!(all("0.3.4"), ["0.4.0", "0.3.5", "0.3.5", "0.3.4"]);
        assert_eq!(all("1.3.4"), ["2.0.0", "1.4.0", "1.3.5", "1.3.4"]);
        assert!(next("1.0", Bump::Patch).is_err() && next("1.0.0-rc.1", Bump::Patch).is_err());
    }
}
