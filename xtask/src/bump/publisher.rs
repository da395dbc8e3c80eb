//! Which versions does the publisher offer?
//!
//! There is no list of them. What is known (documented by the portal itself, in the notes that older versions carry): the root of the documentation
//! portal shows the newest version; pages of an older version point to `/VERSION/` of its successor; and every version has its file at
//! `/VERSION/_specs/cmp.yaml`. So this reads the versions that the root page and the current version's page name, follows redirects, and tries the
//! files of the versions that would come next. A version counts when its file is a whole document that states it. That the next versions are numbered
//! one by one, or start at the next first number, is assumed.

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Context, Result, bail};

use openapi_review::{ApiVersion, Input};

/// The documentation portal.
pub const PORTAL: &str = "https://apidocs.cloud.im";

/// How many numbers after the newest known version are tried.
const AHEAD: u32 = 3;

/// What the publisher offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Versions that have a file, oldest first; only those newer than the current one are looked for.
    pub newer: Vec<ApiVersion>,
    /// Versions that are named somewhere and have no file that states them, with the reason.
    pub doubtful: Vec<(ApiVersion, String)>,
}

/// Asks the portal at `base` for versions newer than `current`.
///
/// # Errors
/// When the portal cannot be reached at all.
pub fn newer_than(current: &ApiVersion, base: &str) -> Result<Offer> {
    let client = reqwest::blocking::Client::builder()
        .timeout(Duration::from_secs(30))
        .user_agent(concat!("imcloud-xtask/", env!("CARGO_PKG_VERSION")))
        .build()
        .context("the HTTP client cannot be set up")?;
    let base = base.trim_end_matches('/');
    let mut named = BTreeSet::new();
    let mut failures = Vec::new();
    for page in [format!("{base}/"), format!("{base}/{current}/")] {
        match client.get(&page).send() {
            Ok(answer) if answer.status().is_success() => {
                named.extend(versions_in(answer.url().path()));
                named.extend(versions_in(&answer.text().unwrap_or_default()));
            }
            Ok(answer) => failures.push(format!("{page} answered {}", answer.status())),
            Err(error) => failures.push(format!("{page}: {:#}", anyhow::Error::from(error))),
        }
    }
    if failures.len() == 2 {
        bail!(
            "the publisher cannot be asked: {}; try again, or look at {PORTAL} in a browser",
            failures.join("; ")
        );
    }
    named.retain(|version| version > current);
    let newest = named.last().unwrap_or(current).clone();
    let guesses: BTreeSet<ApiVersion> =
        newest.successors(AHEAD).into_iter().filter(|version| !named.contains(version)).collect();
    let mut offer = Offer { newer: Vec::new(), doubtful: Vec::new() };
    for (version, is_named) in named
        .into_iter()
        .map(|version| (version, true))
        .chain(guesses.into_iter().map(|version| (version, false)))
    {
        match file_of(&client, base, &version) {
            Ok(()) => offer.newer.push(version),
            Err(error) if is_named => offer.doubtful.push((version, format!("{error:#}"))),
            Err(_) => {}
        }
    }
    offer.newer.sort();
    Ok(offer)
}

/// Makes sure that a version has a file that states it.
fn file_of(client: &reqwest::blocking::Client, base: &str, version: &ApiVersion) -> Result<()> {
    let url = format!("{base}/{version}/_specs/cmp.yaml");
    let answer = client.get(&url).send().with_context(|| format!("{url} cannot be reached"))?;
    if !answer.status().is_success() {
        bail!("{url} answered {}", answer.status());
    }
    let input = Input::of(&url, &answer.text()?)?;
    match input.version {
        Some(stated) if stated == *version => Ok(()),
        Some(stated) => bail!("{url} states version {stated}"),
        None => bail!("{url} states no version"),
    }
}

/// Versions that stand as a segment of a path: `/1.15/`.
fn versions_in(text: &str) -> Vec<ApiVersion> {
    let segments = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '/'));
    let parts = segments.flat_map(|piece| {
        let inner: Vec<&str> = piece.split('/').collect();
        // Only between two slashes, or after the last one.
        inner.into_iter().skip(1).map(str::to_owned).collect::<Vec<_>>()
    });
    parts
        .filter(|part| part.contains('.'))
        .filter_map(|part| part.trim_end_matches('.').parse().ok())
        .filter(|version: &ApiVersion| version.is_plausible())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_versions_in_paths_only() {
        let text = r#"<a href="/1.15/howto">How to</a> <a href='https://apidocs.cloud.im/1.16/'>new</a> version 2.0, 10/12/2024, jquery/3.6.1/x.js /1.7"#;
        let found: Vec<String> = versions_in(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["1.15", "1.16", "1.7"]);
    }
}
