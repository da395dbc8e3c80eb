//! Tests of HTTP requests and responses: the exact request of every operation, and the results of responses.
//!
//! A snapshot contains a request as received by the server, without the header `host`. Query parameters have
//! one line each, and the body is indented.

mod bodies;
mod requests;
mod responses;
mod sending;
mod urls;

use std::fs;

use imcloud_raw::{Client, Error, Response, operations::OPERATIONS};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/it/snapshots/wire");

/// Starts a server that returns the same response to every request, and creates a client of it.
async fn server_and_client(response: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    let client = Client::new(&format!("{}/marketplace/na", server.uri()), reqwest::Client::new());
    (server, client)
}

/// Returns the only request of a call.
async fn sent<T>(call: impl AsyncFnOnce(&Client) -> Result<Response<T>, Error>) -> Request {
    let (server, client) = server_and_client(ResponseTemplate::new(200).set_body_string("{}")).await;
    call(&client).await.unwrap();
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

/// Returns the error of a call that receives this response.
async fn failure<T>(
    response: ResponseTemplate,
    call: impl AsyncFnOnce(&Client) -> Result<Response<T>, Error>,
) -> Error {
    let (_server, client) = server_and_client(response).await;
    call(&client).await.err().unwrap()
}

/// Compares the request of a call with the snapshot `<operation>` or `<operation>.<variant>`.
async fn record<T>(name: &str, call: impl AsyncFnOnce(&Client) -> Result<Response<T>, Error>) {
    let text = text(&sent(call).await);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(SNAPSHOTS);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name.to_owned(), text));
}

fn text(request: &Request) -> String {
    let mut text = format!("{} {}", request.method, request.url.path());
    for (index, parameter) in request.url.query().into_iter().flat_map(|query| query.split('&')).enumerate() {
        text.push_str(if index == 0 { "\n    ?" } else { "\n    &" });
        text.push_str(parameter);
    }
    let shown = request.headers.iter().filter(|(name, _)| *name != "host");
    let mut headers: Vec<_> =
        shown.map(|(name, value)| format!("\n{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    text.push_str(&headers.concat());
    if !request.body.is_empty() {
        text.push_str("\n\n");
        text.push_str(&indented(str::from_utf8(&request.body).unwrap()));
    }
    text
}

/// Adds line breaks and indentation to compact JSON and changes nothing else.
fn indented(json: &str) -> String {
    let (mut text, mut depth, mut in_string, mut escaped) = (String::new(), 0, false, false);
    let mut last = ' ';
    for character in json.chars() {
        let line_break = |depth: usize| format!("\n{}", "  ".repeat(depth));
        match character {
            _ if in_string => {
                in_string = escaped || character != '"';
                escaped = !escaped && character == '\\';
                text.push(character);
            }
            '}' | ']' => {
                depth -= 1;
                if !matches!(last, '{' | '[') {
                    text.push_str(&line_break(depth));
                }
                text.push(character);
            }
            _ => {
                if matches!(last, '{' | '[' | ',') {
                    text.push_str(&line_break(depth));
                }
                in_string = character == '"';
                depth += usize::from(matches!(character, '{' | '['));
                text.push(character);
                text.push_str(if character == ':' { " " } else { "" });
            }
        }
        last = if in_string { '"' } else { character };
    }
    text
}

#[test]
fn recorded_requests_match_operations() {
    let files = fs::read_dir(SNAPSHOTS).unwrap().map(|entry| entry.unwrap().path());
    let records: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "snap"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_owned();
            let snapshot = fs::read_to_string(&path).unwrap();
            (name, snapshot.splitn(3, "---\n").nth(2).unwrap().lines().next().unwrap().to_owned())
        })
        .collect();
    for (name, request_line) in &records {
        let operation =
            OPERATIONS.iter().find(|operation| operation.name == name).unwrap_or_else(|| panic!("{name}"));
        let (method, path) = request_line.split_once(' ').unwrap();
        let path = path.strip_prefix("/marketplace/na").unwrap();
        assert!(
            method == operation.method && matches_template(path, operation.path),
            "{request_line} for {operation:?}"
        );
    }
}

/// Returns true if a path matches a template such as `/orders/{id}`.
fn matches_template(path: &str, template: &str) -> bool {
    let matches = |(segment, template): (&str, &str)| match template.starts_with('{') {
        true => !segment.is_empty(),
        false => segment == template,
    };
    path.split('/').count() == template.split('/').count()
        && path.split('/').zip(template.split('/')).all(matches)
}
