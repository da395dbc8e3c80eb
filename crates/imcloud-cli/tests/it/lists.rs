//! Lists of a service that counts items that it does not list.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
};

use crate::tool::{Run, Tool};

const CUSTOMERS: &str =
    r#"{"id": "1", "name": "A", "status": "active"}, {"id": "2", "name": "B", "status": "active"}"#;

/// Starts a service with two customers and a total of 200, and returns its base URL. Ends with the process.
fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/marketplace/na", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || while respond(stream.as_ref().unwrap()).is_some() {});
        }
    });
    url
}

fn respond(mut stream: &TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    reader.read_line(&mut request).ok().filter(|read| *read > 0)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    reader.read_exact(&mut vec![0; length]).ok()?;
    let target = request.split(' ').nth(1).unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let offset = query.split('&').find_map(|pair| pair.strip_prefix("offset=")).unwrap_or("0");
    let body = if path.ends_with("/token") {
        r#"{"token": "t", "expiresInSeconds": 1500}"#.to_owned()
    } else {
        let last = r#"{"id": "2", "name": "B", "status": "active"}"#;
        let data = match offset {
            "0" => CUSTOMERS,
            "1" => last,
            _ => "",
        };
        format!(r#"{{"data": [{data}], "pagination": {{"offset": {offset}, "limit": 500, "total": 200}}}}"#)
    };
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
    write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).ok()
}

#[test]
fn missing_items_are_reported_on_stderr() {
    let (tool, url) = (Tool::new(), start());
    for line in ["customers list --output json", "api GET /customers --paginate --output json"] {
        let run = Run::of(tool.command(line.split_whitespace()).env("IMCLOUD_BASE_URL", &url));
        assert_eq!(run.json().as_array().unwrap().len(), 2, "{line}");
        assert_eq!(
            run.stderr, "warning: 198 items are missing: the service counts them but does not list them\n",
            "{line}"
        );
    }
    // Nothing is missing from a part that was requested.
    let mut part = tool.command("customers list --limit 2 --output json".split_whitespace());
    assert_eq!(Run::of(part.env("IMCLOUD_BASE_URL", &url)).stderr, "");
}
