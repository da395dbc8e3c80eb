//! Credentials and tokens.
//!
//! [`Authenticate`] requests a token. [`NativeLogin`] and [`OAuthPassword`] implement the two known flows.
//! Custom types can implement others.
//!
//! The `TokenCache` requests a token at the first call, once for all waiting calls. It refreshes the token in
//! the background before it expires, and uses the old token until then if the refresh fails. After a 401 it
//! drops the token, but only if the rejected request used it. All waiting calls return an error of the
//! request, which is not cached. A [`TokenStore`] lets processes share tokens.

mod authenticate;
mod login;
mod token;
mod token_cache;
mod verify;

pub use authenticate::{Authenticate, TokenExchange, TokenFuture};
pub use login::{NativeLogin, OAuthPassword};
pub use token::{AccessToken, StoreFuture, TokenStore};
pub(crate) use token_cache::{AfterRejection, BearerToken, TokenCache};
pub(crate) use verify::classify;
pub use verify::{CredentialProblem, VerifyError};
