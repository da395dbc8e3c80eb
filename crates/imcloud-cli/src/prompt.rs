//! Asking a person.
//!
//! Questions are asked on standard error. Reading blocks a thread of its own, so that a signal is noticed meanwhile; whatever ends a prompt, the terminal
//! is left as it was found.

use std::io::{self, IsTerminal as _, Write as _};

use imcloud::Secret;

use crate::{
    failure::{Exit, Failure},
    signals::Signal,
};

/// Whether somebody is there to be asked.
pub(crate) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a line.
pub(crate) async fn line(question: &str) -> Result<String, Failure> {
    let pending = Pending::new();
    let mut out = io::stderr();
    out.write_all(question.as_bytes())?;
    out.flush()?;
    let answer = read_line().await;
    pending.answered();
    answer
}

/// Asks for something that nobody else is to see.
pub(crate) async fn secret(question: String) -> Result<Secret, Failure> {
    let pending = Pending::new();
    let asked = tokio::task::spawn_blocking(move || rpassword::prompt_password(question)).await;
    match asked.map_err(unfinished)? {
        Ok(text) => {
            pending.answered();
            Ok(text.into())
        }
        // In the prompt's mode the terminal hands on Ctrl-C as a character.
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Failure::ended_by(Signal::Interrupt)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Secret::from("")),
        Err(error) => Err(Failure::new(Exit::Failed, format!("the terminal cannot be asked: {error}"))),
    }
}

/// A line of standard input, without blocking the runtime.
pub(crate) async fn read_line() -> Result<String, Failure> {
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map(|_| line)
    });
    Ok(read.await.map_err(unfinished)??)
}

fn unfinished(error: tokio::task::JoinError) -> Failure {
    Failure::new(Exit::Failed, error.to_string())
}

/// A question without an answer yet. When it is given up, the terminal gets its settings back, echo above all, and a new line.
struct Pending {
    #[cfg(unix)]
    settings: Option<(std::fs::File, rustix::termios::Termios)>,
    open: bool,
}

impl Pending {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            settings: std::fs::File::open("/dev/tty")
                .ok()
                .and_then(|terminal| Some((rustix::termios::tcgetattr(&terminal).ok()?, terminal)))
                .map(|(settings, terminal)| (terminal, settings)),
            open: true,
        }
    }

    fn answered(mut self) {
        self.open = false;
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        #[cfg(unix)]
        if let Some((terminal, settings)) = &self.settings {
            // A terminal that is gone needs no settings.
            let _ = rustix::termios::tcsetattr(terminal, rustix::termios::OptionalActions::Now, settings);
        }
        let _ = writeln!(io::stderr());
    }
}
