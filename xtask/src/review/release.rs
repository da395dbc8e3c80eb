//! The version that each crate publishes next, and why.
//!
//! Semantic versioning as cargo applies it: below 1.0, the second number is for breaking changes, the third
//! for everything else.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use openapi_review::{
    Finding, Level, Source, Wire,
    code::{Bump, Change, Release},
};
use semver::{Prerelease, Version};

use super::uses::{CRATES, Sources};

/// The generated crate.
const GENERATED: &str = "imcloud-raw";

/// The command line. Its flags and columns are made from operations and fields of the client, so that scripts
/// depend on them as code does.
const COMMAND_LINE: &str = "imcloud-cli";

/// Returns the version after `current`. A pre-release is followed by the next one of the same version if that
/// version was not published yet and is large enough for the change; otherwise by the first pre-release of a
/// larger version.
fn next(current: &Version, bump: Bump) -> Result<Version> {
    let Version { major, minor, patch, .. } = *current;
    let larger = match (bump, major) {
        (Bump::None, _) => return Ok(current.clone()),
        (Bump::Breaking, 0) => Version::new(0, minor + 1, 0),
        (Bump::Breaking, _) => Version::new(major + 1, 0, 0),
        (Bump::Addition, 0) | (Bump::Patch, _) => Version::new(major, minor, patch + 1),
        (Bump::Addition, _) => Version::new(major, minor + 1, 0),
    };
    if current.pre.is_empty() {
        return Ok(larger);
    }
    // What `0.2.0-rc.1` announces is 0.2.0, which may break.
    let is_enough = match (bump, major) {
        (Bump::Breaking, 0) => patch == 0,
        (Bump::Breaking, _) => minor == 0 && patch == 0,
        (Bump::Addition, 1..) => patch == 0,
        _ => true,
    };
    // `rc.1` -> `rc.` and 1
    let label = current.pre.trim_end_matches(|c: char| c.is_ascii_digit());
    let (label, number) = match current.pre[label.len()..].parse::<u64>() {
        Ok(number) if label.is_empty() || label.ends_with('.') => (label.to_owned(), number),
        _ => (format!("{}.", current.pre), 0),
    };
    let pre = format!("{label}{}", if is_enough { number + 1 } else { 1 });
    let base = if is_enough { Version::new(major, minor, patch) } else { larger };
    Ok(Version { pre: Prerelease::new(&pre)?, ..base })
}

/// Returns the releases that follow from the changes of the generated code, for the crates of `versions`.
pub(super) fn recommend(
    versions: &BTreeMap<String, Version>,
    findings: &[Finding],
    changes: &[Change],
    sources: &Sources,
) -> Result<Vec<Release>> {
    let breaking = changes.iter().filter(|change| change.source == Source::Breaks);
    let breaking: BTreeSet<&str> = breaking.map(|change| change.item.as_str()).collect();
    let additions = changes.iter().any(|change| change.source == Source::Compiles);
    let generated = match (breaking.is_empty(), additions) {
        (false, _) => Bump::Breaking,
        (true, true) => Bump::Addition,
        // The version of the API, and descriptions.
        (true, false) if findings.iter().any(|finding| finding.level == Level::Published) => Bump::Patch,
        (true, false) => Bump::None,
    };
    let mut reasons = match generated {
        Bump::Breaking => vec![format!("code that uses {} no longer compiles", listed(&breaking))],
        Bump::Addition => vec!["all code still compiles, and there are additions".to_owned()],
        Bump::Patch => vec!["no API change; documentation only".to_owned()],
        Bump::None => vec!["nothing changed".to_owned()],
    };
    let fails = findings.iter().filter(|finding| finding.wire == Wire::Fails && finding.is_open());
    let fails: BTreeSet<&str> = fails.map(|finding| finding.subject.as_str()).collect();
    if !fails.is_empty() {
        reasons.push(format!("programs built with older releases fail at {}: announce it", listed(&fails)));
    }
    let mut releases = Vec::new();
    let mut release = |name: &str, bump: Bump, reasons: Vec<String>| -> Result<()> {
        if let Some(current) = versions.get(name) {
            let next = next(current, bump)?.to_string();
            releases.push(Release { name: name.into(), current: current.to_string(), next, bump, reasons });
        }
        Ok(())
    };
    release(GENERATED, generated, reasons)?;
    for name in CRATES.iter().filter(|name| sources.has(name)) {
        let (bump, reason) = match generated {
            Bump::Breaking | Bump::Addition if *name == COMMAND_LINE => {
                (generated, "its flags and columns follow the operations and fields of the client".to_owned())
            }
            Bump::Breaking | Bump::Addition if sources.reexports(name) => {
                (generated, format!("it re-exports types of {GENERATED}"))
            }
            Bump::Breaking | Bump::Addition | Bump::Patch => {
                (Bump::Patch, format!("it needs the new release of {GENERATED}"))
            }
            Bump::None => (Bump::None, "nothing changed".to_owned()),
        };
        release(name, bump, vec![reason])?;
    }
    Ok(releases)
}

fn listed(items: &BTreeSet<&str>) -> String {
    let first: Vec<&str> = items.iter().take(5).copied().collect();
    let more = items.len() - first.len();
    if more == 0 { first.join(", ") } else { format!("{} and {more} more", first.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_version_is_that_of_cargo() {
        let all = |current: &str| {
            [Bump::Breaking, Bump::Addition, Bump::Patch, Bump::None]
                .map(|bump| next(&current.parse().unwrap(), bump).unwrap().to_string())
        };
        assert_eq!(all("0.3.4"), ["0.4.0", "0.3.5", "0.3.5", "0.3.4"]);
        assert_eq!(all("1.3.4"), ["2.0.0", "1.4.0", "1.3.5", "1.3.4"]);
        assert_eq!(all("0.2.0-rc.1"), ["0.2.0-rc.2", "0.2.0-rc.2", "0.2.0-rc.2", "0.2.0-rc.1"]);
        assert_eq!(all("0.2.1-rc.1"), ["0.3.0-rc.1", "0.2.1-rc.2", "0.2.1-rc.2", "0.2.1-rc.1"]);
        assert_eq!(all("1.2.0-beta"), ["2.0.0-beta.1", "1.2.0-beta.1", "1.2.0-beta.1", "1.2.0-beta"]);
        assert_eq!(all("1.2.1-4"), ["2.0.0-1", "1.3.0-1", "1.2.1-5", "1.2.1-4"]);
    }

    #[test]
    fn crates_keep_their_own_versions() {
        let versions = [(GENERATED, "0.2.0-rc.1"), ("other", "3.0.0")];
        let versions = versions.map(|(name, version)| (name.to_owned(), version.parse().unwrap())).into();
        let change = Change::new("types::A", openapi_review::code::What::TypeRemoved, None, None);
        let releases = recommend(&versions, &[], &[change], &Sources::default()).unwrap();
        let next: Vec<_> =
            releases.iter().map(|release| (release.name.as_str(), release.next.as_str())).collect();
        assert_eq!(next, [(GENERATED, "0.2.0-rc.2")]);
    }
}
