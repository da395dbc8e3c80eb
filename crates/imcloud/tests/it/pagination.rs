use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use futures_util::StreamExt as _;
use imcloud::{Client, Listing, types::OrderSummary};
use serde_json::json;
use wiremock::{Request, Respond, ResponseTemplate};

use crate::service::{Service, html, in_turn, ok};

/// The rows of a list, newest first, and how the service treats its parameters.
struct Rows {
    ids: Vec<u64>,
    newest: u64,
    requests: usize,
    /// What is asked for and what is given.
    limit: fn(u64) -> usize,
    /// What is claimed.
    total: fn(usize, usize) -> Option<usize>,
    /// What happens before a request is answered.
    meanwhile: fn(&mut Rows),
    delay: bool,
}

impl Rows {
    fn new(count: u64) -> Self {
        Self {
            ids: (1..=count).rev().collect(),
            newest: count,
            requests: 0,
            limit: |asked| asked as usize,
            total: |total, _| Some(total),
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
struct List(Arc<Mutex<Rows>>);

impl Respond for List {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut rows = self.0.lock().unwrap();
        rows.requests += 1;
        (rows.meanwhile)(&mut rows);
        let parameter = |name: &str| {
            let value = request.url.query_pairs().find(|(key, _)| key == name);
            value.unwrap().1.parse::<u64>().unwrap()
        };
        let (offset, limit) = (parameter("offset"), parameter("limit"));
        let given: Vec<_> = rows.ids.iter().skip(offset as usize).take((rows.limit)(limit)).collect();
        let data: Vec<_> = given.iter().map(|id| json!({"id": id.to_string()})).collect();
        let answer = match (rows.total)(rows.ids.len(), rows.requests) {
            Some(total) => {
                ok(json!({"data": data, "pagination": {"offset": offset, "limit": limit, "total": total}}))
            }
            None => ok(json!({"data": data})),
        };
        if rows.delay {
            // Different for neighbours, so that they arrive out of order.
            return answer.set_delay(std::time::Duration::from_millis(1 + (offset / 7 * 13) % 23));
        }
        answer
    }
}

async fn listed(rows: Rows) -> (Service, Client, List) {
    let service = Service::start().await;
    let list = List(Arc::new(Mutex::new(rows)));
    service.on("GET", "/na/orders", list.clone()).await;
    let client = service.client();
    (service, client, list)
}

fn number(row: &OrderSummary) -> u64 {
    row.id.as_ref().unwrap().as_str().parse().unwrap()
}

async fn read(listing: Listing<OrderSummary>) -> Vec<u64> {
    listing.items().map(|row| number(&row.unwrap())).collect().await
}

/// Every row that was there from the beginning, once and in order.
fn assert_whole(read: &[u64], count: u64) {
    let unique: HashSet<_> = read.iter().collect();
    assert_eq!(unique.len(), read.len(), "a row came twice");
    let original: Vec<u64> = read.iter().copied().filter(|id| *id <= count).collect();
    assert!(original.iter().copied().eq((1..=count).rev()), "{} of {count} rows came", original.len());
}

#[tokio::test]
async fn rows_come_in_order_whatever_the_width() {
    for width in [1, 2, 8] {
        let mut rows = Rows::new(1_003);
        rows.delay = true;
        let (service, client, _) = listed(rows).await;
        assert_whole(&read(client.orders().list(()).page_size(100).prefetch(width)).await, 1_003);
        assert!(service.count("/na/orders").await <= 11);
    }
}

#[tokio::test]
async fn pages_are_as_large_as_is_known_to_work_by_default() {
    let (service, client, _) = listed(Rows::new(3)).await;
    let page = client.orders().list(()).first_page().await.unwrap().unwrap();
    assert_eq!(
        (page.items.len(), page.offset, page.limit, page.total, page.next_offset),
        (3, 0, Some(500), Some(3), None)
    );
    assert_eq!(service.requests("/na/orders").await[0].url.query(), Some("limit=500&offset=0"));
}

#[tokio::test]
async fn twenty_thousand_orders_are_listed_while_rows_are_inserted_none_twice_none_missing() {
    for width in [1, 8] {
        let mut rows = Rows::new(20_000);
        rows.delay = width > 1;
        rows.meanwhile = |rows| rows.insert(rows.requests as u64 % 4);
        let (service, client, _) = listed(rows).await;
        assert_whole(&read(client.orders().list(()).prefetch(width)).await, 20_000);
        assert!(service.count("/na/orders").await < 120);
    }
}

#[tokio::test]
async fn many_more_rows_than_are_remembered_may_be_inserted_between_two_pages() {
    for width in [1, 4] {
        let mut rows = Rows::new(300);
        rows.meanwhile = |rows| {
            if rows.requests == 4 {
                rows.insert(9_000);
            }
        };
        let (_service, client, _) = listed(rows).await;
        assert_whole(&read(client.orders().list(()).page_size(50).prefetch(width)).await, 300);
    }
}

#[tokio::test]
async fn rows_that_are_removed_take_no_others_with_them() {
    for width in [1, 4] {
        let mut rows = Rows::new(1_000);
        // The newest rows, which were read already, vanish.
        rows.meanwhile = |rows| {
            if rows.requests > 1 && rows.ids[0] > 900 {
                rows.ids.drain(..20);
            }
        };
        let (_service, client, _) = listed(rows).await;
        let read = read(client.orders().list(()).page_size(50).prefetch(width)).await;
        let unique: HashSet<_> = read.iter().collect();
        assert_eq!(unique.len(), read.len());
        assert!((1..=900).all(|id| unique.contains(&id)), "width {width}");
    }
}

#[tokio::test]
async fn an_empty_page_in_the_middle_is_not_the_end() {
    let mut rows = Rows::new(100);
    rows.meanwhile = |rows| {
        rows.limit = if rows.requests == 3 { |_| 0 } else { |asked| asked as usize };
    };
    let (_service, client, _) = listed(rows).await;
    assert_whole(&read(client.orders().list(()).page_size(10)).await, 100);

    // One that stays empty is passed; it holds nothing that could be had.
    let service = Service::start().await;
    service
        .on("GET", "/na/orders", |request: &Request| {
            let offset: u64 =
                request.url.query_pairs().find(|(name, _)| name == "offset").unwrap().1.parse().unwrap();
            let data: Vec<_> = (offset..40)
                .take(if (9..19).contains(&offset) { 0 } else { 10 })
                .map(|id| json!({"id": id.to_string()}))
                .collect();
            ok(json!({"data": data, "pagination": {"offset": offset, "limit": 10, "total": 40}}))
        })
        .await;
    let read = read(service.client().orders().list(()).page_size(10)).await;
    assert_eq!(read, (0..10).chain(19..40).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_promise_of_rows_that_never_come_is_an_error_and_not_an_end() {
    let mut rows = Rows::new(10);
    rows.total = |_, _| Some(1_000_000);
    let (service, client, _) = listed(rows).await;
    let error = client.orders().list(()).page_size(10).collect(2_000_000).await.unwrap_err();
    assert_eq!(error.kind(), imcloud::ErrorKind::Pagination);
    assert!(error.to_string().contains("its total promises more"), "{error}");
    assert!(service.count("/na/orders").await < 20);
}

#[tokio::test]
async fn a_total_that_changes_or_is_missing_loses_nothing() {
    for total in [
        |total: usize, request: usize| Some(if request % 3 == 1 { 5 } else { total }),
        |_: usize, _: usize| None,
        |_: usize, _: usize| Some(0),
    ] {
        for width in [1, 3] {
            let mut rows = Rows::new(100);
            rows.total = total;
            let (_service, client, _) = listed(rows).await;
            assert_whole(&read(client.orders().list(()).page_size(10).prefetch(width)).await, 100);
        }
    }
}

#[tokio::test]
async fn a_limit_that_is_ignored_or_clamped_is_survived() {
    for limit in [|_: u64| usize::MAX, |_: u64| 7] {
        for width in [1, 4] {
            let mut rows = Rows::new(120);
            rows.limit = limit;
            let (_service, client, _) = listed(rows).await;
            assert_whole(&read(client.orders().list(()).page_size(50).prefetch(width)).await, 120);
        }
    }
}

#[tokio::test]
async fn an_offset_that_is_ignored_is_an_error_and_no_endless_list() {
    let service = Service::start().await;
    let data: Vec<_> = (0..10).map(|id| json!({"id": id.to_string()})).collect();
    service
        .on("GET", "/na/orders", ok(json!({"data": data, "pagination": {"offset": 0, "total": 1000}})))
        .await;
    for width in [1, 4] {
        let mut rows = service.client().orders().list(()).page_size(10).prefetch(width).items();
        let mut count = 0;
        let error = loop {
            match rows.next().await.unwrap() {
                Ok(_) => count += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(count, 10);
        assert!(error.to_string().contains("ignore the offset"), "{error}");
    }
}

#[tokio::test]
async fn nothing_comes_after_an_error() {
    for width in [1, 4] {
        let service = Service::start().await;
        let page = |offset: u64| {
            let data: Vec<_> = (offset..offset + 10).map(|id| json!({"id": id.to_string()})).collect();
            ok(json!({"data": data, "pagination": {"offset": offset, "limit": 10, "total": 100}}))
        };
        service.on("GET", "/na/orders", in_turn([page(0), html(404), page(18)])).await;
        let ends: Vec<bool> = service
            .client()
            .orders()
            .list(())
            .page_size(10)
            .prefetch(width)
            .items()
            .map(|row| row.is_ok())
            .collect()
            .await;
        assert_eq!(ends, [vec![true; 10], vec![false]].concat());
    }
}

#[tokio::test]
async fn no_more_pages_are_under_way_or_held_than_was_said() {
    let mut rows = Rows::new(1_000);
    rows.delay = true;
    let (service, client, _) = listed(rows).await;
    let mut items = client.orders().list(()).page_size(10).prefetch(4).items();
    for row in 1_u32..=200 {
        items.next().await.unwrap().unwrap();
        // The page being read, and at most three ahead of it. Each page brings nine new rows.
        let begun = u32::div_ceil(row, 9) as usize;
        let sent = service.count("/na/orders").await;
        assert!(sent <= begun + 4, "{sent} pages were asked for after {row} rows");
    }
    // Without prefetch nothing is asked for before it is needed.
    let (service, client, _) = listed(Rows::new(100)).await;
    let mut items = client.orders().list(()).page_size(10).items();
    for _ in 0..10 {
        items.next().await.unwrap().unwrap();
    }
    assert_eq!(service.count("/na/orders").await, 1);
}

#[tokio::test]
async fn reading_goes_on_where_it_stopped() {
    let (_service, client, _) = listed(Rows::new(100)).await;
    let mut items = client.orders().list(()).page_size(10).items();
    let mut first = Vec::new();
    for _ in 0..37 {
        first.push(number(&items.next().await.unwrap().unwrap()));
    }
    assert_eq!(items.next_offset(), 37);
    first.extend(read(client.orders().list(()).page_size(10).from_offset(items.next_offset())).await);
    assert_whole(&first, 100);

    let mut pages = client.orders().list(()).page_size(10).pages();
    let mut rows = pages.next().await.unwrap().unwrap();
    let next = rows.next_offset.unwrap();
    let mut rest = client.orders().list(()).page_size(10).from_offset(next).collect(1_000).await.unwrap();
    rows.items.append(&mut rest);
    assert_whole(&rows.items.iter().map(number).collect::<Vec<_>>(), 100);
}

#[tokio::test]
async fn pages_tell_totals_and_repeat_no_rows() {
    let mut rows = Rows::new(35);
    rows.meanwhile = |rows| rows.insert(1);
    let (_service, client, _) = listed(rows).await;
    let pages: Vec<_> = client.orders().list(()).page_size(10).pages().map(Result::unwrap).collect().await;
    assert!(pages.iter().all(|page| !page.items.is_empty()));
    let totals: Vec<_> = pages.iter().map(|page| page.total.unwrap()).collect();
    assert!(totals.is_sorted() && totals[0] == 36, "{totals:?}");
    assert_eq!(pages.last().unwrap().next_offset, None);
    let all: Vec<u64> = pages.iter().flat_map(|page| page.items.iter().map(number)).collect();
    assert_whole(&all, 35);
}

#[tokio::test]
async fn collecting_more_than_the_bound_is_an_error_told_early() {
    let (service, client, _) = listed(Rows::new(5_000)).await;
    let error = client.orders().list(()).collect(4_999).await.unwrap_err();
    assert!(
        error.to_string().contains("has 5000 rows or more, which is more than the bound of 4999"),
        "{error}"
    );
    assert_eq!(service.count("/na/orders").await, 1);
    assert_eq!(client.orders().list(()).from_offset(4_990).collect(10).await.unwrap().len(), 10);
    assert_eq!(client.orders().list(()).total().await.unwrap(), Some(5_000));
}

#[tokio::test]
async fn rows_without_ids_are_all_yielded() {
    let service = Service::start().await;
    service
        .on("GET", "/na/plans", |request: &Request| {
            let offset: u64 =
                request.url.query_pairs().find(|(name, _)| name == "offset").unwrap().1.parse().unwrap();
            let data: Vec<_> = (offset..25).take(10).map(|id| json!({"name": id.to_string()})).collect();
            ok(json!({"data": data, "pagination": {"offset": offset, "limit": 10, "total": 25}}))
        })
        .await;
    let plans = service.client().plans().list().page_size(10).collect(100).await.unwrap();
    let names: Vec<_> = plans.into_iter().map(|plan| plan.name.unwrap()).collect();
    assert_eq!(names, (0..25).map(|id| id.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn reports_come_at_once_and_are_resumed_all_the_same() {
    let service = Service::start().await;
    let data: Vec<_> = (0..30).map(|id| json!({"name": format!("r{id}")})).collect();
    let answer = ok(json!({"data": data, "pagination": {"offset": 0, "limit": 30, "total": 30}}));
    service.on("GET", "/na/reports", answer).await;
    let client = service.client();
    assert_eq!(client.reports().list(()).page_size(5).prefetch(8).collect(30).await.unwrap().len(), 30);
    assert_eq!(service.count("/na/reports").await, 1);
    assert_eq!(client.reports().list(()).from_offset(28).collect(30).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_page_size_that_cannot_be_is_an_error_when_reading() {
    let (service, client, _) = listed(Rows::new(5)).await;
    for rows in [0, 501] {
        let mut items = client.orders().list(()).page_size(rows).items();
        assert!(items.next().await.unwrap().unwrap_err().is_invalid_request());
        assert!(items.next().await.is_none());
    }
    assert_eq!(service.count("/na/orders").await, 0);
    assert_whole(&read(client.orders().list(()).page_size(1)).await, 5);
}

#[tokio::test]
async fn an_empty_list_is_no_error() {
    let (_service, client, _) = listed(Rows::new(0)).await;
    assert!(client.orders().list(()).collect(0).await.unwrap().is_empty());
    assert!(client.orders().list(()).first_page().await.unwrap().is_none());
}
