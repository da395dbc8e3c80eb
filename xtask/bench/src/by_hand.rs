//! The calls written by hand with reqwest and serde_json: one struct per response with the properties that
//! are present.
//!
//! Money has the exact type of `imcloud`. The code has no token refresh and no handling of moved items, and
//! keeps strings as strings, because this needs the least work.

#![allow(dead_code, reason = "fields are decoded for the measurement")]

use anyhow::Result;
use bytes::Bytes;
use imcloud::Decimal;
use serde::{Deserialize, de::DeserializeOwned};

use crate::service::{KEY, PAGE};

pub(crate) struct ByHand<H> {
    http: H,
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

/// An HTTP client that users build requests with.
pub(crate) trait Get {
    /// Sends a GET request; returns the body of a success.
    async fn get(&self, url: String, token: Option<&str>) -> Result<Bytes>;
}

macro_rules! get {
    ($client:ty) => {
        impl Get for $client {
            async fn get(&self, url: String, token: Option<&str>) -> Result<Bytes> {
                let mut request = self.get(url);
                if let Some(token) = token {
                    request = request.bearer_auth(token).header("X-Subscription-Key", KEY);
                }
                Ok(request.send().await?.error_for_status()?.bytes().await?)
            }
        }
    };
}

get!(reqwest::Client);
get!(reqwest_middleware::ClientWithMiddleware);

impl ByHand<reqwest::Client> {
    pub(crate) async fn connect(url: &str) -> Result<Self> {
        let http = reqwest::Client::new();
        let request = http.post(format!("{url}/token")).basic_auth("acme.api", Some("correct horse"));
        let request =
            request.header("X-Subscription-Key", KEY).json(&serde_json::json!({"marketplace": "us"}));
        let token: Token = request.send().await?.json().await?;
        Ok(Self { http, url: url.to_owned(), token: token.token })
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The same calls on another HTTP client.
    pub(crate) fn on<H>(self, http: impl FnOnce(reqwest::Client) -> H) -> ByHand<H> {
        ByHand { http: http(self.http), url: self.url, token: self.token }
    }
}

impl<H: Get> ByHand<H> {
    async fn get(&self, path: &str) -> Result<Bytes> {
        self.http.get(format!("{}{path}", self.url), Some(&self.token)).await
    }

    pub(crate) async fn order(&self, id: &str) -> Result<Order> {
        Ok(serde_json::from_slice(&self.get(&format!("/orders/{id}")).await?)?)
    }

    /// Lists all items, one page after the other; returns their number.
    pub(crate) async fn items(&self, mut each: impl FnMut(OrderRow)) -> Result<usize> {
        let mut offset = 0;
        loop {
            let body = self.get(&format!("/orders?offset={offset}&limit={PAGE}")).await?;
            let page: OrderPage = serde_json::from_slice(&body)?;
            offset += page.data.len();
            let is_last = page.data.is_empty() || offset >= page.pagination.total;
            page.data.into_iter().for_each(&mut each);
            if is_last {
                return Ok(offset);
            }
        }
    }

    /// Reads the rows of a file after its end.
    pub(crate) async fn charges<T: DeserializeOwned>(
        &self,
        path: &str,
        mut each: impl FnMut(T),
    ) -> Result<()> {
        let body = self.http.get(format!("{}{path}", self.url), None).await?;
        for row in csv::Reader::from_reader(&*body).into_deserialize() {
            each(row?);
        }
        Ok(())
    }
}
