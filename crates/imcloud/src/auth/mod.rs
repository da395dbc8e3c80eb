//! Credentials and tokens.
//!
//! [`Authenticate`] answers "give me a token"; [`NativeLogin`] and [`OAuthPassword`] are the two flows that are known, and a type of your own can be a
//! third. `TokenCache` keeps what they give: fetched when first needed, by one caller while the others wait; renewed ahead of its end, and used to
//! its true end if that fails; dropped when a call is answered with 401, but only if it is the one that call used. A failure goes to those who
//! waited for it and is forgotten. A [`TokenStore`] lets processes share tokens. There is no background task.

mod authenticate;
mod native;
mod oauth;
mod store;
mod token;
mod token_cache;
mod verify;

pub use authenticate::{Authenticate, TokenExchange, TokenFuture};
pub use native::NativeLogin;
pub use oauth::OAuthPassword;
pub use store::{StoreFuture, TokenStore};
pub use token::AccessToken;
pub(crate) use token_cache::TokenCache;
pub(crate) use verify::judge;
pub use verify::{CredentialProblem, VerifyError};
