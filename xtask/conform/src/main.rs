//! `cargo xtask conform`: see `cargo xtask conform --help`.

use std::{env, io::Write, path::PathBuf, process::ExitCode};

use anyhow::Result;
use xtask_conform::{members::Members, payload, report};

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    match run(&paths) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(paths: &[PathBuf]) -> Result<bool> {
    let payloads = payload::collect(paths)?;
    let members = Members::read(include_str!("../../../openapi/effective.yaml"))?;
    report::write(&payloads, &members, &mut std::io::stdout().lock())
}
