//! A hostile service with scripted responses over real sockets.
//!
//! [`HostileService`] reads requests, stores orders, and passes each request to a [`Behavior`], which returns
//! the bytes of the response. Tests run the table of [`behaviors()`] with every public method and command.

mod behaviors;
mod bodies;

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

use serde_json::Value;

pub use behaviors::{Behavior, behaviors, order_responses};

/// The token of honest responses.
pub const TOKEN: &str = "hostile-token-0123456789";

/// Maximum time that a connection stays open without data.
const HANG: Duration = Duration::from_secs(30);

/// A received request.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: String,
    /// The path without the base path.
    pub path: String,
    /// The query without percent-decoding.
    pub query: String,
    /// Request line and headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
    /// The number of requests to this path before this one.
    pub earlier: usize,
}

impl Received {
    /// Returns true for a token request.
    #[must_use]
    pub fn is_token(&self) -> bool {
        self.path == "/token"
    }

    /// Returns true for a request that places an order.
    #[must_use]
    pub fn places_order(&self) -> bool {
        self.method == "POST" && self.path == "/orders"
    }

    /// Returns a numeric parameter of the query.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<usize> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| value.parse().ok())
    }
}

/// A part of a response.
#[derive(Clone, Debug)]
pub enum Step {
    /// Writes bytes.
    Write(Vec<u8>),
    /// Writes the bytes repeatedly, with a delay, until the client closes the connection.
    Repeat(Vec<u8>, Duration),
    /// Keeps the connection open without writing.
    Hang,
}

/// An order that was placed.
#[derive(Clone, Debug)]
pub struct StoredOrder {
    /// Its id.
    pub id: String,
    /// The body of the request.
    pub body: Value,
    /// The time at which reads start to return it.
    pub visible_from: SystemTime,
    /// The time of the request.
    pub created: SystemTime,
}

/// Returns the current time.
pub type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

struct Shared {
    clock: Clock,
    behavior: Behavior,
    visible_after: Duration,
    requests: Mutex<Vec<Received>>,
    orders: Mutex<Vec<StoredOrder>>,
    stopped: AtomicBool,
    url: String,
}

/// A running service. Dropping it closes the port; connections end by themselves.
pub struct HostileService {
    shared: Arc<Shared>,
}

impl HostileService {
    /// Starts a service that reads the time from `clock`.
    ///
    /// # Errors
    /// If no port can be opened.
    pub fn start(behavior: Behavior, clock: Clock) -> io::Result<Self> {
        Self::with_late_orders(behavior, clock, Duration::ZERO)
    }

    /// Starts a service whose reads return an order only after a delay.
    ///
    /// # Errors
    /// If no port can be opened.
    pub fn with_late_orders(behavior: Behavior, clock: Clock, visible_after: Duration) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}/marketplace/na", listener.local_addr()?);
        let shared = Arc::new(Shared {
            clock,
            behavior,
            visible_after,
            requests: Mutex::default(),
            orders: Mutex::default(),
            stopped: AtomicBool::new(false),
            url,
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if accepting.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&accepting)) else { continue };
                thread::spawn(move || {
                    // The client may close the connection at any time.
                    let _ = shared.serve(stream);
                });
            }
        });
        Ok(Self { shared })
    }

    /// Returns the base URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// Returns the received requests.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.shared.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the stored orders, visible or not.
    #[must_use]
    pub fn orders(&self) -> Vec<StoredOrder> {
        self.shared.orders.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for HostileService {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the listener.
        if let Some(address) = self.shared.url.strip_prefix("http://").and_then(|url| url.split('/').next()) {
            let _ = TcpStream::connect(address);
        }
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(HANG))?;
        stream.set_write_timeout(Some(HANG))?;
        stream.set_nodelay(true)?;
        let Some(mut request) = receive(&mut stream)? else { return Ok(()) };
        let honest = {
            let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            request.earlier = requests.iter().filter(|earlier| earlier.path == request.path).count();
            requests.push(request.clone());
            let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
            let now = (self.clock)();
            if request.places_order() && self.behavior.stores(&request) {
                let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
                let id = format!("9{:05}", orders.len());
                let visible_from = now + self.visible_after;
                orders.push(StoredOrder { id, body, visible_from, created: now });
            }
            let visible: Vec<_> = orders.iter().filter(|order| order.visible_from <= now).cloned().collect();
            bodies::honest(&request, &visible, orders.last(), &self.url)
        };
        for step in self.behavior.respond(&request, honest) {
            match step {
                Step::Write(bytes) => stream.write_all(&bytes)?,
                Step::Repeat(bytes, delay) => {
                    while !self.stopped.load(Ordering::SeqCst) {
                        stream.write_all(&bytes)?;
                        thread::sleep(delay);
                    }
                }
                Step::Hang => {
                    // Ends when the client closes the connection.
                    let _ = stream.read(&mut [0]);
                }
            }
        }
        stream.flush()?;
        stream.shutdown(Shutdown::Write)?;
        // A close with unread data would reset the connection.
        let _ = stream.read(&mut [0]);
        Ok(())
    }
}

/// Reads a request; `None` if the connection was closed before one was complete.
fn receive(stream: &mut TcpStream) -> io::Result<Option<Received>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(None),
            read => bytes.extend_from_slice(&buffer[..read]),
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let mut body = bytes.split_off(end + 4);
    while body.len() < length.unwrap_or(0) {
        match stream.read(&mut buffer)? {
            0 => return Ok(None),
            read => body.extend_from_slice(&buffer[..read]),
        }
    }
    let mut words = head.split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let target = words.next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path.strip_prefix("/marketplace/na").unwrap_or(path).to_owned();
    Ok(Some(Received { method, path, query: query.to_owned(), head, body, earlier: 0 }))
}
