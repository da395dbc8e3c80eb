//! HTTP: sockets, routes, the gateway, logins, downloads, the control interface.
//!
//! A request is handled in two steps. [`exchange`] works out the response and takes no time; [`delivery`]
//! sends it, which may take time or break. No lock is held across a wait.

mod control;
mod delivery;
mod download;
mod exchange;
mod gateway;
mod listener;
mod login;
mod routes;
mod state;
#[cfg(feature = "tls")]
mod tls;

pub(crate) use control::CONTROL_PATH;
pub(crate) use listener::Sockets;
pub(crate) use routes::{BASE_PATH, serve};
pub(crate) use state::{Bounds, Data, Shared, Start};
#[cfg(feature = "tls")]
pub(crate) use tls::certificate;
