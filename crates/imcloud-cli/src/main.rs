//! `imcloud`: every action of the IM Cloud Marketplace API from a terminal.
//!
//! A command returns `Result`; `main` prints the failure and exits with its code. A command runs
//! in a separate thread, and the main thread waits for its result or for a signal. A signal drops the
//! command's future, so that destructors clean up unfinished files, locks, and a terminal without echo. A
//! thread that is blocked by a pipe is abandoned.

mod cli;
mod commands;
mod credentials;
mod escape;
mod failure;
mod file;
mod global;
mod input;
mod json;
mod licenses;
mod output;
mod progress;
mod prompt;
mod session;
mod system;

use std::{io, pin::pin, process::ExitCode, thread, time::Duration};

use clap::CommandFactory as _;
use clap_complete::CompleteEnv;
use tokio::{
    runtime::{Builder, Runtime},
    sync::oneshot,
    time::sleep,
};

use crate::{
    cli::Cli,
    failure::{Failure, Result},
    system::{Signal, Signals},
};

const GRACE: Duration = Duration::from_millis(500);

/// The stack size of a main thread. Other threads have less by default.
const STACK: usize = 8 << 20;

fn main() -> ExitCode {
    // Prints candidates and exits if a shell requests them. See `imcloud completions`.
    CompleteEnv::with_factory(Cli::command).complete();
    let cli = match Cli::from_arguments() {
        Ok(cli) => cli,
        Err(error) => return cli::print_error(error),
    };
    let as_json = cli.global.fails_in_json();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.print(as_json),
    }
}

fn run(cli: Cli) -> Result {
    runtime()?.block_on(async {
        let mut signals = Signals::listen()?;
        let (stop, stopped) = oneshot::channel();
        let (tell, mut told) = oneshot::channel();
        let work = move || {
            // The receiver is closed if the thread is abandoned.
            let _ = tell.send(work(cli, stopped));
        };
        let worker = thread::Builder::new().name("command".to_owned()).stack_size(STACK).spawn(work)?;
        let signal = tokio::select! {
            biased;
            end = &mut told => return end.unwrap_or_else(|_| panicked(worker)),
            signal = signals.next() => signal,
        };
        let _ = stop.send(signal);
        tokio::select! {
            biased;
            end = told => end.unwrap_or_else(|_| panicked(worker)),
            () = sleep(GRACE) => Err(Failure::ended_by(signal)),
            again = signals.next() => Err(Failure::ended_by(again)),
        }
    })
}

fn work(cli: Cli, stopped: oneshot::Receiver<Signal>) -> Result {
    let runtime = runtime()?;
    let end = runtime.block_on(async {
        let mut command = pin!(commands::run(cli.global, cli.command, cli::manual));
        tokio::select! {
            biased;
            end = &mut command => end,
            Ok(signal) = stopped => match system::is_signal_handled() {
                // The command receives the signal too, possibly a little later.
                true => command.await,
                false => Err(Failure::ended_by(signal)),
            },
            () = progress::show_when_idle() => Ok(()),
        }
    });
    // An open prompt blocks its thread.
    runtime.shutdown_background();
    end
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Resumes the panic of a thread that ended without a result.
fn panicked(worker: thread::JoinHandle<()>) -> Result {
    match worker.join() {
        Err(panic) => std::panic::resume_unwind(panic),
        Ok(()) => Ok(()),
    }
}
