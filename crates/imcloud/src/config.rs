//! The builder of clients, and settings of the environment.

use std::{ffi::OsString, sync::Arc};

use imcloud_raw::Secret;
use reqwest::{ClientBuilder, header::HeaderValue};

#[cfg(feature = "testing")]
use crate::http::StubTransport;
use crate::{
    Client,
    auth::NativeLogin,
    error::{ConfigError, Problem},
    http::{
        Authenticate, BaseUrl, BodyLimits, Configure, HttpClients, Limits, RateLimit, RateLimiter,
        RetryBudget, RetryPolicy, Sender, Stack, Timeouts, TokenCache, TokenStore, proxy_problem, root,
    },
    pagination::MAX_PAGE_SIZE,
    runtime::{Deadline, Runtime, TokioRuntime},
};

/// Known base URLs. The portal shows the base URL of a reseller next to the key.
pub mod region {
    /// North America; also serves resellers in Brazil (documented; Brazil: seen in client code).
    pub const NORTH_AMERICA: &str = "https://api.cloud.im/marketplace/na";

    /// Europe; seen in client code for the Netherlands, Sweden and Germany.
    pub const EUROPE: &str = "https://api.cloud.im/marketplace/eu";

    /// Laboratory for integrators; seen in client code of 2021. Ask support whether it still exists.
    pub const LAB: &str = "https://api-lab.cloud.im/marketplace/dev";
}

/// A builder of a [`Client`].
///
/// Required are the base URL, the subscription key, and a login with the marketplace or other credentials.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use imcloud::{Client, RateLimit, RetryPolicy, Timeouts, region};
///
/// let client = Client::builder()
///     .base_url(region::EUROPE)
///     .marketplace("nl")
///     .login("acme.api", "correct horse")
///     .subscription_key("0123456789abcdef")
///     .user_agent("acme-billing/2.1")
///     .timeouts(Timeouts::new().attempt(Duration::from_secs(30)).total(Duration::from_secs(120)))
///     .retry(RetryPolicy::new().max_attempts(10).max_retry_after(Duration::from_secs(300)))
///     // Two programs share a key that allows 60 calls per minute.
///     .rate_limit(RateLimit::per_minute(30))
///     .build()?;
/// # Ok::<(), imcloud::ConfigError>(())
/// ```
#[derive(Default)]
#[must_use = "call `build` to create the client"]
pub struct Builder {
    base_url: Option<String>,
    marketplace: Option<String>,
    credentials: Option<Credentials>,
    key: Option<Secret>,
    client_id: Option<String>,
    timeouts: Timeouts,
    user_agent: Option<String>,
    http: Option<Configure>,
    download_http: Option<Configure>,
    retry: RetryPolicy,
    rate_limit: RateLimit,
    page_size: Option<u32>,
    allow_plain_http: bool,
    runtime: Option<Arc<dyn Runtime>>,
    store: Option<Arc<dyn TokenStore>>,
    body_limits: BodyLimits,
    #[cfg(feature = "testing")]
    stub: Option<StubTransport>,
}

enum Credentials {
    Native(NativeLogin),
    Other(Arc<dyn Authenticate>),
}

setters! { impl Builder {
    /// Sets the base URL of the API: one of [`region`](crate::region) or any other, without trailing slashes.
    base_url(url: impl Into<String>) => base_url = Some(url.into());

    /// Sets the code of the marketplace of the reseller, such as `us`, `nl` or `au`, which is in the URL of
    /// the control panel. Sent in lower case.
    marketplace(code: impl Into<String>) => marketplace = Some(code.into());

    /// Sets user name and password of the API user. Like `credentials(NativeLogin::new(..))`, but validated.
    login(username: impl Into<String>, password: impl Into<Secret>) =>
        credentials = Some(Credentials::Native(NativeLogin::new(username, password)));

    /// Sets other credentials, such as [`OAuthPassword`](crate::OAuthPassword).
    credentials(credentials: impl Authenticate) =>
        credentials = Some(Credentials::Other(Arc::new(credentials)));

    /// Sets the subscription key, which the gateway requires in the header `X-Subscription-Key`.
    subscription_key(key: impl Into<Secret>) => key = Some(key.into());

    /// Sets the header `X-Client-Id`, assigned by support (documented). Not sent by default.
    client_id(id: impl Into<String>) => client_id = Some(id.into());

    /// Sets timeouts. See [`Timeouts`] for the defaults.
    timeouts(timeouts: Timeouts) => timeouts = timeouts;

    /// Sets your part of `User-Agent`, such as `acme-billing/2.1`, before `imcloud/VERSION`.
    user_agent(product: impl Into<String>) => user_agent = Some(product.into());

    /// Configures the HTTP client of the API, for proxies, certificates and similar.
    ///
    /// The client sets the user agent, the connect timeout, redirects, retries and decompression itself. It
    /// calls `configure` up to twice, because URLs with a loopback host have a separate HTTP client: it
    /// ignores proxies of the environment and uses only those that `configure` sets.
    ///
    /// # Examples
    ///
    /// ```
    /// use imcloud::{Client, reqwest::Proxy};
    ///
    /// let proxy = Proxy::all("http://proxy.example:8080")?;
    /// let builder = Client::builder().http(move |http| http.proxy(proxy.clone()));
    /// # Ok::<(), imcloud::reqwest::Error>(())
    /// ```
    http(configure: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static) =>
        http = Some(Arc::new(configure));

    /// Configures the separate HTTP client of report files, like [`Builder::http`], whose settings do not
    /// apply: set proxies and certificates again, and no secret headers.
    download_http(configure: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static) =>
        download_http = Some(Arc::new(configure));

    /// Sets the retry policy. See [`RetryPolicy`] for the defaults.
    retry(policy: RetryPolicy) => retry = policy;

    /// Sets the rate limit. Defaults to [`RateLimit::adaptive`].
    rate_limit(limit: RateLimit) => rate_limit = limit;

    /// Sets the number of items per page of lists, 1 to 500. Defaults to 500, the maximum (observed).
    page_size(items: u32) => page_size = Some(items);

    /// Allows `http://` URLs that are not loopback: login, key and tokens are then sent unencrypted.
    allow_plain_http() => allow_plain_http = true;

    /// Sets the clock and the random numbers. Defaults to [`TokioRuntime`].
    runtime(runtime: impl Runtime) => runtime = Some(Arc::new(runtime));

    /// Sets a store for tokens. By default they are cached in memory only.
    token_store(store: Arc<dyn TokenStore>) => store = Some(store);

    /// Limit for the body of a successful response, in bytes; larger ones are an error. Defaults to 64 MiB.
    /// Report files have a separate limit.
    max_response_bytes(bytes: usize) => body_limits.response = bytes;

    /// Limit for the body of an error response, in bytes, after which it is truncated. Defaults to 64 KiB.
    max_error_bytes(bytes: usize) => body_limits.error = bytes;
}}

impl Builder {
    /// Replaces sockets by a function that responds to requests, for tests. `None` closes the connection
    /// without a response. The response needs the URL of the request (`reqwest::ResponseBuilderExt`).
    #[cfg(feature = "testing")]
    pub fn stub_transport<F>(
        mut self,
        respond: impl Fn(reqwest::Request) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Option<reqwest::Response>> + Send + 'static,
    {
        self.stub = Some(Arc::new(move |request| Box::pin(respond(request))));
        self
    }

    /// Creates the client. Nothing is sent.
    ///
    /// # Errors
    /// [`ConfigError`] with every missing or invalid setting, proxy variables included.
    ///
    /// # Panics
    /// With the feature `rustls-no-provider`, if the program has installed no provider (as reqwest does).
    pub fn build(self) -> Result<Client, ConfigError> {
        let Checked { base, marketplace, client_id, user_agent, page_size } =
            self.check(self.allow_plain_http)?;
        let (Some(key), Some(credentials)) = (self.key, self.credentials) else {
            return Err(Problem::new("login", "is missing", "call login, or credentials").into());
        };
        let mut key_header = header("subscription key", key.expose(), "copy it again from the portal")?;
        key_header.set_sensitive(true);
        if let Some(problem) = proxy_problem(&base.url, |name| std::env::var_os(name)) {
            return Err(problem.into());
        }
        let unusable = |name: &'static str, error: reqwest::Error| {
            let cause = root(&error);
            Problem::new(name, format!("could not be built ({cause})"), "check its certificates and proxies")
        };
        let download_is_configured = self.download_http.is_some();
        let download_clients =
            HttpClients::new(self.download_http, user_agent.clone(), self.timeouts.connect);
        if download_is_configured {
            // Otherwise it is built when first used: certificates are loaded then.
            let built = download_clients.for_url(&base.url);
            built.map_err(|error| unusable("HTTP client of downloads", error))?;
        }
        let http_clients = HttpClients::new(self.http, user_agent, self.timeouts.connect);
        let http = http_clients.for_url(&base.url).map_err(|error| unusable("HTTP client", error))?.clone();
        let runtime = self.runtime.unwrap_or_else(|| Arc::new(TokioRuntime));
        let limits = Limits { timeouts: self.timeouts, deadline: Deadline::NEVER, retry: self.retry };
        let credentials: Arc<dyn Authenticate> = match credentials {
            Credentials::Native(login) => Arc::new(login),
            Credentials::Other(other) => other,
        };
        let tokens = TokenCache::new(credentials, self.store, base.as_str(), marketplace, limits.clone());
        let sender = Sender {
            limiter: RateLimiter::new(self.rate_limit, runtime.now()),
            budget: RetryBudget::new(limits.retry.budget),
            runtime,
            http,
            http_clients,
            download_clients,
            allow_plain_http: self.allow_plain_http,
            base,
            key_header,
            key,
            client_id,
            body_limits: self.body_limits,
            #[cfg(feature = "testing")]
            stub: self.stub,
        };
        let stack = Stack { sender: Arc::new(sender), tokens: Arc::new(tokens), limits };
        Ok(Client::over(stack, page_size))
    }
}

struct Checked {
    base: BaseUrl,
    marketplace: Option<String>,
    client_id: Option<HeaderValue>,
    user_agent: HeaderValue,
    page_size: u32,
}

impl Builder {
    fn check(&self, allow_plain_http: bool) -> Result<Checked, ConfigError> {
        let mut problems = Vec::new();
        let hint = "call base_url with the URL that the portal shows next to the key";
        let base = self.base_url.as_deref().ok_or_else(|| Problem::new("base URL", "is missing", hint));
        let base = base.and_then(|url| BaseUrl::parse(url, allow_plain_http));
        let base = base.map_err(|problem| problems.push(problem));
        let mut require = |valid: bool, setting, reason: &'static str, hint| {
            if !valid {
                problems.push(Problem::new(setting, reason, hint));
            }
        };
        let hint =
            "call marketplace with your own code, such as us or nl; the URL of the control panel contains it";
        let marketplace = self.marketplace.as_deref().map(|code| code.trim().to_ascii_lowercase());
        let is_optional = matches!(self.credentials, Some(Credentials::Other(_)));
        require(marketplace.is_some() || is_optional, "marketplace", "is missing", hint);
        let is_code_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let is_code = |code: &String| !code.is_empty() && code.bytes().all(is_code_letter);
        let valid = marketplace.as_ref().is_none_or(is_code);
        require(valid, "marketplace", "is not a code of letters and digits", hint);
        let hint = "call login with user name and password of the API user";
        require(self.credentials.is_some(), "login", "is missing", hint);
        if let Some(Credentials::Native(login)) = &self.credentials {
            let (name, password) = (&login.username, login.password.expose());
            require(!name.trim().is_empty(), "user name", "is empty", hint);
            let valid = !name.contains(':') && !name.contains(char::is_control);
            let reason = "contains a colon or a control character";
            require(valid, "user name", reason, "pass the name only, without the password");
            require(!password.is_empty(), "password", "is empty", hint);
            let reason = "contains a control character, perhaps a line break at its end";
            require(!password.contains(char::is_control), "password", reason, "pass it without");
        }
        let hint = "call subscription_key with the key that the portal shows";
        require(self.key.is_some(), "subscription key", "is missing", hint);
        let key = self.key.as_ref().map_or("key", Secret::expose);
        let valid = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        let reason =
            "is empty or contains characters other than visible ASCII, such as a space or a line break";
        require(valid, "subscription key", reason, "copy it again from the portal");
        let page_size = self.page_size.unwrap_or(MAX_PAGE_SIZE);
        let hint = "choose one in that range; larger pages are not known to work";
        let valid = (1..=MAX_PAGE_SIZE).contains(&page_size);
        require(valid, "page size", "is not between 1 and 500", hint);
        let hint = "copy it again from the mail of support";
        let client_id = self.client_id.as_deref().map(|id| header("client id", id, hint)).transpose();
        let client_id = client_id.map_err(|problem| problems.push(problem));
        let own = concat!("imcloud/", env!("CARGO_PKG_VERSION"));
        let product = self.user_agent.iter().map(String::as_str).chain([own]).collect::<Vec<_>>().join(" ");
        let user_agent = header("user agent", &product, "use visible ASCII such as acme-billing/2.1");
        let user_agent = user_agent.map_err(|problem| problems.push(problem));
        match (base, client_id, user_agent, problems.is_empty()) {
            (Ok(base), Ok(client_id), Ok(user_agent), true) => {
                Ok(Checked { base, marketplace, client_id, user_agent, page_size })
            }
            _ => Err(ConfigError { problems }),
        }
    }
}

fn header(setting: &'static str, value: &str, hint: &'static str) -> Result<HeaderValue, Problem> {
    HeaderValue::from_str(value).map_err(|_| Problem::new(setting, "is not valid in a header", hint))
}

// The URL is not validated yet and can contain a password.
impl_debug!(Builder, self, marketplace = self.marketplace);

/// The variables, the names of their settings in the builder, and hints.
const VARIABLES: [(&str, &[&str], &str); 5] = [
    (
        "IMCLOUD_BASE_URL",
        &["base URL"],
        "set it to the URL that the portal shows, for example https://api.cloud.im/marketplace/na",
    ),
    ("IMCLOUD_USERNAME", &["user name", "login"], "set it to the name of the API user, for example acme.api"),
    ("IMCLOUD_PASSWORD", &["password"], "set it to the password of the API user"),
    ("IMCLOUD_SUBSCRIPTION_KEY", &["subscription key"], "set it to the key that the portal shows"),
    ("IMCLOUD_MARKETPLACE", &["marketplace"], "set it to the code of your marketplace, for example us or nl"),
];

impl Builder {
    /// Creates a builder from the environment variables `IMCLOUD_BASE_URL`, `IMCLOUD_USERNAME`,
    /// `IMCLOUD_PASSWORD`, `IMCLOUD_SUBSCRIPTION_KEY` and `IMCLOUD_MARKETPLACE`. All five are required.
    ///
    /// # Errors
    /// [`ConfigError`] with every variable that is missing, empty or invalid.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| std::env::var_os(name))
    }

    /// Creates a builder from another source of these variables, such as a settings file.
    ///
    /// # Errors
    /// As [`Builder::from_env`].
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let values = VARIABLES.map(|(name, _, hint)| {
            let found = match lookup(name).map(OsString::into_string) {
                None => Err("is not set"),
                Some(Err(_)) => Err("is not valid UTF-8"),
                Some(Ok(value)) if value.trim().is_empty() => Err("is empty"),
                Some(Ok(value)) => Ok(value),
            };
            found.unwrap_or_else(|reason| {
                problems.push(Problem::new(name, reason, hint));
                String::new()
            })
        });
        let [base_url, username, password, key, marketplace] = values;
        let builder = Self::default()
            .base_url(base_url)
            .login(username, password)
            .subscription_key(key)
            .marketplace(marketplace);
        if let Err(invalid) = builder.check(true) {
            problems.extend(invalid.by_variable().problems);
        }
        if problems.is_empty() {
            return Ok(builder);
        }
        problems.sort_by_key(|problem| VARIABLES.iter().position(|(name, ..)| *name == problem.setting()));
        // The value of a missing variable is invalid, too.
        problems.dedup_by(|next, first| next.setting() == first.setting());
        Err(ConfigError { problems })
    }
}

impl ConfigError {
    /// Returns the same problems with the names of the variables.
    pub(crate) fn by_variable(mut self) -> Self {
        for problem in &mut self.problems {
            let variable = VARIABLES.iter().find(|(_, settings, _)| settings.contains(&problem.setting()));
            if let Some((name, ..)) = variable {
                problem.setting = name;
            }
        }
        self
    }
}
