use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::StreamExt as _;
use imcloud::{
    Client, ErrorKind, Listing, OrderFilter, RateLimit, Timeouts,
    runtime::TokioRuntime,
    types::{OrderSummary, ServicePlanSummary},
};
use imcloud_sandbox::{Fault, Sandbox, Size};
use serde_json::{Value, json};
use wiremock::{Request, Respond, ResponseTemplate};

use crate::{
    service::{Service, html, in_turn, ok},
    test_env::TestEnv,
};

/// The items of a list, newest first, and the behavior of the service.
struct Orders {
    ids: Vec<u64>,
    newest: u64,
    requests: usize,
    /// Number of items for a requested limit.
    limit: fn(u64) -> usize,
    /// Reported total for the number of items and of requests.
    total: fn(usize, usize) -> Option<usize>,
    /// The property `id` of an item.
    id: fn(u64) -> Value,
    /// Called before each response.
    meanwhile: fn(&mut Orders),
    /// Lets neighboring pages arrive out of order.
    delay: bool,
}

impl Orders {
    fn new(count: u64) -> Self {
        Self {
            ids: (1..=count).rev().collect(),
            newest: count,
            requests: 0,
            limit: |limit| limit as usize,
            total: |total, _| Some(total),
            id: |id| json!(id.to_string()),
            meanwhile: |_| {},
            delay: false,
        }
    }

    fn insert(&mut self, count: u64) {
        for _ in 0..count {
            self.newest += 1;
            self.ids.insert(0, self.newest);
        }
    }
}

#[derive(Clone)]
struct Responder(Arc<Mutex<Orders>>);

impl Respond for Responder {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut orders = self.0.lock().unwrap();
        orders.requests += 1;
        (orders.meanwhile)(&mut orders);
        let (offset, limit) = (parameter(request, "offset"), parameter(request, "limit"));
        let given = orders.ids.iter().skip(offset as usize).take((orders.limit)(limit));
        let data: Vec<_> =
            given.map(|id| json!({"id": (orders.id)(*id), "orderNumber": id.to_string()})).collect();
        let response = match (orders.total)(orders.ids.len(), orders.requests) {
            Some(total) => {
                ok(json!({"data": data, "pagination": {"offset": offset, "limit": limit, "total": total}}))
            }
            None => ok(json!({"data": data, "pagination": {"offset": offset, "limit": limit}})),
        };
        if orders.delay {
            return response.set_delay(Duration::from_millis(1 + (offset / 7 * 13) % 23));
        }
        response
    }
}

fn parameter(request: &Request, name: &str) -> u64 {
    let value = request.url.query_pairs().find(|(key, _)| key == name);
    value.unwrap().1.parse().unwrap()
}

async fn start(orders: Orders) -> (Service, Client) {
    let service = Service::start().await;
    service.on("GET", "/na/orders", Responder(Arc::new(Mutex::new(orders)))).await;
    let client = service.client();
    (service, client)
}

fn number(order: &OrderSummary) -> u64 {
    order.order_number.as_ref().unwrap().parse().unwrap()
}

async fn read(listing: Listing<OrderSummary, OrderFilter>) -> Vec<u64> {
    listing.items().map(|order| number(&order.unwrap())).collect().await
}

/// Every item that was there from the beginning, once and in order.
fn assert_complete(read: &[u64], count: u64) {
    let unique: HashSet<_> = read.iter().collect();
    assert_eq!(unique.len(), read.len(), "an item was returned twice");
    let original: Vec<u64> = read.iter().copied().filter(|id| *id <= count).collect();
    assert!(original.iter().copied().eq((1..=count).rev()), "{} of {count} items", original.len());
}

#[tokio::test]
async fn prefetch_keeps_order() {
    for prefetch in [0, 1, 7] {
        let (service, client) = start(Orders { delay: true, ..Orders::new(1_003) }).await;
        let listing = client.orders().list().page_size(100).prefetch(prefetch);
        assert_complete(&read(listing).await, 1_003);
        assert!(service.count("/na/orders").await <= 11);
    }
}

#[tokio::test]
async fn page_size_defaults_to_the_maximum() {
    let (service, client) = start(Orders::new(3)).await;
    let page = client.orders().list().first_page().await.unwrap();
    assert_eq!(
        (page.items.len(), page.offset, page.limit, page.total, page.next_offset, page.missing),
        (3, 0, Some(500), Some(3), None, 0)
    );
    assert_eq!(service.requests("/na/orders").await[0].url.query(), Some("limit=500&offset=0"));
}

#[tokio::test]
async fn insertions_hide_none_of_20000_orders() {
    for prefetch in [0, 7] {
        let mut orders = Orders { delay: prefetch > 0, ..Orders::new(20_000) };
        orders.meanwhile = |orders| orders.insert(orders.requests as u64 % 4);
        let (service, client) = start(orders).await;
        assert_complete(&read(client.orders().list().prefetch(prefetch)).await, 20_000);
        assert!(service.count("/na/orders").await < 120);
    }
}

#[tokio::test]
async fn insertion_larger_than_memory_hides_nothing() {
    for prefetch in [0, 3] {
        let mut orders = Orders::new(300);
        orders.meanwhile = |orders| {
            if orders.requests == 4 {
                orders.insert(9_000);
            }
        };
        let (_service, client) = start(orders).await;
        assert_complete(&read(client.orders().list().page_size(50).prefetch(prefetch)).await, 300);
    }
}

#[tokio::test]
async fn removed_items_hide_no_others() {
    for prefetch in [0, 3] {
        let mut orders = Orders::new(1_000);
        // The newest items, which were read already.
        orders.meanwhile = |orders| {
            if orders.requests > 1 && orders.ids[0] > 900 {
                orders.ids.drain(..20);
            }
        };
        let (_service, client) = start(orders).await;
        let read = read(client.orders().list().page_size(50).prefetch(prefetch)).await;
        let unique: HashSet<_> = read.iter().collect();
        assert_eq!(unique.len(), read.len());
        assert!((1..=900).all(|id| unique.contains(&id)), "prefetch {prefetch}");
    }
}

#[tokio::test]
async fn missing_id_does_not_repeat_items() {
    for id in [
        |id: u64| if id == 29 { Value::Null } else { json!(id.to_string()) },
        |id: u64| if id == 31 { json!("") } else { json!(id.to_string()) },
        |id: u64| if id % 10 == 1 { Value::Null } else { json!(id) },
        |_: u64| Value::Null,
    ] {
        for prefetch in [0, 3] {
            let (service, client) = start(Orders { id, ..Orders::new(40) }).await;
            let listing = client.orders().list().page_size(10).prefetch(prefetch);
            assert_complete(&read(listing).await, 40);
            assert!(service.count("/na/orders").await <= 12);
        }
    }
}

#[tokio::test]
async fn page_with_null_ids_is_returned_once() {
    for skipped in [0, 1, 2, 8] {
        for prefetch in [0, 3] {
            let env = TestEnv::with(Sandbox::builder().size(Size::with_orders(60))).await;
            let fault = Fault::nulls_for(["id"]).on("list_orders").skip(skipped).once();
            env.sandbox.inject(fault).unwrap();
            let listing = env.client.orders().list().page_size(7).prefetch(prefetch);
            let orders = listing.collect(2_000).await.unwrap();
            let numbers: HashSet<_> = orders.iter().map(|order| order.order_number.clone()).collect();
            assert_eq!((orders.len(), numbers.len()), (60, 60), "page {skipped}, prefetch {prefetch}");
        }
    }
}

#[tokio::test]
async fn list_without_ids_and_total_ends() {
    for count in [0, 7, 10, 25, 30] {
        for prefetch in [0, 2] {
            let orders = Orders { id: |_| Value::Null, total: |_, _| None, ..Orders::new(count) };
            let (service, client) = start(orders).await;
            let listing = client.orders().list().page_size(10).prefetch(prefetch);
            assert_complete(&read(listing).await, count);
            assert!(service.count("/na/orders").await as u64 <= count / 10 + 2);
        }
    }
}

#[tokio::test]
async fn ignored_offset_is_an_error() {
    let with_ids = json!([{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]);
    let with_one_id = json!([{"id": "1", "name": "a"}, {"id": null, "name": "b"}]);
    let without_ids = json!([{"name": "a"}, {"name": "b"}]);
    for data in [with_ids, with_one_id, without_ids] {
        for pagination in [json!({"offset": 0, "total": 1000}), json!({})] {
            let service = Service::start().await;
            service.on("GET", "/na/plans", ok(json!({"data": data, "pagination": pagination}))).await;
            for prefetch in [0, 3] {
                let mut plans = service.client().plans().list().page_size(2).prefetch(prefetch).items();
                check_ignored_offset(&mut plans).await;
            }
            let client = service.client();
            let request = client.request(imcloud::reqwest::Method::GET, "/plans");
            let mut plans = request.list(|plan: &ServicePlanSummary| Some(&plan.id)).page_size(2).items();
            check_ignored_offset(&mut plans).await;
            assert!(service.count("/na/plans").await < 20);
        }
    }
}

async fn check_ignored_offset(plans: &mut imcloud::Items<ServicePlanSummary>) {
    for _ in 0..2 {
        plans.next().await.unwrap().unwrap();
    }
    let error = plans.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert!(error.to_string().contains("the service ignores offset"), "{error}");
    assert!(plans.next().await.is_none());
}

#[tokio::test]
async fn service_without_pagination_is_read_once() {
    let service = Service::start().await;
    service.on("GET", "/na/plans", ok(json!({"data": [{"id": "1"}, {"id": "2"}]}))).await;
    assert_eq!(service.client().plans().list().collect(10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn empty_middle_page_is_fetched_again() {
    let mut orders = Orders::new(100);
    orders.meanwhile = |orders| {
        orders.limit = if orders.requests == 3 { |_| 0 } else { |limit| limit as usize };
    };
    let (_service, client) = start(orders).await;
    assert_complete(&read(client.orders().list().page_size(10)).await, 100);
}

#[tokio::test]
async fn lasting_empty_page_is_skipped_and_reported() {
    let service = Service::start().await;
    service
        .on("GET", "/na/orders", |request: &Request| {
            let offset = parameter(request, "offset");
            let data: Vec<_> = (offset..40)
                .take(if (9..19).contains(&offset) { 0 } else { 10 })
                .map(|id| json!({"id": id.to_string()}))
                .collect();
            ok(json!({"data": data, "pagination": {"offset": offset, "limit": 10, "total": 40}}))
        })
        .await;
    let mut orders = service.client().orders().list().page_size(10).items();
    let mut read = Vec::new();
    while let Some(order) = orders.next().await {
        read.push(order.unwrap().id.as_str().parse::<u64>().unwrap());
    }
    assert_eq!(read, (0..10).chain(19..40).collect::<Vec<_>>());
    assert_eq!(orders.missing(), 9);
}

#[tokio::test]
async fn total_of_invisible_items_ends_the_list() {
    for (count, page_size) in [(30, 10), (25, 10), (0, 10), (30, 500), (5, 1)] {
        for prefetch in [0, 3] {
            let orders = Orders { total: |_, _| Some(200), ..Orders::new(count) };
            let (service, client) = start(orders).await;
            let listing = || client.orders().list().page_size(page_size).prefetch(prefetch);
            let mut items = listing().items();
            assert_eq!((items.total(), items.missing()), (None, 0));
            let mut read = Vec::new();
            while let Some(order) = items.next().await {
                read.push(number(&order.unwrap()));
                assert_eq!(items.total(), Some(200));
            }
            assert_complete(&read, count);
            assert_eq!(items.missing(), 200 - count, "page size {page_size}, prefetch {prefetch}");
            assert!(service.count("/na/orders").await < 22 + prefetch);

            let pages: Vec<_> = listing().pages().map(Result::unwrap).collect().await;
            let (last, others) = pages.split_last().unwrap();
            assert_eq!((last.missing, last.next_offset), (200 - count, None));
            assert!(others.iter().all(|page| page.missing == 0 && page.next_offset.is_some()));
        }
    }
}

#[tokio::test]
async fn changing_or_missing_total_hides_nothing() {
    for total in [
        |total: usize, request: usize| Some(if request % 3 == 1 { 5 } else { total }),
        |_: usize, _: usize| None,
        |_: usize, _: usize| Some(0),
    ] {
        for prefetch in [0, 2] {
            let (_service, client) = start(Orders { total, ..Orders::new(100) }).await;
            assert_complete(&read(client.orders().list().page_size(10).prefetch(prefetch)).await, 100);
        }
    }
}

#[tokio::test]
async fn ignored_or_clamped_limit_hides_nothing() {
    for limit in [|_: u64| usize::MAX, |_: u64| 7, |_: u64| 1] {
        for prefetch in [0, 3] {
            let (_service, client) = start(Orders { limit, ..Orders::new(120) }).await;
            assert_complete(&read(client.orders().list().page_size(50).prefetch(prefetch)).await, 120);
        }
    }
}

#[tokio::test]
async fn list_ends_after_an_error() {
    for prefetch in [0, 3] {
        let service = Service::start().await;
        let page = |offset: u64| {
            let data: Vec<_> = (offset..offset + 10).map(|id| json!({"id": id.to_string()})).collect();
            ok(json!({"data": data, "pagination": {"offset": offset, "limit": 10, "total": 100}}))
        };
        service.on("GET", "/na/orders", in_turn([page(0), html(404), page(18)])).await;
        let orders = service.client().orders().list().page_size(10).prefetch(prefetch).items();
        let outcomes: Vec<bool> = orders.map(|order| order.is_ok()).collect().await;
        assert_eq!(outcomes, [vec![true; 10], vec![false]].concat());
    }
}

#[tokio::test]
async fn prefetch_bounds_the_pages_requested() {
    let (service, client) = start(Orders { delay: true, ..Orders::new(1_000) }).await;
    let mut items = client.orders().list().page_size(10).prefetch(3).items();
    for item in 1_u32..=200 {
        items.next().await.unwrap().unwrap();
        // The page being read, and three ahead of it. Each page brings nine new items.
        let begun = u32::div_ceil(item.max(2) - 1, 9) as usize;
        let sent = service.count("/na/orders").await;
        assert!(sent <= begun + 3, "{sent} pages were requested after {item} items");
    }
    // Without prefetch no page is requested before it is needed.
    let (service, client) = start(Orders::new(100)).await;
    let mut items = client.orders().list().page_size(10).items();
    for _ in 0..10 {
        items.next().await.unwrap().unwrap();
    }
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(service.count("/na/orders").await, 1);
}

#[tokio::test]
async fn prefetched_pages_load_while_the_consumer_works() {
    let (service, client) = start(Orders::new(100)).await;
    let mut items = client.orders().list().page_size(10).prefetch(3).items();
    items.next().await.unwrap().unwrap();
    // The stream is not polled any more.
    tokio::time::timeout(Duration::from_secs(10), async {
        while service.count("/na/orders").await < 4 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn dropped_list_sends_no_more_requests() {
    let (service, client) = start(Orders::new(1_000)).await;
    let mut items = client.orders().list().page_size(10).prefetch(8).items();
    items.next().await.unwrap().unwrap();
    drop(items);
    // Lets the runtime observe the abort.
    tokio::task::yield_now().await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    let sent = service.count("/na/orders").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(service.count("/na/orders").await, sent);
    assert!(sent <= 9);
}

/// A slow consumer, a short attempt limit, and bodies that need several reads.
#[tokio::test]
async fn slow_consumer_does_not_time_out() {
    let sandbox = Sandbox::builder().size(Size::with_orders(120)).start().await.unwrap();
    sandbox.inject(Fault::slow_body(5, Duration::from_millis(10)).on("list_orders")).unwrap();
    let client = crate::test_env::client(&sandbox)
        .rate_limit(RateLimit::off())
        .timeouts(Timeouts::new().attempt(Duration::from_millis(400)))
        .runtime(TokioRuntime)
        .build()
        .unwrap();
    let mut items = client.orders().list().page_size(30).prefetch(2).items();
    let mut count = 0;
    while let Some(order) = items.next().await {
        order.unwrap();
        count += 1;
        // Blocks nothing but the stream.
        tokio::time::sleep(Duration::from_millis(if count == 5 { 900 } else { 5 })).await;
    }
    assert_eq!(count, 120);
    assert_eq!(sandbox.journal().of("list_orders").unwrap().len(), 5);
}

#[test]
fn list_continues_after_its_runtime_ended() {
    let server = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let service = server.block_on(start(Orders { delay: true, ..Orders::new(1_000) })).0;
    let client = service.builder().runtime(TokioRuntime).build().unwrap();
    let mut items = client.orders().list().page_size(10).prefetch(4).items();
    let mut read = Vec::new();
    loop {
        // Each runtime ends with pages in flight.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let next = runtime.block_on(async {
            for _ in 0..45 {
                read.push(number(&items.next().await?.unwrap()));
            }
            Some(())
        });
        if next.is_none() {
            break;
        }
    }
    assert_complete(&read, 1_000);
}

#[tokio::test]
async fn list_continues_at_next_offset() {
    let (_service, client) = start(Orders::new(100)).await;
    let mut items = client.orders().list().page_size(10).items();
    let mut first = Vec::new();
    for _ in 0..37 {
        first.push(number(&items.next().await.unwrap().unwrap()));
    }
    assert_eq!(items.next_offset(), 37);
    first.extend(read(client.orders().list().page_size(10).from_offset(items.next_offset())).await);
    assert_complete(&first, 100);

    let mut pages = client.orders().list().page_size(10).pages();
    let mut page = pages.next().await.unwrap().unwrap();
    let next = page.next_offset.unwrap();
    let mut rest = client.orders().list().page_size(10).from_offset(next).collect(1_000).await.unwrap();
    page.items.append(&mut rest);
    assert_complete(&page.items.iter().map(number).collect::<Vec<_>>(), 100);
    assert!(read(client.orders().list().from_offset(u64::MAX)).await.is_empty());
}

#[tokio::test]
async fn pages_report_totals_and_repeat_nothing() {
    let mut orders = Orders::new(35);
    orders.meanwhile = |orders| orders.insert(1);
    let (_service, client) = start(orders).await;
    let pages: Vec<_> = client.orders().list().page_size(10).pages().map(Result::unwrap).collect().await;
    assert!(pages.iter().all(|page| !page.items.is_empty() && page.missing == 0));
    let totals: Vec<_> = pages.iter().map(|page| page.total.unwrap()).collect();
    assert!(totals.is_sorted() && totals[0] == 36, "{totals:?}");
    assert_eq!(pages.last().unwrap().next_offset, None);
    let all: Vec<u64> = pages.iter().flat_map(|page| page.items.iter().map(number)).collect();
    assert_complete(&all, 35);
}

#[tokio::test]
async fn collect_reports_too_many_items_early() {
    let (service, client) = start(Orders::new(5_000)).await;
    let error = client.orders().list().collect(4_999).await.unwrap_err();
    assert!(error.to_string().contains("at least 5000 items, the maximum is 4999"), "{error}");
    assert_eq!(service.count("/na/orders").await, 1);
    assert_eq!(client.orders().list().from_offset(4_990).collect(10).await.unwrap().len(), 10);
    assert_eq!(client.orders().list().total().await.unwrap(), Some(5_000));
}

#[tokio::test]
async fn report_list_needs_one_request() {
    let service = Service::start().await;
    let data: Vec<_> = (0..30).map(|id| json!({"name": format!("r{id}")})).collect();
    let response = ok(json!({"data": data, "pagination": {"offset": 0, "limit": 30, "total": 30}}));
    service.on("GET", "/na/reports", response).await;
    let client = service.client();
    assert_eq!(client.reports().list().page_size(5).prefetch(8).collect(30).await.unwrap().len(), 30);
    assert_eq!(service.count("/na/reports").await, 1);
    assert_eq!(client.reports().list().from_offset(28).collect(30).await.unwrap().len(), 2);
}

#[tokio::test]
async fn invalid_page_size_is_an_error() {
    let (service, client) = start(Orders::new(5)).await;
    for page_size in [0, 501] {
        let mut items = client.orders().list().page_size(page_size).items();
        assert!(items.next().await.unwrap().unwrap_err().is_invalid_request());
        assert!(items.next().await.is_none());
    }
    assert_eq!(service.count("/na/orders").await, 0);
    assert_complete(&read(client.orders().list().page_size(1)).await, 5);
}

#[tokio::test]
async fn empty_list_has_one_empty_page() {
    let (_service, client) = start(Orders::new(0)).await;
    assert!(client.orders().list().collect(0).await.unwrap().is_empty());
    let page = client.orders().list().first_page().await.unwrap();
    assert_eq!((page.items.len(), page.total, page.next_offset, page.missing), (0, Some(0), None, 0));
    assert_eq!(client.orders().list().pages().count().await, 1);
    assert_eq!(client.orders().list().items().count().await, 0);
}

#[tokio::test]
async fn generic_list_tolerates_missing_pagination() {
    let service = Service::start().await;
    service
        .on("GET", "/na/things", |request: &Request| {
            let (offset, limit) = (parameter(request, "offset"), parameter(request, "limit"));
            let data: Vec<_> = (offset..25).take(limit as usize).map(|id| json!({"id": id})).collect();
            // The first response lacks the property.
            if offset == 0 {
                return ok(json!({"data": data}));
            }
            ok(json!({"data": data, "pagination": {"offset": offset, "limit": limit, "total": 25}}))
        })
        .await;
    let client = service.client();
    let request = client.request(imcloud::reqwest::Method::GET, "/things");
    let plans = request.list(|plan: &ServicePlanSummary| Some(&plan.id)).page_size(10).collect(100).await;
    assert_eq!(plans.unwrap().len(), 25);
}
