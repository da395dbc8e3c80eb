//! Files of reports.

use std::time::Duration;

use imcloud_sandbox::{Fault, Sandbox};
use reqwest::Method;

use crate::caller::{Caller, Reply};

/// A sandbox, and the address of a file that is there.
async fn with_file() -> (Sandbox, Caller, String) {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let reports = caller.get("/reports").await.json();
    let rows = reports["data"].as_array().unwrap();
    let done = rows.iter().find(|row| row["status"] == "completed" && row["format"] == "CSV").unwrap();
    let report = caller.get(&format!("/reports/{}", done["id"].as_str().unwrap())).await.json();
    let address = report["downloadUrl"].as_str().unwrap().to_owned();
    (sandbox, caller, address)
}

#[tokio::test]
async fn a_report_is_fetched_from_its_signed_address_in_whole_or_in_part() {
    let (sandbox, caller, address) = with_file().await;
    assert!(!address.starts_with(sandbox.base_url()), "the store is another service: {address}");
    let whole = Reply::to(caller.http.get(&address)).await;
    assert_eq!(whole.status, 200, "{}", whole.text);
    assert!(whole.header("content-type").starts_with("text/csv"));
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert!(whole.text.starts_with("orderNumber,"), "{}", whole.text);

    let etag = whole.header("etag").to_owned();
    let part =
        Reply::to(caller.http.get(&address).header("Range", "bytes=5-").header("If-Range", &etag)).await;
    let (status, length) = (part.status.as_u16(), whole.text.len());
    assert_eq!((status, part.text.as_str()), (206, &whole.text[5..]));
    assert_eq!(part.header("content-range"), format!("bytes 5-{}/{length}", length - 1));
    assert_eq!(part.header("etag"), etag);
    let other = caller.http.get(&address).header("Range", "bytes=5-").header("If-Range", "\"another\"");
    assert_eq!(Reply::to(other).await.status, 200);
    let outside = Reply::to(caller.http.get(&address).header("Range", format!("bytes={length}-"))).await;
    assert_eq!(
        (outside.status.as_u16(), outside.header("content-range")),
        (416, &*format!("bytes */{length}"))
    );

    let head = Reply::to(caller.http.head(&address)).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, &*length.to_string()));
    assert_eq!(head.text, "");
}

#[tokio::test]
async fn a_file_needs_its_signature_and_takes_no_login() {
    let (sandbox, caller, address) = with_file().await;
    let refused = async |request: reqwest::RequestBuilder, status: u16, code: &str| {
        let reply = Reply::to(request).await;
        assert_eq!(reply.status, status, "{}", reply.text);
        assert_eq!(reply.header("content-type"), "application/xml");
        assert!(reply.text.contains(&format!("<Code>{code}</Code>")), "{}", reply.text);
    };
    let key = caller.credentials.subscription_key.expose();
    refused(caller.http.get(&address).bearer_auth(&caller.token), 400, "InvalidAuthenticationInfo").await;
    refused(caller.http.get(&address).header("X-Subscription-Key", key), 400, "InvalidAuthenticationInfo")
        .await;
    let (file, _) = address.split_once('?').unwrap();
    refused(caller.http.get(file), 403, "AuthenticationFailed").await;
    refused(caller.http.get(format!("{file}?sig=guess")), 403, "AuthenticationFailed").await;
    refused(caller.http.get(address.replace(".csv", ".xml")), 404, "BlobNotFound").await;
    let entry = sandbox.journal().of("download").unwrap().remove(0);
    assert_eq!(entry.query_value("sig").unwrap(), "[hidden]");
    sandbox.advance(Duration::from_secs(91 * 24 * 3600));
    refused(caller.http.get(&address), 403, "AuthenticationFailed").await;
}

#[tokio::test]
async fn a_download_that_broke_off_can_be_taken_up_again() {
    let (sandbox, caller, address) = with_file().await;
    let whole = Reply::to(caller.http.get(&address)).await.text;
    sandbox.inject(Fault::truncated_body().on("download").once()).unwrap();
    let mut response = caller.http.get(&address).send().await.unwrap();
    let mut received = String::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        received.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    assert!(received.len() < whole.len());
    let rest =
        caller.http.request(Method::GET, &address).header("Range", format!("bytes={}-", received.len()));
    received += &Reply::to(rest).await.text;
    assert_eq!(received, whole);
}
