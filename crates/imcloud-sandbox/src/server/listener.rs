//! Connections that break on demand.

use std::{
    fmt::Debug,
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::timeout,
};

/// The handle by which a request breaks its connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Wire(Arc<WireState>);

#[derive(Debug, Default)]
struct WireState {
    reset: AtomicBool,
    /// Changes when everything written so far was handed to the system.
    flushed: watch::Sender<()>,
}

impl Wire {
    /// Ends reading and writing, and sends a reset instead of an orderly end.
    pub(super) fn reset(&self) {
        self.0.reset.store(true, Ordering::Release);
    }

    fn is_reset(&self) -> bool {
        self.0.reset.load(Ordering::Acquire)
    }

    /// Returns a receiver of the next flush.
    pub(super) fn next_flush(&self) -> watch::Receiver<()> {
        self.0.flushed.subscribe()
    }
}

impl Connected<IncomingStream<'_, Sockets>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Sockets>) -> Self {
        stream.io().wire.clone()
    }
}

pub(crate) trait Socket: AsyncRead + AsyncWrite + Debug + Send + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Socket for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

type Opened = Pin<Box<dyn Future<Output = io::Result<Box<dyn Socket>>> + Send>>;

/// A listener for plain or encrypted connections.
pub(crate) struct Sockets {
    listener: TcpListener,
    open: Box<dyn Fn(TcpStream) -> Opened + Send + Sync>,
    /// Connections during their handshake. A slow client does not delay others.
    opening: JoinSet<io::Result<(Connection, SocketAddr)>>,
}

const HANDSHAKE: Duration = Duration::from_secs(10);

impl Sockets {
    fn new(listener: TcpListener, open: impl Fn(TcpStream) -> Opened + Send + Sync + 'static) -> Self {
        Self { listener, open: Box::new(open), opening: JoinSet::new() }
    }

    pub(crate) fn plain(listener: TcpListener) -> Self {
        Self::new(listener, |stream| Box::pin(async { Ok(Box::new(stream) as Box<dyn Socket>) }))
    }

    #[cfg(feature = "tls")]
    pub(crate) fn tls(listener: TcpListener, acceptor: tokio_rustls::TlsAcceptor) -> Self {
        Self::new(listener, move |stream| {
            let accept = acceptor.accept(stream);
            Box::pin(async { Ok(Box::new(accept.await?) as Box<dyn Socket>) })
        })
    }
}

impl Listener for Sockets {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            tokio::select! {
                (stream, address) = Listener::accept(&mut self.listener) => {
                    // A response must not wait for the acknowledgement of the one before it. A socket without
                    // it still works.
                    let _ = stream.set_nodelay(true);
                    let opened = (self.open)(stream);
                    self.opening.spawn(async move {
                        let stream = timeout(HANDSHAKE, opened).await??;
                        Ok((Connection { stream, wire: Wire::default() }, address))
                    });
                }
                // Connections that fail are dropped.
                opened = self.opening.join_next(), if !self.opening.is_empty() => {
                    if let Some(Ok(Ok(accepted))) = opened {
                        return accepted;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that obeys its [`Wire`].
#[derive(Debug)]
pub(crate) struct Connection {
    stream: Box<dyn Socket>,
    wire: Wire,
}

impl Connection {
    fn check(&self) -> io::Result<()> {
        // The server drops a connection that fails.
        if self.wire.is_reset() { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.wire.is_reset() {
            // A socket that is closed with no time to linger sends a reset. One that is broken already needs
            // none.
            let _ = self.stream.tcp().set_zero_linger();
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.wire.0.flushed.send_replace(());
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
