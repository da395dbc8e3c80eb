//! Signals that ask the process to end.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
};

/// True if the command itself ends after a signal.
static IS_HANDLED: AtomicBool = AtomicBool::new(false);

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

#[cfg(unix)]
mod listening {
    use std::{
        fs,
        future::poll_fn,
        io::{self, IsTerminal as _},
        task::Poll,
    };

    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    use super::Signal;

    #[derive(Debug)]
    pub(crate) struct Signals(Vec<(Signal, Stream)>);

    impl Signals {
        /// Listens to the signals that the parent process does not ignore.
        pub(crate) fn listen() -> io::Result<Self> {
            let ignored = ignored();
            let wanted = [
                (Signal::Interrupt, SignalKind::interrupt()),
                (Signal::Terminate, SignalKind::terminate()),
                (Signal::HangUp, SignalKind::hangup()),
            ];
            let wanted =
                wanted.into_iter().filter(|(_, kind)| ignored & (1 << (kind.as_raw_value() - 1)) == 0);
            wanted.map(|(what, kind)| Ok((what, signal(kind)?))).collect::<io::Result<_>>().map(Self)
        }

        pub(crate) async fn next(&mut self) -> Signal {
            poll_fn(|context| {
                let came = |(what, stream): &mut (Signal, Stream)| {
                    stream.poll_recv(context).is_ready().then_some(*what)
                };
                self.0.iter_mut().find_map(came).map_or(Poll::Pending, Poll::Ready)
            })
            .await
        }
    }

    /// Returns the ignored signals, one bit each. `nohup` and shells without job control ignore signals on
    /// purpose.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        if let Some(mask) = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()) {
            return mask;
        }
        // Other systems have no safe way to ask. Under `nohup` none of the three is a terminal.
        let attached = io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal();
        if attached { 0 } else { 1 << (SignalKind::hangup().as_raw_value() - 1) }
    }
}

#[cfg(windows)]
mod listening {
    use std::io;

    use tokio::signal::windows::{
        CtrlBreak, CtrlC, CtrlClose, CtrlShutdown, ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown,
    };

    use super::Signal;

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
}

pub(crate) use listening::Signals;

/// Returns a future of the next signal. From now on the command ends by itself after one.
pub(crate) fn handle() -> io::Result<impl Future<Output = Signal>> {
    let mut signals = Signals::listen()?;
    IS_HANDLED.store(true, Ordering::Relaxed);
    Ok(async move { signals.next().await })
}

pub(crate) fn is_handled() -> bool {
    IS_HANDLED.load(Ordering::Relaxed)
}
