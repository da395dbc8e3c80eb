//! Properties of the client with a stub transport: responses, errors, delays, tokens, URLs and rows of
//! reports.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use imcloud::{
    Client, RateLimit, RetryPolicy, SignedUrl,
    reports::ReportFile,
    reqwest::{self, Request, ResponseBuilderExt as _, StatusCode, Url, header::HeaderValue},
    runtime::ManualRuntime,
    types::{Order, ReportFormat},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

const PASSWORD: &str = "correct horse battery";
const KEY: &str = "key-0123456789";
const TOKEN: &str = "token-0123456789";

/// Replaces placeholders by secrets, so that inputs can contain them.
fn with_secrets(input: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(input) else { return input.to_vec() };
    text.replace("@password", PASSWORD).replace("@key", KEY).replace("@token", TOKEN).into_bytes()
}

/// A response without a connection.
#[derive(Clone)]
struct Reply {
    status: u16,
    headers: Vec<(&'static str, HeaderValue)>,
    body: Vec<u8>,
    /// Bytes per chunk of the body.
    chunk: usize,
}

impl Reply {
    fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type", HeaderValue::from_static("application/json"))];
        Self { status, headers, body: body.into(), chunk: usize::MAX }
    }

    fn response(self, url: &Url) -> reqwest::Response {
        let mut builder = http::Response::builder().status(self.status).url(url.clone());
        for (name, value) in self.headers {
            builder = builder.header(name, value);
        }
        let chunks: Vec<Result<Vec<u8>, std::io::Error>> =
            self.body.chunks(self.chunk).map(|chunk| Ok(chunk.to_vec())).collect();
        builder.body(reqwest::Body::wrap_stream(futures_util::stream::iter(chunks))).unwrap().into()
    }
}

type Script = dyn Fn(&Request) -> Reply + Send + Sync;

/// A client with a replaceable function that responds to its requests.
struct Scripted {
    client: Client,
    clock: ManualRuntime,
    script: Arc<Mutex<Arc<Script>>>,
}

impl Scripted {
    fn new(retry: RetryPolicy) -> Self {
        let script: Arc<Mutex<Arc<Script>>> = Arc::new(Mutex::new(Arc::new(|_| Reply::json(500, ""))));
        let (clock, scripted) = (ManualRuntime::new(), Arc::clone(&script));
        let client = Client::builder()
            .base_url("https://api.example/na")
            .marketplace("us")
            .login("acme.api", PASSWORD)
            .subscription_key(KEY)
            // Certificates of the platform take long to load.
            .http(|http| http.tls_certs_only([]))
            .retry(retry)
            .rate_limit(RateLimit::off())
            .runtime(clock.clone())
            .stub_transport(move |request| {
                let script = Arc::clone(&scripted.lock().unwrap());
                async move { Some(script(&request).response(request.url())) }
            })
            .build()
            .unwrap();
        Self { client, clock, script }
    }

    /// Responds to requests for tokens with a valid token, to all others with `reply`.
    fn respond(&self, reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) {
        let token = format!(r#"{{"token":"{TOKEN}","expiresInSeconds":1500}}"#);
        self.respond_to_all(move |request| {
            if request.url().path() == "/na/token" { Reply::json(200, token.clone()) } else { reply(request) }
        });
    }

    fn respond_to_all(&self, reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) {
        *self.script.lock().unwrap() = Arc::new(reply);
    }

    fn get_order(&self) -> imcloud::Result<Order> {
        run(self.clock.run(async { self.client.orders().get("1").await }))
    }
}

fn run<F: Future>(future: F) -> F::Output {
    static RUNTIME: LazyLock<Mutex<tokio::runtime::Runtime>> =
        LazyLock::new(|| Mutex::new(tokio::runtime::Builder::new_current_thread().build().unwrap()));
    RUNTIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner).block_on(future)
}

/// Checks an error of limited length for the secrets of its request.
fn assert_no_secret(error: &imcloud::Error, secrets: &[&str]) {
    let mut text = format!("{error} {error:?}");
    let mut source = error.get_ref().map(|source| source as &dyn std::error::Error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    for secret in secrets {
        assert!(!text.contains(*secret), "the error contains a secret: {text}");
    }
    assert!(error.to_string().len() < 20_000, "the error is long: {error}");
}

macro_rules! response_types {
    ($($name:ident $published:literal $method:literal $path:literal $sent:ty => $received:ty;)*) => {
        /// The responses of all operations.
        const RESPONSE_TYPES: &[fn(&[u8])] = &[$(response::<$received>),*];
    };
}

imcloud_raw::for_each_operation!(response_types);

/// A response is decoded or rejected by every type. An encoded value decodes to itself, and a new property is
/// accepted.
pub(crate) fn responses(input: &[u8]) {
    RESPONSE_TYPES.iter().for_each(|check| check(input));
}

fn response<T: Serialize + DeserializeOwned>(input: &[u8]) {
    let Ok(value) = serde_json::from_slice::<T>(input) else { return };
    let text = serde_json::to_string(&value).unwrap();
    let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
    if let Ok(mut object) = serde_json::from_slice::<Map<String, Value>>(input) {
        object.insert("anUpstreamAddition".into(), Value::from(vec![Value::Null]));
        let result: Result<T, _> = serde_json::from_value(object.into());
        assert!(result.is_ok(), "an additional property is rejected: {:?}", result.err());
    }
}

/// Every error response is an error with the status, of limited length and without secrets.
pub(crate) fn errors(input: &[u8]) {
    const STATUSES: &[u16] = &[301, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504, 599];
    let status = STATUSES[input.len() % STATUSES.len()];
    let reply = Reply::json(status, with_secrets(input));
    let scripted = Scripted::new(RetryPolicy::disabled());
    let login = reply.clone();
    scripted.respond_to_all(move |_| login.clone());
    assert_no_secret(&scripted.get_order().expect_err("no token"), &[PASSWORD, KEY]);

    scripted.respond(move |_| reply.clone());
    let error = scripted.get_order().expect_err("an error status is an error");
    assert_eq!(error.status(), StatusCode::from_u16(status).ok(), "{error}");
    assert_no_secret(&error, &[KEY, TOKEN]);
}

/// No `Retry-After` makes a call panic or exceed its time limit.
pub(crate) fn retry_after(input: &[u8]) {
    static SCRIPTED: LazyLock<Scripted> = LazyLock::new(|| Scripted::new(RetryPolicy::new()));
    let Ok(value) = HeaderValue::from_bytes(input) else { return };
    let status = [429, 503][input.len() % 2];
    let rejected = Mutex::new(false);
    SCRIPTED.respond(move |_| {
        if std::mem::replace(&mut *rejected.lock().unwrap(), true) {
            return Reply::json(200, r#"{"id":"1"}"#);
        }
        let mut reply = Reply::json(status, "{}");
        reply.headers.push(("retry-after", value.clone()));
        reply
    });
    let before = SCRIPTED.clock.elapsed();
    let result = SCRIPTED.get_order();
    let elapsed = SCRIPTED.clock.elapsed() - before;
    assert!(elapsed <= Duration::from_secs(300), "waited {elapsed:?}: {result:?}");
    if let Err(error) = result {
        assert!(error.is_rate_limited() || error.is_retryable(), "{error:?}");
    }
}

/// A token response gives a token that is sent as it is, or an error without the response's text.
pub(crate) fn tokens(input: &[u8]) {
    let scripted = Scripted::new(RetryPolicy::disabled());
    let (sent, recorded) = (Arc::new(Mutex::new(Vec::new())), input.to_vec());
    let authorizations = Arc::clone(&sent);
    scripted.respond_to_all(move |request| match request.headers().get("authorization") {
        _ if request.url().path() == "/na/token" => Reply::json(200, recorded.clone()),
        authorization => {
            authorizations.lock().unwrap().extend(authorization.map(|value| value.as_bytes().to_vec()));
            Reply::json(200, r#"{"id":"1"}"#)
        }
    });
    let result = scripted.get_order();
    let stated =
        serde_json::from_slice::<Value>(input).ok().and_then(|body| Some(body["token"].as_str()?.to_owned()));
    match (result, sent.lock().unwrap().as_slice()) {
        (Ok(_), [authorization]) => {
            let stated = stated.expect("only a token can be sent");
            assert_eq!(authorization, format!("Bearer {}", stated.trim()).as_bytes());
        }
        (Err(error), []) => {
            let text = format!("{error} {error:?}");
            assert!(stated.is_none_or(|token| token.len() < 12 || !text.contains(&token)), "{text}");
        }
        (result, sent) => panic!("{result:?} after {} requests", sent.len()),
    }
}

/// A base URL is rejected without its password, or all requests are below it.
pub(crate) fn base_urls(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let requests = Arc::new(Mutex::new(Vec::new()));
    let recorded = Arc::clone(&requests);
    let clock = ManualRuntime::new();
    let builder = |url: &str| {
        Client::builder()
            .base_url(url)
            .marketplace("us")
            .login("acme.api", PASSWORD)
            .subscription_key(KEY)
            .http(|http| http.tls_certs_only([]))
    };
    let client = builder(text)
        .runtime(clock.clone())
        .stub_transport(move |request| {
            recorded.lock().unwrap().push(request.url().clone());
            let body = if request.url().path().ends_with("/token") {
                format!(r#"{{"token":"{TOKEN}","expiresInSeconds":1500}}"#)
            } else {
                r#"{"id":"1"}"#.to_owned()
            };
            async move { Some(Reply::json(200, body).response(request.url())) }
        })
        .build();
    let parsed = Url::parse(text.trim());
    let client = match (client, &parsed) {
        (Ok(client), _) => client,
        (Err(error), Ok(url)) => {
            let mut other = url.clone();
            if url.password().is_some() && other.set_password(Some("other")).is_ok() {
                let other = builder(other.as_str()).build().expect_err("the URL has a password");
                assert_eq!(error.to_string(), other.to_string(), "it depends on the password");
            }
            return;
        }
        (Err(_), Err(_)) => return,
    };
    let base = parsed.expect("a base URL is a URL");
    let _ = run(clock.run(async { client.orders().get("1").await })).expect("the service returned the order");
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 2);
    for url in &*requests {
        assert_eq!(url.origin(), base.origin());
        assert!(url.path().starts_with(base.path().trim_end_matches('/')), "{url} is not below {base}");
        assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none(), "{url}");
        assert!(url.scheme() == "https" || base.host_str().is_some_and(is_loopback), "{url}");
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The rows of a file do not depend on the chunks in which it arrives.
pub(crate) fn csv_rows(input: &[u8]) {
    static SCRIPTED: LazyLock<Scripted> = LazyLock::new(|| Scripted::new(RetryPolicy::disabled()));
    let whole = rows(&SCRIPTED, input, usize::MAX);
    for chunk in [1, 2, 7] {
        assert_eq!(rows(&SCRIPTED, input, chunk), whole, "in chunks of {chunk} bytes");
    }
}

fn rows(scripted: &Scripted, input: &[u8], chunk: usize) -> Vec<Result<BTreeMap<String, String>, String>> {
    let (body, format) = (input.to_vec(), [ReportFormat::Csv, ReportFormat::Json][input.len() % 2].clone());
    scripted.respond(move |_| {
        let headers = vec![("content-type", HeaderValue::from_static("text/plain"))];
        Reply { status: 200, headers, body: body.clone(), chunk }
    });
    run(scripted.clock.run(async {
        let file =
            ReportFile::from(SignedUrl::from("https://store.example/report?sig=0123456789")).format(format);
        let mut rows = scripted.client.reports().download(file).rows::<BTreeMap<String, String>>();
        let mut all = Vec::new();
        while let Some(row) = rows.next().await {
            all.push(row.map_err(|error| error.to_string()));
        }
        all
    }))
}
