use std::{
    fs::{self, File, Metadata},
    io,
    path::Path,
};

use tokio::signal::windows::{
    CtrlBreak, CtrlC, CtrlClose, CtrlShutdown, ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown,
};

use super::Signal;

pub(crate) const SHELL: (&str, &str) = ("cmd", "/C");

/// Directories of users are private there.
pub(crate) fn mode_for_others(_: &Metadata) -> Option<u32> {
    None
}

pub(crate) fn create_private_directory(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// A directory cannot be opened as a file there.
pub(crate) fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(crate) fn file_id(_: &Metadata) -> Option<(u64, u64)> {
    None
}

pub(crate) fn stdout_file() -> Option<File> {
    None
}

/// The prompt for passwords restores the mode of the console itself.
pub(crate) struct Terminal;

impl Terminal {
    pub(crate) fn save() -> Self {
        Self
    }

    pub(crate) fn restore(&self) {}
}

#[derive(Debug)]
pub(crate) struct Signals {
    interrupt: CtrlC,
    break_: CtrlBreak,
    close: CtrlClose,
    shutdown: CtrlShutdown,
}

impl Signals {
    /// Listens to the events of the console.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: ctrl_c()?,
            break_: ctrl_break()?,
            close: ctrl_close()?,
            shutdown: ctrl_shutdown()?,
        })
    }

    pub(crate) async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.break_.recv() => Signal::Interrupt,
            _ = self.close.recv() => Signal::Terminate,
            _ = self.shutdown.recv() => Signal::Terminate,
        }
    }
}
