//! Measurements: alternating batches, instructions, memory, and the table of results.

use std::{
    env, fs,
    io::Write as _,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};
use serde::Serialize;

/// A measured value, with what it is compared with.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Row {
    /// The work, such as `one call`.
    pub(crate) work: String,
    /// The side, or the size of the work.
    pub(crate) side: String,
    /// Time on the clock, in microseconds per unit of work.
    pub(crate) time: f64,
    /// CPU time in microseconds per unit of work; `None` where the system does not report it.
    pub(crate) cpu: Option<f64>,
    /// Instructions per unit of work; `None` without callgrind.
    pub(crate) instructions: Option<u64>,
    /// Peak memory over what was used before, in KiB.
    pub(crate) memory: Option<u64>,
    /// The row of the same work that this one is compared with.
    pub(crate) baseline: bool,
}

/// The unit of work of a side, which is repeated.
pub(crate) type Work<'a> = Box<dyn FnMut() -> Result<()> + 'a>;

/// Measures batches of all sides in turn, so that other load affects all of them; returns the medians of time
/// and CPU time for one unit of work, in microseconds.
pub(crate) fn alternate(
    sides: &mut [Work<'_>],
    batches: usize,
    batch: usize,
) -> Result<Vec<(f64, Option<f64>)>> {
    let mut measured = vec![(Vec::new(), Vec::new()); sides.len()];
    for _ in 0..batches {
        for (work, (times, cpu)) in sides.iter_mut().zip(&mut measured) {
            let (before, start) = (thread_time(), Instant::now());
            for _ in 0..batch {
                work()?;
            }
            times.push(start.elapsed());
            cpu.extend(thread_time().zip(before).map(|(after, before)| after - before));
        }
    }
    let unit = |time: Duration| time.as_secs_f64() * 1e6 / batch as f64;
    Ok(measured
        .into_iter()
        .map(|(times, cpu)| (median(times).map_or(0.0, unit), median(cpu).map(unit)))
        .collect())
}

fn median(mut values: Vec<Duration>) -> Option<Duration> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

/// CPU time of this thread.
fn thread_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Returns the time of `work` on the clock.
pub(crate) fn time<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let start = Instant::now();
    work().map(|value| (value, start.elapsed()))
}

/// Returns the time of a command on the clock, and its CPU time with that of its children.
pub(crate) fn command_time(command: &mut Command) -> Result<(Duration, Option<Duration>)> {
    let before = children_time();
    let (output, elapsed) = time(|| command.output().context("could not start a command"))?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed: {}", error.trim());
    Ok((elapsed, children_time().zip(before).map(|(after, before)| after - before)))
}

/// CPU time of ended child processes, in ticks of 10 ms.
fn children_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks(13)? + ticks(14)?)))
}

/// Returns the peak of the process's memory during `work` over what was used before, in KiB.
pub(crate) fn peak<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Option<u64>)> {
    let file = fs::OpenOptions::new().write(true).open("/proc/self/clear_refs");
    let is_reset = file.is_ok_and(|mut file| file.write_all(b"5").is_ok());
    let before = resident("VmRSS:");
    let value = work()?;
    let peak = resident("VmHWM:").zip(before).map(|(after, before)| after.saturating_sub(before));
    Ok((value, peak.filter(|_| is_reset)))
}

fn resident(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Returns the instructions of one unit of work: the difference between two runs of this program under
/// callgrind, without the part that both have. `None` if valgrind is not installed.
pub(crate) fn instructions(arguments: &[&str], counts: [u64; 2]) -> Result<Option<u64>> {
    let mut totals = Vec::new();
    for count in counts {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("callgrind.out");
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--quiet"]).arg(format!("--callgrind-out-file={}", file.display()));
        command.arg(env::current_exe()?).args(arguments).arg(count.to_string());
        let output = match command.output() {
            Ok(output) => output,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).context("could not start valgrind"),
        };
        ensure!(
            output.status.success(),
            "valgrind failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
        let text = fs::read_to_string(&file)?;
        let total =
            text.lines().find_map(|line| line.strip_prefix("summary:").or(line.strip_prefix("totals:")));
        let Some(total) = total.and_then(|total| total.trim().parse::<u64>().ok()) else {
            bail!("callgrind wrote no total");
        };
        totals.push(total);
    }
    Ok(Some((totals[1].saturating_sub(totals[0])) / (counts[1] - counts[0])))
}

/// Writes the rows of a section as a Markdown table, with ratios to the baseline of the same work.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut text =
        "| work | side | time | CPU time | instructions | memory |\n| --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for row in rows {
        let base = rows.iter().find(|base| base.baseline && base.work == row.work).filter(|_| !row.baseline);
        let ratio = |value: f64, base: Option<f64>| {
            base.map_or_else(String::new, |base| match value / base {
                ratio @ 0.5..2.0 => format!(" ({:+.1} %)", 100.0 * (ratio - 1.0)),
                ratio => format!(" (x {ratio:.2})"),
            })
        };
        let cpu = row.cpu.map(|cpu| micros(cpu) + &ratio(cpu, base.and_then(|base| base.cpu)));
        let count = row.instructions.map(|count| {
            thousands(count) + &ratio(count as f64, base.and_then(|base| Some(base.instructions? as f64)))
        });
        let memory = row.memory.map(|memory| format!("{} KiB", thousands(memory)));
        text += &format!(
            "| {} | {} | {}{} | {} | {} | {} |\n",
            row.work,
            row.side,
            micros(row.time),
            ratio(row.time, base.map(|base| base.time)),
            cpu.unwrap_or_default(),
            count.unwrap_or_default(),
            memory.unwrap_or_default(),
        );
    }
    text
}

fn micros(value: f64) -> String {
    match value {
        _ if value >= 1e6 => format!("{:.2} s", value / 1e6),
        _ if value >= 1e3 => format!("{:.1} ms", value / 1e3),
        _ => format!("{value:.2} us"),
    }
}

fn thousands(value: u64) -> String {
    let digits = value.to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    parts.join(",")
}
