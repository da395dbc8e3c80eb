//! HTTP clients and their proxies.

use std::{
    ffi::OsString,
    sync::{Arc, OnceLock},
    time::Duration,
};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{ClientBuilder, NoProxy, Proxy, Url, header::HeaderValue, redirect, retry};

use super::{Problem, is_loopback};

/// Settings of HTTP clients by the caller.
pub(crate) type Configure = Arc<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

/// Two HTTP clients with the same settings, each built at its first use: loopback URLs are never sent through
/// a proxy of the environment, where plain HTTP shows the credentials.
pub(crate) struct HttpClients {
    configure: Option<Configure>,
    user_agent: HeaderValue,
    connect: Duration,
    direct: OnceLock<reqwest::Client>,
    proxied: OnceLock<reqwest::Client>,
}

/// The way to a host, for messages.
pub(crate) struct Route {
    pub(crate) host: String,
    /// The proxy of the environment, if one is known to be used.
    pub(crate) proxy: Option<String>,
}

impl HttpClients {
    pub(crate) fn new(configure: Option<Configure>, user_agent: HeaderValue, connect: Duration) -> Self {
        Self { configure, user_agent, connect, direct: OnceLock::new(), proxied: OnceLock::new() }
    }

    /// Returns the HTTP client for a URL.
    pub(crate) fn for_url(&self, url: &Url) -> reqwest::Result<&reqwest::Client> {
        let cell = if is_loopback(url) { &self.direct } else { &self.proxied };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let client = self.build(is_loopback(url))?;
        Ok(cell.get_or_init(|| client))
    }

    pub(crate) fn route(&self, url: &Url) -> Route {
        let uri =
            url.as_str().parse::<http::Uri>().ok().filter(|_| !is_loopback(url) && self.configure.is_none());
        let proxy = uri.and_then(|uri| Matcher::from_system().intercept(&uri));
        Route {
            host: url.host_str().unwrap_or_default().to_owned(),
            proxy: proxy.map(|proxy| proxy.uri().to_string()),
        }
    }

    fn build(&self, direct: bool) -> reqwest::Result<reqwest::Client> {
        let mut builder = match (&self.configure, direct) {
            (Some(configure), _) => configure(ClientBuilder::new()),
            (None, true) => ClientBuilder::new().no_proxy(),
            (None, false) => ClientBuilder::new(),
        };
        if direct && self.configure.is_some() {
            // `ClientBuilder::no_proxy` would remove the proxies of the caller, too. Any explicit proxy
            // disables those of the environment, even one that excludes all hosts.
            let unused = Proxy::all("http://localhost")?;
            builder = builder.proxy(unused.no_proxy(NoProxy::from_string("localhost,127.0.0.0/8,::1")));
        }
        builder
            .user_agent(self.user_agent.clone())
            .connect_timeout(self.connect)
            // reqwest would send the subscription key to the target of a redirect, and would turn an order
            // into a `GET`.
            .redirect(redirect::Policy::none())
            // The client implements retries itself.
            .retry(retry::never())
            // Other crates of the program can enable these features of reqwest. A small body could then
            // become a huge one.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .build()
    }
}

/// Returns the problem of the first proxy variable that reqwest would silently ignore for this URL.
pub(super) fn proxy_problem(url: &Url, lookup: impl Fn(&str) -> Option<OsString>) -> Option<Problem> {
    let first = |names: [&'static str; 2]| {
        names.into_iter().find_map(|name| Some((name, lookup(name)?))).filter(|(_, value)| !value.is_empty())
    };
    let uri: http::Uri = url.as_str().parse().ok()?;
    let no_proxy = first(["NO_PROXY", "no_proxy"]).and_then(|(_, value)| value.into_string().ok());
    let used = Matcher::builder().all("http://localhost").no(no_proxy.unwrap_or_default()).build();
    // Servers set this variable for CGI programs, to which HTTP_PROXY can come from a request.
    if is_loopback(url) || lookup("REQUEST_METHOD").is_some() || used.intercept(&uri).is_none() {
        return None;
    }
    let by_scheme =
        if url.scheme() == "https" { ["HTTPS_PROXY", "https_proxy"] } else { ["HTTP_PROXY", "http_proxy"] };
    let (name, value) = first(by_scheme).or_else(|| first(["ALL_PROXY", "all_proxy"]))?;
    let valid = value
        .into_string()
        .is_ok_and(|value| Matcher::builder().all(value).build().intercept(&uri).is_some());
    (!valid).then(|| {
        let hint = "set it to the URL of the proxy, such as http://proxy.example:8080, or unset it";
        Problem::new(name, "is not a valid proxy URL", hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(url: &str, variables: &[(&str, &str)]) -> Option<String> {
        let lookup = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        proxy_problem(&url.parse().unwrap(), lookup).map(|problem| problem.to_string())
    }

    #[test]
    fn invalid_proxy_variable_is_named_without_value() {
        for value in ["SECRET@", "http://", "ftp://u:SECRET@proxy.example", "http://pro xy", ":::", "/SECRET"]
        {
            for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                let problem = problem("https://api.cloud.im/na", &[(name, value)]).unwrap();
                assert!(problem.starts_with(&format!("{name} is not a valid proxy URL")), "{problem}");
                assert!(!problem.contains("SECRET"), "{problem}");
            }
        }
        assert!(problem("http://api.cloud.im", &[("HTTP_PROXY", ":::")]).is_some());
    }

    #[test]
    fn valid_or_unused_proxy_variable_is_accepted() {
        for value in [
            "",
            "http://u:p@proxy.example:8080",
            "proxy.example:8080",
            "https://proxy.example/",
            "socks5://p:1",
        ] {
            assert_eq!(problem("https://api.cloud.im/na", &[("HTTPS_PROXY", value)]), None, "{value}");
        }
        for unused in [
            &[("HTTP_PROXY", ":::")][..],
            &[("HTTPS_PROXY", "http://proxy.example"), ("ALL_PROXY", ":::")],
            &[("HTTPS_PROXY", "http://proxy.example"), ("https_proxy", ":::")],
            &[("HTTPS_PROXY", ":::"), ("no_proxy", "cloud.im")],
            &[("HTTPS_PROXY", ":::"), ("REQUEST_METHOD", "GET")],
        ] {
            assert_eq!(problem("https://api.cloud.im/na", unused), None, "{unused:?}");
        }
        for loopback in ["https://localhost", "https://127.0.0.1:1", "http://[::1]"] {
            assert_eq!(problem(loopback, &[("ALL_PROXY", ":::"), ("HTTPS_PROXY", ":::")]), None);
        }
    }

    #[test]
    fn clients_are_built_with_configuration() {
        let configured = Arc::new(std::sync::atomic::AtomicU32::new(0));
        let count = Arc::clone(&configured);
        let configure: Configure = Arc::new(move |builder| {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            builder
        });
        let clients =
            HttpClients::new(Some(configure), HeaderValue::from_static("x"), Duration::from_secs(1));
        for url in ["https://api.cloud.im", "https://localhost", "https://other.example"] {
            clients.for_url(&url.parse().unwrap()).unwrap();
        }
        assert_eq!(configured.load(std::sync::atomic::Ordering::Relaxed), 2);
    }
}
