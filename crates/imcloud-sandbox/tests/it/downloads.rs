//! Files of reports.

use std::time::Duration;

use imcloud_sandbox::{Fault, Sandbox};
use reqwest::Method;

use crate::caller::{Caller, Reply};

/// A sandbox, and the URL of a file.
async fn with_file() -> (Sandbox, Caller, String) {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let reports = caller.get("/reports").await.json();
    let rows = reports["data"].as_array().unwrap();
    let done = rows.iter().find(|row| row["status"] == "completed" && row["format"] == "CSV").unwrap();
    let report = caller.get(&format!("/reports/{}", done["id"].as_str().unwrap())).await.json();
    let url = report["downloadUrl"].as_str().unwrap().to_owned();
    (sandbox, caller, url)
}

#[tokio::test]
async fn signed_url_returns_file_and_ranges() {
    let (sandbox, caller, url) = with_file().await;
    assert!(!url.starts_with(sandbox.base_url()), "the store is another service: {url}");
    let complete = Reply::to(caller.http.get(&url)).await;
    assert_eq!(complete.status, 200, "{}", complete.text);
    assert!(complete.header("content-type").starts_with("text/csv"));
    assert_eq!(complete.header("accept-ranges"), "bytes");
    assert!(complete.text.starts_with("orderNumber,"), "{}", complete.text);

    let etag = complete.header("etag").to_owned();
    let part = Reply::to(caller.http.get(&url).header("Range", "bytes=5-").header("If-Range", &etag)).await;
    let (status, length) = (part.status.as_u16(), complete.text.len());
    assert_eq!((status, part.text.as_str()), (206, &complete.text[5..]));
    assert_eq!(part.header("content-range"), format!("bytes 5-{}/{length}", length - 1));
    assert_eq!(part.header("etag"), etag);
    let other = caller.http.get(&url).header("Range", "bytes=5-").header("If-Range", "\"another\"");
    assert_eq!(Reply::to(other).await.status, 200);
    let outside = Reply::to(caller.http.get(&url).header("Range", format!("bytes={length}-"))).await;
    assert_eq!(
        (outside.status.as_u16(), outside.header("content-range")),
        (416, &*format!("bytes */{length}"))
    );

    let head = Reply::to(caller.http.head(&url)).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, &*length.to_string()));
    assert_eq!(head.text, "");
}

#[tokio::test]
async fn a_file_needs_its_signature_and_takes_no_login() {
    let (sandbox, caller, url) = with_file().await;
    let rejected = async |request: reqwest::RequestBuilder, status: u16, code: &str| {
        let reply = Reply::to(request).await;
        assert_eq!(reply.status, status, "{}", reply.text);
        assert_eq!(reply.header("content-type"), "application/xml");
        assert!(reply.text.contains(&format!("<Code>{code}</Code>")), "{}", reply.text);
    };
    let key = caller.credentials.subscription_key.expose();
    rejected(caller.http.get(&url).bearer_auth(&caller.token), 400, "InvalidAuthenticationInfo").await;
    rejected(caller.http.get(&url).header("X-Subscription-Key", key), 400, "InvalidAuthenticationInfo").await;
    let (file, _) = url.split_once('?').unwrap();
    rejected(caller.http.get(file), 403, "AuthenticationFailed").await;
    rejected(caller.http.get(format!("{file}?sig=guess")), 403, "AuthenticationFailed").await;
    rejected(caller.http.get(url.replace(".csv", ".xml")), 404, "BlobNotFound").await;
    let entry = sandbox.journal().of("download").unwrap().remove(0);
    assert_eq!(entry.query_value("sig").unwrap(), "[hidden]");
    sandbox.advance(Duration::from_secs(91 * 24 * 3600));
    rejected(caller.http.get(&url), 403, "AuthenticationFailed").await;
}

#[tokio::test]
async fn interrupted_download_resumes() {
    let (sandbox, caller, url) = with_file().await;
    let complete = Reply::to(caller.http.get(&url)).await.text;
    sandbox.inject(Fault::truncated_body().on("download").once()).unwrap();
    let mut response = caller.http.get(&url).send().await.unwrap();
    let mut received = String::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        received.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    assert!(received.len() < complete.len());
    let rest = caller.http.request(Method::GET, &url).header("Range", format!("bytes={}-", received.len()));
    received += &Reply::to(rest).await.text;
    assert_eq!(received, complete);
}
