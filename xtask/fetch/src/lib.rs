//! Requests to the API provider, by an HTTP client whose responses are bounded in size and time, and the
//! versions that its documentation portal offers.
//!
//! A separate package, started by `cargo xtask`: of all tasks, only these need an HTTP client, which takes
//! longer to compile than the rest of `xtask`.
//!
//! There is no list of versions. The portal documents in notes of older versions: its root shows the newest
//! version, pages of an older version link to `/VERSION/` of its successor, and the document of each version
//! is `/VERSION/_specs/cmp.yaml`. So the versions linked from the root and from the page of the current
//! version are looked up, and the numbers that would come next. That versions are numbered consecutively, or
//! continue with the next major number, is assumed.

use std::{collections::BTreeSet, io::Read, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use openapi_review::{ApiVersion, Input};
use reqwest::StatusCode;
use serde::Serialize;

/// Maximum size of a response body. Published documents have up to 10 MB.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Maximum duration of a request, including the response body.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A client for GET requests.
#[derive(Debug)]
pub struct Client(reqwest::blocking::Client);

impl Client {
    /// Returns a new client. Fails if TLS is not available.
    pub fn new() -> Result<Self> {
        let client = reqwest::blocking::Client::builder()
            .timeout(TIMEOUT)
            .user_agent(concat!("imcloud-xtask/", env!("CARGO_PKG_VERSION")))
            .build()
            .context("could not create the HTTP client")?;
        Ok(Self(client))
    }

    /// Returns the path after redirects and the body of the page at a URL, or `None` if the server reports
    /// that it does not exist (404 or 410).
    fn find(&self, url: &str) -> Result<Option<(String, Vec<u8>)>> {
        let response = self.0.get(url).send().with_context(|| format!("could not reach {url}"))?;
        match response.status() {
            StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(None),
            status if !status.is_success() => bail!("{url} responded with {status}"),
            _ => {}
        }
        let path = response.url().path().to_owned();
        let mut body = Vec::new();
        response
            .take(MAX_BYTES + 1)
            .read_to_end(&mut body)
            .with_context(|| format!("the response of {url} was interrupted; try again"))?;
        if body.len() as u64 > MAX_BYTES {
            bail!("the response of {url} is larger than {} MiB", MAX_BYTES / 1024 / 1024);
        }
        Ok(Some((path, body)))
    }

    /// Returns the body of the page at a URL. Fails if the server cannot be reached, responds with an error,
    /// or sends an incomplete or oversized body.
    pub fn download(&self, url: &str) -> Result<Vec<u8>> {
        match self.find(url) {
            Ok(Some((_, body))) => Ok(body),
            Ok(None) => bail!("{url} does not exist; check the version, or pass another source with --from"),
            Err(error) => bail!("{error:#}; or pass a downloaded file with --from"),
        }
    }
}

/// Number of versions after the newest linked one that are looked up.
const AHEAD: u32 = 3;

/// Versions newer than the current one, oldest first.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Versions with a readable document.
    pub newer: Vec<String>,
    /// Versions with a document that cannot be read.
    pub unreadable: Vec<Unreadable>,
}

/// A version with a document that cannot be read.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// The version in the URL.
    pub version: String,
    /// The reason.
    pub reason: String,
}

/// Returns the versions newer than `current` that the portal at `base` offers. Fails if any page cannot be
/// reached, fails, or if neither the root nor the page of the current version exists.
pub fn newer_than(current: &ApiVersion, base: &str) -> Result<Offer> {
    let client = Client::new()?;
    let base = base.trim_end_matches('/');
    let mut linked = BTreeSet::new();
    let mut pages = 0;
    for url in [format!("{base}/"), format!("{base}/{current}/")] {
        let Some((path, body)) = client.find(&url)? else { continue };
        pages += 1;
        linked.extend(versions_in(&path));
        linked.extend(versions_in(&String::from_utf8_lossy(&body)));
    }
    ensure!(pages > 0, "{base} has no page for {current}; check the URL of the portal");
    linked.retain(|version| version > current);
    let newest = linked.last().unwrap_or(current).clone();
    linked.extend(newest.successors(AHEAD));
    let mut offer = Offer::default();
    for version in linked {
        let url = format!("{base}/{version}/_specs/cmp.yaml");
        let Some((_, body)) = client.find(&url)? else { continue };
        let checked = check(&version, &url, body).map_err(|error| format!("{error:#}"));
        let version = version.to_string();
        match checked {
            Ok(()) => offer.newer.push(version),
            Err(reason) => offer.unreadable.push(Unreadable { version, reason }),
        }
    }
    Ok(offer)
}

/// Checks that a document can be read and states the version.
fn check(version: &ApiVersion, url: &str, body: Vec<u8>) -> Result<()> {
    let input = Input::of(url, &String::from_utf8(body)?)?;
    let stated = input.document["info"]["version"].as_str().unwrap_or("none");
    ensure!(input.about.version.as_ref() == Some(version), "{url} states version {stated}");
    Ok(())
}

/// Returns the versions that are a path segment in a text: `/1.15/`.
fn versions_in(text: &str) -> Vec<ApiVersion> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '/'))
        .flat_map(|path| path.split('/').skip(1))
        .filter(|segment| segment.contains('.'))
        .filter_map(|segment| segment.trim_end_matches('.').parse().ok())
        .filter(ApiVersion::is_plausible)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_paths_only() {
        let text = r#"<a href="/1.15/howto">How to</a> <a href='https://apidocs.cloud.im/1.16/'>new</a> version 2.0, 10/12/2024, jquery/3.6.1/x.js /1.7"#;
        let found: Vec<String> = versions_in(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["1.15", "1.16", "1.7"]);
    }
}
