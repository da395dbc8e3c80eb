//! `await`: waits for an object.

use clap::Args;
use imcloud::wait::{WaitError, Waitable, Waiting};
use serde::Serialize;

use crate::{
    failure::{Exit, Failure},
    progress::Progress,
    session::Session,
};

/// The object to wait for.
#[derive(Debug, Args)]
pub(crate) struct Wait {
    /// Id of the object
    pub(super) id: String,
}

/// Waits, and writes the final state.
pub(super) async fn run<T: Waitable + Serialize>(
    session: &Session,
    waiting: Waiting<T>,
    kind: &str,
) -> Result<(), Failure> {
    session.show(&until_done(session, waiting, kind).await?)
}

/// Waits up to `--timeout`.
pub(super) async fn until_done<T: Waitable>(
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
    let waiting = waiting.on_progress(move |update| {
        let state = update.current.state().unwrap_or("unknown").to_owned();
        tell(format!("the {kind} is {state}, next check in {}s", update.delay.as_secs()));
    });
    Ok(waiting.await?)
}

impl<T: Waitable> From<WaitError<T>> for Failure {
    fn from(end: WaitError<T>) -> Self {
        let sentence = end.to_string();
        match end {
            WaitError::CallFailed { error, .. } => error.into(),
            WaitError::Failed(_) | WaitError::Cancelled(_) => Self::new(Exit::EndedInError, sentence),
            WaitError::TimedOut { .. } => {
                Self::new(Exit::TimedOut, sentence).remedy("Wait again, or longer: --timeout 30m")
            }
            WaitError::Scheduled(_) => Self::new(Exit::TimedOut, sentence),
            _ => Self::new(Exit::Failed, sentence),
        }
    }
}
