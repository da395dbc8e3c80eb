//! A service that puts control characters and secrets into every field, header and message.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use imcloud_raw::operations::OPERATIONS;
use serde_json::{Value, json};

use crate::{
    terminal::Terminal,
    tool::{Run, Tool},
};

/// Sets the title, changes the color, reverses the text, and forges a line.
const TEXT: &str = "\u{1b}]0;PWN\u{7}\u{9b}31m\u{202e}x\u{2066}\u{8}\r\nerror: forged\u{85}";

/// The behavior of the service.
#[derive(Clone, Copy, Debug)]
enum Mode {
    /// Every property has the text.
    Objects,
    /// Every response is an error of this status, whose message has the text.
    Errors(u16),
    /// Every response is a web page with this status.
    Page(u16),
    /// Every response but that to a token request stops before its end.
    Stuck,
}

/// Starts a service and returns its base URL. Ends with the process.
fn start(mode: Mode) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/marketplace/na", listener.local_addr().unwrap());
    let base = url.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let base = base.clone();
            thread::spawn(move || while respond(stream.as_ref().unwrap(), mode, &base).is_some() {});
        }
    });
    url
}

/// An object with the properties of every type of the API.
fn object(base: &str) -> Value {
    let amount = json!({ "amount": "12.50", "currency": TEXT, "type": TEXT });
    let product = json!({
        "id": TEXT, "mpn": TEXT, "name": TEXT, "quantity": 3, "vendor": TEXT, "vendorSubscriptionId": TEXT,
        "unitPrice": amount, "extendedPrice": amount, "result": TEXT, "message": TEXT,
        "parameters": [{ "name": TEXT, "value": TEXT, "result": TEXT, "message": TEXT, "title": TEXT }],
    });
    json!({
        "id": "7", "name": TEXT, "externalId": TEXT, "orderNumber": TEXT, "poNumber": TEXT, "type": TEXT,
        "status": TEXT, "statusCode": TEXT, "customerId": "8", "subscriptionId": "9", "creationDate": TEXT,
        "renewalDate": TEXT, "expirationDate": TEXT, "provisioningDate": TEXT, "renewalStatus": true,
        "billingPeriod": { "duration": 1, "type": TEXT }, "subscriptionPeriod": { "duration": 1, "type": TEXT },
        "products": [product], "details": [product], "prices": [amount], "total": amount, "mpn": TEXT,
        "vendor": TEXT, "serviceName": TEXT, "description": TEXT, "format": TEXT,
        "attributes": { TEXT: TEXT }, "contactPersons": [{ "type": TEXT, "email": TEXT }],
        "address": { "city": TEXT, "streetAddress": TEXT, "countryCode": TEXT, "postalCode": TEXT },
        "downloadUrl": format!("{base}/file?sig=0123456789abcdef"),
    })
}

fn respond(mut stream: &TcpStream, mode: Mode, base: &str) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    reader.read_line(&mut request).ok().filter(|read| *read > 0)?;
    let (mut length, mut headers) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
        headers.push_str(&line);
    }
    reader.read_exact(&mut vec![0; length]).ok()?;
    let path = request.split([' ', '?']).nth(1).unwrap();
    let is_list = path.rsplit('/').next().is_some_and(|last| last.ends_with('s') && last != "parameters");
    let mut kind = "application/json";
    let (status, body) = match mode {
        _ if path.ends_with("/token") => {
            (200, r#"{"token": "t0ken-t0ken", "expiresInSeconds": 1500}"#.to_owned())
        }
        Mode::Objects | Mode::Stuck if path.ends_with("/file") => {
            kind = "text/csv";
            (200, format!("{TEXT};\u{1b}[2J\n"))
        }
        Mode::Objects | Mode::Stuck
            if is_list && request.starts_with("GET") || path.ends_with("parameters") =>
        {
            let pagination = json!({ "offset": 0, "limit": 500, "total": 1 });
            (200, json!({ "data": [object(base)], "pagination": pagination }).to_string())
        }
        Mode::Objects | Mode::Stuck => (200, object(base).to_string()),
        Mode::Errors(status) => {
            let message = format!("{TEXT} {headers}");
            (
                status,
                json!({ "status": status, "message": message, "correlationId": TEXT, "path": TEXT })
                    .to_string(),
            )
        }
        Mode::Page(status) => {
            kind = "text/html";
            (status, format!("<html><title>{TEXT}</title>{headers}</html>"))
        }
    };
    let stuck = matches!(mode, Mode::Stuck) && !path.ends_with("/token");
    let length = if stuck { body.len() + 1 } else { body.len() };
    write!(
        stream,
        "HTTP/1.1 {status} \u{9b}31m\r\ncontent-type: {kind}\r\nx-correlation-id: \u{9b}31m\u{202e}\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
    .ok()?;
    if stuck {
        thread::sleep(Duration::from_secs(60));
    }
    Some(())
}

/// The commands that call the service, apart from `NOUN list` and `NOUN get`.
const COMMANDS: &[&str] = &[
    "customers create --from customer.yaml",
    "customers update 8 --external-id x",
    "customers await 8 --timeout 1s",
    "resellers create --from customer.yaml --currency EUR",
    "resellers update 8 --external-id x",
    "resellers customers list 8",
    "resellers orders list 8",
    "orders estimate --type sales --customer 8 --product id=x,quantity=1",
    "orders place --type sales --customer 8 --product id=x,quantity=1 --max-attempts 1 --search-timeout 0s",
    "orders update 7 --status-code CL",
    "orders cancel 7",
    "orders await 7 --timeout 1s",
    "subscriptions update 9 --attribute a=b",
    "subscriptions special-pricing 9 --price A=1.50:EUR",
    "subscriptions seats 9",
    "subscriptions renewal 9 off",
    "subscriptions cancel 9",
    "reports schedule --name x --start 2026-01-01",
    "reports download 7 --to -",
    "licenses list",
    "licenses report",
    "licenses renewals",
    "validate --customer 8 --type sales --product id=x,quantity=1",
    "api GET /orders/7",
    "api GET /orders --paginate",
    "auth check",
];

fn prepare(tool: &Tool) {
    let address = "address: {streetAddress: Kade 1, city: Delft, postalCode: 2611 AA, countryCode: NL}";
    let contact = "{type: admin, firstName: Ada, lastName: Smit, email: a@example.com, phoneNumber: '+3115'}";
    tool.file("customer.yaml", &format!("name: X\nlanguage: en\n{address}\ncontactPersons: [{contact}]\n"));
}

/// Asserts that output has no control characters, forged lines, secrets, panics, and names of operations.
#[track_caller]
fn is_safe(tool: &Tool, line: &str, output: &str) {
    let is_unsafe = |letter: &char| {
        letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(output.chars().find(is_unsafe), None, "{line}: {output:?}");
    // A report is printed unchanged.
    let is_file = line.starts_with("reports download");
    assert!(is_file || !output.lines().any(|line| line.starts_with("error: forged")), "{line}: {output}");
    assert!(!output.contains("panicked"), "{line}: {output}");
    let credentials = tool.sandbox.credentials();
    // `api` writes a response unchanged.
    let signature = if line.starts_with("api ") { "unused signature" } else { "0123456789abcdef" };
    let secrets =
        [credentials.password.expose(), credentials.subscription_key.expose(), "t0ken-t0ken", signature];
    for secret in secrets {
        assert!(!output.contains(secret), "{line}: {output}");
    }
    // Programs get the operation as a field.
    let output =
        output.split("\"operation\":").map(|part| part.split_once(',').map_or(part, |(_, rest)| rest));
    let output: String = output.collect();
    let names = OPERATIONS.iter().map(|operation| operation.name).filter(|name| name.contains('_'));
    for name in names.chain(["allow_plain_http", "max_attempts", "skip_estimate"]) {
        assert!(!output.contains(name), "{line}: {name}: {output}");
    }
}

fn check_all(mode: Mode, options: &str) {
    let tool = Tool::new();
    prepare(&tool);
    let url = start(mode);
    let (tool, url) = (&tool, &url);
    let nouns = OPERATIONS.iter().filter(|operation| operation.method == "GET");
    let nouns = nouns.filter_map(|operation| match operation.path[1..].split_once('/') {
        None => Some(format!("{} list", &operation.path[1..])),
        Some((noun, id)) if !id.contains('/') => Some(format!("{noun} get 7")),
        _ => None,
    });
    let commands: Vec<String> = COMMANDS.iter().map(ToString::to_string).chain(nouns).collect();
    thread::scope(|scope| {
        for commands in commands.chunks(commands.len().div_ceil(2)) {
            scope.spawn(move || {
                for command in commands {
                    let line = format!("{command} --yes {options}");
                    let started = Instant::now();
                    let terminal = Terminal::start_with(tool, 100, &line, |it| {
                        it.env("IMCLOUD_BASE_URL", url).env("TERM", "dumb")
                    });
                    let end = terminal.end();
                    is_safe(tool, &line, &end.all);
                    assert!(started.elapsed() < Duration::from_secs(30), "{line}");
                    assert!(matches!(end.code, Some(0..=8)), "{line}: {end:?}");
                }
            });
        }
    });
}

#[test]
fn tables_have_no_control_characters() {
    check_all(Mode::Objects, "");
}

#[test]
fn yaml_has_no_control_characters() {
    check_all(Mode::Objects, "--output yaml");
}

#[test]
fn csv_has_no_control_characters() {
    check_all(Mode::Objects, "--output csv");
}

#[test]
fn json_has_no_control_characters() {
    check_all(Mode::Objects, "--output json");
}

#[test]
fn errors_have_no_control_characters() {
    check_all(Mode::Errors(409), "");
    check_all(Mode::Errors(404), "--output json");
}

#[test]
fn page_has_no_control_characters() {
    check_all(Mode::Page(403), "");
}

#[test]
fn stuck_responses_end_at_the_timeout() {
    let (tool, url) = (Tool::new(), start(Mode::Stuck));
    for line in
        ["customers list", "orders get 7", "api GET /orders/7", "licenses list", "subscriptions seats 9"]
    {
        let started = Instant::now();
        let mut command = tool.command(line.split(' ').chain(["--timeout", "500ms"]));
        let run = Run::of(command.env("IMCLOUD_BASE_URL", &url));
        assert!(run.code != Some(0) && started.elapsed() < Duration::from_secs(20), "{line}: {run:?}");
    }
}

#[test]
fn questions_have_no_control_characters() {
    let (tool, url) = (Tool::new(), start(Mode::Objects));
    for line in ["orders cancel 7", "subscriptions cancel 9", "subscriptions renewal 9 off"] {
        let terminal =
            Terminal::start_with(&tool, 200, line, |it| it.env("IMCLOUD_BASE_URL", &url).env("TERM", "dumb"));
        terminal.until("[y/N]");
        terminal.type_in("no\r");
        let end = terminal.end();
        is_safe(&tool, line, &end.all);
        assert_eq!(end.code, Some(1), "{line}: {end:?}");
    }
}

#[test]
fn piped_data_are_unchanged() {
    let (tool, url) = (Tool::new(), start(Mode::Objects));
    for format in ["json", "yaml"] {
        let mut command = tool.command(["customers", "get", "8", "-o", format]);
        let run = Run::of(command.env("IMCLOUD_BASE_URL", &url));
        let customer: Value = match format {
            "json" => run.json(),
            _ => serde_saphyr::from_str(run.data()).unwrap(),
        };
        assert_eq!(customer["name"], TEXT, "{format}");
    }
    let mut command = tool.command(["reports", "download", "7", "--to", "-"]);
    assert!(Run::of(command.env("IMCLOUD_BASE_URL", &url)).data().starts_with(TEXT));
}

#[test]
fn responses_from_elsewhere_are_3() {
    for (mode, hint) in [(Mode::Page(407), "of the proxy"), (Mode::Page(302), "imcloud auth check")] {
        let (tool, url) = (Tool::new(), start(mode));
        for line in ["customers list", "orders get 7", "licenses list", "api GET /orders/7"] {
            let mut command = tool.command(line.split(' '));
            let run = Run::of(command.env("IMCLOUD_BASE_URL", &url));
            assert!(run.failed(3).contains(hint), "{line}: {run:?}");
        }
    }
}
