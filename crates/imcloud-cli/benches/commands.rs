//! Costs of a command.
//!
//! * `version`: start of the process with its CPU time, and `true` as the cost of any process.
//! * `customers list --sandbox`: a complete call with the service in the same process.
//! * items: 100,000 orders as NDJSON and as a table from a sandbox in this process, with the peak memory for
//!   1,000 and 100,000.
//!
//! CPU time and memory are read from `/proc`, so these figures are printed on Linux only.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::{
    fs,
    io::Read as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use imcloud_sandbox::{Sandbox, Size};
use tempfile::TempDir;

const TOOL: &str = env!("CARGO_BIN_EXE_imcloud");

fn tool(home: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(TOOL);
    command.args(arguments).env_clear().env("HOME", home.path()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn start_up(criterion: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("start");
    group.bench_function("true", |bencher| bencher.iter(|| Command::new("true").status().unwrap()));
    group.bench_function("version", |bencher| bencher.iter(|| tool(&home, &["--version"]).status().unwrap()));
    group.finish();
    if let Some(before) = children_time() {
        let runs = 200;
        for _ in 0..runs {
            tool(&home, &["--version"]).status().unwrap();
        }
        let each = (children_time().unwrap() - before) / runs;
        println!("start/version: {each:?} of CPU time");
    }
}

/// Returns the CPU time of ended children, in user and system mode.
fn children_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<u64> =
        stat.rsplit(')').next()?.split_whitespace().skip(1).map(|field| field.parse().unwrap_or(0)).collect();
    // The 16th and 17th field, in ticks of 10 ms.
    Some(Duration::from_millis(10 * (fields.get(12)? + fields.get(13)?)))
}

fn sandboxed_list(criterion: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    criterion.bench_function("customers list --sandbox", |bencher| {
        bencher
            .iter(|| assert!(tool(&home, &["customers", "list", "--sandbox"]).status().unwrap().success()));
    });
}

fn rows(criterion: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    let few = Sandbox::builder().size(Size::with_orders(1_000)).start_blocking().unwrap();
    let many = Sandbox::builder().size(Size::with_orders(100_000)).start_blocking().unwrap();
    let mut group = criterion.benchmark_group("items as ndjson");
    group.sample_size(10);
    group.bench_function("1,000", |bencher| bencher.iter(|| list(&home, &few, "ndjson")));
    group.finish();
    let text = |peak: Option<u64>| peak.map_or("unknown".to_owned(), |peak| format!("{peak} kB"));
    for format in ["ndjson", "table"] {
        let (_, peak_of_few) = list(&home, &few, format);
        let started = Instant::now();
        let (bytes, peak) = list(&home, &many, format);
        println!(
            "100,000 items as {format}: {:?}, {bytes} bytes, peak memory {}, {} for 1,000",
            started.elapsed(),
            text(peak),
            text(peak_of_few)
        );
    }
}

/// Lists all orders, and returns the bytes of output and the peak of resident memory in kB.
fn list(home: &TempDir, sandbox: &Sandbox, format: &str) -> (u64, Option<u64>) {
    let credentials = sandbox.credentials();
    let mut child = tool(home, &["orders", "list", "--output", format])
        .env("IMCLOUD_BASE_URL", sandbox.base_url())
        .env("IMCLOUD_USERNAME", &credentials.username)
        .env("IMCLOUD_PASSWORD", credentials.password.expose())
        .env("IMCLOUD_SUBSCRIPTION_KEY", credentials.subscription_key.expose())
        .env("IMCLOUD_MARKETPLACE", &credentials.marketplace)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut out = child.stdout.take().unwrap();
    let (mut bytes, mut peak) = (0, None);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = out.read(&mut buffer).unwrap();
        peak = peak_of(&status).or(peak);
        if read == 0 {
            break;
        }
        bytes += read as u64;
    }
    assert!(child.wait().unwrap().success());
    (bytes, peak)
}

fn peak_of(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

criterion_group!(benches, start_up, sandboxed_list, rows);
criterion_main!(benches);
