//! The base URL.

use std::net::{Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use super::Problem;

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

/// Returns true if the host is `localhost` or a loopback IP address. Other names can resolve to other
/// addresses later.
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
}
