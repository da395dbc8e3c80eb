//! Rows of CSV and JSON reports.

use imcloud::{Decimal, reports::deserialize_from_str};
use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CsvCharge {
    order_number: String,
    #[serde(deserialize_with = "deserialize_from_str")]
    amount: Decimal,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct JsonCharge {
    order_number: String,
    amount: Decimal,
}

/// Returns a store with one file.
async fn store_with(content_type: &'static str, file: impl Into<Vec<u8>>) -> Store {
    let file = file.into();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n", file.len());
    let response = [head.into_bytes(), file].concat();
    Store::start(move |_, _| response.clone()).await
}

#[tokio::test]
async fn csv_rows_are_deserialized() {
    let (_sandbox, client, csv, file) = sandbox_with_csv().await;
    let lines = file.iter().filter(|byte| **byte == b'\n').count();
    let mut rows = client.reports().download(&csv).rows::<CsvCharge>();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        assert!(!row.order_number.is_empty() && row.amount.to_decimal().is_ok());
        count += 1;
    }
    assert_eq!(count, lines - 1);
}

#[tokio::test]
async fn json_rows_are_deserialized() {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox);
    // A bare URL has no format; the content type decides.
    let url = report(&client, ReportFormat::Json).await.download_url.unwrap();
    let file = client.reports().download(&url).bytes().await.unwrap();
    let expected: Vec<serde_json::Value> = serde_json::from_slice(&file).unwrap();
    let mut rows = client.reports().download(&url).rows::<JsonCharge>();
    for expected in &expected {
        let row = rows.next().await.unwrap().unwrap();
        assert_eq!(row.order_number, expected["orderNumber"]);
        assert!(row.amount.to_decimal().is_ok());
    }
    assert!(!expected.is_empty() && rows.next().await.is_none());
}

#[tokio::test]
async fn unsupported_format_has_hint() {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox);
    let xlsx = report(&client, ReportFormat::Xlsx).await;
    let error = client.reports().download(&xlsx).rows::<JsonCharge>().next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("cannot read rows of xlsx; schedule the report as csv or json"),
        "{error}"
    );
    let store = store_with("application/octet-stream", "[]").await;
    let error = store.download().rows::<JsonCharge>().next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("set it with ReportFile::format"), "{error}");
}

#[tokio::test]
async fn interrupted_connection_does_not_change_rows() {
    let (sandbox, client, report, file) = sandbox_with_csv().await;
    sandbox.inject(Fault::truncated_body().on("download").times(2)).unwrap();
    let mut rows = client.reports().download(&report).rows::<CsvCharge>();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row.unwrap();
        count += 1;
    }
    assert_eq!(count + 1, file.iter().filter(|byte| **byte == b'\n').count());
}

#[tokio::test]
async fn invalid_row_ends_rows() {
    let store = store_with("text/csv", "orderNumber,amount\nSO1,9.90\nSO2,a lot\nSO3,1\n").await;
    let mut rows = store.download().rows::<CsvCharge>();
    assert_eq!(rows.next().await.unwrap().unwrap().order_number, "SO1");
    let error = rows.next().await.unwrap().unwrap_err();
    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(error.json_path(), Some("[1].amount"));
    assert!(
        error.to_string().contains("could not decode the file at row 2, amount: \"a lot\" is not"),
        "{error}"
    );
    assert!(rows.next().await.is_none());

    let file =
        r#"[{"orderNumber":"SO1","amount":1},{"orderNumber":2,"amount":1},{"orderNumber":"SO3","amount":1}]"#;
    let store = store_with("application/octet-stream", file).await;
    let json = ReportFile::from(store.url()).format(ReportFormat::Json);
    let mut rows = store.client.reports().download(json).rows::<JsonCharge>();
    assert!(rows.next().await.unwrap().is_ok());
    assert_eq!(rows.next().await.unwrap().unwrap_err().json_path(), Some("[1].orderNumber"));
    assert!(rows.next().await.is_none());
}

#[tokio::test]
async fn byte_order_mark_is_skipped() {
    for (content_type, file) in [
        ("text/csv", "\u{feff}orderNumber,amount\nSO1,1\n"),
        ("text/csv", "\u{feff}\"orderNumber\",amount\nSO1,1\n"),
        ("application/json", "\u{feff}[{\"orderNumber\":\"SO1\",\"amount\":\"1\"}]"),
    ] {
        let store = store_with(content_type, file).await;
        let row = store.download().rows::<CsvCharge>().next().await.unwrap().unwrap();
        assert_eq!(row.order_number, "SO1");
    }
}

#[tokio::test]
async fn utf16_file_is_named_in_error() {
    let text = "orderNumber,amount\nSO1,1\n";
    let little = text.encode_utf16().flat_map(u16::to_le_bytes);
    let big = text.encode_utf16().flat_map(u16::to_be_bytes);
    let files: [Vec<u8>; 2] =
        [[0xff, 0xfe].into_iter().chain(little).collect(), [0xfe, 0xff].into_iter().chain(big).collect()];
    for (content_type, file) in
        [("text/csv", &files[0]), ("text/csv", &files[1]), ("application/json", &files[0])]
    {
        let store = store_with(content_type, file.clone()).await;
        let error = store.download().rows::<CsvCharge>().next().await.unwrap().unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("UTF-16"), "{error}");
    }
}

#[tokio::test]
async fn long_csv_line_is_an_error() {
    for (line, reason) in [(",".repeat(4 << 20), "4096 columns"), ("x".repeat(4 << 20), "1048576 bytes")] {
        let store = store_with("text/csv", format!("orderNumber,amount\nSO1,1\n{line}")).await;
        let mut rows = store.download().rows::<CsvCharge>();
        assert!(rows.next().await.unwrap().is_ok());
        let error = rows.next().await.unwrap().unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(reason), "{error}");
        assert_eq!(error.json_path(), Some("[1]"));
    }
}

#[tokio::test]
async fn large_json_file_is_an_error() {
    let file = format!("[{}1]", "1,".repeat(50));
    let store = store_with("application/json", file.clone()).await;
    let rows = |max| store.download().max_bytes(max).rows::<u32>();
    let error = rows(99).next().await.unwrap().unwrap_err();
    assert!(error.is_too_large(), "{error:?}");
    let mut rows = rows(file.len() as u64);
    for _ in 0..51 {
        assert_eq!(rows.next().await.unwrap().unwrap(), 1);
    }
    assert!(rows.next().await.is_none());

    // The default is smaller than that of other downloads.
    let length = (64 << 20) + 1;
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
    let body = " ".repeat(length);
    let store = Store::start(move |_, _| format!("{head}{body}").into_bytes()).await;
    assert!(store.download().rows::<u32>().next().await.unwrap().unwrap_err().is_too_large());
}
