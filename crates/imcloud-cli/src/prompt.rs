//! Questions to the user.
//!
//! Questions are written to standard error. Reading blocks a separate thread, so that signals are handled
//! meanwhile. However a prompt ends, the terminal gets its settings back.

use std::io::{self, IsTerminal as _, Write as _};

use imcloud::Secret;
use scopeguard::{ScopeGuard, guard};

use crate::{
    escape::escape,
    failure::{Exit, Failure, Result},
    progress::{Paused, pause},
    system::{Signal, Terminal},
};

pub(crate) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for confirmation. Everything but yes is no. `what` can contain text of the service.
pub(crate) async fn confirm(what: &str, question: &str) -> Result {
    if !is_possible() {
        return Err(Failure::usage(format!("confirmation required, but stdin is not a terminal: {what}"))
            .hint("Nothing was sent. Pass --yes to confirm, or --dry-run to see the request."));
    }
    let response = line(&format!("{}\n{question} [y/N] ", escape(what))).await?;
    if matches!(response.trim().to_ascii_lowercase().as_str(), "y" | "yes") {
        Ok(())
    } else {
        Err(Failure::new(Exit::Failed, "not confirmed; nothing was sent"))
    }
}

pub(crate) async fn line(question: &str) -> Result<String> {
    let pending = pending();
    let mut out = io::stderr();
    out.write_all(question.as_bytes())?;
    out.flush()?;
    let response = read_line().await;
    drop(ScopeGuard::into_inner(pending));
    response
}

pub(crate) async fn secret(question: String) -> Result<Secret> {
    let pending = pending();
    let asked = tokio::task::spawn_blocking(move || rpassword::prompt_password(question)).await;
    match asked.map_err(unfinished)? {
        Ok(text) => {
            drop(ScopeGuard::into_inner(pending));
            Ok(text.into())
        }
        // In the mode of the prompt, Ctrl-C is a character.
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Failure::ended_by(Signal::Interrupt)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Secret::from("")),
        Err(error) => Err(Failure::new(Exit::Failed, format!("could not read from the terminal: {error}"))),
    }
}

/// Reads a line of standard input without blocking the runtime.
pub(crate) async fn read_line() -> Result<String> {
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map(|_| line)
    });
    Ok(read.await.map_err(unfinished)??)
}

fn unfinished(error: tokio::task::JoinError) -> Failure {
    Failure::new(Exit::Failed, error.to_string())
}

/// An open question. When it is dropped, the terminal gets its settings back, such as echo, and a new line.
/// After a response it is taken out of its guard, because the terminal needs neither.
fn pending() -> ScopeGuard<(Paused, Terminal), impl FnOnce((Paused, Terminal))> {
    guard((pause(), Terminal::save()), |(_paused, terminal)| {
        terminal.restore();
        let _ = writeln!(io::stderr());
    })
}
