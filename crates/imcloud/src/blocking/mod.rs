//! The same surface for programs without a runtime: scripts, tools, threads.
//!
//! [`Client`] has the same accessors, and each method has the name, the arguments and the errors of its async form, which its documentation points to. What is
//! awaited there is waited for here; what is a stream there is an [`Iter`] here; and what is awaited as a whole, such as
//! [`PlaceOrder`], ends with `wait`.
//!
//! A client has a runtime of its own, which runs on the threads that call, and only while they do. Clones share it, and can be used from several threads.
//! **Within an async runtime** the calls work as well, on a thread made for each; but they block the thread they are called from, and with it
//! whatever that should do meanwhile. Use the async client there, or call from `spawn_blocking`.
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
//! for customer in client.customers().list(()).prefetch(2).items() {
//!     println!("{:?}", customer?.name);
//! }
//! # Ok(())
//! # }
//! ```

#[macro_use]
mod form;

mod client;
mod deferred;
mod iter;
mod resources;
mod waiter;

pub use client::Client;
pub use deferred::{Download, Inventory, Listing, PlaceOrder, RequestBuilder, SeatChange, Waiting};
pub use iter::Iter;
pub use resources::{
    Customers, Licenses, Orders, Plans, Products, Reports, Resellers, Subscriptions, Validation,
};
