//! `openapi-review`: compares two OpenAPI documents by meaning.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use openapi_review::{
    Input, Report, Rule, Severity, Source,
    compare::Options,
    document::tree,
    render::{self, Format, text::DEFAULT_WIDTH},
};

/// Compare two OpenAPI documents by meaning
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 below the threshold, 1 at or above it, 2 unreadable input or wrong usage."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Report the changes between two documents
    Diff {
        /// The old document, YAML or JSON
        old: PathBuf,
        /// The new document, YAML or JSON
        new: PathBuf,
        /// Output format
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Exit with 1 from this severity on
        #[arg(long, value_name = "SEVERITY", default_value = "breaking")]
        fail_on: Severity,
        /// Report only changes at, above or below a JSON Pointer
        #[arg(long, value_name = "POINTER")]
        only: Option<String>,
        /// Compare `x-` extensions too
        #[arg(long)]
        extensions: bool,
    },
    /// List the rules with their severities
    Rules,
    /// Print the JSON Schema of the JSON report
    Schema,
}

fn main() -> ExitCode {
    let printed = run(Arguments::parse().command).and_then(|(text, code)| {
        match io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(error).context("could not write the report")
            }
            _ => Ok(code),
        }
    });
    ExitCode::from(printed.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        2
    }))
}

fn run(command: Command) -> Result<(String, u8)> {
    match command {
        Command::Diff { old, new, format, fail_on, only, extensions } => {
            let read = |path: &PathBuf| -> Result<Input> {
                Input::of(&path.display().to_string(), &tree::read_file(path)?)
            };
            let (old, new) = (read(&old)?, read(&new)?);
            let mut report = Report::of(&old, &new, Options { extensions });
            if let Some(pointer) = only {
                report.keep_only(&pointer)?;
            }
            let text = render::render(&report, (&old, &new), format, (DEFAULT_WIDTH, render::color()))?;
            Ok((text, u8::from(report.reaches(fail_on))))
        }
        Command::Rules => Ok((catalog(), 0)),
        Command::Schema => Ok((serde_json::to_string_pretty(&render::programs::json_schema()?)? + "\n", 0)),
    }
}

/// Returns the rules by area, with the severities in requests and in responses.
fn catalog() -> String {
    let mut text = format!("{:<33} {:<10} {:<10} change\n", "rule", "request", "response");
    let mut area = "";
    for info in Rule::ALL.iter().map(|rule| rule.info()) {
        if info.area != area {
            area = info.area;
            text.push_str(&format!("\n{area}\n"));
        }
        let [request, response] =
            [info.request, info.response].map(|wire| info.severity(wire, Source::Compiles));
        text.push_str(&format!("  {:<31} {request:<10} {response:<10} {}\n", info.id, info.summary));
    }
    text
}
