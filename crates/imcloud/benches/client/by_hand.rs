//! The same calls written by hand with reqwest and serde_json: one struct per response with the properties
//! that are present.
//!
//! Both use the same exact type for money. The code by hand has no retries, no token refresh and no handling
//! of moved items, and keeps strings as strings, because this needs the least work.

#![allow(dead_code, reason = "fields are decoded for the measurement")]

use bytes::Bytes;
use imcloud::Decimal;
use serde::Deserialize;

use crate::service::KEY;

pub(crate) struct ByHand {
    http: reqwest::Client,
    url: String,
    token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrderRow {
    pub(crate) id: Option<String>,
    pub(crate) order_number: Option<String>,
    #[serde(rename = "type")]
    pub(crate) type_: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) status_code: Option<String>,
    pub(crate) customer_id: Option<String>,
    pub(crate) creation_date: Option<String>,
    pub(crate) provisioning_date: Option<String>,
    pub(crate) credit_check: Option<bool>,
}

#[derive(Deserialize)]
pub(crate) struct OrderPage {
    data: Vec<OrderRow>,
    pagination: Pagination,
}

#[derive(Deserialize)]
struct Pagination {
    total: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    pub(crate) id: Option<String>,
    pub(crate) order_number: Option<String>,
    pub(crate) po_number: Option<String>,
    #[serde(rename = "type")]
    pub(crate) type_: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) status_code: Option<String>,
    pub(crate) customer_id: Option<String>,
    pub(crate) creation_date: Option<String>,
    pub(crate) provisioning_date: Option<String>,
    pub(crate) credit_check: Option<bool>,
    pub(crate) subscription_id: Option<String>,
    pub(crate) products: Option<Vec<Product>>,
    pub(crate) details: Option<Vec<Detail>>,
}

#[derive(Deserialize)]
pub(crate) struct Product {
    pub(crate) id: Option<String>,
    pub(crate) mpn: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) quantity: Option<Decimal>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Detail {
    pub(crate) description: Option<String>,
    pub(crate) quantity: Option<Decimal>,
    pub(crate) unit_price: Option<Price>,
    pub(crate) extended_price: Option<Price>,
    pub(crate) duration: Option<Duration>,
}

#[derive(Deserialize)]
pub(crate) struct Duration {
    #[serde(rename = "type")]
    pub(crate) type_: Option<String>,
    pub(crate) duration: Option<Decimal>,
}

#[derive(Deserialize)]
pub(crate) struct Price {
    pub(crate) currency: Option<String>,
    pub(crate) amount: Option<Decimal>,
}

impl ByHand {
    pub(crate) async fn new(url: &str) -> Self {
        let http = reqwest::Client::new();
        let request = http.post(format!("{url}/token")).basic_auth("acme.api", Some("correct horse"));
        let request =
            request.header("X-Subscription-Key", KEY).json(&serde_json::json!({"marketplace": "us"}));
        let token: Token = request.send().await.unwrap().json().await.unwrap();
        Self { http, url: url.to_owned(), token: token.token }
    }

    async fn get(&self, path: &str) -> reqwest::Result<Bytes> {
        let request = self.http.get(format!("{}{path}", self.url));
        let request = request.bearer_auth(&self.token).header("X-Subscription-Key", KEY);
        request.send().await?.error_for_status()?.bytes().await
    }

    pub(crate) async fn order(&self, id: &str) -> Order {
        serde_json::from_slice(&self.get(&format!("/orders/{id}")).await.unwrap()).unwrap()
    }

    pub(crate) async fn page(&self, offset: usize, limit: usize) -> OrderPage {
        let path = format!("/orders?offset={offset}&limit={limit}");
        serde_json::from_slice(&self.get(&path).await.unwrap()).unwrap()
    }

    /// All rows, one page after the other.
    pub(crate) async fn rows(&self, mut each: impl FnMut(OrderRow)) {
        let mut offset = 0;
        loop {
            let page = self.page(offset, 500).await;
            offset += page.data.len();
            let is_last = page.data.is_empty() || offset >= page.pagination.total;
            page.data.into_iter().for_each(&mut each);
            if is_last {
                return;
            }
        }
    }

    /// Returns the rows of a file after reading it completely.
    pub(crate) async fn charges<T: serde::de::DeserializeOwned>(&self, path: &str, mut each: impl FnMut(T)) {
        let response = self.http.get(format!("{}{path}", self.url)).send().await.unwrap();
        let bytes = response.error_for_status().unwrap().bytes().await.unwrap();
        csv::Reader::from_reader(&*bytes).into_deserialize().for_each(|row| each(row.unwrap()));
    }
}
