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
//! | `input` | bodies from files and flags, every fault with its path before anything is sent |
//! | `credentials` | environment, profiles, keyring, the shared token cache |
//! | `failure` | one sentence with its remedy, and the exit code |
//! | `consent` | what spends money or ends a service is shown and asked for |
//! | `progress`, `trace` | standard error: bars, requests and their times |
//!
//! A command returns `Result<(), Failure>`; `main` prints the failure and exits with its code. An interrupt drops the command's future, so that
//! what it holds (unfinished files, locks) is cleaned up by destructors, and exits with 130. Nothing else ends the process.

mod cli;
mod commands;
mod consent;
mod credentials;
mod demo;
mod failure;
mod file;
mod input;
mod output;
mod progress;
mod session;
mod trace;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{cli::Cli, failure::Failure};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let as_json = cli.global.fails_in_json();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(as_json),
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ended = runtime.block_on(async {
        tokio::select! {
            // A command that waits for the interrupt itself has the first word.
            biased;
            ended = commands::run(cli) => ended,
            _ = tokio::signal::ctrl_c() => Err(Failure::interrupted()),
        }
    });
    // A prompt that nobody answers blocks its thread for good.
    runtime.shutdown_background();
    ended
}
