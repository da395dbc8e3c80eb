//! The HTTP client for files.

use imcloud_raw::SignedUrl;
use reqwest::Url;

use crate::{
    config::{HttpClients, is_loopback},
    error::{Details, Error, ErrorKind},
};

use super::errors::OPERATION;

/// Access to the blob store, by HTTP clients without credentials.
pub(crate) struct FileStore {
    pub(crate) clients: HttpClients,
    pub(crate) allow_plain_http: bool,
}

impl FileStore {
    pub(super) fn http(&self, url: &Url) -> Result<reqwest::Client, Error> {
        self.clients.for_url(url).cloned().map_err(|error| {
            let reason = format!("failed: could not build the HTTP client: {}", crate::http::root(&error));
            Details::new(ErrorKind::Configuration, OPERATION, reason).into()
        })
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

impl_debug!(FileStore, self);
