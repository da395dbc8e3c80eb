//! Throughput of the sandbox, so that benchmarks of clients measure the client: with the data of a
//! reseller with 20,000 orders.
//!
//! The baseline is the same server with the same connections, responding to the cheapest request: one
//! without a key, which the gateway rejects. What a request costs beyond that is the cost of the sandbox
//! work.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use imcloud_sandbox::{Dataset, Sandbox, Size};
use serde_json::Value;

/// Requests that are under way at a time.
const CONNECTIONS: usize = 16;

struct Connection(BufReader<TcpStream>);

impl Connection {
    fn new(authority: &str) -> Self {
        let stream = TcpStream::connect(authority).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::with_capacity(1 << 16, stream))
    }

    fn send(&mut self, request: &str) {
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
    }

    fn receive(&mut self, body: &mut Vec<u8>) {
        let mut length = 0;
        let mut line = String::new();
        loop {
            line.clear();
            self.0.read_line(&mut line).unwrap();
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        body.resize(length, 0);
        self.0.read_exact(body).unwrap();
    }
}

/// Sends a request on every connection, then reads all responses.
fn round(connections: &mut [Connection], request: impl Fn(usize) -> String, body: &mut Vec<u8>) {
    for (number, connection) in connections.iter_mut().enumerate() {
        connection.send(&request(number));
    }
    connections.iter_mut().for_each(|connection| connection.receive(body));
}

fn requests(criterion: &mut Criterion) {
    let before = resident();
    let as_of = "2026-01-15T09:00:00Z".parse().unwrap();
    let dataset = Dataset::generate(1, Size::with_orders(20_000), as_of);
    let sandbox = Sandbox::builder().dataset(dataset).journal_capacity(0).start_blocking().unwrap();
    println!("memory for 20,000 orders: {} MiB", (resident() - before) / (1 << 20));

    let (authority, base) = sandbox.base_url().strip_prefix("http://").unwrap().split_once('/').unwrap();
    let key = sandbox.credentials().subscription_key.expose().to_owned();
    let mut body = Vec::new();
    let mut connections: Vec<_> = (0..CONNECTIONS).map(|_| Connection::new(authority)).collect();

    let token = {
        let credentials = sandbox.credentials();
        let http = reqwest::blocking::Client::new();
        let response = http
            .post(format!("{}/token", sandbox.base_url()))
            .basic_auth(&credentials.username, Some(credentials.password.expose()))
            .header("X-Subscription-Key", &key)
            .json(&serde_json::json!({ "marketplace": credentials.marketplace }));
        response.send().unwrap().json::<Value>().unwrap()["token"].as_str().unwrap().to_owned()
    };
    let get = |path: &str| {
        format!(
            "GET /{base}{path} HTTP/1.1\r\nHost: {authority}\r\nX-Subscription-Key: {key}\r\nAuthorization: Bearer {token}\r\n\r\n"
        )
    };
    let mut ids = |list: &str| -> Vec<String> {
        connections[0].send(&get(&format!("/{list}?limit=500")));
        connections[0].receive(&mut body);
        let page: Value = serde_json::from_slice(&body).unwrap();
        page["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let (orders, subscriptions, customers) = (ids("orders"), ids("subscriptions"), ids("customers"));

    let mut group = criterion.benchmark_group("sandbox");
    group.throughput(Throughput::Elements(CONNECTIONS as u64));
    let mut measure = |name: &str, request: &dyn Fn(usize) -> String| {
        let mut turn = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                turn += 1;
                round(&mut connections, |number| request(turn * CONNECTIONS + number), &mut body);
            });
        });
    };
    let nth = |ids: &[String], number: usize| ids[number % ids.len()].clone();
    let rejected = format!("GET /{base}/orders HTTP/1.1\r\nHost: {authority}\r\n\r\n");
    measure("baseline: rejected by the gateway", &|_| rejected.clone());
    measure("GET /orders/{id}", &|number| get(&format!("/orders/{}", nth(&orders, number))));
    measure("GET /subscriptions/{id}", &|number| {
        get(&format!("/subscriptions/{}", nth(&subscriptions, number)))
    });
    measure("GET /customers/{id}", &|number| get(&format!("/customers/{}", nth(&customers, number))));
    measure("GET /orders, 10 rows", &|number| get(&format!("/orders?offset={}", number % 19_000)));
    measure("GET /orders?customerId=, 10 rows", &|number| {
        get(&format!("/orders?customerId={}", nth(&customers, number)))
    });
    measure("GET /orders, 500 rows", &|number| get(&format!("/orders?limit=500&offset={}", number % 19_000)));
    group.finish();
}

/// Returns the memory of this process in bytes; 0 where the system does not report it.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: usize = status.split_whitespace().nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0);
    pages * 4096
}

criterion_group!(benches, requests);
criterion_main!(benches);
