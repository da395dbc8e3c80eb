//! The address under which all paths stand.

use std::net::{Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use super::Problem;

/// A checked address: http or https, no user, query or fragment, no slash at its end, its path kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    url: Url,
    text: String,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str, allow_plain_http: bool) -> Result<Self, Problem> {
        const EXAMPLE: &str =
            "give it as the portal shows it, for example https://api.cloud.im/marketplace/na";
        let problem = |reason: String| Problem::new("base URL", reason, EXAMPLE);
        let text = text.trim();
        let url = Url::parse(text).map_err(|error| problem(format!("is not an address ({error})")))?;
        if url.host_str().is_none_or(str::is_empty) || !matches!(url.scheme(), "http" | "https") {
            return Err(problem("is neither an http nor an https address".to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Problem::new(
                "base URL",
                "holds a user name or password",
                "give those to credentials, and the address without them",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(problem("holds a query or fragment, which cannot stand before a path".to_owned()));
        }
        if url.scheme() == "http" && !allow_plain_http && !is_loopback(&url) {
            return Err(Problem::new(
                "base URL",
                "is plain http, which would show the credentials to everyone on the way",
                "use https, or call allow_plain_http if you must",
            ));
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, text })
    }

    /// Without a slash at its end.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an address has the same scheme, host and port.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        same_origin(&self.url, url)
    }

    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(crate) fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }
}

/// Whether the host is this machine by its very name; a name that resolves to it can resolve elsewhere tomorrow.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || bare.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

/// Whether two addresses lead to the same service. As `Url::origin` says, which would copy their hosts for each answer.
pub(crate) fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port_or_known_default() == other.port_or_known_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_path_is_kept_and_slashes_at_its_end_are_not() {
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
    fn origins_are_those_of_the_url_standard() {
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
            assert_eq!(same_origin(one, other), one.origin() == other.origin(), "{one} and {other}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_alone_unless_allowed_by_name() {
        for allowed in ["http://localhost:1", "http://127.0.0.1", "http://127.8.9.1/x", "http://[::1]:80"] {
            assert!(BaseUrl::parse(allowed, false).is_ok(), "{allowed}");
        }
        for refused in ["http://api.cloud.im", "http://localhost.example", "http://128.0.0.1", "http://[::2]"]
        {
            let problem = BaseUrl::parse(refused, false).unwrap_err();
            assert!(problem.remedy().contains("allow_plain_http"), "{problem}");
            assert!(BaseUrl::parse(refused, true).is_ok(), "{refused}");
        }
    }

    #[test]
    fn what_cannot_be_a_base_is_refused_with_its_remedy_and_without_its_secrets() {
        for (given, reason) in [
            ("api.cloud.im/marketplace/na", "not an address"),
            ("ftp://api.cloud.im", "neither an http nor an https"),
            ("https://api.cloud.im/na?x=SECRET", "query or fragment"),
            ("https://api.cloud.im/na#SECRET", "query or fragment"),
            ("https://user:SECRET@api.cloud.im", "user name or password"),
            ("", "not an address"),
        ] {
            let problem = BaseUrl::parse(given, true).unwrap_err();
            assert!(problem.reason().contains(reason), "{given}: {problem}");
            assert!(!problem.remedy().is_empty());
            assert!(!problem.to_string().contains("SECRET"), "{problem}");
        }
    }
}
