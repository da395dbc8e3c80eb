//! Client, command line and sandbox under random faults with concurrent writers.
//!
//! Rounds of half a minute follow each other. The seed of a round decides the data, the faults and the work
//! of each worker. Latency, threads and processes are left to the machine, so a repeated seed meets the same
//! faults, but not always the same interleaving.

mod chaos;
mod clock;
mod command_line;
mod ledger;
mod round;
mod secrets;
mod workers;

use std::{
    env, fs,
    io::Write as _,
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context as _, Result, ensure};
use clap::Parser;

use crate::{
    clock::SPEED,
    round::{CALLS, FAULTS, Report, TOTALS},
    secrets::Secrets,
};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask soak")]
struct Cli {
    /// Seed of the first round [default: from the time]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Real time in which rounds are started, in minutes
    #[arg(long, value_name = "M", default_value_t = 1.0, value_parser = minutes)]
    minutes: f64,
    /// Command line to run [default: imcloud next to this program]
    #[arg(long, value_name = "FILE")]
    imcloud: Option<PathBuf>,
}

fn minutes(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.05..=100_000.0).contains(number));
    number.ok_or_else(|| "expected a number of minutes from 0.05 to 100000".to_owned())
}

/// Real time in which a round starts calls.
const ROUND: Duration = Duration::from_secs(25);

/// Rounds after which memory is no longer expected to grow.
const WARM_UP: usize = 4;

/// Growth of memory that is no violation, in KiB. The data of a round differs by a few MiB from seed to
/// seed, and the allocator returns memory late.
const MEMORY_TOLERANCE: u64 = 32 * 1024;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs rounds and prints their report. Returns true without violations.
fn run(cli: &Cli) -> Result<bool> {
    let next_to_this = env::current_exe()?.with_file_name(format!("imcloud{}", env::consts::EXE_SUFFIX));
    let program = cli.imcloud.clone().unwrap_or(next_to_this);
    ensure!(program.is_file(), "{} is missing; build it with: cargo build -p imcloud-cli", program.display());
    let by_time = || SystemTime::UNIX_EPOCH.elapsed().map_or(1, |time| time.as_secs());
    let first = cli.seed.unwrap_or_else(by_time);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let secrets = Secrets::default();
    secrets.watch_logs();
    let started = Instant::now();
    let total = Duration::from_secs_f64(cli.minutes * 60.0);
    let (mut sum, mut memory) = (Report::default(), Vec::new());
    let mut seeds = 0;
    while seeds == 0 || started.elapsed() < total {
        let seed = first.wrapping_add(seeds);
        let length = ROUND.min(total.saturating_sub(started.elapsed())).max(Duration::from_secs(3));
        let round = runtime.block_on(round::run(seed, length * SPEED, &program, &secrets));
        let mut report = round.with_context(|| format!("could not run the round of seed {seed}"))?;
        let minutes = length.as_secs_f64() / 60.0;
        for violation in &mut report.violations {
            *violation =
                format!("{violation}\n  repeat: cargo xtask soak --seed {seed} --minutes {minutes:.2}");
            writeln!(std::io::stderr(), "violation: {violation}")?;
        }
        sum.add(report);
        memory.extend(resident());
        seeds += 1;
    }
    sum.violations.extend(check_memory(&memory));
    print(&sum, first, seeds, started.elapsed(), &memory)?;
    Ok(sum.violations.is_empty())
}

/// Returns the resident memory of this process in KiB, where the system reports it.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Checks that memory does not grow after the warm-up.
fn check_memory(memory: &[u64]) -> Option<String> {
    let warm = memory.iter().take(WARM_UP).max()?;
    let grown = memory.last()?.saturating_sub(*warm);
    let violation = format!("memory grew by {grown} KiB after the first {WARM_UP} rounds, from {warm} KiB");
    (grown > MEMORY_TOLERANCE).then_some(violation)
}

fn print(sum: &Report, first: u64, rounds: u64, elapsed: Duration, memory: &[u64]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for table in [CALLS, FAULTS, TOTALS] {
        writeln!(out, "\n| {table} |\n|{}", " --- |".repeat(table.split('|').count()))?;
        for (name, numbers) in sum.tables.get(table).into_iter().flatten() {
            let numbers: String = numbers.iter().map(|number| format!(" {number} |")).collect();
            writeln!(out, "| {name} |{numbers}")?;
        }
    }
    let mebibytes = |memory: Option<&u64>| memory.map_or(0, |kibibytes| kibibytes / 1024);
    let (warm, end) = (mebibytes(memory.iter().take(WARM_UP).max()), mebibytes(memory.last()));
    writeln!(out, "| memory after warm-up, at the end | {warm} MiB, {end} MiB |")?;
    writeln!(out, "| rounds, seeds | {rounds}, {first} to {} |", first.wrapping_add(rounds - 1))?;
    writeln!(out, "| time | {} s |", elapsed.as_secs())?;
    writeln!(out, "| violations | {} |", sum.violations.len())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minute_of_service_has_no_violations() {
        // `cargo test --workspace` builds the command line before it runs tests.
        let test = env::current_exe().unwrap();
        let program = test.parent().unwrap().with_file_name(format!("imcloud{}", env::consts::EXE_SUFFIX));
        if !program.is_file() {
            let mut cargo = std::process::Command::new(env!("CARGO"));
            assert!(cargo.args(["build", "--quiet", "--package", "imcloud-cli"]).status().unwrap().success());
        }
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let secrets = Secrets::default();
        secrets.watch_logs();
        let round = round::run(7, Duration::from_secs(60), &program, &secrets);
        let report = runtime.block_on(round).unwrap();
        assert_eq!(report.violations, Vec::<String>::new());
        for figure in ["orders placed", "log lines searched", "tokens fetched"] {
            assert!(report.tables[TOTALS].get(figure).is_some_and(|count| count[0] > 0), "{figure}");
        }
        assert!(!report.tables[FAULTS].is_empty());
    }

    #[test]
    fn growth_beyond_tolerance_is_a_violation() {
        let warm = [10, 20, 40, 50].map(|mebibytes| mebibytes * 1024);
        let at_end = |mebibytes: u64| check_memory(&[&warm[..], &[mebibytes * 1024]].concat());
        assert_eq!((at_end(82), at_end(10), check_memory(&[])), (None, None, None));
        assert!(at_end(83).unwrap().starts_with("memory grew by 33792 KiB"));
    }

    #[test]
    fn wrong_arguments_are_usage_errors() {
        for arguments in [&["--minutes", "0"][..], &["--minutes", "x"], &["--seed", "-1"], &["more"]] {
            let error = Cli::try_parse_from([&["soak"], arguments].concat()).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{arguments:?}");
        }
    }
}
