//! Asking before money is spent or a service ends.

use std::io::{self, IsTerminal as _, Write as _};

use crate::failure::{Exit, Failure};

/// Asks on standard error; anything but a yes is a no.
///
/// Reading blocks a thread of its own, so that an interrupt is noticed meanwhile.
pub(crate) async fn ask(what: &str, question: &str) -> Result<(), Failure> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Failure::usage(format!("nobody is there to agree to this: {what}"))
            .remedy("Nothing was sent. Give --yes if it is meant, or look at it with --dry-run."));
    }
    eprint!("{what}\n{question} [y/N] ");
    io::stderr().flush()?;
    let answer = read_line().await?;
    if matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes") {
        Ok(())
    } else {
        Err(Failure::new(Exit::Failed, "not agreed to; nothing was sent"))
    }
}

/// A line of standard input, without blocking the runtime.
pub(crate) async fn read_line() -> Result<String, Failure> {
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map(|_| line)
    });
    let line = read.await.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?;
    Ok(line?)
}
