//! Checks that captured payloads fit the generated types: see `cargo xtask conform --help`.
//!
//! A separate program, because it is compiled against the raw crate.

mod payload;
mod report;

use std::{env, io::Write, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let payloads = payload::collect(&paths);
    match payloads.and_then(|payloads| report::write(&payloads, &mut std::io::stdout().lock())) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}
