//! Downloads and lookups against a local server.

#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    thread,
};

use xtask_fetch::{Client, Offer, newer_than};

/// Serves bodies by path, and 404 for everything else; returns the URL. A body that starts with `/` is a
/// redirect, one that starts with `HTTP/` a complete response.
fn serve(pages: &[(&str, &str)]) -> String {
    let pages: HashMap<String, String> =
        pages.iter().map(|(path, body)| ((*path).to_owned(), (*body).to_owned())).collect();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut lines = BufReader::new(connection.try_clone().unwrap()).lines();
            let path = lines.next().unwrap().unwrap().split(' ').nth(1).unwrap().to_owned();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            let response = |status: &str, body: &str| {
                format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                )
            };
            let response = match pages.get(&path) {
                Some(raw) if raw.starts_with("HTTP/") => raw.clone(),
                Some(path) if path.starts_with('/') => {
                    response(&format!("302 Found\r\nLocation: {path}"), "")
                }
                Some(body) => response("200 OK", body),
                None => response("404 Not Found", ""),
            };
            connection.write_all(response.as_bytes()).unwrap();
        }
    });
    url
}

const UNAVAILABLE: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
const INTERRUPTED: &str =
    "HTTP/1.1 200 OK\r\nContent-Length: 900\r\nConnection: close\r\n\r\nopenapi: 3.0.1\n";

fn document(version: &str) -> String {
    format!(
        "openapi: 3.0.1\ninfo: {{title: T, version: {version}}}\npaths: {{/a: {{get: {{responses: {{default: {{description: d}}}}}}}}}}\n"
    )
}

fn offer(pages: &[(&str, &str)]) -> Offer {
    newer_than(&"1.15".parse().unwrap(), &serve(pages)).unwrap()
}

fn error(pages: &[(&str, &str)]) -> String {
    format!("{:#}", newer_than(&"1.15".parse().unwrap(), &serve(pages)).unwrap_err())
}

#[test]
fn newer_versions_are_found_by_redirects_links_and_numbers() {
    let (sixteen, eighteen) = (document("'1.16'"), document("'1.18'"));
    let found = offer(&[("/", "/1.16/"), ("/1.16/", "<html>"), ("/1.16/_specs/cmp.yaml", &sixteen)]);
    assert_eq!(found, Offer { newer: vec!["1.16".into()], ..Offer::default() });
    let found = offer(&[
        ("/1.15/", "see <a href=\"/1.16/\">"),
        ("/1.16/_specs/cmp.yaml", &sixteen),
        ("/1.18/_specs/cmp.yaml", &eighteen),
    ]);
    assert_eq!(found.newer, ["1.16", "1.18"]);
    let found = offer(&[("/", "no link"), ("/2.0/_specs/cmp.yaml", &document("'2.0'"))]);
    assert_eq!(found.newer, ["2.0"]);
}

#[test]
fn unquoted_version_is_readable() {
    let found = offer(&[("/", ""), ("/1.16/_specs/cmp.yaml", &document("1.16"))]);
    assert_eq!((found.newer, found.unreadable.len()), (vec!["1.16".to_owned()], 0));
}

#[test]
fn unusable_document_is_reported_with_its_reason() {
    for (body, reason) in [
        ("<!DOCTYPE html><html>Not found</html>", "HTML page"),
        ("openapi: 3.0.1\n", "_specs/cmp.yaml"),
        (&document("'1.15'"), "states version 1.15"),
    ] {
        let found = offer(&[("/", "no link"), ("/1.16/_specs/cmp.yaml", body)]);
        assert_eq!((found.newer.len(), found.unreadable.len()), (0, 1), "{body}");
        let unreadable = &found.unreadable[0];
        assert_eq!(unreadable.version, "1.16");
        assert!(unreadable.reason.contains(reason), "{}", unreadable.reason);
    }
}

#[test]
fn linked_version_without_a_document_is_not_offered() {
    let found = offer(&[("/", "<a href='/1.17/'> <a href='/1.9/'>")]);
    assert_eq!(found, Offer::default());
}

#[test]
fn pages_that_fail_are_an_error() {
    assert!(
        error(&[("/", UNAVAILABLE), ("/1.15/", "")]).ends_with("/ responded with 503 Service Unavailable")
    );
    assert!(error(&[("/", ""), ("/1.15/", UNAVAILABLE)]).contains("/1.15/ responded with 503"));
    assert!(
        error(&[("/", ""), ("/1.17/_specs/cmp.yaml", UNAVAILABLE)]).contains("cmp.yaml responded with 503")
    );
    assert!(error(&[("/", INTERRUPTED)]).contains("was interrupted; try again"));
    assert!(error(&[]).ends_with("has no page for 1.15; check the URL of the portal"));
    let unreachable = newer_than(&"1.15".parse().unwrap(), "http://127.0.0.1:9").unwrap_err();
    assert!(format!("{unreachable:#}").starts_with("could not reach http://127.0.0.1:9/: "));
}

#[test]
fn download_returns_the_body_or_the_reason() {
    let client = Client::new().unwrap();
    let url = serve(&[("/a", "text"), ("/b", INTERRUPTED), ("/c", UNAVAILABLE)]);
    assert_eq!(client.download(&format!("{url}/a")).unwrap(), b"text");
    let error = |path: &str| format!("{:#}", client.download(&format!("{url}/{path}")).unwrap_err());
    assert!(error("b").contains("was interrupted; try again"));
    assert!(error("c").contains("responded with 503"));
    assert!(
        error("missing")
            .ends_with("/missing does not exist; check the version, or pass another source with --from")
    );
}
