//! A round: a sandbox, a client and its workers from a seed, and the checks after them.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use imcloud::{
    Client, Timeouts,
    licenses::has_ended,
    types::{AccountStatus, SubscriptionStatus},
};
use imcloud_sandbox::{Sandbox, Size};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::{
    chaos,
    clock::{FastClock, Rng},
    command_line::{self, CommandLine},
    ledger::{Ledger, Outcome, Truth, check_tokens},
    secrets::Secrets,
    workers::{self, ATTEMPT, ORDER_ATTEMPT, Round, Start, TOTAL},
};

const WORKERS: u64 = 8;

/// Subscriptions whose seats are changed.
const SEAT_SUBSCRIPTIONS: usize = 3;

/// Lifetime of a token in seconds of the service. It is refreshed one minute earlier.
const TOKEN_LIFETIME: u64 = 300;

const USER_AGENT: &str = "imcloud-soak/1";

/// The result of one or several rounds.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) violations: Vec<String>,
    /// Numbers by the heading of their table, and by name.
    pub(crate) tables: BTreeMap<&'static str, BTreeMap<String, Vec<u64>>>,
}

pub(crate) const CALLS: &str = "operation | succeeded | failed | dropped";
pub(crate) const FAULTS: &str = "fault | requests";
pub(crate) const TOTALS: &str = "total | number";

impl Report {
    /// Adds numbers to a row of a table.
    pub(crate) fn count(&mut self, table: &'static str, name: impl Into<String>, numbers: &[u64]) {
        let sums = self.tables.entry(table).or_default().entry(name.into()).or_default();
        sums.resize(numbers.len(), 0);
        sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.violations.extend(other.violations);
        for (table, rows) in other.tables {
            rows.into_iter().for_each(|(name, numbers)| self.count(table, name, &numbers));
        }
    }
}

/// Runs a round in which workers start calls for `length`, in time of the service.
pub(crate) async fn run(seed: u64, length: Duration, program: &Path, secrets: &Secrets) -> Result<Report> {
    let mut rng = Rng::new(seed, 0);
    let clock = FastClock::start(Rng::new(seed, 3));
    let sandbox = Sandbox::builder()
        .seed(seed)
        .size(Size::with_orders(usize::try_from(rng.between(200, 1_000))?))
        .clock(clock.clone())
        .journal_capacity(200_000)
        .token_lifetime(Duration::from_secs(TOKEN_LIFETIME))
        .start()
        .await?;
    let credentials = sandbox.credentials();
    secrets.add_credentials(&credentials);
    let tasks = alive_tasks();
    let seconds = Duration::from_secs;
    let client = Client::builder()
        .base_url(sandbox.base_url())
        .marketplace(&credentials.marketplace)
        .login(&credentials.username, credentials.password)
        .subscription_key(credentials.subscription_key)
        .user_agent(USER_AGENT)
        .timeouts(
            Timeouts::new()
                .attempt(seconds(ATTEMPT))
                .order_attempt(seconds(ORDER_ATTEMPT))
                .total(seconds(TOTAL))
                .max_permit_wait(seconds(TOTAL)),
        )
        .runtime(clock.clone())
        .token_store(Arc::new(secrets.clone()))
        .build()?;
    let home = tempfile::tempdir()?;
    let directory = tempfile::tempdir()?;
    let start = start(&client).await.context("could not read the data before the faults")?;
    let begun = clock.elapsed();
    let round = Arc::new(Round {
        seed,
        client,
        clock: clock.clone(),
        end: begun + length,
        start,
        ledger: Ledger::default(),
        secrets: secrets.clone(),
        directory: directory.path().to_owned(),
    });

    let tool = Arc::new(CommandLine {
        program: program.to_owned(),
        home: home.path().to_owned(),
        base_url: sandbox.base_url().to_owned(),
        credentials: sandbox.credentials(),
    });
    let mut workers = JoinSet::new();
    for number in 0..WORKERS {
        workers.spawn(workers::work(Arc::clone(&round), number));
    }
    let commands = tokio::spawn(command_line::work(Arc::clone(&round), Arc::clone(&tool)));
    let injected = chaos::run(&sandbox, &clock, seed, begun, round.end).await?;
    while let Some(ended) = workers.join_next().await {
        ended.context("a worker panicked")?;
    }
    let open = commands.await.context("the worker of the command line panicked")?;

    // Lost orders appear and open orders are completed. Tokens expire as well, so they are counted before.
    let fetched = tokens_fetched(&sandbox)?;
    let lifetimes = clock.elapsed().as_secs() / (TOKEN_LIFETIME - 60);
    sandbox.advance(Duration::from_secs(600));
    command_line::finish(&round, &tool, open).await;
    decide(&round).await;

    let data: Value = serde_json::from_str(&sandbox.dataset().to_json()?)?;
    let truth = Truth::of(&data);
    let round = Arc::into_inner(round).context("a task still uses the client")?;
    let Round { client, start, ledger, .. } = round;
    let records = std::mem::take(&mut *ledger.lock());
    let mut report = Report { violations: records.violations, ..Report::default() };
    report.violations.extend(truth.check_orders(&records.orders));
    report.violations.extend(truth.check_customers(&records.customers));
    report.violations.extend(truth.check_seats(&start.seats, &records.seats));
    let dead = injected.hits.iter().filter(|(name, _)| name.starts_with("dead token")).map(|(_, hits)| hits);
    let deaths = injected.token_deaths + dead.sum::<u64>();
    report.violations.extend(check_tokens(fetched, deaths, lifetimes));
    drop(client);
    report.violations.extend(check_tasks(tasks).await);
    report.violations.extend(check_connections(sandbox.address().port()).await);
    report.violations.extend(check_files(directory.path())?);
    report.violations.extend(secrets.take_found());
    for (name, numbers) in records.calls {
        report.count(CALLS, name, &numbers);
    }
    for (name, hits) in injected.hits {
        report.count(FAULTS, name, &[hits]);
    }
    for record in records.orders {
        let name = match record.outcome {
            Outcome::Done(_) => "orders placed",
            Outcome::Rejected(_) => "orders rejected",
            Outcome::Unknown(_) | Outcome::Dropped => "orders unknown",
        };
        report.count(TOTALS, name, &[1]);
    }
    for (name, number) in [
        ("changes of seats", records.seats.len() as u64),
        ("tokens fetched", fetched),
        ("tokens ended early", deaths),
        ("log lines searched", secrets.take_log_lines()),
        ("requests served", sandbox.requests_served()),
        ("seconds of the service", clock.elapsed().as_secs()),
    ] {
        report.count(TOTALS, name, &[number]);
    }
    Ok(report)
}

/// Reads the data before the faults.
async fn start(client: &Client) -> Result<Start> {
    const MAX: usize = 100_000;
    let mut start = Start::default();
    let customers = client.customers().list().collect(MAX).await?;
    let orders = client.orders().list().collect(MAX).await?;
    let subscriptions = client.subscriptions().list().collect(MAX).await?;
    let products = client.products().list().collect(MAX).await?;
    let reports = client.reports().list().collect(MAX).await?;
    start.items = BTreeMap::from([
        ("customers", customers.iter().map(|item| item.id.to_string()).collect()),
        ("orders", orders.iter().map(|item| item.id.to_string()).collect()),
        ("subscriptions", subscriptions.iter().map(|item| item.id.to_string()).collect()),
        ("products", products.iter().map(|item| item.id.to_string()).collect()),
    ]);
    let active = customers.into_iter().filter(|item| item.status == Some(AccountStatus::Active));
    start.customers = active.map(|item| item.id).collect();
    let product = products.into_iter().find(|item| item.name.as_deref() == Some("Drumvale Signature Seat"));
    start.product = product.context("the catalog lacks the product of the orders")?.id;
    for subscription in subscriptions {
        let id = subscription.id;
        if !subscription.status.as_ref().is_some_and(has_ended) {
            start.inventory.insert(id.to_string());
        }
        if start.seats.len() < SEAT_SUBSCRIPTIONS
            && subscription.status == Some(SubscriptionStatus::Active)
            && let Ok(plan) = client.licenses().add(&id, 100).plan().await
        {
            start.seats.insert(id.to_string(), plan.current);
        }
    }
    for report in reports.into_iter().filter(|report| report.download_url.is_some()).take(4) {
        let bytes = client.reports().download(&report).bytes().await?;
        start.reports.push((report, bytes.to_vec()));
    }
    Ok(start)
}

/// Resumes the orders whose outcome is unknown, now without faults. A complete search decides each.
async fn decide(round: &Arc<Round>) {
    let mut open = Vec::new();
    for (index, record) in round.ledger.lock().orders.iter().enumerate() {
        if let (Outcome::Unknown(_) | Outcome::Dropped, Some(resume)) = (&record.outcome, &record.resume) {
            open.push((index, resume.clone()));
        }
    }
    for (index, (order, reference)) in open {
        let placing = round.client.orders().place(&order).resume(reference).search_timeout(Duration::ZERO);
        let result = placing.await;
        let mut records = round.ledger.lock();
        records.orders[index].resume = None;
        match result {
            Ok(placed) => records.orders[index].outcome = Outcome::Done(placed.id.to_string()),
            Err(error) => {
                records.violations.push(format!("a later search did not decide an order: {error}"));
            }
        }
    }
}

/// Returns the number of tokens that the client received. Others were lost by faults.
fn tokens_fetched(sandbox: &Sandbox) -> Result<u64> {
    let requests = sandbox.journal().of("generate_auth_token")?;
    let received = requests.iter().filter(|request| {
        let is_ours = request.header("user-agent").is_some_and(|agent| agent.starts_with(USER_AGENT));
        is_ours && request.status() == Some(200) && request.fault().is_none()
    });
    Ok(received.count() as u64)
}

fn alive_tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Time in which tasks and connections of a dropped client end.
const SETTLE: Duration = if cfg!(test) { Duration::from_secs(2) } else { Duration::from_secs(5) };

/// Waits until a count is at most `expected`; returns a higher one.
async fn settled(expected: usize, count: impl Fn() -> usize) -> Option<usize> {
    let started = Instant::now();
    loop {
        let found = count();
        if found <= expected {
            return None;
        }
        if started.elapsed() > SETTLE {
            return Some(found);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn check_tasks(before: usize) -> Option<String> {
    let left = settled(before, alive_tasks).await?;
    Some(format!("{} tasks outlive the client", left - before))
}

async fn check_connections(port: u16) -> Option<String> {
    let left = settled(0, || connections(port)).await?;
    Some(format!("{left} connections outlive the client"))
}

/// Returns the number of connections of this machine to a port, as far as the system lists them.
fn connections(port: u16) -> usize {
    const ESTABLISHED: &str = "01";
    let table = fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let remote = format!(":{port:04X}");
    let is_open = |line: &&str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        fields.get(2).is_some_and(|address| address.ends_with(&remote)) && fields.get(3) == Some(&ESTABLISHED)
    };
    table.lines().filter(is_open).count()
}

/// Checks that dropped downloads left no temporary files.
fn check_files(directory: &Path) -> Result<Option<String>> {
    let names = fs::read_dir(directory)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut left: Vec<String> = names.collect::<Result<_>>()?;
    left.retain(|name| !name.starts_with("report-"));
    Ok((!left.is_empty()).then(|| format!("temporary files are left: {left:?}")))
}

#[cfg(test)]
mod tests {
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[tokio::test]
    async fn living_task_and_connection_are_violations() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let before = alive_tasks();
        let client = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let task = tokio::spawn(std::future::pending::<()>());
        let (tasks, connections) = tokio::join!(check_tasks(before), check_connections(port));
        assert_eq!(tasks.as_deref(), Some("1 tasks outlive the client"));
        if cfg!(target_os = "linux") {
            assert_eq!(connections.as_deref(), Some("1 connections outlive the client"));
        }
        task.abort();
        drop(client);
        assert_eq!(check_tasks(before).await, None);
        assert_eq!(check_connections(port).await, None);
    }

    #[test]
    fn temporary_file_is_a_violation() {
        let directory = tempfile::tempdir().unwrap();
        fs::File::create(directory.path().join("report-1")).unwrap();
        assert_eq!(check_files(directory.path()).unwrap(), None);
        fs::File::create(directory.path().join(".imcloud-a.tmp")).unwrap();
        assert!(check_files(directory.path()).unwrap().unwrap().contains(".imcloud-a.tmp"));
    }
}
