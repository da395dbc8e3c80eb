//! A sandbox with customers and products.

use std::{collections::BTreeMap, sync::Arc, time::SystemTime};

use chrono::{DateTime, Utc};
use imcloud::{
    Client, CustomerFilter, Id,
    runtime::{ManualRuntime, Runtime as _},
    types::{AccountStatus, OrderInput, OrderLineProductInput, OrderType},
};
use imcloud_sandbox::{Clock, ManualClock, Sandbox, SandboxBuilder};
use serde_json::Value;

struct Shared(ManualRuntime);

impl Clock for Shared {
    fn now(&self) -> DateTime<Utc> {
        self.0.system_time().into()
    }
}

pub(crate) struct TestEnv {
    pub(crate) sandbox: Arc<Sandbox>,
    /// Its clock is the sandbox's too: time passes on both sides while the client sleeps.
    pub(crate) runtime: ManualRuntime,
    pub(crate) client: Client,
    /// Those who may order.
    pub(crate) customers: Vec<Id>,
    pub(crate) product: Id,
}

impl TestEnv {
    pub(crate) async fn open() -> Self {
        Self::with(Sandbox::builder()).await
    }

    pub(crate) async fn with(builder: SandboxBuilder) -> Self {
        crate::observation::install();
        let runtime = crate::service::clock();
        // To the day of the data.
        let ahead = SystemTime::from(ManualClock::default().now()).duration_since(runtime.system_time());
        runtime.advance(ahead.unwrap());
        let sandbox = Arc::new(builder.clock(Shared(runtime.clone())).start().await.unwrap());
        let client = client(&sandbox).runtime(runtime.clone()).build().unwrap();
        let rows = client.customers().list().filter(CustomerFilter::new()).collect(10_000).await.unwrap();
        let active = rows.into_iter().filter(|row| row.status == Some(AccountStatus::Active));
        let products = client.products().list().collect(10_000).await.unwrap();
        let seat = products.into_iter().find(|row| row.name.as_deref() == Some("Drumvale Signature Seat"));
        Self {
            customers: active.map(|row| row.id).collect(),
            product: seat.unwrap().id,
            sandbox,
            runtime,
            client,
        }
    }

    /// Three seats for the first customer.
    pub(crate) fn order(&self) -> OrderInput {
        self.order_of(&self.customers[0], 3)
    }

    pub(crate) fn order_of(&self, customer: &Id, seats: u32) -> OrderInput {
        let line = OrderLineProductInput::new().id(self.product.clone()).quantity(seats);
        OrderInput::new(customer.clone(), OrderType::Sales).products([line])
    }

    /// Returns the number of `create_order` requests.
    pub(crate) fn create_order_requests(&self) -> usize {
        self.sandbox.journal().of("create_order").unwrap().len()
    }

    /// Returns the number of orders of type `sales`.
    pub(crate) fn sales(&self) -> usize {
        self.all_orders().iter().filter(|order| order["type"] == "sales").count()
    }

    /// The ids of all orders by their `poNumber`, as the sandbox knows them.
    pub(crate) fn orders_by_number(&self) -> BTreeMap<String, Vec<String>> {
        let mut by_number = BTreeMap::<_, Vec<_>>::new();
        for order in self.all_orders() {
            if let Some(number) = order["poNumber"].as_str() {
                by_number.entry(number.to_owned()).or_default().push(order["id"].to_string());
            }
        }
        by_number
    }
}

impl TestEnv {
    fn all_orders(&self) -> Vec<Value> {
        let mut data: Value = serde_json::from_str(&self.sandbox.dataset().to_json().unwrap()).unwrap();
        std::mem::take(data["orders"].as_array_mut().unwrap())
    }
}

/// A client for a sandbox, without a runtime yet.
pub(crate) fn client(sandbox: &Sandbox) -> imcloud::Builder {
    let credentials = sandbox.credentials();
    Client::builder()
        .base_url(sandbox.base_url())
        .marketplace(credentials.marketplace)
        .login(credentials.username, credentials.password)
        .subscription_key(credentials.subscription_key)
}
