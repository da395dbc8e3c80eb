//! Credentials and tokens.
//!
//! [`Authenticate`] fetches a token; [`NativeLogin`] and [`OAuthPassword`] are the two known flows, and a custom type can be a third.
//! `TokenCache` stores the token: it is fetched when first needed, once for all calls that wait for it; refreshed in the background before it expires, and
//! used until it expires if that fails; dropped after a 401, but only if the rejected request used it. An error goes to the calls
//! that waited and is not stored. A [`TokenStore`] lets processes share tokens.

mod authenticate;
mod login;
mod token;
mod token_cache;
mod verify;

pub use authenticate::{Authenticate, TokenExchange, TokenFuture};
pub use login::{NativeLogin, OAuthPassword};
pub use token::{AccessToken, StoreFuture, TokenStore};
pub(crate) use token_cache::{AfterRejection, BearerToken, TokenCache};
pub(crate) use verify::judge;
pub use verify::{CredentialProblem, VerifyError};
