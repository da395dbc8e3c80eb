//! Benchmarks of the client next to what users would build instead, and of the pipeline next to its parts.

#![allow(clippy::disallowed_methods, reason = "an interrupted benchmark is repeated")]

mod by_hand;
mod client;
mod compile;
mod measure;
mod pipeline;
mod service;
mod sides;

use std::{io::Write as _, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, Subcommand};

use crate::{client::Task, measure::Row, sides::Side};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench")]
struct Cli {
    /// Measure less often, without instructions and large amounts.
    #[arg(long)]
    quick: bool,
    /// Measure these sections only: client, growth, pipeline, documents, compile
    #[arg(long, value_delimiter = ',', value_name = "SECTION")]
    only: Vec<String>,
    /// Write the results as JSON into a file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run one side's task, for callgrind
    #[command(hide = true)]
    Run {
        #[arg(long)]
        url: String,
        #[arg(long)]
        side: Side,
        #[arg(long)]
        task: Task,
        #[arg(long)]
        count: u64,
    },
}

type Section = fn(bool) -> Result<Vec<Row>>;

const SECTIONS: [(&str, &str, Section); 5] = [
    ("client", "Next to other clients", client::beside),
    ("growth", "Cost of one unit as work grows", client::growth),
    ("pipeline", "Generation and review", pipeline::pipeline),
    ("documents", "Cost of one copy as the document grows", pipeline::growth),
    ("compile", "Builds", compile::compile),
];

fn main() -> Result<()> {
    let cli = Cli::parse();
    if let Some(Command::Run { url, side, task, count }) = cli.command {
        return client::run(side, task, &url, count);
    }
    let known = SECTIONS.map(|(name, ..)| name);
    for name in &cli.only {
        ensure!(known.contains(&name.as_str()), "unknown section {name:?}; known: {}", known.join(", "));
    }
    let mut results = serde_json::Map::new();
    for (name, title, section) in SECTIONS {
        if cli.only.is_empty() || cli.only.iter().any(|only| only == name) {
            let rows = section(cli.quick).with_context(|| format!("could not measure {name}"))?;
            writeln!(std::io::stdout(), "## {title}\n\n{}", measure::table(&rows))?;
            results.insert(name.to_owned(), serde_json::to_value(rows)?);
        }
    }
    if let Some(path) = cli.json {
        std::fs::write(&path, serde_json::to_vec_pretty(&results)?)
            .with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(())
}
