//! A client that knows nothing but HTTP.

use imcloud_sandbox::{Credentials, Sandbox};
use reqwest::{Method, RequestBuilder, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

pub(crate) struct Caller {
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: String,
    pub(crate) credentials: Credentials,
    pub(crate) token: String,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        Self::try_to(request).await.unwrap()
    }

    pub(crate) async fn try_to(request: RequestBuilder) -> reqwest::Result<Self> {
        let response = request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        Ok(Self { status, headers, text: response.text().await? })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Caller {
    /// A caller without a token.
    pub(crate) fn stranger(sandbox: &Sandbox) -> Self {
        Self {
            // A proxy of the environment would not reach this machine.
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            base_url: sandbox.base_url().to_owned(),
            credentials: sandbox.credentials(),
            token: String::new(),
        }
    }

    /// A caller with a token.
    pub(crate) async fn of(sandbox: &Sandbox) -> Self {
        let mut caller = Self::stranger(sandbox);
        caller.log_in().await;
        caller
    }

    pub(crate) async fn log_in(&mut self) {
        let reply = Reply::to(self.login()).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()["token"].as_str().unwrap().clone_into(&mut self.token);
    }

    pub(crate) fn login(&self) -> RequestBuilder {
        let Credentials { username, password, marketplace, .. } = &self.credentials;
        self.bare(Method::POST, "/token")
            .header("X-Subscription-Key", self.credentials.subscription_key.expose())
            .basic_auth(username, Some(password.expose()))
            .json(&json!({ "marketplace": marketplace }))
    }

    /// Without any authentication.
    pub(crate) fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base_url))
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path)
            .header("X-Subscription-Key", self.credentials.subscription_key.expose())
            .bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        Reply::to(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        Reply::to(self.request(Method::POST, path).json(body)).await
    }
}

/// A body that creates a customer.
pub(crate) fn customer(name: &str) -> Value {
    json!({
        "name": name,
        "language": "en",
        "address": { "streetAddress": "1 Quay", "city": "Harbour", "postalCode": "10001", "countryCode": "US", "state": "NY" },
        "contactPersons": [{
            "type": "admin", "firstName": "A", "lastName": "B", "email": "a@example.com", "phoneNumber": "1##2125550100#",
        }],
    })
}
