//! Downloads from the API provider, for `cargo xtask`.

use std::{env, io::Write, process::ExitCode};

use anyhow::{Result, bail};
use xtask_fetch::{Client, newer_than};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = match arguments[..] {
        ["download", url] => Client::new()?.download(url)?,
        ["newer", version, portal] => serde_json::to_vec(&newer_than(&version.parse()?, portal)?)?,
        _ => bail!("usage: xtask-fetch download URL, or xtask-fetch newer VERSION PORTAL"),
    };
    Ok(std::io::stdout().write_all(&output)?)
}
