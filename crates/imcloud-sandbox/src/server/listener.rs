//! Connections that break on demand.

use std::{
    fmt::Debug,
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker, ready},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// The handle by which a request breaks its connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Wire(Arc<WireState>);

#[derive(Debug, Default)]
struct WireState {
    reset: AtomicBool,
    /// The number of times that everything written so far was handed to the system.
    flushes: AtomicU64,
    waiting: Mutex<Option<Waker>>,
}

impl Wire {
    /// Ends reading and writing, and sends a reset instead of an orderly end.
    pub(super) fn reset(&self) {
        self.0.reset.store(true, Ordering::Release);
    }

    fn is_reset(&self) -> bool {
        self.0.reset.load(Ordering::Acquire)
    }

    pub(super) fn flushes(&self) -> u64 {
        self.0.flushes.load(Ordering::Acquire)
    }

    /// Is ready after the flush that follows `seen` flushes.
    pub(super) fn poll_flushed(&self, seen: u64, context: &Context<'_>) -> Poll<()> {
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if self.flushes() > seen {
            return Poll::Ready(());
        }
        *waiting = Some(context.waker().clone());
        Poll::Pending
    }

    fn flushed(&self) {
        self.0.flushes.fetch_add(1, Ordering::Release);
        let waker = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Connected<IncomingStream<'_, Sockets>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Sockets>) -> Self {
        stream.io().wire.clone()
    }
}

/// The stream of a connection.
pub(crate) trait Socket: AsyncRead + AsyncWrite + Debug + Send + Unpin {
    fn tcp(&self) -> Option<&TcpStream>;
}

impl Socket for TcpStream {
    fn tcp(&self) -> Option<&TcpStream> {
        Some(self)
    }
}

/// A listener for plain or encrypted connections.
pub(crate) struct Sockets {
    listener: TcpListener,
    open: Box<dyn Fn(TcpStream) -> Box<dyn Socket> + Send + Sync>,
}

impl Sockets {
    pub(crate) fn plain(listener: TcpListener) -> Self {
        Self { listener, open: Box::new(|stream| Box::new(stream)) }
    }

    #[cfg(feature = "tls")]
    pub(crate) fn tls(listener: TcpListener, acceptor: tokio_rustls::TlsAcceptor) -> Self {
        Self {
            listener,
            open: Box::new(move |stream| Box::new(super::tls::TlsSocket::new(&acceptor, stream))),
        }
    }
}

impl Listener for Sockets {
    type Io = Connection;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Connection, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // A response must not wait for the acknowledgement of the one before it. A socket without it still
        // works.
        let _ = stream.set_nodelay(true);
        (Connection { stream: (self.open)(stream), wire: Wire::default() }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
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
            let _ = self.stream.tcp().map(TcpStream::set_zero_linger);
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

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.wire.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
