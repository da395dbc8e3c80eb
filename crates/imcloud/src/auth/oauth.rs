//! The OAuth 2 password flow of other operators of the same software.

use std::time::Duration;

use imcloud_raw::{Secret, operations::GenerateAuthToken};
use reqwest::Url;

use super::{Authenticate, TokenExchange, TokenFuture, native::read_token};
use crate::{
    config::{ConfigError, Problem, is_loopback},
    error::Error,
};

/// The life of a token when the answer does not tell it: short, because operators choose it.
const CAUTIOUS_LIFE: Duration = Duration::from_secs(60);

/// User name and password, exchanged for a token at an operator's own OAuth 2 server (seen in client code, named by the vendor's manual).
///
/// The server gets neither the subscription key nor the client id of the gateway, unless it stands on the same host as the API.
///
/// # Examples
///
/// ```
/// use imcloud::OAuthPassword;
///
/// let login = OAuthPassword::new(
///     "https://id.operator.example/auth/realms/cloud/protocol/openid-connect/token",
///     "acme.api",
///     "correct horse",
///     "marketplace-api",
/// )?
/// .client_secret("battery staple");
/// # let _ = login;
/// # Ok::<(), imcloud::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct OAuthPassword {
    token_url: Url,
    username: String,
    password: Secret,
    client_id: String,
    client_secret: Option<Secret>,
    scope: String,
}

setters! { impl OAuthPassword {
    /// The secret of a confidential client.
    client_secret(secret: impl Into<Secret>) => client_secret = Some(secret.into());

    /// The scope to ask for.
    scope(scope: impl Into<String>) => scope = scope.into();
}}

impl OAuthPassword {
    /// A login at this token address. The scope is `openid` until another is set.
    ///
    /// # Errors
    /// When the address is none, or plain http to another machine.
    pub fn new(
        token_url: &str,
        username: impl Into<String>,
        password: impl Into<Secret>,
        client_id: impl Into<String>,
    ) -> Result<Self, ConfigError> {
        const NAME: &str = "OAuth token URL";
        let url = Url::parse(token_url.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| {
            Problem::new(NAME, "is not an address", "give the whole of it, from https:// to /token")
        })?;
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(
                Problem::new(NAME, "is plain http, which would show the password", "use https").into()
            );
        }
        Ok(Self {
            token_url: url,
            username: username.into(),
            password: password.into(),
            client_id: client_id.into(),
            client_secret: None,
            scope: "openid".to_owned(),
        })
    }
}

impl Authenticate for OAuthPassword {
    fn account(&self) -> String {
        format!("{} {} at {}", self.client_id, self.username, self.token_url.host_str().unwrap_or_default())
    }

    fn token<'a>(&'a self, exchange: TokenExchange<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let mut form = vec![
                ("grant_type", "password"),
                ("username", &self.username),
                ("password", self.password.expose()),
                ("client_id", &self.client_id),
                ("scope", &self.scope),
            ];
            let mut hidden = vec![&self.password];
            if let Some(secret) = &self.client_secret {
                form.push(("client_secret", secret.expose()));
                hidden.push(secret);
            }
            let request =
                exchange.http().post(self.token_url.clone()).form(&form).build().map_err(|error| {
                    Error::invalid_request(GenerateAuthToken::OPERATION.name, error.without_url().to_string())
                })?;
            let body = exchange.send(request, &hidden).await?;
            let (token, life) = read_token(&body, "access_token", "expires_in")?;
            Ok(exchange.expires_in(token, life.unwrap_or(CAUTIOUS_LIFE)))
        })
    }
}
