//! The table of behaviors.

use std::{fmt, sync::Arc, time::Duration};

use serde_json::{Value, json};

use super::{Received, Step};

type Respond = Arc<dyn Fn(&Received, Value) -> Vec<Step> + Send + Sync>;

/// A way to respond to requests. Clones share the behavior.
#[derive(Clone)]
pub struct Behavior {
    name: String,
    /// Applies to token requests instead of all others.
    to_tokens: bool,
    /// Rejects orders before they reach the platform.
    rejects_orders: bool,
    respond: Respond,
}

impl fmt::Debug for Behavior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Behavior {
    /// Creates a behavior for everything but token requests.
    pub fn new(
        name: impl Into<String>,
        respond: impl Fn(&Received, Value) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), to_tokens: false, rejects_orders: false, respond: Arc::new(respond) }
    }

    /// Creates a behavior that responds correctly.
    #[must_use]
    pub fn honest() -> Self {
        Self::new("honest", |_, body| json_response(200, &body))
    }

    /// Applies the behavior to token requests instead of all others.
    #[must_use]
    pub fn to_tokens(mut self) -> Self {
        self.name.push_str(" (token)");
        self.to_tokens = true;
        self
    }

    /// Applies the behavior to orders that are placed, and responds correctly to everything else.
    #[must_use]
    pub fn to_placed_orders(self) -> Self {
        let respond = self.respond;
        Self {
            respond: Arc::new(move |request, body| {
                if request.places_order() { respond(request, body) } else { json_response(200, &body) }
            }),
            ..self
        }
    }

    /// The response proves that the platform never saw the order.
    #[must_use]
    fn before_platform(mut self) -> Self {
        self.rejects_orders = true;
        self
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns true if the order is stored before the response.
    pub(super) fn stores(&self, _: &Received) -> bool {
        !self.rejects_orders
    }

    pub(super) fn respond(&self, request: &Received, honest: Value) -> Vec<Step> {
        if request.is_token() == self.to_tokens {
            (self.respond)(request, honest)
        } else {
            json_response(200, &honest)
        }
    }
}

fn head(status: u16, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Reason\r\nconnection: close\r\nx-correlation-id: c-1\r\n{headers}\r\n")
        .into_bytes()
}

fn response(status: u16, headers: &str, body: &[u8]) -> Vec<Step> {
    let mut bytes = head(status, &format!("content-length: {}\r\n{headers}", body.len()));
    bytes.extend_from_slice(body);
    vec![Step::Write(bytes)]
}

fn json_response(status: u16, body: &Value) -> Vec<Step> {
    response(status, "content-type: application/json\r\n", body.to_string().as_bytes())
}

fn raw(name: &str, bytes: impl Into<Vec<u8>>) -> Behavior {
    let bytes = bytes.into();
    Behavior::new(name, move |_, _| vec![Step::Write(bytes.clone())])
}

fn body(name: &str, bytes: impl Into<Vec<u8>>) -> Behavior {
    let bytes = bytes.into();
    Behavior::new(name, move |_, _| response(200, "content-type: application/json\r\n", &bytes))
}

fn header(name: &str, headers: impl Into<String>) -> Behavior {
    let headers = headers.into();
    Behavior::new(name, move |_, honest| response(200, &headers, honest.to_string().as_bytes()))
}

/// Changes the honest body.
fn spoiled(name: &str, spoil: impl Fn(&Received, &mut Value) + Send + Sync + 'static) -> Behavior {
    Behavior::new(name, move |request, mut honest| {
        spoil(request, &mut honest);
        json_response(200, &honest)
    })
}

/// Returns error bodies of the platform, its framework, the gateway and others.
fn error_bodies(status: u16) -> Vec<(&'static str, String)> {
    let platform = |message: &str| json!({"correlationId": "c-1", "status": status, "message": message, "path": "/orders", "timeStamp": "2026-01-01T00:00:00.000+00:00"});
    let framework = |message: &str| json!({"timestamp": "2026-01-01T00:00:00.000+00:00", "status": status, "error": "Error", "message": message, "path": "/orders"});
    vec![
        ("platform", platform("Product is not available for sale").to_string()),
        ("platform read timed out", platform("Read timed out").to_string()),
        ("framework", framework("I/O error on POST request: Read timed out").to_string()),
        (
            "framework without message",
            json!({"timestamp": "x", "status": status, "error": "Error", "path": "/"}).to_string(),
        ),
        ("gateway", json!({"statusCode": status, "message": "backend failed"}).to_string()),
        ("html", "<html><body>Connection reset</body></html>".to_owned()),
        ("empty", String::new()),
        ("number", "17".to_owned()),
        ("escapes", json!({"status": status, "message": "\u{1b}]0;title\u{7}\u{9b}31m\u{202e}"}).to_string()),
    ]
}

/// Returns responses to a placed order, with their names.
#[must_use]
pub fn order_responses() -> Vec<Behavior> {
    let mut all = Vec::new();
    for status in [400, 403, 404, 408, 409, 410, 418, 422, 500, 501, 502, 503, 504, 520] {
        for (name, text) in error_bodies(status) {
            let behavior = Behavior::new(format!("{status} {name}"), move |_, _| {
                response(status, "content-type: application/json\r\n", text.as_bytes())
            });
            let by_gateway = status == 403 && name == "gateway";
            all.push(if by_gateway { behavior.before_platform() } else { behavior });
        }
    }
    all.extend([
        Behavior::new("302", |_, _| response(302, "location: /elsewhere\r\n", b"")),
        body("200 without a body", ""),
        body("200 html", "<!DOCTYPE html><title>Login</title>"),
        body("200 null", "null"),
        body("200 without an id", r#"{"status":"submitted"}"#),
        body("200 empty id", r#"{"id":"","status":"submitted"}"#),
        Behavior::new("200 truncated", |_, honest| {
            let text = honest.to_string();
            let mut bytes = head(200, &format!("content-length: {}\r\n", text.len() + 10));
            bytes.extend_from_slice(text.as_bytes());
            vec![Step::Write(bytes)]
        }),
        Behavior::new("close", |_, _| Vec::new()),
        Behavior::new("hang", |_, _| vec![Step::Hang]),
        raw("garbage", "\u{0}\u{1}\u{2}not http\r\n\r\n"),
    ]);
    all.into_iter().map(Behavior::to_placed_orders).collect()
}

/// Returns the complete table.
#[must_use]
pub fn behaviors() -> Vec<Behavior> {
    let mut all = vec![Behavior::honest()];
    all.extend(phases());
    all.extend(bodies());
    all.extend(fields());
    all.extend(totals());
    all.extend(headers());
    for status in [
        204, 205, 206, 300, 302, 304, 307, 400, 401, 402, 403, 404, 405, 409, 413, 422, 429, 500, 502, 503,
        504, 511, 599,
    ] {
        for (name, text) in error_bodies(status) {
            let behavior = Behavior::new(format!("{status} {name}"), move |_, _| {
                let text = if matches!(status, 204 | 205 | 304) { "" } else { &text };
                response(status, "location: /elsewhere?secret=1\r\n", text.as_bytes())
            });
            let before = matches!(status, 401 | 429) || (status == 403 && name == "gateway");
            all.push(if before { behavior.before_platform() } else { behavior });
        }
        all.push(echo(status));
    }
    let tokens = [
        body("empty token", r#"{"token":""}"#),
        body("token with line break", r#"{"token":"a\nb: c"}"#),
        body("token is an object", r#"{"token":{}}"#),
        body("no lifetime", r#"{"token":"t"}"#),
        body("endless lifetime", r#"{"token":"t","expiresInSeconds":1e300}"#),
        body("negative lifetime", r#"{"token":"t","expiresInSeconds":-1}"#),
        body("zero lifetime", r#"{"token":"t","expiresInSeconds":0}"#),
        body("lifetime is a string", r#"{"token":"t","expiresInSeconds":"soon"}"#),
        body("byte order mark", "\u{feff}{\"token\":\"t\",\"expiresInSeconds\":1500}"),
        body("html", "<html>login</html>"),
        Behavior::new("hang", |_, _| vec![Step::Hang]),
        Behavior::new("close", |_, _| Vec::new()),
        echo(400),
        echo(401),
        Behavior::new("500", |_, _| json_response(500, &json!({"status": 500}))),
    ];
    all.extend(tokens.map(Behavior::to_tokens));
    all
}

/// Returns a behavior that repeats the request in the message of an error.
fn echo(status: u16) -> Behavior {
    let behavior = Behavior::new(format!("{status} echo"), move |request, _| {
        let text = format!("{} {}", request.head, String::from_utf8_lossy(&request.body));
        json_response(status, &json!({"status": status, "message": text, "timeStamp": "x"}))
    });
    if matches!(status, 401 | 429) { behavior.before_platform() } else { behavior }
}

fn phases() -> Vec<Behavior> {
    vec![
        Behavior::new("close before a response", |_, _| Vec::new()),
        Behavior::new("hang before a response", |_, _| vec![Step::Hang]),
        Behavior::new("hang in the head", |_, _| {
            vec![Step::Write(b"HTTP/1.1 200 OK\r\ncontent-".to_vec()), Step::Hang]
        }),
        Behavior::new("hang in the body", |_, _| {
            vec![
                Step::Write(head(200, "content-length: 100\r\n")),
                Step::Write(b"{\"id\":".to_vec()),
                Step::Hang,
            ]
        }),
        Behavior::new("endless head", |_, _| {
            let line = format!("x-more: {}\r\n", "x".repeat(1000)).into_bytes();
            vec![Step::Write(b"HTTP/1.1 200 OK\r\n".to_vec()), Step::Repeat(line, Duration::ZERO)]
        }),
        Behavior::new("endless body", |_, _| {
            vec![Step::Write(head(200, "")), Step::Repeat(vec![b' '; 65_536], Duration::ZERO)]
        }),
        Behavior::new("endless error body", |_, _| {
            vec![Step::Write(head(500, "")), Step::Repeat(vec![b'x'; 65_536], Duration::ZERO)]
        }),
        Behavior::new("slow body", |_, _| {
            vec![Step::Write(head(200, "")), Step::Repeat(b" ".to_vec(), Duration::from_millis(10))]
        }),
    ]
}

fn bodies() -> Vec<Behavior> {
    vec![
        body("empty body", ""),
        body("null", "null"),
        body("array", "[]"),
        body("string", "\"text\""),
        body("number", "1e999"),
        body("html", "<!DOCTYPE html><html>login</html>"),
        body("invalid UTF-8", b"{\"id\":\"\xff\xfe\"}".to_vec()),
        body("deeply nested", "[".repeat(100_000)),
        body("deeply nested objects", "{\"data\":".repeat(50_000)),
        body("duplicate keys", r#"{"id":"1","id":"2","data":[],"data":null}"#),
        body("long number", format!(r#"{{"id":{}}}"#, "9".repeat(10_000))),
        Behavior::new("byte order mark", |_, honest| {
            response(200, "", format!("\u{feff}{honest}").as_bytes())
        }),
        Behavior::new("UTF-16", |_, honest| {
            let bytes: Vec<u8> = honest.to_string().encode_utf16().flat_map(u16::to_le_bytes).collect();
            response(200, "", &bytes)
        }),
        Behavior::new("truncated", |_, honest| {
            let text = honest.to_string();
            let bytes = [
                head(200, &format!("content-length: {}\r\n", text.len())),
                text.as_bytes()[..text.len() / 2].to_vec(),
            ];
            vec![Step::Write(bytes.concat())]
        }),
    ]
}

/// Returns behaviors with each property missing, null or of another type, at the first, a middle or the last
/// position of every page.
fn fields() -> Vec<Behavior> {
    let mut all = Vec::new();
    for field in [
        "id",
        "data",
        "pagination",
        "status",
        "customerId",
        "creationDate",
        "products",
        "quantity",
        "downloadUrl",
    ] {
        for (what, value) in [
            ("missing", None),
            ("null", Some(Value::Null)),
            ("object", Some(json!({}))),
            ("text", Some(json!("x"))),
        ] {
            for position in [0, 2, usize::MAX] {
                let name = format!(
                    "{field} {what} at {}",
                    if position == usize::MAX { "the end".into() } else { position.to_string() }
                );
                let value = value.clone();
                all.push(spoiled(&name, move |_, body| {
                    spoil_field(body, field, value.as_ref());
                    if let Some(items) = body.get_mut("data").and_then(Value::as_array_mut) {
                        let last = items.len().saturating_sub(1);
                        if let Some(item) = items.get_mut(position.min(last)) {
                            spoil_field(item, field, value.as_ref());
                        }
                    }
                    if let Some(line) = body.get_mut("products").and_then(|lines| lines.get_mut(0)) {
                        spoil_field(line, field, value.as_ref());
                    }
                }));
            }
        }
    }
    all
}

fn spoil_field(body: &mut Value, field: &str, value: Option<&Value>) {
    if let Some(object) = body.as_object_mut().filter(|object| object.contains_key(field)) {
        match value {
            Some(value) => drop(object.insert(field.to_owned(), value.clone())),
            None => drop(object.remove(field)),
        }
    }
}

fn totals() -> Vec<Behavior> {
    let mut all = Vec::new();
    for (name, total) in [
        ("zero", json!(0)),
        ("negative", json!(-5)),
        ("fraction", json!(12.5)),
        ("huge", json!(u64::MAX)),
        ("text", json!("many")),
        ("null", Value::Null),
        ("more than there is", json!(2_000)),
    ] {
        all.push(spoiled(&format!("total is {name}"), move |_, body| {
            if let Some(pagination) = body.get_mut("pagination") {
                pagination["total"] = total.clone();
            }
        }));
    }
    let same = |total: Value| {
        move |_: &Received, body: &mut Value| {
            if body.get("data").is_some() {
                let item = |number: usize| json!({"id": format!("1{number}"), "name": "Acme", "status": "active", "type": "sales"});
                *body = json!({"data": (0..5).map(item).collect::<Vec<_>>(), "pagination": {"total": total.clone()}});
            }
        }
    };
    all.push(spoiled("offset ignored without total", same(Value::Null)));
    all.push(spoiled("offset ignored with total", same(json!(1_000))));
    all.push(spoiled("items without ids for ever", |_, body| {
        if body.get("data").is_some() {
            *body = json!({"data": [{"name": "Acme"}, {"name": "Acme"}]});
        }
    }));
    all.push(spoiled("new ids for ever", |request, body| {
        if body.get("data").is_some() {
            let item = |number: usize| json!({"id": format!("{}-{number}", request.earlier), "name": "Acme"});
            *body = json!({"data": (0..5).map(item).collect::<Vec<_>>(), "pagination": {"total": 5_000_000}});
        }
    }));
    all
}

fn headers() -> Vec<Behavior> {
    let mut all = Vec::new();
    for value in [
        "18446744073709551615",
        "-1",
        "NaN",
        "1e300",
        "0",
        "soon",
        "Sun, 06 Nov 2994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "",
        "\u{7f}",
    ] {
        for status in [429, 503] {
            let behavior = Behavior::new(format!("{status} with retry-after {value:?}"), move |_, _| {
                response(status, &format!("retry-after: {value}\r\ndate: never\r\n"), b"{}")
            });
            all.push(if status == 429 { behavior.before_platform() } else { behavior });
        }
    }
    all.extend([
        header("gzip that is none", "content-encoding: gzip\r\n"),
        header("unknown encoding", "content-encoding: x-secret, br\r\n"),
        header("odd content type", "content-type: ;;;charset=\"\r\n"),
        header("invalid header bytes", "x-odd: \u{fc}\u{1}\r\n"),
        header("folded header", "x-folded: a\r\n b\r\n"),
        header("header without a name", ": value\r\n"),
        header("hundred headers", (0..100).map(|number| format!("x-{number}: 1\r\n")).collect::<String>()),
        header("long header", format!("x-long: {}\r\n", "x".repeat(500_000))),
        header("two lengths", "content-length: 3\r\n"),
        header("length and chunks", "transfer-encoding: chunked\r\n"),
        header("odd correlation id", "x-correlation-id: \u{9b}\r\n"),
        raw("negative length", "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}"),
        raw("huge length", "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n{}"),
        raw("large length", "HTTP/1.1 200 OK\r\ncontent-length: 9999999999999\r\n\r\n{}"),
        raw("broken chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
        raw("huge chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffff\r\n{}\r\n"),
        raw("no status line", "{}"),
        raw("odd status", "HTTP/1.1 20 OK\r\n\r\n"),
        raw("status 999", "HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n"),
        raw(
            "interim responses",
            "HTTP/1.1 100 Continue\r\n\r\n".repeat(50)
                + "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        ),
        raw("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        raw("SSH", "SSH-2.0-OpenSSH_9.6\r\n"),
        raw("TLS alert", vec![0x15, 3, 1, 0, 2, 2, 0x46]),
    ]);
    all
}
