//! What has come of a file, and what an answer of the store adds to it. Sends nothing.

use bytes::Bytes;
use reqwest::{
    StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue},
};

use super::{
    Progress,
    failure::answered,
    headers::{content_range, length, version},
    transfer::OPERATION,
};
use crate::error::{Details, Error, ErrorKind, Result};

/// What a transfer brings.
pub(super) enum Piece {
    /// The file begins, or goes on behind what is there already. A second one means that it begins anew; only transfers that may restart do.
    Begin(Head),
    Bytes(Bytes),
}

/// What is known of a file before its bytes come.
#[derive(Clone)]
pub(super) struct Head {
    /// The first byte to come.
    pub(super) from: u64,
    pub(super) version: Option<HeaderValue>,
    pub(super) content_type: Option<String>,
}

pub(super) enum Step {
    Piece(Piece),
    /// Nothing that the caller has to hear of.
    Nothing,
    /// All is there.
    Whole,
}

pub(super) struct Receipt {
    bound: u64,
    /// Whether the caller can throw away what came.
    may_restart: bool,
    on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
    /// Bytes that the caller has.
    received: u64,
    /// Bytes to pass over, because the store sent them once more.
    skip: u64,
    total: Option<u64>,
    /// What `If-Range` takes: a strong entity tag, or else the time of the last change.
    version: Option<HeaderValue>,
    begun: bool,
}

impl Receipt {
    pub(super) fn new(
        bound: u64,
        may_restart: bool,
        on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
    ) -> Self {
        Self {
            bound,
            may_restart,
            on_progress,
            received: 0,
            skip: 0,
            total: None,
            version: None,
            begun: false,
        }
    }

    /// Goes on behind so many bytes of this version of the file.
    pub(super) fn go_on_after(&mut self, bytes: u64, version: HeaderValue) {
        (self.received, self.version) = (bytes, Some(version));
    }

    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// Whether what is missing can be asked for by itself, should the rest not come.
    pub(super) fn can_go_on(&self) -> bool {
        self.version.is_some()
    }

    /// Whether the caller has bytes that it can neither keep nor throw away, should the rest not come.
    pub(super) fn is_stuck(&self) -> bool {
        self.received > 0 && self.version.is_none() && self.begun && !self.may_restart
    }

    /// What to ask for: from which byte of which version, or the whole file.
    pub(super) fn missing(&mut self) -> Option<(u64, &HeaderValue)> {
        if self.version.is_none() {
            // Nobody can tell whether the rest would be of the same file.
            self.received = 0;
        }
        self.version.as_ref().filter(|_| self.received > 0).map(|version| (self.received, version))
    }

    /// What an answer's head says; `None` when it brings no file.
    pub(super) fn answer(&mut self, status: StatusCode, headers: &HeaderMap) -> Option<Result<Step>> {
        match status {
            StatusCode::OK => Some(self.whole(headers)),
            StatusCode::PARTIAL_CONTENT if self.received > 0 => Some(self.part(headers)),
            StatusCode::RANGE_NOT_SATISFIABLE if self.received > 0 => Some(self.nothing_missing(headers)),
            _ => None,
        }
    }

    /// The file may have been complete when it was taken up.
    fn nothing_missing(&mut self, headers: &HeaderMap) -> Result<Step> {
        match content_range(headers) {
            Some((None, Some(total))) if total == self.received => {
                self.total = Some(total);
                self.check_bound()?;
                Ok(self.go_on(headers))
            }
            _ => Err(self.changed(StatusCode::RANGE_NOT_SATISFIABLE, headers)),
        }
    }

    /// The file comes from its beginning, whatever was asked for.
    fn whole(&mut self, headers: &HeaderMap) -> Result<Step> {
        if let Some(encoding) = headers.get(CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
            let reason = format!("was answered with a file packed as {encoding:?}, which was not asked for");
            let note = Some("an intermediary may have packed it; go round it");
            return Err(
                Details { note, ..answered(ErrorKind::Decode, StatusCode::OK, headers, reason) }.into()
            );
        }
        let version = version(headers);
        self.total = length(headers);
        self.check_bound()?;
        if self.received > 0 && version.is_some() && version == self.version {
            // The store knows no ranges, but it is the same file.
            self.skip = self.received;
            return Ok(self.go_on(headers));
        }
        if self.begun && !self.may_restart {
            return Err(self.changed(StatusCode::OK, headers));
        }
        (self.received, self.skip, self.version) = (0, 0, version);
        Ok(self.begin(headers))
    }

    /// The part that was asked for, or so it should be.
    fn part(&mut self, headers: &HeaderMap) -> Result<Step> {
        let right = content_range(headers).is_some_and(|(first, total)| {
            first == Some(self.received) && (self.total.is_none() || total.is_none() || total == self.total)
        });
        if !right || version(headers).is_some_and(|version| Some(version) != self.version) {
            return Err(self.changed(StatusCode::PARTIAL_CONTENT, headers));
        }
        self.skip = 0;
        self.total = self.total.or_else(|| content_range(headers)?.1);
        self.check_bound()?;
        Ok(self.go_on(headers))
    }

    /// What is missing comes; the caller has to hear of it only once.
    fn go_on(&mut self, headers: &HeaderMap) -> Step {
        if self.begun { Step::Nothing } else { self.begin(headers) }
    }

    /// Forgets the version that was begun, for the store has another.
    fn changed(&mut self, status: StatusCode, headers: &HeaderMap) -> Error {
        self.version = None;
        let reason = "found another file at the address than the one that was begun".to_owned();
        let note = Some("begin anew");
        Details { note, ..answered(ErrorKind::Interrupted, status, headers, reason) }.into()
    }

    fn begin(&mut self, headers: &HeaderMap) -> Step {
        self.begun = true;
        self.tell();
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Step::Piece(Piece::Begin(Head {
            from: self.received,
            version: self.version.clone(),
            content_type: content_type.map(str::to_owned),
        }))
    }

    /// Takes what came; `None` is the end of the body.
    pub(super) fn take(&mut self, chunk: Option<Bytes>) -> Result<Step> {
        let Some(mut chunk) = chunk else {
            if self.total.is_some_and(|total| total != self.received) {
                let reason = format!(
                    "was answered with {} bytes of {}",
                    self.received,
                    self.total.unwrap_or_default()
                );
                return Err(Details::new(ErrorKind::Interrupted, OPERATION, reason).into());
            }
            return Ok(Step::Whole);
        };
        let skipped = self.skip.min(chunk.len() as u64);
        self.skip -= skipped;
        let chunk = chunk.split_off(usize::try_from(skipped).unwrap_or(chunk.len()));
        if chunk.is_empty() {
            return Ok(Step::Nothing);
        }
        self.received += chunk.len() as u64;
        self.check_bound()?;
        self.tell();
        Ok(Step::Piece(Piece::Bytes(chunk)))
    }

    fn check_bound(&self) -> Result<()> {
        let (bound, known) = (self.bound, self.total.unwrap_or_default().max(self.received));
        if known <= bound {
            return Ok(());
        }
        let reason = format!("has {known} bytes or more, which is more than the bound of {bound}");
        let note = Some("raise max_bytes if that is a report and no mistake");
        Err(Details { note, ..Details::new(ErrorKind::TooLarge, OPERATION, reason) }.into())
    }

    fn tell(&mut self) {
        let progress = Progress { bytes: self.received, total: self.total };
        if let Some(tell) = &mut self.on_progress {
            tell(progress);
        }
    }
}
