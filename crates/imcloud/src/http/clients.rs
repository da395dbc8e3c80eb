//! HTTP clients, their base URL and their proxies.

use std::{
    ffi::OsString,
    net::{Ipv4Addr, Ipv6Addr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{ClientBuilder, NoProxy, Proxy, Url, header::HeaderValue, redirect, retry};

use crate::error::Problem;

/// A valid base URL: http or https, without user, query, fragment and trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    pub(crate) url: Url,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str, allow_plain_http: bool) -> Result<Self, Problem> {
        const EXAMPLE: &str = "copy it from the portal, for example https://api.cloud.im/marketplace/na";
        let url = Url::parse(text.trim())
            .map_err(|error| Problem::new("base URL", format!("is not a valid URL ({error})"), EXAMPLE))?;
        let host = url.host_str().unwrap_or_default();
        let (reason, hint) = if host.is_empty() || !matches!(url.scheme(), "http" | "https") {
            ("is neither an http nor an https URL", EXAMPLE)
        } else if !is_valid_host(host) {
            ("has an invalid host name", EXAMPLE)
        } else if !url.username().is_empty() || url.password().is_some() {
            ("contains a user name or password", "pass those to login, and the URL without them")
        } else if url.query().is_some() || url.fragment().is_some() {
            ("contains a query or fragment", EXAMPLE)
        } else if url.scheme() == "http" && !allow_plain_http && !is_loopback(&url) {
            ("is plain http, which sends credentials unencrypted", "use https, or call allow_plain_http")
        } else {
            return Ok(Self { url });
        };
        Err(Problem::new("base URL", reason, hint))
    }

    /// Returns the URL without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// Returns true if a URL has the same scheme, host and port. `Url::origin` would copy the host.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        self.url.scheme() == url.scheme()
            && self.url.host() == url.host()
            && self.url.port_or_known_default() == url.port_or_known_default()
    }
}

/// Returns true if the host is `localhost` or a loopback IP address. Other names can change.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || bare.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

/// Returns true if DNS allows the lengths of a host name and its labels. Never true for `a..b`.
pub(crate) fn is_valid_host(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    name.len() <= 253 && name.split('.').all(|label| (1..=63).contains(&label.len()))
}

pub(crate) type Configure = Arc<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

/// HTTP clients with the same settings, each built at its first use. Loopback URLs are never sent through a
/// proxy of the environment, where plain HTTP shows the credentials.
pub(crate) struct HttpClients {
    configure: Option<Configure>,
    user_agent: HeaderValue,
    connect: Duration,
    /// For loopback URLs with http, those with https, and others.
    built: [OnceLock<reqwest::Client>; 3],
}

/// The way to a host, for messages.
pub(crate) struct Route {
    pub(crate) host: String,
    /// The proxy of the environment, if one is known to be used.
    pub(crate) proxy: Option<String>,
}

impl HttpClients {
    pub(crate) fn new(configure: Option<Configure>, user_agent: HeaderValue, connect: Duration) -> Self {
        Self { configure, user_agent, connect, built: Default::default() }
    }

    pub(crate) fn for_url(&self, url: &Url) -> reqwest::Result<&reqwest::Client> {
        let [plain, direct, proxied] = &self.built;
        let cell = match (is_loopback(url), url.scheme()) {
            (true, "http") => plain,
            (true, _) => direct,
            _ => proxied,
        };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let client = self.build(url)?;
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

    fn build(&self, url: &Url) -> reqwest::Result<reqwest::Client> {
        let direct = is_loopback(url);
        let mut builder = match (&self.configure, direct) {
            (Some(configure), _) => configure(ClientBuilder::new()),
            (None, true) => ClientBuilder::new().no_proxy(),
            (None, false) => ClientBuilder::new(),
        };
        // Reading the certificates of the system takes longer than most calls.
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
        if direct && self.configure.is_none() && url.scheme() == "http" {
            builder = builder.tls_certs_only([]);
        }
        if direct && self.configure.is_some() {
            // `ClientBuilder::no_proxy` would remove the proxies of the caller, too. Any explicit proxy
            // disables those of the environment, even one that excludes all hosts.
            let unused = Proxy::all("http://localhost")?;
            builder = builder.proxy(unused.no_proxy(NoProxy::from_string("localhost,127.0.0.0/8,::1")));
        }
        builder
            .user_agent(self.user_agent.clone())
            .connect_timeout(self.connect)
            // reqwest would send the key to the target of a redirect, and turn an order into a `GET`.
            .redirect(redirect::Policy::none())
            // The client implements retries itself.
            .retry(retry::never())
            // Other crates can enable these features. A small body could then become a huge one.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .build()
    }
}

/// Returns the problem of the first proxy variable that reqwest would silently ignore for this URL.
pub(crate) fn proxy_problem(url: &Url, lookup: impl Fn(&str) -> Option<OsString>) -> Option<Problem> {
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

    #[test]
    fn trailing_slashes_are_removed() {
        for (given, kept) in [
            ("https://api.cloud.im/marketplace/na", "https://api.cloud.im/marketplace/na"),
            ("https://api.cloud.im/marketplace/na/", "https://api.cloud.im/marketplace/na"),
            (" https://api.cloud.im/marketplace/na// ", "https://api.cloud.im/marketplace/na"),
            ("HTTPS://API.cloud.im", "https://api.cloud.im"),
            ("https://gateway.example:8443/a/b/", "https://gateway.example:8443/a/b"),
        ] {
            assert_eq!(BaseUrl::parse(given, false).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn origins_match_url_standard() {
        let urls = [
            "https://api.cloud.im/na",
            "https://API.cloud.im:443/eu?x=1",
            "http://api.cloud.im/na",
            "http://api.cloud.im:443/na",
            "https://api.cloud.im:8443",
            "https://api.cloud.im.example",
            "https://127.0.0.1",
            "https://[::1]",
        ];
        let urls = urls.map(|url| Url::parse(url).unwrap());
        for (one, other) in urls.iter().flat_map(|one| urls.iter().map(move |other| (one, other))) {
            let base = BaseUrl { url: one.clone() };
            assert_eq!(base.is_origin_of(other), one.origin() == other.origin(), "{one} and {other}");
        }
    }

    #[test]
    fn plain_http_requires_loopback_or_permission() {
        for allowed in ["http://localhost:1", "http://127.0.0.1", "http://127.8.9.1/x", "http://[::1]:80"] {
            assert!(BaseUrl::parse(allowed, false).is_ok(), "{allowed}");
        }
        for rejected in
            ["http://api.cloud.im", "http://localhost.example", "http://128.0.0.1", "http://[::2]"]
        {
            let problem = BaseUrl::parse(rejected, false).unwrap_err();
            assert!(problem.hint().contains("allow_plain_http"), "{problem}");
            assert!(BaseUrl::parse(rejected, true).is_ok(), "{rejected}");
        }
    }

    #[test]
    fn invalid_urls_are_rejected_without_secrets() {
        for (given, reason) in [
            ("api.cloud.im/marketplace/na", "not a valid URL"),
            ("ftp://api.cloud.im", "neither an http nor an https"),
            ("https://api.cloud.im/na?x=SECRET", "query or fragment"),
            ("https://api.cloud.im/na#SECRET", "query or fragment"),
            ("https://user:SECRET@api.cloud.im", "user name or password"),
            ("https://api..cloud.im", "invalid host name"),
            (&format!("https://{}.im", "a".repeat(64)), "invalid host name"),
            (&format!("https://{}im", "a.".repeat(127)), "invalid host name"),
            ("", "not a valid URL"),
        ] {
            let problem = BaseUrl::parse(given, true).unwrap_err();
            assert!(problem.reason().contains(reason), "{given}: {problem}");
            assert!(!problem.hint().is_empty());
            assert!(!problem.to_string().contains("SECRET"), "{problem}");
        }
    }

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
