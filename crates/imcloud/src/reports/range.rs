//! The received part of a file, and the range request for the rest. Sends nothing.

use bytes::{Bytes, BytesMut};
use reqwest::{
    StatusCode,
    header::{
        CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
        LAST_MODIFIED,
    },
};

use super::errors::{OPERATION, html_page, too_large};
use crate::error::{Details, Error, ErrorKind, Result};

/// Number of bytes that are held back until they are known not to begin an HTML page.
pub(super) const INSPECTED: usize = 512;

/// Progress of a download.
///
/// Example: see [`Download`](super::Download).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Number of received bytes. Less than before if the file changed and the download started again.
    pub bytes: u64,
    /// Length of the complete file in bytes; `None` if the store does not report it.
    pub total: Option<u64>,
}

/// An event of a transfer.
pub(super) enum Piece {
    /// The file starts. A second one means that it starts again: discard what was received before.
    Start { content_type: String },
    /// The next bytes, never empty. The first ones are at least [`INSPECTED`] bytes or the complete file.
    Bytes(Bytes),
}

/// The received part of a file.
#[derive(Default)]
pub(super) struct RangeState {
    max_bytes: u64,
    /// True if the consumer can discard what it received.
    may_restart: bool,
    on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
    /// Number of received bytes, those in `held` included.
    pub(super) received: u64,
    /// The first bytes while they are inspected.
    held: Option<BytesMut>,
    /// Number of bytes to skip, because the store sends them again.
    skip: u64,
    total: Option<u64>,
    /// Value for `If-Range`, required for the rest: a strong entity tag, or else `Last-Modified`.
    pub(super) version: Option<HeaderValue>,
}

impl RangeState {
    pub(super) fn new(
        max_bytes: u64,
        may_restart: bool,
        on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
    ) -> Self {
        Self { max_bytes, may_restart, on_progress, held: Some(BytesMut::new()), ..Self::default() }
    }

    /// Returns true if the file can start again. Once bytes were handed out, this depends on the consumer.
    fn can_restart(&self) -> bool {
        self.may_restart || self.held.is_some()
    }

    /// Returns true if an interrupted transfer can be continued, from its last byte or from the start.
    pub(super) fn can_continue(&self) -> bool {
        self.version.is_some() || self.can_restart()
    }

    /// Returns the first missing byte and the version of the file; `None` to request the complete file.
    pub(super) fn missing(&self) -> Option<(u64, &HeaderValue)> {
        self.version.as_ref().filter(|_| self.received > 0).map(|version| (self.received, version))
    }

    /// Evaluates the status and headers of a response; `None` if it contains no part of the file. Like all
    /// methods, returns a piece if one is complete.
    pub(super) fn response(
        &mut self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Result<Option<Piece>>> {
        let resumed = self.missing().is_some();
        match status {
            StatusCode::OK => Some(self.full_response(headers)),
            StatusCode::PARTIAL_CONTENT if resumed => Some(self.partial_response(headers)),
            StatusCode::RANGE_NOT_SATISFIABLE if resumed => Some(self.empty_range(headers)),
            _ => None,
        }
    }

    fn full_response(&mut self, headers: &HeaderMap) -> Result<Option<Piece>> {
        let encoding = headers.get(CONTENT_ENCODING).filter(|encoding| *encoding != "identity");
        if encoding.is_some() {
            let reason = "received a compressed file (200 OK), which was not requested";
            let note = Some("a proxy may have compressed it; bypass the proxy");
            let details = Details::new(ErrorKind::Decode, OPERATION, reason).at(StatusCode::OK, headers);
            return Err(Details { note, ..details }.into());
        }
        let content_type = content_type(headers);
        if ["text/html", "application/xhtml+xml"].contains(&&*content_type) {
            return Err(html_page());
        }
        let version = version(headers);
        self.total = length(headers);
        self.check_size()?;
        if self.received > 0 && version.is_some() && version == self.version {
            // The store does not support ranges, but the file is the same.
            self.skip = self.received;
            return Ok(None);
        }
        if !self.can_restart() {
            return Err(self.changed(StatusCode::OK, headers));
        }
        (self.received, self.skip, self.version) = (0, 0, version);
        self.held = Some(BytesMut::new());
        self.report_progress();
        Ok(Some(Piece::Start { content_type }))
    }

    fn partial_response(&mut self, headers: &HeaderMap) -> Result<Option<Piece>> {
        let range = content_range(headers);
        let matches = range.is_some_and(|(first, total)| {
            first == Some(self.received) && (self.total.is_none() || total.is_none() || total == self.total)
        });
        if !matches || version(headers).is_some_and(|version| Some(version) != self.version) {
            return Err(self.changed(StatusCode::PARTIAL_CONTENT, headers));
        }
        self.skip = 0;
        self.total = self.total.or(range.and_then(|(_, total)| total));
        self.check_size()?;
        Ok(None)
    }

    /// The file may have been complete when the connection broke.
    fn empty_range(&mut self, headers: &HeaderMap) -> Result<Option<Piece>> {
        match content_range(headers) {
            Some((None, Some(total)))
                if total == self.received && self.total.is_none_or(|known| known == total) =>
            {
                self.body_ended()
            }
            _ => Err(self.changed(StatusCode::RANGE_NOT_SATISFIABLE, headers)),
        }
    }

    /// Clears the version, so that the file starts again if that is possible.
    fn changed(&mut self, status: StatusCode, headers: &HeaderMap) -> Error {
        self.version = None;
        let reason = "the file changed while it was downloaded";
        let details = Details::new(ErrorKind::Interrupted, OPERATION, reason).at(status, headers);
        Details { note: Some("start the download again"), ..details }.into()
    }

    pub(super) fn chunk(&mut self, mut chunk: Bytes) -> Result<Option<Piece>> {
        let skipped = self.skip.min(chunk.len() as u64);
        self.skip -= skipped;
        let chunk = chunk.split_off(usize::try_from(skipped).unwrap_or(chunk.len()));
        if chunk.is_empty() {
            return Ok(None);
        }
        self.received = self.received.saturating_add(chunk.len() as u64);
        self.check_size()?;
        self.report_progress();
        match &mut self.held {
            None => Ok(Some(Piece::Bytes(chunk))),
            Some(held) => {
                held.extend_from_slice(&chunk);
                if held.len() < INSPECTED { Ok(None) } else { self.release() }
            }
        }
    }

    pub(super) fn body_ended(&mut self) -> Result<Option<Piece>> {
        let received = self.received - self.skip;
        let expected = self.total.unwrap_or(self.received);
        if received == expected {
            return self.release();
        }
        let reason = format!("the connection was closed after {received} of {expected} bytes");
        Err(Details::new(ErrorKind::Interrupted, OPERATION, reason).into())
    }

    /// Hands out the first bytes, unless they begin an HTML page.
    fn release(&mut self) -> Result<Option<Piece>> {
        match self.held.take() {
            Some(held) if is_html(&held) => Err(html_page()),
            Some(held) if !held.is_empty() => Ok(Some(Piece::Bytes(held.freeze()))),
            _ => Ok(None),
        }
    }

    fn check_size(&self) -> Result<()> {
        let (limit, known) = (self.max_bytes, self.total.unwrap_or_default().max(self.received));
        if known > limit { Err(too_large(known, limit)) } else { Ok(()) }
    }

    fn report_progress(&mut self) {
        let progress = Progress { bytes: self.received, total: self.total };
        if let Some(report) = &mut self.on_progress {
            report(progress);
        }
    }
}

fn is_html(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let tags: [&[u8]; 2] = [b"<!doctype html", b"<html"];
    tags.iter().any(|tag| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
}

/// Returns the media type in lower case, without its parameters.
fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns the version of a file. Weak tags are ignored: they do not guarantee the same bytes.
fn version(headers: &HeaderMap) -> Option<HeaderValue> {
    let strong = headers.get(ETAG).filter(|tag| tag.as_bytes().starts_with(b"\""));
    strong.or_else(|| headers.get(LAST_MODIFIED)).cloned()
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Returns the first byte and the total length of `bytes 5-9/10`, `bytes 5-9/*` or `bytes */10`.
fn content_range(headers: &HeaderMap) -> Option<(Option<u64>, Option<u64>)> {
    let (range, total) =
        headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
    let first = range.split_once('-').and_then(|(first, _)| first.trim().parse().ok());
    Some((first, total.trim().parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: reqwest::header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn content_range_may_omit_numbers() {
        for (value, expected) in [
            ("bytes 5-9/10", Some((Some(5), Some(10)))),
            ("bytes 5-9/*", Some((Some(5), None))),
            ("bytes */10", Some((None, Some(10)))),
            ("lines 5-9/10", None),
            ("bytes 5-9", None),
        ] {
            assert_eq!(content_range(&headers(CONTENT_RANGE, value)), expected, "{value}");
        }
    }

    #[test]
    fn weak_entity_tag_is_ignored() {
        assert_eq!(version(&headers(ETAG, "W/\"1\"")), None);
        assert_eq!(version(&headers(ETAG, "\"1\"")), Some(HeaderValue::from_static("\"1\"")));
    }

    #[test]
    fn html_is_recognized_by_first_bytes() {
        for page in ["<!DOCTYPE html>", "<!doctype HTML PUBLIC", "\u{feff}\r\n <HTML lang=en>", "<html"] {
            assert!(is_html(page.as_bytes()), "{page}");
        }
        for file in
            ["", "<?xml version=\"1.0\"?>", "<report>", "note,name\n\"<html>\",x", "<!DOCTYPE report>"]
        {
            assert!(!is_html(file.as_bytes()), "{file}");
        }
    }
}
