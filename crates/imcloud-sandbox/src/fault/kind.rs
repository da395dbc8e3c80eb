//! What goes wrong.

use std::{fmt, time::Duration};

use super::Distortion;
use crate::answer::Answer;

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Nothing but the delay.
    Slow,
    /// Another answer, with a name for it.
    Answer(&'static str, Box<Answer>),
    /// The framework's page for an unhandled exception.
    InternalError,
    NoEntity,
    /// The token of the request dies.
    DeadToken,
    Reset(Reset),
    Silence,
    Truncated,
    SlowBody {
        pieces: usize,
        pause: Duration,
    },
    ContentType(String),
    EmptyBody,
    Distorted(Distortion),
    InsertedRows(usize),
}

/// When a connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reset {
    BeforeAnswer,
    InBody,
}

impl Kind {
    /// Whether it changes what the work gives, and so cannot happen instead of it.
    pub(crate) fn needs_work(&self) -> bool {
        match self {
            Self::Answer(..)
            | Self::InternalError
            | Self::NoEntity
            | Self::DeadToken
            | Self::Reset(Reset::BeforeAnswer)
            | Self::Silence => false,
            Self::Slow
            | Self::Reset(Reset::InBody)
            | Self::Truncated
            | Self::SlowBody { .. }
            | Self::ContentType(_)
            | Self::EmptyBody
            | Self::Distorted(_)
            | Self::InsertedRows(_) => true,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slow => f.write_str("delay"),
            Self::Answer("", answer) => write!(f, "status {}", answer.status.as_u16()),
            Self::Answer(name, _) => f.write_str(name),
            Self::InternalError => f.write_str("internal error"),
            Self::NoEntity => f.write_str("no entity found"),
            Self::DeadToken => f.write_str("dead token"),
            Self::Reset(Reset::BeforeAnswer) => f.write_str("connection reset"),
            Self::Reset(Reset::InBody) => f.write_str("connection reset in the body"),
            Self::Silence => f.write_str("no answer"),
            Self::Truncated => f.write_str("truncated body"),
            Self::SlowBody { .. } => f.write_str("slow body"),
            Self::ContentType(_) => f.write_str("wrong content type"),
            Self::EmptyBody => f.write_str("empty body"),
            Self::Distorted(distortion) => distortion.fmt(f),
            Self::InsertedRows(_) => f.write_str("inserted rows"),
        }
    }
}
