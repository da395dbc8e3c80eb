//! `imcloud`: every action of the IM Cloud Marketplace API from a terminal.
//!
//! # How it is built
//!
//! ```text
//! arguments -> cli -> commands/NOUN -> imcloud::Client ----> service, or the in-process sandbox
//!                       |   ^   |
//!      input: files, flags, |   v
//!      checks by the types -+  output: rows or one value -> query, columns -> table, json, ndjson, csv, yaml -> standard output
//! ```
//!
//! | module | holds |
//! | --- | --- |
//! | `cli` | the tree of commands and the global flags |
//! | `commands` | one file a noun: its flags, its verbs, its columns |
//! | `session` | what a command works with: client, printer, prompts, progress |
//! | `output` | data on standard output, and nothing else there |
//! | `json` | JSON whose numbers are their digits |
//! | `licenses` | rows of license lists, their difference, and the checkpoint of an interrupted list |
//! | `mapping` | customers and records of one's own, matched by external id and name |
//! | `input` | bodies from files and flags, every fault with its path before anything is sent |
//! | `credentials` | environment, profiles, keyring, the shared token cache |
//! | `failure` | one sentence with its remedy, and the exit code |
//! | `prompt` | questions to a person, and a terminal that is left as it was |
//! | `consent` | what spends money or ends a service is shown and asked for |
//! | `progress`, `trace` | standard error: bars, requests and their times |
//! | `signals` | what asks the process to end |
//!
//! A command returns `Result<(), Failure>`; `main` prints the failure and exits with its code. A command runs in a thread of its own, and the main thread
//! waits for its end or for a signal. A signal drops the command's future, so that what it holds (unfinished files, locks, a terminal without echo) is
//! cleaned up by destructors. A command that is stuck, writing to a pipe that nobody reads or reading one that nobody fills, is left behind.

mod cli;
mod commands;
mod consent;
mod credentials;
mod demo;
mod failure;
mod file;
mod input;
mod json;
mod licenses;
mod mapping;
mod output;
mod progress;
mod prompt;
mod session;
mod signals;
mod trace;

use std::{io, process::ExitCode, thread, time::Duration};

use clap::Parser as _;
use tokio::{
    runtime::{Builder, Runtime},
    sync::oneshot,
    time::sleep,
};

use crate::{
    cli::Cli,
    failure::Failure,
    signals::{Signal, Signals},
};

/// How long a command may take to clean up behind itself.
const GRACE: Duration = Duration::from_millis(500);

/// That of a main thread: a new one has less by default.
const STACK: usize = 8 << 20;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return cli::misread(error),
    };
    let as_json = cli.global.fails_in_json();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(as_json),
    }
}

/// Runs a command until its end, or until the process is asked to end.
fn run(cli: Cli) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let mut signals = Signals::listen()?;
        let (stop, stopped) = oneshot::channel();
        let (tell, mut told) = oneshot::channel();
        let work = move || {
            // Nobody listens any more when the command is left behind.
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

/// The thread of the command.
fn work(cli: Cli, stopped: oneshot::Receiver<Signal>) -> Result<(), Failure> {
    let runtime = runtime()?;
    let end = runtime.block_on(async {
        tokio::select! {
            // A command that waits for a signal itself has the first word.
            biased;
            end = commands::run(cli) => end,
            Ok(signal) = stopped => Err(Failure::ended_by(signal)),
        }
    });
    // A prompt that nobody answers blocks its thread for good.
    runtime.shutdown_background();
    end
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Goes on with the panic of a thread that ended without a word.
fn panicked(worker: thread::JoinHandle<()>) -> Result<(), Failure> {
    match worker.join() {
        Err(panic) => std::panic::resume_unwind(panic),
        Ok(()) => Ok(()),
    }
}
