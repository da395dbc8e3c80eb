//! A terminal with somebody who reads and types.

use std::{
    io::{Read as _, Write as _},
    num::NonZeroU16,
    process::Child,
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

use pty_process::blocking::{Pty, open};

use crate::tool::{Tool, kill};

/// Longer than anything takes on a busy machine. A test that waits in vain ends with what was to be seen.
const PATIENCE: Duration = Duration::from_secs(30);

const ROWS: u16 = 40;

/// A command on a pseudo-terminal, and what it shows.
pub(crate) struct Terminal {
    pty: Arc<Pty>,
    child: Child,
    state: Arc<(Mutex<Screen>, Condvar)>,
}

struct Screen {
    screen: vt100::Parser,
    /// Everything that was ever sent to the terminal.
    all: Vec<u8>,
    ended: bool,
}

/// What a command left on the terminal.
#[derive(Debug)]
pub(crate) struct End {
    pub(crate) code: Option<i32>,
    /// The screen as text, without the spaces at the ends of its lines.
    pub(crate) screen: String,
    /// Everything that was printed, with the commands to the terminal.
    pub(crate) all: String,
}

impl Terminal {
    /// Starts a command line, split at spaces.
    pub(crate) fn start(tool: &Tool, columns: u16, line: &str) -> Self {
        Self::start_with(tool, columns, line, |command| command)
    }

    /// The same with something else prepared.
    pub(crate) fn start_with(
        tool: &Tool,
        columns: u16,
        line: &str,
        prepare: impl FnOnce(pty_process::blocking::Command) -> pty_process::blocking::Command,
    ) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(pty_process::Size::new(ROWS, columns)).unwrap();
        let mut command = tool.command(line.split_whitespace());
        command.env("TERM", "xterm-256color");
        let child = prepare(command.into()).spawn(pts).unwrap();
        let size = |cells: u16| NonZeroU16::new(cells).unwrap();
        let screen = vt100::Parser::new(size(ROWS), size(columns), 0);
        let state = Screen { screen, all: Vec::new(), ended: false };
        let terminal =
            Self { pty: Arc::new(pty), child, state: Arc::new((Mutex::new(state), Condvar::new())) };
        terminal.look();
        terminal
    }

    /// Reads in a separate thread until the other side is closed.
    fn look(&self) {
        let (pty, state) = (Arc::clone(&self.pty), Arc::clone(&self.state));
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                // Linux tells of the closed side as an error.
                let read = (&*pty).read(&mut buffer).unwrap_or(0);
                let mut now = state.0.lock().unwrap();
                now.screen.process(&buffer[..read]);
                now.all.extend_from_slice(&buffer[..read]);
                now.ended = read == 0;
                state.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
    }

    /// Waits until the screen shows this, and gives it.
    #[track_caller]
    pub(crate) fn until(&self, text: &str) -> String {
        let seen = |state: &mut Screen| !state.screen.screen().contents().contains(text) && !state.ended;
        let guard = self.state.0.lock().unwrap();
        let (state, _) = self.state.1.wait_timeout_while(guard, PATIENCE, seen).unwrap();
        let screen = contents(&state);
        assert!(screen.contains(text), "{text:?} was not printed:\n{screen}");
        screen
    }

    /// Types.
    pub(crate) fn type_in(&self, text: &str) {
        (&*self.pty).write_all(text.as_bytes()).unwrap();
    }

    /// Sends a signal to the command.
    pub(crate) fn send(&self, signal: &str) {
        kill(signal, &self.child);
    }

    /// Returns true if the terminal shows what is typed.
    pub(crate) fn echoes(&self) -> bool {
        let settings = rustix::termios::tcgetattr(&*self.pty).unwrap();
        settings.local_modes.contains(rustix::termios::LocalModes::ECHO)
    }

    /// Waits for the end.
    pub(crate) fn end(mut self) -> End {
        let guard = self.state.0.lock().unwrap();
        let (state, _) = self.state.1.wait_timeout_while(guard, PATIENCE, |state| !state.ended).unwrap();
        assert!(state.ended, "it does not end:\n{}", contents(&state));
        let code = self.child.wait().unwrap().code();
        End { code, screen: contents(&state), all: String::from_utf8(state.all.clone()).unwrap() }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves nothing running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn contents(state: &Screen) -> String {
    let text = state.screen.screen().contents();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}
