//! `await`: waiting until something is done.

use clap::Args;
use imcloud::waiting::{Awaited, NotDone, Waiting};
use serde::Serialize;

use crate::{
    failure::{Exit, Failure},
    progress::Progress,
    session::Session,
};

/// What to wait for.
#[derive(Debug, Args)]
pub(crate) struct Wait {
    /// Its id
    pub(super) id: String,
}

/// Waits, and writes it as it is in the end.
pub(super) async fn run<T: Awaited + Serialize>(
    session: &Session,
    waiting: Waiting<T>,
    kind: &str,
) -> Result<(), Failure> {
    session.show(&until_done(session, waiting, kind).await?)
}

/// Waits, for as long as `--timeout` says.
pub(super) async fn until_done<T: Awaited>(
    session: &Session,
    mut waiting: Waiting<T>,
    kind: &str,
) -> Result<T, Failure> {
    if let Some(limit) = session.global.timeout {
        waiting = waiting.timeout(limit);
    }
    let progress = Progress::waiting(session.shows_progress(true), &format!("waiting for the {kind}"));
    let tell = progress.teller();
    let kind = kind.to_owned();
    let waiting = waiting.on_progress(move |now| {
        let state = now.seen.state().unwrap_or("without a state").to_owned();
        tell(format!("the {kind} is {state}, looking again in {}s", now.pause.as_secs()));
    });
    Ok(waiting.await?)
}

impl<T: Awaited> From<NotDone<T>> for Failure {
    fn from(end: NotDone<T>) -> Self {
        let sentence = end.to_string();
        match end {
            NotDone::CallFailed { error, .. } => error.into(),
            NotDone::TimedOut { .. } => {
                Self::new(Exit::TimedOut, sentence).remedy("Wait again, or longer: --timeout 30m")
            }
            NotDone::Scheduled(_) => Self::new(Exit::TimedOut, sentence),
            _ => Self::new(Exit::Failed, sentence),
        }
    }
}
