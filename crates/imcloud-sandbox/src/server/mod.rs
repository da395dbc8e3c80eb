//! HTTP: sockets, routes, the gateway, logins, downloads.
//!
//! A request is answered in two steps. [`exchange`] works out the answer and takes no time; [`delivery`] sends it, which may take time or
//! break. Nothing is locked while something is waited for.

mod correlation;
mod delivery;
mod download;
mod exchange;
mod gateway;
mod listener;
mod login;
mod routes;
mod state;
mod tokens;

pub(crate) use routes::serve;
pub(crate) use state::Shared;
