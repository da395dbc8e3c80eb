//! Requests to the API provider, by an HTTP client whose responses are bounded in size and time.
//!
//! A separate package, started by `cargo xtask`: of all tasks, only these need an HTTP client, which takes
//! longer to compile than the rest of `xtask`.

pub mod portal;

use std::{io::Read, time::Duration};

use anyhow::{Context, Result, bail};
use reqwest::StatusCode;

/// Maximum size of a response body. Published documents have up to 10 MB.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Maximum duration of a request, including the response body.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A client for GET requests.
#[derive(Debug)]
pub struct Client(reqwest::blocking::Client);

/// A page that was found.
#[derive(Debug)]
pub struct Page {
    /// The path of the URL after redirects.
    pub path: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Returns a new client.
    ///
    /// # Errors
    /// If TLS is not available.
    pub fn new() -> Result<Self> {
        let client = reqwest::blocking::Client::builder()
            .timeout(TIMEOUT)
            .user_agent(concat!("imcloud-xtask/", env!("CARGO_PKG_VERSION")))
            .build()
            .context("could not create the HTTP client")?;
        Ok(Self(client))
    }

    /// Returns the page at a URL, or `None` if the server reports that it does not exist (404 or 410).
    ///
    /// # Errors
    /// If the server cannot be reached, responds with another status, or sends an incomplete or oversized
    /// body.
    pub fn find(&self, url: &str) -> Result<Option<Page>> {
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
        Ok(Some(Page { path, body }))
    }

    /// Returns the body of the page at a URL.
    ///
    /// # Errors
    /// As [`Client::find`], and if the page does not exist.
    pub fn download(&self, url: &str) -> Result<Vec<u8>> {
        match self.find(url) {
            Ok(Some(page)) => Ok(page.body),
            Ok(None) => bail!("{url} does not exist; check the version, or pass another source with --from"),
            Err(error) => bail!("{error:#}; or pass a downloaded file with --from"),
        }
    }
}
