//! The blocking API, for programs without a tokio runtime: scripts, tools, threads.
//!
//! [`Client`] has the accessors of the async client. Each method has the name, arguments and errors of its
//! async form, to which its documentation links. Async methods block the calling thread, streams become an
//! [`Iter`], and futures with settings, such as [`PlaceOrder`], have a method `wait`.
//!
//! A client owns one thread with a runtime, which drives sockets, timers and prefetched pages. Clones share
//! it, and several threads can use them at the same time. **Within an async runtime** the calls work as well,
//! but block the thread of that runtime, and with it all other tasks on this thread. Use the async client
//! there, or call from `spawn_blocking`.
//!
//! # Examples
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = imcloud_sandbox::Sandbox::builder().start_blocking()?;
//! # let login = sandbox.credentials();
//! # let builder = imcloud::Client::builder().base_url(sandbox.base_url()).marketplace(login.marketplace)
//! #     .login(login.username, login.password).subscription_key(login.subscription_key);
//! let client = builder.build_blocking()?; // or imcloud::blocking::Client::from_env()
//! client.verify()?;
//! for customer in client.customers().list().prefetch(1).items() {
//!     println!("{:?}", customer?.name);
//! }
//! # Ok(())
//! # }
//! ```

mod client;
mod deferred;
mod resources;
mod worker;

pub use client::Client;
pub use deferred::{
    DetailedListing, Download, Inventory, Iter, Listing, PlaceOrder, RequestBuilder, SeatChange, Waiting,
};
pub use resources::{
    Customers, Licenses, Orders, Plans, Products, Reports, Resellers, Subscriptions, Validation,
};
