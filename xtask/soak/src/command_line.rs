//! The command line as a further writer: a child process per command.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    process::{Output, Stdio},
    sync::Arc,
    time::Duration,
};

use imcloud_sandbox::Credentials;
use serde_json::Value;
use tokio::process::Command;

use crate::{
    clock::Rng,
    ledger::{OrderRecord, Outcome, check_list},
    workers::Round,
};

/// Commands have the clock of the machine, so their limits are in real time. A search takes longer than a
/// lost order.
const LIMITS: [&str; 2] = ["--timeout", "4s"];
const SEARCH: &str = "10s";

/// Time limit of a command: three attempts, each with its search, and the calls of the searches.
const DEADLINE: Duration = Duration::from_secs(120);

/// The command line and its home.
pub(crate) struct CommandLine {
    pub(crate) program: PathBuf,
    pub(crate) home: PathBuf,
    pub(crate) base_url: String,
    pub(crate) credentials: Credentials,
}

impl CommandLine {
    /// Runs a command, and checks that it ends in time and shows no secret.
    async fn run(&self, round: &Round, name: &'static str, line: &str) -> Option<Output> {
        let mut command = Command::new(&self.program);
        command.args(line.split(' ')).args(LIMITS).env_clear().env("HOME", &self.home);
        command.current_dir(&self.home).stdin(Stdio::null()).kill_on_drop(true).envs([
            ("IMCLOUD_BASE_URL", &*self.base_url),
            ("IMCLOUD_USERNAME", &self.credentials.username),
            ("IMCLOUD_PASSWORD", self.credentials.password.expose()),
            ("IMCLOUD_SUBSCRIPTION_KEY", self.credentials.subscription_key.expose()),
            ("IMCLOUD_MARKETPLACE", &self.credentials.marketplace),
        ]);
        let violation = |what: String| round.ledger.violation(format!("`imcloud {line}` {what}"));
        let output = match tokio::time::timeout(DEADLINE, command.output()).await {
            Ok(Ok(output)) => output,
            Ok(Err(error)) => {
                violation(format!("did not start: {error}"));
                return None;
            }
            Err(_) => {
                violation(format!("did not end within {DEADLINE:?}"));
                return None;
            }
        };
        for stream in [&output.stdout, &output.stderr] {
            round.secrets.check(name, &String::from_utf8_lossy(stream));
        }
        round.ledger.count(name, usize::from(!output.status.success()));
        if output.status.code().is_none_or(|code| code == 101) {
            violation(format!("ended by {}: {}", output.status, String::from_utf8_lossy(&output.stderr)));
        }
        Some(output)
    }

    fn order_line(&self, round: &Round, rng: &mut Rng, number: &str) -> String {
        let (customer, product) = (rng.pick(&round.start.customers), &round.start.product);
        let quantity = rng.between(1, 5);
        format!(
            "orders place --yes --type sales --customer {customer} --product id={product},quantity={quantity} \
             --po-number {number} --reference {number}.ref --search-timeout {SEARCH} -o json"
        )
    }

    /// Places an order, and records what the file of its reference says.
    async fn place(&self, round: &Round, line: &str, number: &str) -> Option<Outcome> {
        let output = self.run(round, "imcloud orders place", line).await?;
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        let stored = std::fs::read(self.home.join(format!("{number}.ref"))).ok();
        let stored: Option<Value> = stored.and_then(|text| serde_json::from_slice(&text).ok());
        let order: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let id = order["id"].as_str().map(str::to_owned);
        match (output.status.code(), stored, id) {
            (Some(0), Some(_), Some(id)) => Some(Outcome::Done(id)),
            (Some(0), _, _) => {
                round.ledger.violation(format!("`imcloud {line}` succeeded without an order or a reference"));
                None
            }
            (_, None, _) => Some(Outcome::Rejected(message)),
            (Some(6), Some(_), _) => Some(Outcome::Unknown(message)),
            // The order was not sent by this run, or was rejected after an earlier one.
            (_, Some(_), _) => Some(Outcome::Dropped),
        }
    }

    async fn list_licenses(&self, round: &Round, name: &str) {
        let line = format!("licenses list --checkpoint {name}.checkpoint -o ndjson");
        let mut rows = String::new();
        for _ in 0..6 {
            let Some(output) = self.run(round, "imcloud licenses list", &line).await else { return };
            rows += &String::from_utf8_lossy(&output.stdout);
            if output.status.success() {
                let rows = rows.lines().map(|row| serde_json::from_str(row).unwrap_or_default());
                let first = rows.filter(|row: &Value| row["line"].as_u64().is_none_or(|line| line <= 1));
                // Subscriptions that were reported as skipped end the command with another code.
                let ids = first.map(|row| row["subscriptionId"].as_str().unwrap_or_default().to_owned());
                return check(round, "licenses", &round.start.inventory, ids, &output);
            }
            if !self.home.join(format!("{name}.checkpoint")).exists() {
                return;
            }
        }
    }

    async fn list_customers(&self, round: &Round) {
        let required = round.required("customers");
        let line = "customers list -o json";
        let Some(output) = self.run(round, "imcloud customers list", line).await else { return };
        if output.status.success() {
            let items: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
            let items = items.as_array().into_iter().flatten();
            let ids = items.map(|item| item["id"].as_str().unwrap_or_default().to_owned());
            check(round, "customers", &required, ids, &output);
        }
    }
}

/// Checks a list. It may lack any number of items if the command reports missing ones.
fn check(
    round: &Round,
    name: &str,
    required: &BTreeSet<String>,
    ids: impl Iterator<Item = String>,
    output: &Output,
) {
    let reported = String::from_utf8_lossy(&output.stderr).contains("missing");
    let missing = if reported { u64::from(u32::MAX) } else { 0 };
    let found = check_list(name, required, &ids.collect::<Vec<_>>(), missing);
    round.ledger.lock().violations.extend(found);
}

/// Runs commands until the round is over. Returns the orders without an outcome, with their commands.
pub(crate) async fn work(round: Arc<Round>, tool: Arc<CommandLine>) -> Vec<(String, String)> {
    let mut rng = Rng::new(round.seed, 2);
    let mut open = Vec::new();
    let mut count = 0;
    while !round.is_over() {
        count += 1;
        let name = format!("{}-cli-{count}", round.seed);
        match rng.below(10) {
            0..6 => {
                let line = tool.order_line(&round, &mut rng, &name);
                let mut outcome = tool.place(&round, &line, &name).await;
                if matches!(outcome, Some(Outcome::Unknown(_) | Outcome::Dropped)) && rng.percent(50) {
                    outcome = tool.place(&round, &line, &name).await;
                }
                match outcome {
                    Some(Outcome::Unknown(_) | Outcome::Dropped) | None => open.push((name, line)),
                    Some(outcome) => {
                        let record = OrderRecord { number: name, outcome, resume: None };
                        round.ledger.lock().orders.push(record);
                    }
                }
            }
            6 | 7 => tool.list_licenses(&round, &name).await,
            _ => tool.list_customers(&round).await,
        }
    }
    open
}

/// Repeats the commands of orders without an outcome, now without faults.
pub(crate) async fn finish(round: &Round, tool: &CommandLine, open: Vec<(String, String)>) {
    for (number, line) in open {
        let line = line.replace(SEARCH, "0s");
        let outcome = tool.place(round, &line, &number).await;
        if let Some(open @ (Outcome::Unknown(_) | Outcome::Dropped)) = &outcome {
            round.ledger.violation(format!("a later command did not decide order {number}: {open:?}"));
        }
        let outcome = outcome.unwrap_or(Outcome::Dropped);
        round.ledger.lock().orders.push(OrderRecord { number, outcome, resume: None });
    }
}
