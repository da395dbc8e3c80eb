//! The clients that are measured, as their users would write them.

use anyhow::Result;
use imcloud::{Client, SignedUrl};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest_middleware::ClientBuilder;
use reqwest_retry::{RetryTransientMiddleware, policies::ExponentialBackoff};
use serde::Deserialize;
use xtask_bench as stock;

use crate::{
    by_hand::{ByHand, Order},
    service::{KEY, PAGE},
};

/// A client that is measured. The first is the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Side {
    /// `reqwest` and `serde_json`, written by hand.
    ByHand,
    /// The same on `reqwest-middleware` with `reqwest-retry`.
    Middleware,
    /// The client of progenitor without this repository's generator.
    Progenitor,
    /// The client of this repository.
    Imcloud,
}

impl Side {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ByHand => "reqwest by hand",
            Self::Middleware => "reqwest-middleware + reqwest-retry",
            Self::Progenitor => "progenitor",
            Self::Imcloud => "imcloud",
        }
    }
}

/// A row of the billing report.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "they are decoded to be measured")]
pub(crate) struct Charge {
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

const FILE: &str = "/files/charges.csv?sig=1";

/// A client with a connection and a token.
pub(crate) enum Connected {
    ByHand(ByHand<reqwest::Client>),
    Middleware(ByHand<reqwest_middleware::ClientWithMiddleware>),
    Progenitor(stock::Client),
    Imcloud(Client, SignedUrl),
}

impl Connected {
    pub(crate) async fn new(side: Side, url: &str) -> Result<Self> {
        let by_hand = ByHand::connect(url).await?;
        Ok(match side {
            Side::ByHand => Self::ByHand(by_hand),
            Side::Middleware => {
                let retry = RetryTransientMiddleware::new_with_policy(
                    ExponentialBackoff::builder().build_with_max_retries(3),
                );
                Self::Middleware(by_hand.on(|http| ClientBuilder::new(http).with(retry).build()))
            }
            Side::Progenitor => {
                let mut headers = HeaderMap::new();
                headers.insert(AUTHORIZATION, format!("Bearer {}", by_hand.token()).parse()?);
                headers.insert("x-subscription-key", HeaderValue::from_static(KEY));
                let http = reqwest::Client::builder().default_headers(headers).build()?;
                Self::Progenitor(stock::Client::new_with_client(url, http))
            }
            Side::Imcloud => {
                let builder = Client::builder().base_url(url).marketplace("us");
                let client = builder.login("acme.api", "correct horse").subscription_key(KEY).build()?;
                client.orders().get("1").await?;
                Self::Imcloud(client, format!("{url}{FILE}").into())
            }
        })
    }

    /// Gets an order; returns the number of its products.
    pub(crate) async fn call(&self) -> Result<usize> {
        const ID: &str = "2000001";
        let count = |order: &Order| order.products.as_ref().map_or(0, Vec::len);
        Ok(match self {
            Self::ByHand(client) => count(&client.order(ID).await?),
            Self::Middleware(client) => count(&client.order(ID).await?),
            Self::Progenitor(client) => {
                let order = client.get_order(ID).await?.into_inner();
                order.products.map_or(0, |products| products.len())
            }
            Self::Imcloud(client, _) => {
                client.orders().get(ID).await?.products.map_or(0, |products| products.len())
            }
        })
    }

    /// Lists all orders page by page; returns their number. `prefetch` is the number of pages requested
    /// ahead, which only one side can do.
    pub(crate) async fn list(&self, prefetch: usize) -> Result<usize> {
        match self {
            Self::ByHand(client) => client.items(drop).await,
            Self::Middleware(client) => client.items(drop).await,
            Self::Progenitor(client) => {
                let mut count = 0;
                loop {
                    let (limit, offset) = (Some(i64::try_from(PAGE)?), Some(i64::try_from(count)?));
                    let list =
                        client.list_orders(None, None, None, limit, offset, None, None, None, None).await?;
                    let list = list.into_inner();
                    let page = list.data.map_or(0, |items| items.len());
                    count += page;
                    let total = list.pagination.and_then(|pagination| pagination.total);
                    if page == 0 || total.is_some_and(|total| count as i64 >= total) {
                        return Ok(count);
                    }
                }
            }
            Self::Imcloud(client, _) => {
                let mut items = client.orders().list().prefetch(prefetch).items();
                let mut count = 0;
                while items.try_next().await?.is_some() {
                    count += 1;
                }
                Ok(count)
            }
        }
    }

    /// Reads the rows of a report; returns their number. `None` if the side cannot.
    pub(crate) async fn csv(&self) -> Result<Option<usize>> {
        let mut count = 0;
        match self {
            Self::ByHand(client) => client.charges(FILE, |_: Charge| count += 1).await?,
            Self::Middleware(client) => client.charges(FILE, |_: Charge| count += 1).await?,
            Self::Progenitor(_) => return Ok(None),
            Self::Imcloud(client, file) => {
                let mut rows = client.reports().download(file).rows::<Charge>();
                while let Some(row) = rows.next().await {
                    row?;
                    count += 1;
                }
            }
        }
        Ok(Some(count))
    }
}
