//! A small client, so that tests speak of calls and not of HTTP. It asks for a token once and follows no rule
//! of the tests.

use std::collections::BTreeMap;

use imcloud_raw::{Operation, operations::OPERATIONS};
use imcloud_sandbox::Sandbox;
use serde_json::{Value, json};

pub(crate) struct Api<'a> {
    pub(crate) sandbox: &'a Sandbox,
    http: reqwest::blocking::Client,
    token: String,
}

/// A response, whatever its status.
#[derive(Debug)]
pub(crate) struct ApiResponse {
    pub(crate) operation: &'static Operation,
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl ApiResponse {
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{}: {}", self.operation, self.body);
        self.body
    }
}

impl<'a> Api<'a> {
    pub(crate) fn new(sandbox: &'a Sandbox) -> Self {
        let mut api = Self { sandbox, http: reqwest::blocking::Client::new(), token: String::new() };
        api.log_in();
        api
    }

    pub(crate) fn log_in(&mut self) -> Value {
        let credentials = self.sandbox.credentials();
        let response = self
            .http
            .post(format!("{}/token", self.sandbox.base_url()))
            .basic_auth(&credentials.username, Some(credentials.password.expose()))
            .header("X-Subscription-Key", credentials.subscription_key.expose())
            .json(&json!({ "marketplace": credentials.marketplace }))
            .send()
            .unwrap();
        let body: Value = response.json().unwrap();
        self.token = body["token"].as_str().unwrap().to_owned();
        body
    }

    /// Calls an operation; `id` fills its path, and a GET sends `query`.
    pub(crate) fn call(
        &self,
        name: &str,
        id: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> ApiResponse {
        let operation = OPERATIONS.iter().copied().find(|operation| operation.name == name).unwrap();
        let path: String = operation
            .path
            .split('/')
            .map(|segment| if segment.starts_with('{') { id } else { segment })
            .collect::<Vec<_>>()
            .join("/");
        let method = operation.method.parse().unwrap();
        let credentials = self.sandbox.credentials();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.sandbox.base_url()))
            .query(query)
            .bearer_auth(&self.token)
            .header("X-Subscription-Key", credentials.subscription_key.expose());
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().unwrap();
        let status = response.status().as_u16();
        let body = response.json().unwrap_or(Value::Null);
        ApiResponse { operation, status, body }
    }

    pub(crate) fn get(&self, name: &str, id: &str) -> ApiResponse {
        self.call(name, id, &[], None)
    }

    pub(crate) fn send(&self, name: &str, id: &str, body: &Value) -> ApiResponse {
        self.call(name, id, &[], Some(body))
    }

    pub(crate) fn list(&self, name: &str, query: &[(&str, &str)]) -> ApiResponse {
        self.call(name, "", query, None)
    }

    /// All rows of a list, page by page.
    pub(crate) fn rows(&self, name: &str, query: &[(&str, &str)], limit: usize) -> Vec<Value> {
        let mut rows = Vec::new();
        loop {
            let (offset, limit) = (rows.len().to_string(), limit.to_string());
            let paging = [("offset", offset.as_str()), ("limit", limit.as_str())];
            let page = self.list(name, &[query, &paging].concat()).ok();
            let data = page["data"].as_array().unwrap();
            let total = page["pagination"]["total"].as_u64().unwrap() as usize;
            rows.extend(data.iter().cloned());
            if data.is_empty() || rows.len() >= total {
                assert_eq!(rows.len(), total, "{name}: the total is not the number of rows");
                return rows;
            }
        }
    }

    /// A sales order for a product, with the parameters that it asks for.
    pub(crate) fn sales_order(&self, customer: &str, product: &Value, quantity: u64) -> Value {
        json!({
            "type": "sales",
            "customerId": customer,
            "poNumber": "PO-7",
            "products": [self.line(customer, product, quantity)],
        })
    }

    /// A line for a product. What it needs to know is learnt from a validation, as an integrator would.
    pub(crate) fn line(&self, customer: &str, product: &Value, quantity: u64) -> Value {
        let asked =
            json!({ "customerId": customer, "products": [{ "id": product["id"], "parameters": [] }] });
        let results = self.send("validate_parameters", "", &asked).ok();
        let parameters = results["data"][0]["parameters"].as_array().unwrap().iter();
        let values: BTreeMap<_, _> = parameters
            .map(|parameter| {
                let name = parameter["name"].as_str().unwrap().to_owned();
                let value = match parameter["valueChoices"][0]["value"].as_str() {
                    Some(choice) => choice,
                    None if name.contains("email") => "it@fabrikam.example",
                    None => "fabrikam.example",
                };
                (name, json!(value))
            })
            .collect();
        let parameters: Vec<_> =
            values.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        json!({ "id": product["id"], "quantity": quantity, "parameters": parameters })
    }

    /// Products that can be ordered alone.
    pub(crate) fn independent_products(&self) -> Vec<Value> {
        let mut rows = self.rows("list_products", &[], 500);
        rows.retain(|product| product["dependsOn"].as_array().is_none_or(Vec::is_empty));
        rows
    }

    pub(crate) fn active_customer(&self) -> String {
        let rows = self.rows("list_customers", &[], 500);
        let active = rows.iter().find(|row| row["status"] == "active").unwrap();
        active["id"].as_str().unwrap().to_owned()
    }
}

/// The id of a record.
pub(crate) fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}
