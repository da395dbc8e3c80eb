//! Everything that depends on the operating system, except for the keyring.
//!
//! `unix.rs` and `windows.rs` have the same items. Where Windows has no counterpart, as of the mode of a
//! file, a function returns `None` or does nothing.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
};

#[cfg(unix)]
pub(crate) use unix::*;
#[cfg(windows)]
pub(crate) use windows::*;

/// True if the command itself ends after a signal.
static IS_HANDLED: AtomicBool = AtomicBool::new(false);

/// A signal that asks the process to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// From the keyboard: `SIGINT`, Ctrl-C, Ctrl-Break.
    Interrupt,
    /// From another program: `SIGTERM`; on Windows, shutdown or a closed window.
    Terminate,
    /// The terminal was closed: `SIGHUP`.
    #[cfg_attr(not(unix), allow(dead_code, reason = "only on Unix"))]
    HangUp,
}

/// Returns a future of the next signal. From now on the command ends by itself after one.
pub(crate) fn handle_signal() -> io::Result<impl Future<Output = Signal>> {
    let mut signals = Signals::listen()?;
    IS_HANDLED.store(true, Ordering::Relaxed);
    Ok(async move { signals.next().await })
}

pub(crate) fn is_signal_handled() -> bool {
    IS_HANDLED.load(Ordering::Relaxed)
}
