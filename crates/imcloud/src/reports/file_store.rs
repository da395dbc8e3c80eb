//! The HTTP client for files.

use std::fmt;

use imcloud_raw::SignedUrl;
use reqwest::Url;

use crate::{
    config::{HttpClients, Route, is_loopback},
    error::{Details, Error, ErrorKind},
};

use super::transfer::OPERATION;

/// Access to the blob store, by HTTP clients without credentials.
pub(crate) struct FileStore {
    clients: HttpClients,
    allow_plain_http: bool,
}

impl FileStore {
    pub(crate) fn new(clients: HttpClients, allow_plain_http: bool) -> Self {
        Self { clients, allow_plain_http }
    }

    pub(super) fn http(&self, url: &Url) -> Result<reqwest::Client, Error> {
        self.clients.for_url(url).cloned().map_err(|error| {
            let reason = format!("failed: could not build the HTTP client: {}", crate::http::root(&error));
            Details::new(ErrorKind::Configuration, OPERATION, reason).into()
        })
    }

    pub(super) fn route(&self, url: &Url) -> Route {
        self.clients.route(url)
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
