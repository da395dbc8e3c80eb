//! Workers that share a client, and do random work until the round ends.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{Debug, Display},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use imcloud::{
    Client, Id, Listing,
    licenses::{InventoryError, LicenseError, SeatOutcome, Verification},
    orders::PlaceOrderError,
    runtime::Runtime as _,
    rust_decimal::Decimal,
    types::{CustomerInput, OrderInput, OrderLineProductInput, OrderType, ReportSummary},
};
use serde_json::json;

use crate::{
    clock::{FastClock, Rng, SPEED},
    ledger::{Ledger, OrderRecord, Outcome, SeatRecord, check_list},
    secrets::Secrets,
};

/// Time limits in seconds of the service. They are short, so that hanging responses do not take up the round.
pub(crate) const ATTEMPT: u64 = 20;
pub(crate) const ORDER_ATTEMPT: u64 = 30;
pub(crate) const TOTAL: u64 = 60;
const CALL: u64 = 2 * TOTAL;
const SEARCH: u64 = 100;
const PLACE: u64 = 240;
/// Lists and changes of seats consist of many calls, each with its own limit.
const MANY_CALLS: u64 = 1_200;

/// Real time by which a call may be late, on a machine that is busy with other work.
const MARGIN: Duration = Duration::from_secs(5);

/// The data at the start of a round.
#[derive(Default)]
pub(crate) struct Start {
    /// Ids of all items by list.
    pub(crate) items: BTreeMap<&'static str, BTreeSet<String>>,
    /// Customers that may order.
    pub(crate) customers: Vec<Id>,
    pub(crate) product: Id,
    /// Subscriptions whose seats can be changed, with their seats.
    pub(crate) seats: BTreeMap<String, Decimal>,
    /// Ids of the subscriptions in the inventory.
    pub(crate) inventory: BTreeSet<String>,
    pub(crate) reports: Vec<(ReportSummary, Vec<u8>)>,
}

/// The state that the workers of a round share.
pub(crate) struct Round {
    pub(crate) seed: u64,
    pub(crate) client: Client,
    pub(crate) clock: FastClock,
    pub(crate) end: Duration,
    pub(crate) start: Start,
    pub(crate) ledger: Ledger,
    pub(crate) secrets: Secrets,
    pub(crate) directory: PathBuf,
}

impl Round {
    pub(crate) fn is_over(&self) -> bool {
        self.clock.elapsed() >= self.end
    }

    /// Awaits a call. A call that does not end within its limit is a violation.
    async fn call<T, E: Debug + Display>(
        &self,
        operation: &'static str,
        limit: u64,
        call: impl Future<Output = Result<T, E>>,
    ) -> Option<Result<T, E>> {
        let limit = Duration::from_secs(limit);
        let Ok(result) = tokio::time::timeout(limit / SPEED + MARGIN, call).await else {
            self.ledger.violation(format!("{operation} did not end within {limit:?} of the service"));
            return None;
        };
        self.ledger.count(operation, usize::from(result.is_err()));
        if let Err(error) = &result {
            self.secrets.check("an error", &format!("{error} {error:?}"));
        }
        Some(result)
    }

    /// Awaits a call, or drops it at a random time. Returns `None` if it was dropped.
    async fn call_or_drop<T, E: Debug + Display>(
        &self,
        rng: &mut Rng,
        operation: &'static str,
        limit: u64,
        call: impl Future<Output = Result<T, E>>,
    ) -> Option<Result<T, E>> {
        if !rng.percent(25) {
            return self.call(operation, limit, call).await;
        }
        let delay = Duration::from_millis(rng.below(3_000));
        tokio::select! {
            result = self.call(operation, limit, call) => result,
            () = self.clock.sleep(delay) => {
                self.ledger.count(operation, 2);
                None
            }
        }
    }

    /// Returns the ids that a list must have from now on.
    pub(crate) fn required(&self, list: &str) -> BTreeSet<String> {
        let mut required = self.start.items.get(list).cloned().unwrap_or_default();
        let records = self.ledger.lock();
        let done = |outcome: &Outcome| match outcome {
            Outcome::Done(id) => Some(id.clone()),
            _ => None,
        };
        match list {
            "orders" => required.extend(records.orders.iter().filter_map(|record| done(&record.outcome))),
            "customers" => required.extend(records.customers.iter().filter_map(|(_, outcome)| done(outcome))),
            _ => {}
        }
        required
    }
}

/// Works until the round is over.
pub(crate) async fn work(round: Arc<Round>, number: u64) {
    let mut rng = Rng::new(round.seed, 100 + number);
    let mut count = 0;
    while !round.is_over() {
        count += 1;
        let name = format!("{}-{number}-{count}", round.seed);
        match rng.below(100) {
            0..25 => list(&round, &mut rng).await,
            25..45 => get(&round, &mut rng).await,
            45..65 => place(&round, &mut rng, &name).await,
            65..72 => create_customer(&round, &mut rng, &name).await,
            72..82 => add_seats(&round, &mut rng).await,
            82..90 => download(&round, &mut rng, number).await,
            90..94 => inventory(&round, &mut rng).await,
            _ => round.clock.sleep(Duration::from_millis(rng.below(5_000))).await,
        }
    }
}

async fn list(round: &Round, rng: &mut Rng) {
    match rng.below(5) {
        0 => read_list(round, rng, "customers", round.client.customers().list(), |item| &item.id).await,
        1 => {
            read_list(round, rng, "subscriptions", round.client.subscriptions().list(), |item| &item.id).await
        }
        2 => read_list(round, rng, "products", round.client.products().list(), |item| &item.id).await,
        _ => read_list(round, rng, "orders", round.client.orders().list(), |item| &item.id).await,
    }
}

async fn read_list<T: Send + 'static, F>(
    round: &Round,
    rng: &mut Rng,
    name: &'static str,
    listing: Listing<T, F>,
    id: fn(&T) -> &Id,
) {
    let size = *rng.pick(&[20, 50, 99, 100, 250, 499, 500]);
    let prefetch = usize::try_from(rng.below(5)).unwrap_or_default();
    let required = round.required(name);
    let mut pages = listing.page_size(size).prefetch(prefetch).pages();
    let read = async {
        let (mut ids, mut missing) = (Vec::new(), 0);
        while let Some(page) = pages.try_next().await? {
            missing = page.missing.max(missing);
            ids.extend(page.items.iter().map(|item| id(item).to_string()));
        }
        Ok::<_, imcloud::Error>((ids, missing))
    };
    if let Some(Ok((ids, missing))) = round.call_or_drop(rng, "list", MANY_CALLS, read).await {
        round.ledger.lock().violations.extend(check_list(name, &required, &ids, missing));
    }
}

async fn get(round: &Round, rng: &mut Rng) {
    let kind = *rng.pick(&["customers", "orders", "subscriptions"]);
    let ids: Vec<String> = round.required(kind).into_iter().collect();
    let id = rng.pick(&ids).clone();
    let read = async {
        Ok::<_, imcloud::Error>(match kind {
            "customers" => round.client.customers().get(id.as_str()).await?.id,
            "orders" => round.client.orders().get(id.as_str()).await?.id,
            _ => round.client.subscriptions().get(id.as_str()).await?.id,
        })
    };
    if let Some(Ok(found)) = round.call_or_drop(rng, "get", CALL, read).await
        && !found.is_empty()
        && found != id.as_str()
    {
        round.ledger.violation(format!("{kind} {id} was requested, and {found} returned"));
    }
}

async fn place(round: &Round, rng: &mut Rng, name: &str) {
    let line = OrderLineProductInput::new().id(round.start.product.clone()).quantity(rng.between(1, 5));
    let customer = rng.pick(&round.start.customers).clone();
    let mut order = OrderInput::new(customer, OrderType::Sales).products([line]);
    if rng.percent(50) {
        order = order.po_number(format!("PO-{name}"));
    }
    let placing = round.client.orders().place(&order);
    let placing = placing.timeout(Duration::from_secs(PLACE)).search_timeout(Duration::from_secs(SEARCH));
    let reference = placing.reference().clone();
    let result = round.call_or_drop(rng, "place order", PLACE + CALL, placing.into_future()).await;
    let (outcome, placed) = match result {
        Some(Ok(placed)) => (Outcome::Done(placed.id.to_string()), Some(placed)),
        Some(Err(PlaceOrderError::Rejected(error))) => (Outcome::Rejected(error.to_string()), None),
        Some(Err(error @ PlaceOrderError::OutcomeUnknown(_))) => (Outcome::Unknown(error.to_string()), None),
        None => (Outcome::Dropped, None),
    };
    let number = reference.po_number().to_owned();
    let record = OrderRecord { number, outcome, resume: Some((order, reference)) };
    round.ledger.lock().orders.push(record);
    if let Some(placed) = placed.filter(|_| rng.percent(20)) {
        let waiting = placed.wait().timeout(Duration::from_secs(PLACE));
        round.call_or_drop(rng, "wait for order", PLACE + CALL, waiting.into_future()).await;
    }
}

/// Returns a customer with this external id.
fn customer(external_id: &str) -> imcloud::serde_json::Result<CustomerInput> {
    imcloud::serde_json::from_value(json!({
        "name": format!("Soak {external_id}"), "externalId": external_id, "language": "en",
        "address": {"streetAddress": "Quay 1", "postalCode": "8500", "city": "Grenaa", "countryCode": "DK"},
        "contactPersons": [{"type": "admin", "firstName": "A", "lastName": "B", "email": "a@b.example",
            "phoneNumber": "45##86555031#"}]}))
}

async fn create_customer(round: &Round, rng: &mut Rng, name: &str) {
    let external_id = format!("C-{name}");
    let Ok(input) = customer(&external_id) else {
        return round.ledger.violation("the customer of the harness is not valid");
    };
    let result =
        round.call_or_drop(rng, "create customer", CALL, round.client.customers().create(&input)).await;
    let outcome = match result {
        Some(Ok(customer)) if !customer.id.is_empty() => Outcome::Done(customer.id.to_string()),
        Some(Ok(_)) => Outcome::Unknown("a customer without an id".to_owned()),
        Some(Err(error)) if error.is_ambiguous() => Outcome::Unknown(error.to_string()),
        Some(Err(error)) => Outcome::Rejected(error.to_string()),
        None => Outcome::Dropped,
    };
    round.ledger.lock().customers.push((external_id, outcome));
}

/// Adds seats. Several workers do it for the same subscriptions. It is never dropped, because the number of
/// the order is not known before the end.
async fn add_seats(round: &Round, rng: &mut Rng) {
    let subscriptions: Vec<&String> = round.start.seats.keys().collect();
    if subscriptions.is_empty() {
        return;
    }
    let subscription = (*rng.pick(&subscriptions)).clone();
    let seats = Decimal::from(rng.between(1, 3));
    let licenses = round.client.licenses();
    let change = licenses.add(subscription.as_str(), seats);
    let (number, ordered, outcome) = match round.call("add seats", MANY_CALLS, change.place()).await {
        Some(Ok(outcome @ SeatOutcome::Placed(_))) => {
            let Some(change) = outcome.placed() else { return };
            let (number, id) = (change.reference.po_number().to_owned(), change.order.id.to_string());
            // The service has no conditional changes. If another change was completed between the estimate
            // and the order, the order undoes it, and the client reports the difference.
            let ordered = match change.verification {
                Verification::Mismatch { found } => {
                    round.ledger.count("add seats, mismatch reported", 0);
                    found
                }
                _ => Some(seats),
            };
            if rng.percent(50) {
                round.call("wait for seats", MANY_CALLS, outcome.wait()).await;
            }
            (number, ordered, Outcome::Done(id))
        }
        Some(Err(LicenseError::OutcomeUnknown(unknown))) => {
            (unknown.reference.po_number().to_owned(), None, Outcome::Unknown(unknown.to_string()))
        }
        _ => return,
    };
    let mut records = round.ledger.lock();
    records.seats.push(SeatRecord { subscription, seats: ordered, number: number.clone() });
    records.orders.push(OrderRecord { number, outcome, resume: None });
}

async fn download(round: &Round, rng: &mut Rng, number: u64) {
    if round.start.reports.is_empty() {
        return;
    }
    let (report, expected) = rng.pick(&round.start.reports);
    let path = round.directory.join(format!("report-{number}"));
    let writing = round.client.reports().download(report).to_file(&path);
    if let Some(Ok(length)) = round.call_or_drop(rng, "download report", CALL, writing).await {
        let read = std::fs::read(&path).unwrap_or_default();
        if read != *expected || length != read.len() as u64 {
            let (found, expected) = (read.len(), expected.len());
            round.ledger.violation(format!("a report of {expected} bytes was stored as {found} other bytes"));
        }
    }
}

async fn inventory(round: &Round, rng: &mut Rng) {
    let mut rows = round.client.licenses().inventory().concurrency(rng.between(1, 12) as usize).rows();
    let read = async {
        let (mut ids, mut without_id) = (Vec::<String>::new(), 0);
        loop {
            let id = match rows.next().await {
                None => return Ok((ids, without_id + rows.missing())),
                Some(Ok(row)) => row.subscription_id.zip(row.line),
                Some(Err(InventoryError::Skipped(skipped))) => skipped.subscription_id.map(|id| (id, 0)),
                Some(Err(error)) => return Err(error),
            };
            match id {
                // Only the first product counts.
                Some((_, line)) if line > 1 => {}
                Some((id, _)) if !id.is_empty() => ids.push(id.to_string()),
                _ => without_id += 1,
            }
        }
    };
    if let Some(Ok((ids, missing))) = round.call_or_drop(rng, "inventory", MANY_CALLS, read).await {
        let found = check_list("the inventory", &round.start.inventory, &ids, missing);
        round.ledger.lock().violations.extend(found);
    }
}
