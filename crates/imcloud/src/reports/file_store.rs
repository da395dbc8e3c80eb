//! The HTTP client for files.

use std::{fmt, sync::OnceLock, time::Duration};

use imcloud_raw::SignedUrl;
use reqwest::{ClientBuilder, Url, header::HeaderValue};

use crate::{
    config::{build_http, is_loopback},
    error::Error,
};

use super::errors::OPERATION;

/// The HTTP client for the blob store. It has none of the client's credentials.
pub(crate) struct FileStore {
    /// Created at the first download, because that reads the certificates.
    http: OnceLock<reqwest::Client>,
    user_agent: HeaderValue,
    connect: Duration,
    allow_plain_http: bool,
}

impl FileStore {
    pub(crate) fn new(user_agent: HeaderValue, connect: Duration, allow_plain_http: bool) -> Self {
        Self { http: OnceLock::new(), user_agent, connect, allow_plain_http }
    }

    /// Builds the HTTP client with the settings of `builder`.
    pub(crate) fn build(&self, builder: ClientBuilder) -> reqwest::Result<reqwest::Client> {
        // Ranges refer to the bytes of the file, not to those of a decompressed body.
        let plain = builder.no_gzip().no_brotli().no_zstd().no_deflate().user_agent(self.user_agent.clone());
        let http = build_http(plain, self.connect)?;
        Ok(self.http.get_or_init(|| http).clone())
    }

    pub(super) fn http(&self) -> Result<reqwest::Client, Error> {
        match self.http.get() {
            Some(http) => Ok(http.clone()),
            None => self.build(reqwest::Client::builder()).map_err(|error| {
                Error::invalid_request(OPERATION, format!("could not create the HTTP client: {error}"))
            }),
        }
    }

    /// Parses and checks a URL. It is a credential, so it must not be sent in clear text to other hosts.
    pub(super) fn check(&self, signed: &SignedUrl) -> Result<Url, Error> {
        let invalid =
            |reason: &str| Error::invalid_request(OPERATION, format!("invalid URL {signed}: {reason}"));
        // A string that is not a URL may be a secret as a whole.
        let url = Url::parse(signed.expose())
            .map_err(|error| Error::invalid_request(OPERATION, format!("invalid URL: {error}")))?;
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.allow_plain_http || is_loopback(&url) => Ok(url),
            "http" => Err(invalid(
                "plain http sends its signature in clear text; call allow_plain_http on the builder to allow it",
            )),
            _ => Err(invalid("the scheme is neither https nor http")),
        }
    }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileStore").finish_non_exhaustive()
    }
}
