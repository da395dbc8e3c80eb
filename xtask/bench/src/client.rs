//! Calls, lists, reports and the inventory.

use std::{hint::black_box, time::Duration};

use anyhow::{Result, ensure};
use clap::ValueEnum;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use imcloud::Client;
use imcloud_sandbox::{Sandbox, Size};
use tokio::runtime::Runtime;

use crate::{
    measure::{Row, Work, alternate, instructions, peak, time},
    service::{PAGE, Service},
    sides::{Connected, Side},
};

/// Work that every side does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Task {
    /// Gets an order.
    Call,
    /// Lists all items of the service, page by page.
    List,
    /// Reads all rows of a report.
    Csv,
}

/// Number of items of the list and of rows of the report.
const ITEMS: usize = 20_000;

pub(crate) fn runtime() -> Result<Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// Returns the value of an option.
fn argument(value: impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Runs a task as often as `count` says. Runs under callgrind.
pub(crate) fn run(side: Side, task: Task, url: &str, count: u64) -> Result<()> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let client = Connected::new(side, url).await?;
        for _ in 0..count {
            one(&client, task).await?;
        }
        Ok(())
    })
}

/// Returns whether the side can do the task.
async fn one(client: &Connected, task: Task) -> Result<bool> {
    Ok(match task {
        Task::Call => black_box(client.call().await?) > 0,
        Task::List => {
            ensure!(black_box(client.list(0).await?) == ITEMS, "a list is not complete");
            true
        }
        Task::Csv => black_box(client.csv().await?).is_some(),
    })
}

/// Measures the same tasks on all sides.
pub(crate) fn beside(quick: bool) -> Result<Vec<Row>> {
    let service = Service::start(ITEMS, Duration::ZERO)?;
    let runtime = runtime()?;
    let mut rows = Vec::new();
    for (task, work, batches, batch, units, counts) in [
        (Task::Call, "one call", 60, 200, 1, [100, 600]),
        (Task::List, "one item of a list", 20, 1, ITEMS, [1, 3]),
        (Task::Csv, "one row of a report", 20, 1, ITEMS, [1, 3]),
    ] {
        let mut sides = Vec::new();
        for &side in Side::value_variants() {
            let client = runtime.block_on(Connected::new(side, &service.url))?;
            if runtime.block_on(one(&client, task))? {
                sides.push((side, client));
            }
        }
        let mut works: Vec<Work<'_>> = Vec::new();
        for (_, client) in &sides {
            works.push(Box::new(|| runtime.block_on(one(client, task)).map(drop)));
        }
        let batches = if quick { batches / 4 } else { batches };
        let measured = alternate(&mut works, batches, batch)?;
        drop(works);
        for ((side, _), (time, cpu)) in sides.iter().zip(measured) {
            let (side_name, task_name) = (argument(*side), argument(task));
            let arguments =
                ["run", "--url", &service.url, "--side", &side_name, "--task", &task_name, "--count"];
            let count = if quick { None } else { instructions(&arguments, counts)? };
            rows.push(Row {
                work: work.into(),
                side: side.name().into(),
                time: time / units as f64,
                cpu: cpu.map(|cpu| cpu / units as f64),
                instructions: count.map(|count| count / units as u64),
                memory: None,
                baseline: *side == Side::ByHand,
            });
        }
    }
    rows.extend(prefetch(&runtime, quick)?);
    Ok(rows)
}

/// Lists items of a service with a latency of 50 ms, with and without requests ahead.
fn prefetch(runtime: &Runtime, quick: bool) -> Result<Vec<Row>> {
    let items = if quick { 20_000 } else { 100_000 };
    let service = Service::start(items, Duration::from_millis(50))?;
    let mut rows = Vec::new();
    for (side, pages) in [(Side::Imcloud, 0), (Side::Progenitor, 0), (Side::Imcloud, 8)] {
        let client = runtime.block_on(Connected::new(side, &service.url))?;
        let (count, elapsed) = time(|| runtime.block_on(client.list(pages)))?;
        ensure!(count == items, "{count} of {items} items");
        rows.push(Row {
            work: format!("{items} items at 50 ms"),
            side: if pages == 0 { side.name().into() } else { format!("{}, prefetch({pages})", side.name()) },
            time: elapsed.as_secs_f64() * 1e6,
            baseline: rows.is_empty(),
            ..Row::default()
        });
    }
    Ok(rows)
}

/// Measures the cost of one unit while the amount of work grows. The smallest amount is the baseline.
pub(crate) fn growth(quick: bool) -> Result<Vec<Row>> {
    let runtime = runtime()?;
    let mut rows = Vec::new();
    let mut add = |work: &str, side: String, units: usize, elapsed: Duration, memory: Option<u64>| {
        let baseline = rows.iter().all(|row: &Row| row.work != work);
        let time = elapsed.as_secs_f64() * 1e6 / units as f64;
        rows.push(Row { work: work.into(), side, time, memory, baseline, ..Row::default() });
    };
    for items in [100, 1_000, 10_000, 100_000, 1_000_000].into_iter().take(if quick { 4 } else { 5 }) {
        let service = Service::start(items, Duration::ZERO)?;
        let client = runtime.block_on(Connected::new(Side::Imcloud, &service.url))?;
        let read = || runtime.block_on(client.list(0));
        read()?;
        let ((count, elapsed), memory) = peak(|| time(read))?;
        ensure!(count == items, "{count} of {items} items");
        add("one item of a list", format!("items: {items}"), items, elapsed, memory);
    }
    for tasks in [1, 10, 100, 1_000] {
        let calls = 4_000;
        let service = Service::start(PAGE, Duration::ZERO)?;
        let client = runtime.block_on(Connected::new(Side::Imcloud, &service.url))?;
        let read = || {
            let calls = stream::iter(0..calls).map(|_| client.call()).buffer_unordered(tasks);
            runtime.block_on(calls.try_for_each(|_| async { Ok(()) }))
        };
        read()?;
        let (((), elapsed), memory) = peak(|| time(read))?;
        add("one call of concurrent tasks", format!("tasks: {tasks}"), calls, elapsed, memory);
    }
    for customers in [10, 100, 1_000, 10_000].into_iter().take(if quick { 3 } else { 4 }) {
        let sandbox = Sandbox::builder().size(Size::with_orders(customers * 22)).start_blocking()?;
        let login = sandbox.credentials();
        let builder = Client::builder().base_url(sandbox.base_url()).marketplace(login.marketplace);
        let client =
            builder.login(login.username, login.password).subscription_key(login.subscription_key).build()?;
        let read = || {
            let mut inventory = client.licenses().inventory().rows();
            runtime.block_on(async {
                let mut count = 0_usize;
                while let Some(row) = inventory.next().await {
                    row?;
                    count += 1;
                }
                Ok(count)
            })
        };
        read()?;
        let ((count, elapsed), memory) = peak(|| time(read))?;
        add("one subscription of the inventory", format!("customers: {customers}"), count, elapsed, memory);
    }
    Ok(rows)
}
