//! The HTTP client for files.

use std::{fmt, sync::OnceLock, time::Duration};

use imcloud_raw::SignedUrl;
use reqwest::{ClientBuilder, Url, header::HeaderValue};

use crate::{
    config::{build_http, is_loopback},
    error::Error,
};

use super::transfer::OPERATION;

/// The way to the blob store: an HTTP client that has nothing of ours but the user agent.
pub(crate) struct FileStore {
    /// Made when first needed: certificates are read then, which clients that download nothing need not do.
    http: OnceLock<reqwest::Client>,
    user_agent: HeaderValue,
    connect: Duration,
    allow_plain_http: bool,
}

impl FileStore {
    pub(crate) fn new(user_agent: HeaderValue, connect: Duration, allow_plain_http: bool) -> Self {
        Self { http: OnceLock::new(), user_agent, connect, allow_plain_http }
    }

    /// Uses a started builder instead of the usual one.
    pub(crate) fn build(&self, builder: ClientBuilder) -> reqwest::Result<reqwest::Client> {
        // A body that was unpacked on the way has other offsets than the file.
        let plain = builder.no_gzip().no_brotli().no_zstd().no_deflate().user_agent(self.user_agent.clone());
        let http = build_http(plain, self.connect)?;
        Ok(self.http.get_or_init(|| http).clone())
    }

    pub(super) fn http(&self) -> Result<reqwest::Client, Error> {
        match self.http.get() {
            Some(http) => Ok(http.clone()),
            None => self.build(reqwest::Client::builder()).map_err(|error| {
                Error::invalid_request(
                    OPERATION,
                    format!("could not be sent: no HTTP client can be made ({error})"),
                )
            }),
        }
    }

    /// The address, if it may be fetched. It is a credential: in the clear everyone on the way could use it.
    pub(super) fn check(&self, address: &SignedUrl) -> Result<Url, Error> {
        let refused =
            |reason: &str| Error::invalid_request(OPERATION, format!("cannot fetch {address}: {reason}"));
        let url =
            Url::parse(address.expose()).map_err(|error| refused(&format!("it is no address ({error})")))?;
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.allow_plain_http || is_loopback(&url) => Ok(url),
            "http" => Err(refused(
                "plain http would show its signature to everyone on the way; call allow_plain_http on the builder if you must",
            )),
            _ => Err(refused("it is neither an https nor an http address")),
        }
    }
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileStore").finish_non_exhaustive()
    }
}
