//! Benchmarks of the client compared with a loop written by hand, of prefetching, and of memory.
//!
//! Both sides use the same local service in the same run. Criterion measures each side separately. Their
//! ratios need a quiet machine, so the benchmark measures batches of both sides alternately and prints the
//! ratios. Memory is the peak of the process, which is reset between measurements. It is omitted on systems
//! without this counter.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod by_hand;
mod service;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use by_hand::ByHand;
use criterion::{BatchSize, Criterion, Throughput};
use imcloud::{Client, RateLimit, SignedUrl, types::OrderList};
use serde::Deserialize;
use service::{KEY, Service};
use tokio::runtime::Runtime;

/// Number of items of the list.
const ROWS: usize = 100_000;
const LATENCY: Duration = Duration::from_millis(50);
const FILE: &str = "/files/charges.csv?sig=1";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "they are read to be measured")]
struct Charge {
    order_number: String,
    date: String,
    customer_id: String,
    customer_name: String,
    product_name: String,
    mpn: String,
    quantity: u32,
    currency: String,
    unit_price: String,
    amount: String,
}

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url).marketplace("us").login("acme.api", "correct horse");
    builder.subscription_key(KEY).rate_limit(RateLimit::adaptive()).build().unwrap()
}

/// One service, and both sides warmed up.
struct Bench {
    runtime: Runtime,
    by_hand: ByHand,
    client: Client,
    file: SignedUrl,
}

impl Bench {
    fn new(rows: usize, latency: Duration) -> Self {
        let service = Service::start(rows, latency);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let by_hand = runtime.block_on(ByHand::new(&service.url));
        let client = client(&service.url);
        runtime.block_on(client.orders().get("1")).unwrap();
        Self { runtime, by_hand, client, file: format!("{}{FILE}", service.url).into() }
    }

    fn rows(&self, prefetch: usize) -> usize {
        self.runtime.block_on(async {
            let mut rows = self.client.orders().list().prefetch(prefetch).items();
            let mut count = 0;
            while let Some(row) = rows.next().await {
                black_box(row.unwrap());
                count += 1;
            }
            count
        })
    }

    fn rows_by_hand(&self) -> usize {
        let mut count = 0;
        self.runtime.block_on(self.by_hand.rows(|row| {
            black_box(row);
            count += 1;
        }));
        count
    }

    fn charges(&self) -> usize {
        self.runtime.block_on(async {
            let mut rows = self.client.reports().download(&self.file).rows::<Charge>();
            let mut count = 0;
            while let Some(row) = rows.next().await {
                black_box(row.unwrap());
                count += 1;
            }
            count
        })
    }

    fn charges_by_hand(&self) -> usize {
        let mut count = 0;
        self.runtime.block_on(self.by_hand.charges(FILE, |row: Charge| {
            black_box(row);
            count += 1;
        }));
        count
    }
}

fn calls(criterion: &mut Criterion, bench: &Bench) {
    let mut group = criterion.benchmark_group("one order");
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| black_box(bench.runtime.block_on(bench.by_hand.order("2000001"))));
    });
    group.bench_function("imcloud", |bencher| {
        bencher.iter(|| bench.runtime.block_on(bench.client.orders().get("2000001")).unwrap());
    });
    group.finish();
    ratio(
        "one call",
        200,
        || _ = black_box(bench.runtime.block_on(bench.by_hand.order("2000001"))),
        || _ = black_box(bench.runtime.block_on(bench.client.orders().get("2000001")).unwrap()),
    );
}

fn rows(criterion: &mut Criterion, bench: &Bench) {
    let mut group = criterion.benchmark_group("20,000 rows of 40 pages");
    group.throughput(Throughput::Elements(20_000)).sample_size(20);
    group.bench_function("by hand", |bencher| bencher.iter(|| bench.rows_by_hand()));
    group.bench_function("imcloud", |bencher| bencher.iter(|| bench.rows(0)));
    group.finish();
    ratio("one row of a list", 1, || _ = bench.rows_by_hand(), || _ = bench.rows(0));

    let mut group = criterion.benchmark_group("20,000 rows of csv");
    group.throughput(Throughput::Elements(20_000)).sample_size(20);
    group.bench_function("by hand", |bencher| bencher.iter(|| bench.charges_by_hand()));
    group.bench_function("imcloud", |bencher| bencher.iter(|| bench.charges()));
    group.finish();
    ratio("one row of a report", 1, || _ = bench.charges_by_hand(), || _ = bench.charges());
}

fn decoding(criterion: &mut Criterion, bench: &Bench) {
    let url = format!("{}/orders?offset=0&limit=500", bench.client.raw().base_url());
    let page = bench.runtime.block_on(async { reqwest::get(url).await.unwrap().bytes().await.unwrap() });
    let mut group = criterion.benchmark_group("decoding a page of 500 rows");
    group.throughput(Throughput::Elements(500));
    let by_hand = || serde_json::from_slice::<by_hand::OrderPage>(&page).unwrap();
    let imcloud = || serde_json::from_slice::<OrderList>(&page).unwrap();
    group.bench_function("by hand", |bencher| {
        bencher.iter_batched(|| (), |()| by_hand(), BatchSize::SmallInput)
    });
    group.bench_function("imcloud", |bencher| {
        bencher.iter_batched(|| (), |()| imcloud(), BatchSize::SmallInput)
    });
    group.finish();
    ratio("decoding one row", 50, || _ = black_box(by_hand()), || _ = black_box(imcloud()));
}

fn prefetching(criterion: &mut Criterion) {
    let bench = Bench::new(ROWS, LATENCY);
    let mut group = criterion.benchmark_group("100,000 rows, 50 ms latency");
    group.throughput(Throughput::Elements(ROWS as u64)).sample_size(10);
    group.warm_up_time(Duration::from_millis(1));
    for prefetch in [0, 7] {
        group.bench_function(format!("prefetch {prefetch}"), |bencher| {
            bencher.iter(|| assert_eq!(bench.rows(prefetch), ROWS));
        });
    }
    group.finish();
    let (alone, ahead) = (time(|| _ = bench.rows(0)), time(|| _ = bench.rows(7)));
    println!(
        "prefetch 7 is {:.2} times as fast as 0 ({alone:.2?} and {ahead:.2?})\n",
        alone.as_secs_f64() / ahead.as_secs_f64()
    );
}

/// Peaks while lists and files of different lengths are read, over what was there before.
fn memory() {
    for rows in [10_000, 100_000, 400_000] {
        let bench = Bench::new(rows, Duration::ZERO);
        let peak = |work: &dyn Fn() -> usize| {
            assert_eq!(work(), rows);
            forget_peak();
            let before = resident("VmRSS");
            assert_eq!(work(), rows);
            resident("VmHWM").saturating_sub(before)
        };
        let list = peak(&|| bench.rows(0));
        let ahead = peak(&|| bench.rows(7));
        let csv = peak(&|| bench.charges());
        println!(
            "memory over {rows} rows: list {list} KiB, list with prefetch 7 {ahead} KiB, csv {csv} KiB, csv by hand {} KiB",
            peak(&|| bench.charges_by_hand())
        );
    }
    println!();
}

/// KiB of memory by the system's account; 0 where it keeps none.
fn resident(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn forget_peak() {
    use std::io::Write as _;
    let file = std::fs::OpenOptions::new().write(true).open("/proc/self/clear_refs");
    let _ = file.and_then(|mut file| file.write_all(b"5"));
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Runs batches of both sides alternately, so that other load affects both. Compares the medians of 60
/// batches: wall time, which includes the service, and CPU time of this thread, which does not.
fn ratio(name: &str, batch: usize, mut by_hand: impl FnMut(), mut imcloud: impl FnMut()) {
    let mut measured = [const { Vec::new() }; 4];
    for _ in 0..60 {
        let base = both(|| (0..batch).for_each(|_| by_hand()));
        let ours = both(|| (0..batch).for_each(|_| imcloud()));
        for (all, one) in measured.iter_mut().zip([base.0, ours.0, base.1, ours.1]) {
            all.push(one.as_secs_f64());
        }
    }
    let [base, ours, base_work, work] = measured.map(|mut all| {
        all.sort_unstable_by(f64::total_cmp);
        all[30]
    });
    println!(
        "overhead of {name}: {:+.1} % on the clock, {:+.1} % of the thread's work ({:.2} us by hand, {:.2} us)\n",
        100.0 * (ours / base - 1.0),
        100.0 * (work / base_work - 1.0),
        base_work * 1e6 / batch as f64,
        work * 1e6 / batch as f64,
    );
}

/// Time on the clock, and on the processor by the system's account.
fn both(work: impl FnOnce()) -> (Duration, Duration) {
    let before = on_processor();
    let time = time(work);
    (time, on_processor() - before)
}

fn on_processor() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

fn main() {
    memory();
    let mut criterion = Criterion::default().configure_from_args();
    let bench = Bench::new(20_000, Duration::ZERO);
    calls(&mut criterion, &bench);
    rows(&mut criterion, &bench);
    decoding(&mut criterion, &bench);
    prefetching(&mut criterion);
    criterion.final_summary();
}
