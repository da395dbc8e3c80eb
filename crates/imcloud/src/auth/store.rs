//! A place for tokens that outlives the client.

use std::{error::Error, future::Future, pin::Pin};

use super::AccessToken;

/// The future of a [`TokenStore`]'s methods.
pub type StoreFuture<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, Box<dyn Error + Send + Sync>>> + Send + 'a>>;

/// Keeps tokens, so that several processes or the runs of a command share them: token calls count against the key's limit.
///
/// The client keeps the current token in memory anyway and asks the store only when it needs another. A store that fails costs a token call and a
/// warning, never the call itself. `account` is text of the base URL, the marketplace and the user; a token is only good for the account it was saved for.
///
/// # Examples
///
/// ```
/// use std::{collections::HashMap, sync::Mutex};
/// use imcloud::{AccessToken, StoreFuture, TokenStore};
///
/// #[derive(Default)]
/// struct Shared(Mutex<HashMap<String, AccessToken>>);
///
/// impl TokenStore for Shared {
///     fn load<'a>(&'a self, account: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
///         Box::pin(async move { Ok(self.0.lock().map_err(|_| "poisoned")?.get(account).cloned()) })
///     }
///
///     fn save<'a>(&'a self, account: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()> {
///         Box::pin(async move {
///             self.0.lock().map_err(|_| "poisoned")?.insert(account.to_owned(), token.clone());
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// The token saved last for this account; `None` when there is none. It may have ended: the client looks.
    fn load<'a>(&'a self, account: &'a str) -> StoreFuture<'a, Option<AccessToken>>;

    /// Keeps a token, in the place of the one before.
    fn save<'a>(&'a self, account: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()>;
}
