//! Settings of a client, one by one.

use std::{fmt, sync::Arc};

use imcloud_raw::Secret;
use reqwest::header::HeaderValue;

use super::{BaseUrl, ConfigError, Problem, Timeouts, http};
#[cfg(feature = "testing")]
use crate::http::StubTransport;
use crate::{
    Authenticate, Client, NativeLogin, RateLimit, RetryPolicy, TokenStore,
    auth::TokenCache,
    http::{BodyLimits, Limits, RateLimiter, RetryBudget, Sender, Stack},
    pagination::MAX_PAGE_SIZE,
    reports::FileStore,
    runtime::{Runtime, TokioRuntime},
    telemetry::Observe,
};

/// Makes a [`Client`]. Needed are the base URL, a login or other credentials, and the subscription key; a login needs the marketplace too.
///
/// # Examples
///
/// ```
/// use imcloud::{Client, region};
///
/// let client = Client::builder()
///     .base_url(region::EUROPE)
///     .marketplace("nl")
///     .login("acme.api", "correct horse")
///     .subscription_key("0123456789abcdef")
///     .user_agent("acme-billing/2.1")
///     .build()?;
/// # let _ = client;
/// # Ok::<(), imcloud::ConfigError>(())
/// ```
#[derive(Default)]
#[must_use = "a builder makes nothing before `build`"]
pub struct Builder {
    base_url: Option<String>,
    marketplace: Option<String>,
    credentials: Option<Credentials>,
    key: Option<Secret>,
    client_id: Option<String>,
    timeouts: Timeouts,
    user_agent: Option<String>,
    http: Http,
    download_http: Option<Box<reqwest::ClientBuilder>>,
    retry: RetryPolicy,
    rate_limit: RateLimit,
    page_size: Option<u32>,
    allow_plain_http: bool,
    runtime: Option<Arc<dyn Runtime>>,
    observer: Option<Arc<dyn Observe>>,
    store: Option<Arc<dyn TokenStore>>,
    body_limits: BodyLimits,
    #[cfg(feature = "testing")]
    stub: Option<StubTransport>,
}

enum Credentials {
    Native(NativeLogin),
    Other(Arc<dyn Authenticate>),
}

#[derive(Default)]
enum Http {
    #[default]
    Usual,
    Builder(Box<reqwest::ClientBuilder>),
    Client(reqwest::Client),
}

impl Builder {
    /// Where the API is: one of [`region`](crate::region), or any other address. Its path is kept, slashes at its end are not.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The code of the reseller's own marketplace, such as `us`, `nl` or `au`; the address of the control panel shows it. Sent in lower case.
    pub fn marketplace(mut self, code: impl Into<String>) -> Self {
        self.marketplace = Some(code.into());
        self
    }

    /// User name and password of the API user; the same as `credentials(NativeLogin::new(..))`, and checked.
    pub fn login(mut self, username: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials = Some(Credentials::Native(NativeLogin::new(username, password)));
        self
    }

    /// Credentials of another kind, such as [`OAuthPassword`](crate::OAuthPassword).
    pub fn credentials(mut self, credentials: impl Authenticate) -> Self {
        self.credentials = Some(Credentials::Other(Arc::new(credentials)));
        self
    }

    /// The subscription key, which the gateway asks for in the header `X-Subscription-Key` of every call.
    pub fn subscription_key(mut self, key: impl Into<Secret>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The identifier that support gives to integrations of other applications, for the header `X-Client-Id` (documented). Not sent by default.
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.client_id = Some(id.into());
        self
    }

    /// Time limits. See [`Timeouts`] for the defaults.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Your program, such as `acme-billing/2.1`; put before `imcloud/VERSION`. Has no effect with [`Builder::http_client`].
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
        self
    }

    /// A started `reqwest::ClientBuilder`, for proxies, certificates and the like. Redirects, reqwest's retries, the connect time-out and the user agent are set by us.
    pub fn http(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.http = Http::Builder(Box::new(builder));
        self
    }

    /// A finished `reqwest::Client`, to share its connections. Build it with [`secure_client_builder`](crate::secure_client_builder): a client that follows redirects
    /// shows the subscription key to where they point, which is noticed only afterwards. [`Builder::http`] has no such trap.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Http::Client(client);
        self
    }

    /// A started `reqwest::ClientBuilder` for files of reports, which are fetched by an HTTP client of their own, so that no credential goes to where they lie. What is
    /// set by [`Builder::http`] does not hold there: give proxies and certificates once more, and no headers that are secret. Redirects, retries, packing, the
    /// connect time-out and the user agent are set by us.
    pub fn download_http(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.download_http = Some(Box::new(builder));
        self
    }

    /// How calls are repeated. See [`RetryPolicy`] for the defaults.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The rate of calls. [`RateLimit::adaptive`] by default.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = limit;
        self
    }

    /// Rows per page of lists, 1 to 500. 500 by default, the largest page known to work (observed).
    pub fn page_size(mut self, rows: u32) -> Self {
        self.page_size = Some(rows);
        self
    }

    /// Allows a base URL with `http://` to another machine. Login, key and tokens are then readable by everyone on the way.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// The clock and the dice. [`TokioRuntime`] by default.
    pub fn runtime(mut self, runtime: impl Runtime) -> Self {
        self.runtime = Some(Arc::new(runtime));
        self
    }

    /// Is told of attempts, calls and pauses.
    pub fn observer(mut self, observer: Arc<dyn Observe>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Keeps tokens beyond this client. By default they live in memory only.
    pub fn token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.store = Some(store);
        self
    }

    /// Limit for the body of a successful response, in bytes. Defaults to 64 MiB. A larger one is an error of kind
    /// [`TooLarge`](crate::ErrorKind::TooLarge). Report files have a limit of their own.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.body_limits.response = bytes;
        self
    }

    /// Limit for the body of an error response, in bytes. Defaults to 64 KiB. The rest of a larger one is not read.
    pub fn max_error_bytes(mut self, bytes: usize) -> Self {
        self.body_limits.error = bytes;
        self
    }

    /// Replaces sockets by a function that responds to requests, for tests. `None` closes the connection without a response. The
    /// response needs the URL of the request (`reqwest::ResponseBuilderExt`).
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

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    /// Every setting that is missing or cannot be used, with its remedy.
    ///
    /// # Panics
    /// With the feature `rustls-no-provider`, when the program has installed no provider (reqwest's behaviour).
    pub fn build(self) -> Result<Client, ConfigError> {
        let Checked { base, marketplace, client_id, user_agent, page_size } =
            self.check(self.allow_plain_http)?;
        let (Some(key), Some(credentials)) = (self.key, self.credentials) else {
            return Err(missing("login", "call login, or credentials").into());
        };
        let mut key_header = HeaderValue::from_str(key.expose())
            .map_err(|_| Problem::new("subscription key", "cannot stand in a header", "copy it once more"))?;
        key_header.set_sensitive(true);
        let unusable = |name: &'static str, error: reqwest::Error| {
            let reason = format!("cannot be made ({error})");
            ConfigError::from(Problem::new(name, reason, "check its certificates and proxies"))
        };
        let files = FileStore::new(user_agent.clone(), self.timeouts.connect, self.allow_plain_http);
        if let Some(builder) = self.download_http {
            files.build(*builder).map_err(|error| unusable("HTTP client of downloads", error))?;
        }
        let usual = |builder: reqwest::ClientBuilder| {
            http::build(builder.user_agent(user_agent), self.timeouts.connect)
                .map_err(|error| unusable("HTTP client", error))
        };
        let http = match self.http {
            Http::Usual => usual(reqwest::Client::builder())?,
            Http::Builder(builder) => usual(*builder)?,
            Http::Client(client) => client,
        };
        let runtime = self.runtime.unwrap_or_else(|| Arc::new(TokioRuntime));
        let limits = Limits::new(&self.timeouts, self.retry);
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
            files,
            base,
            key_header,
            key,
            client_id,
            body_limits: self.body_limits,
            #[cfg(feature = "testing")]
            stub: self.stub,
            observer: self.observer,
        };
        let stack = Stack { sender: Arc::new(sender), tokens: Arc::new(tokens), limits };
        Ok(Client::over(stack, page_size))
    }
}

/// Settings as they are used.
struct Checked {
    base: BaseUrl,
    marketplace: Option<String>,
    client_id: Option<HeaderValue>,
    user_agent: HeaderValue,
    page_size: u32,
}

impl Builder {
    /// Looks at the values only; whether plain http is allowed may be said later.
    pub(super) fn check_values(&self) -> Result<(), ConfigError> {
        self.check(true).map(|_| ())
    }

    fn check(&self, allow_plain_http: bool) -> Result<Checked, ConfigError> {
        let mut problems = Vec::new();
        let base = match &self.base_url {
            None => Err(missing(
                "base URL",
                "call base_url with the address that the portal shows beside the key",
            )),
            Some(url) => BaseUrl::parse(url, allow_plain_http),
        };
        let base = base.map_err(|problem| problems.push(problem));
        let marketplace = self.marketplace.as_deref().map(|code| code.trim().to_ascii_lowercase());
        problems.extend(marketplace_problem(marketplace.as_deref(), self.credentials.as_ref()));
        problems.extend(login_problems(self.credentials.as_ref()));
        problems.extend(key_problem(self.key.as_ref().map(Secret::expose)));
        let client_id = self.client_id.as_deref().map(HeaderValue::from_str).transpose().map_err(|_| {
            problems.push(Problem::new(
                "client id",
                "cannot stand in a header",
                "copy it once more from support's mail",
            ));
        });
        let own = concat!("imcloud/", env!("CARGO_PKG_VERSION"));
        let product =
            self.user_agent.as_ref().map_or_else(|| own.to_owned(), |product| format!("{product} {own}"));
        let user_agent = HeaderValue::from_str(&product).map_err(|_| {
            problems.push(Problem::new(
                "user agent",
                "cannot stand in a header",
                "use visible ASCII such as acme-billing/2.1",
            ));
        });
        let page_size = self.page_size.unwrap_or(MAX_PAGE_SIZE);
        if !(1..=MAX_PAGE_SIZE).contains(&page_size) {
            problems.push(Problem::new(
                "page size",
                "is not between 1 and 500",
                "give one in that range; what the service does above 500 is not known",
            ));
        }
        match (base, client_id, user_agent, problems.is_empty()) {
            (Ok(base), Ok(client_id), Ok(user_agent), true) => {
                Ok(Checked { base, marketplace, client_id, user_agent, page_size })
            }
            _ => Err(ConfigError::new(problems)),
        }
    }
}

fn missing(setting: &'static str, remedy: &'static str) -> Problem {
    Problem::new(setting, "is missing", remedy)
}

fn marketplace_problem(code: Option<&str>, credentials: Option<&Credentials>) -> Option<Problem> {
    const REMEDY: &str =
        "call marketplace with your own code, such as us or nl; the address of the control panel shows it";
    match code {
        None if matches!(credentials, Some(Credentials::Other(_))) => None,
        None => Some(missing("marketplace", REMEDY)),
        Some(code)
            if code.is_empty()
                || !code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') =>
        {
            Some(Problem::new("marketplace", "is not a code of letters and digits", REMEDY))
        }
        Some(_) => None,
    }
}

fn login_problems(credentials: Option<&Credentials>) -> Vec<Problem> {
    const REMEDY: &str = "call login with user name and password of the API user";
    let login = match credentials {
        None => return vec![missing("login", REMEDY)],
        Some(Credentials::Other(_)) => return Vec::new(),
        Some(Credentials::Native(login)) => login,
    };
    let (username, password) = (login.username(), login.password().expose());
    let mut problems = Vec::new();
    if username.trim().is_empty() {
        problems.push(Problem::new("user name", "is empty", REMEDY));
    } else if username.contains(':') || username.contains(char::is_control) {
        let reason = "holds a colon or a control character";
        problems.push(Problem::new("user name", reason, "give the name alone, without the password"));
    }
    if password.is_empty() {
        problems.push(Problem::new("password", "is empty", REMEDY));
    } else if password.contains(char::is_control) {
        let reason = "holds a control character, perhaps a line break at its end";
        problems.push(Problem::new("password", reason, "give it without"));
    }
    problems
}

fn key_problem(key: Option<&str>) -> Option<Problem> {
    const NAME: &str = "subscription key";
    let Some(key) = key else {
        return Some(missing(NAME, "call subscription_key with the key that the portal shows"));
    };
    (key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic())).then(|| {
        let reason = "is empty or holds something other than visible ASCII, perhaps a space or a line break";
        Problem::new(NAME, reason, "copy it once more from the portal")
    })
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the address, which may hold a password until it is checked.
        f.debug_struct("Builder").field("marketplace", &self.marketplace).finish_non_exhaustive()
    }
}
