use std::{io::Read as _, sync::Arc, thread, time::Duration};

use imcloud::{
    Client, Decimal, ReportFilter, blocking,
    licenses::SeatState,
    types::{AccountStatus, OrderInput, OrderLineProductInput, OrderType, ReportFormat, ReportStatus},
    wait::Interval,
};
use imcloud_sandbox::{Sandbox, SandboxBuilder, Size};

fn open(builder: SandboxBuilder) -> (Arc<Sandbox>, blocking::Client) {
    let sandbox = builder.seed(7).start_blocking().unwrap();
    let client = client(&sandbox);
    (Arc::new(sandbox), client)
}

fn client(sandbox: &Sandbox) -> blocking::Client {
    let login = sandbox.credentials();
    Client::builder()
        .base_url(sandbox.base_url())
        .marketplace(login.marketplace)
        .login(login.username, login.password)
        .subscription_key(login.subscription_key)
        .build_blocking()
        .unwrap()
}

#[derive(serde::Deserialize)]
struct Charge {
    amount: Decimal,
}

#[test]
fn blocking_client_needs_no_runtime() {
    let (sandbox, client) = open(Sandbox::builder().size(Size::with_orders(400)));
    client.verify().unwrap();
    let mut customers = client.customers().list().page_size(2).prefetch(2).items();
    let customer =
        customers.by_ref().map(Result::unwrap).find(|row| row.status == Some(AccountStatus::Active));
    assert!(customers.next_offset() > 0);
    let products = client.products().list().collect(10_000).unwrap();
    let seat =
        products.into_iter().find(|row| row.name.as_deref() == Some("Drumvale Signature Seat")).unwrap();
    let line = OrderLineProductInput::new().id(seat.id).quantity(3);
    let order = OrderInput::new(customer.unwrap().id, OrderType::Sales).products([line]);
    assert!(client.orders().estimate(&order).unwrap().total.is_some());

    let placing = client.orders().place(&order).max_attempts(1);
    assert!(placing.reference().is_generated());
    let placed = placing.wait().unwrap();
    let time = Arc::clone(&sandbox);
    let waiting =
        client.orders().wait_for(placed.order.id).interval(Interval::steady(Duration::from_millis(5)));
    let order = waiting.on_progress(move |_| time.advance(Duration::from_secs(60))).wait().unwrap();
    let change = client.licenses().add(order.subscription_id.unwrap(), 2).place().unwrap();
    let change = change.placed().unwrap();
    sandbox.advance(Duration::from_secs(600));
    assert_eq!(client.licenses().check(change).unwrap(), SeatState::Applied);
    assert!(client.licenses().inventory().rows().take(3).all(|row| row.is_ok()));

    let filter = ReportFilter::new().format(ReportFormat::Json).status(ReportStatus::Completed);
    let report = client.reports().list().filter(filter).first_page().unwrap().items.remove(0);
    let mut written = Vec::new();
    client.reports().download(&report).to_writer(&mut written).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x");
    client.reports().download(&report).to_file(&path).unwrap();
    let mut saved = Vec::new();
    std::fs::File::open(&path).unwrap().read_to_end(&mut saved).unwrap();
    assert_eq!(written, saved);
    let rows = client.reports().download(&report).rows::<Charge>();
    assert!(rows.map(Result::unwrap).all(|row| row.amount.to_decimal().is_ok()));

    let response = client.request(reqwest::Method::GET, "/plans").query("limit", 1).send_json().unwrap();
    assert_eq!(response["data"].as_array().unwrap().len(), 1);
    assert!(client.orders().get("0").unwrap_err().is_not_found());
}

#[tokio::test]
async fn blocking_client_works_within_a_runtime() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let client = client(&sandbox);
    assert!(client.plans().list().collect(1_000).is_ok());
    assert!(client.plans().list().items().next().unwrap().is_ok());
    let moved = client.clone();
    tokio::task::spawn_blocking(move || assert!(moved.verify().is_ok())).await.unwrap();
    drop(client);
}

#[test]
fn clones_work_on_several_threads() {
    let (sandbox, client) = open(Sandbox::builder());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.clone().products().list().page_size(10).collect(1_000).unwrap());
        }
    });
    assert_eq!(sandbox.journal().of("generate_auth_token").unwrap().len(), 1);
}

/// Returns the number of threads that the process has started: ids are numbered.
fn started_threads() -> u64 {
    let id = thread::spawn(|| thread::current().id()).join().unwrap();
    let digits: String = format!("{id:?}").chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

#[tokio::test]
async fn iterator_starts_no_thread_per_item() {
    let sandbox = Sandbox::builder().size(Size::with_orders(2_000)).start().await.unwrap();
    let client = client(&sandbox);
    let before = started_threads();
    let orders = client.orders().list().page_size(20).items();
    assert_eq!(orders.map(Result::unwrap).count(), 2_000);
    // Other tests of the process start some, too.
    assert!(started_threads() - before < 1_000);
}

#[test]
fn prefetched_pages_load_between_calls() {
    let (sandbox, client) = open(Sandbox::builder().size(Size::with_orders(400)));
    let mut orders = client.orders().list().page_size(10).prefetch(3).items();
    orders.next().unwrap().unwrap();
    assert_eq!((orders.total(), orders.missing()), (Some(400), 0));
    let deadline = std::time::Instant::now() + Duration::from_secs(10);
    while sandbox.journal().of("list_orders").unwrap().len() < 4 {
        assert!(std::time::Instant::now() < deadline, "pages make no progress");
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(orders.map(Result::unwrap).count(), 399);
}

/// A task has a budget, after which its sockets stay pending until it yields to the runtime.
#[tokio::test]
async fn blocking_calls_do_not_exhaust_task_budget() {
    let sandbox = Sandbox::builder().size(Size::with_orders(400)).start().await.unwrap();
    let client = client(&sandbox);
    for _ in 0..300 {
        client.plans().list().page_size(1).first_page().unwrap();
    }
}
