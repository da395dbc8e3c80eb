use std::{
    fs::{self, DirBuilder, File, Metadata},
    future::poll_fn,
    io::{self, IsTerminal as _},
    os::{
        fd::AsFd as _,
        unix::fs::{DirBuilderExt as _, MetadataExt as _},
    },
    path::Path,
    task::Poll,
};

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

use super::Signal;

/// The shell for the command lines of users, and its option for one.
pub(crate) const SHELL: (&str, &str) = ("sh", "-c");

/// Returns the mode of a file that others than its owner can read or change.
pub(crate) fn mode_for_others(file: &Metadata) -> Option<u32> {
    let mode = file.mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Creates a directory that only its owner can read, and its parents.
pub(crate) fn create_private_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes a rename in a directory durable.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Returns the device and the number of a file, which names can share.
pub(crate) fn file_id(file: &Metadata) -> Option<(u64, u64)> {
    Some((file.dev(), file.ino()))
}

/// Returns the file that standard output is written to. It can be a pipe.
pub(crate) fn stdout_file() -> Option<File> {
    io::stdout().as_fd().try_clone_to_owned().ok().map(File::from)
}

/// The settings of the terminal, such as echo.
pub(crate) struct Terminal(Option<(File, Termios)>);

impl Terminal {
    pub(crate) fn save() -> Self {
        let terminal = File::open("/dev/tty").ok();
        Self(terminal.and_then(|terminal| tcgetattr(&terminal).ok().map(|settings| (terminal, settings))))
    }

    pub(crate) fn restore(&self) {
        if let Some((terminal, settings)) = &self.0 {
            // A closed terminal needs no settings.
            let _ = tcsetattr(terminal, OptionalActions::Now, settings);
        }
    }
}

#[derive(Debug)]
pub(crate) struct Signals(Vec<(Signal, Stream)>);

impl Signals {
    /// Listens to the signals that the parent process does not ignore.
    pub(crate) fn listen() -> io::Result<Self> {
        let ignored = ignored_signals();
        let wanted = [
            (Signal::Interrupt, SignalKind::interrupt()),
            (Signal::Terminate, SignalKind::terminate()),
            (Signal::HangUp, SignalKind::hangup()),
        ];
        let wanted = wanted.into_iter().filter(|(_, kind)| ignored & (1 << (kind.as_raw_value() - 1)) == 0);
        wanted.map(|(what, kind)| Ok((what, signal(kind)?))).collect::<io::Result<_>>().map(Self)
    }

    pub(crate) async fn next(&mut self) -> Signal {
        poll_fn(|context| {
            let came =
                |(what, stream): &mut (Signal, Stream)| stream.poll_recv(context).is_ready().then_some(*what);
            self.0.iter_mut().find_map(came).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// Returns the ignored signals, one bit each. `nohup` and shells without job control ignore signals on
/// purpose.
fn ignored_signals() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    if let Some(mask) = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
        return mask;
    }
    // Other systems have no safe way to ask. Under `nohup` none of the three is a terminal.
    let attached = io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal();
    if attached { 0 } else { 1 << (SignalKind::hangup().as_raw_value() - 1) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn private_files_have_no_mode_for_others() {
        let directory = tempfile::tempdir().unwrap();
        let private = directory.path().join("a/b");
        create_private_directory(&private).unwrap();
        assert_eq!(mode_for_others(&fs::metadata(&private).unwrap()), None);
        for mode in [0o640, 0o604, 0o620, 0o601] {
            fs::set_permissions(&private, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(mode_for_others(&fs::metadata(&private).unwrap()), Some(mode));
        }
    }

    #[test]
    fn file_id_follows_renames_and_links() {
        let directory = tempfile::tempdir().unwrap();
        let [one, two, other] = ["one", "two", "other"].map(|name| directory.path().join(name));
        let id = |path: &Path| file_id(&fs::metadata(path).unwrap()).unwrap();
        File::create(&one).unwrap();
        File::create(&other).unwrap();
        fs::hard_link(&one, &two).unwrap();
        assert_eq!(id(&one), id(&two));
        assert_ne!(id(&one), id(&other));
    }
}
