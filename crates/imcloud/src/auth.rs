//! Logins with user name and password, and the verification of credentials.

use std::{fmt, time::Duration};

use imcloud_raw::{Secret, operations::GenerateAuthToken};
use reqwest::{RequestBuilder, StatusCode, Url};
use serde_json::{Value, json};

use crate::{
    error::{ConfigError, Details, Error, ErrorKind, Problem, Shape},
    http::{AccessToken, Authenticate, TokenExchange, TokenFuture, is_loopback},
};

/// Lifetime of a token without `expiresInSeconds` (documented as the current lifetime).
const DEFAULT_LIFETIME: Duration = Duration::from_secs(1500);

/// User name and password of the API user, exchanged for a token by HTTP Basic.
///
/// The user must be activated. The API has exactly one user (documented), whose name usually ends in `.api`.
///
/// # Examples
///
/// ```
/// use imcloud::NativeLogin;
///
/// let login = NativeLogin::new("acme.api", "correct horse");
/// assert_eq!(format!("{login:?}"), r#"NativeLogin { username: "acme.api", password: Secret([hidden]) }"#);
/// ```
#[derive(Clone, Debug)]
pub struct NativeLogin {
    pub(crate) username: String,
    pub(crate) password: Secret,
}

impl NativeLogin {
    /// Creates a login.
    #[must_use]
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { username: username.into(), password: password.into() }
    }
}

impl Authenticate for NativeLogin {
    fn account(&self) -> String {
        self.username.clone()
    }

    fn token<'a>(&'a self, exchange: TokenExchange<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let body =
                exchange.marketplace().map_or_else(|| json!({}), |code| json!({ "marketplace": code }));
            let url = format!("{}{}", exchange.base_url(), GenerateAuthToken::OPERATION.path);
            let request = exchange.http().post(url);
            let request = request.basic_auth(&self.username, Some(self.password.expose())).json(&body);
            login(exchange, request, &[&self.password], ("token", "expiresInSeconds"), DEFAULT_LIFETIME).await
        })
    }
}

/// Lifetime of a token without `expires_in`. It is short, because operators choose the lifetime.
const SHORT_LIFETIME: Duration = Duration::from_secs(60);

/// User name and password, exchanged for a token at the operator's OAuth 2 server (seen in client code,
/// mentioned in the vendor's manual). Key and client id are sent there only if the host is that of the API.
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
    /// Sets the secret of a confidential client.
    client_secret(secret: impl Into<Secret>) => client_secret = Some(secret.into());
    /// Sets the requested scope.
    scope(scope: impl Into<String>) => scope = scope.into();
}}

impl OAuthPassword {
    /// Creates a login at this token URL. The scope defaults to `openid`.
    ///
    /// # Errors
    /// If the URL is invalid, or plain `http` to another host.
    pub fn new(
        token_url: &str,
        username: impl Into<String>,
        password: impl Into<Secret>,
        client_id: impl Into<String>,
    ) -> Result<Self, ConfigError> {
        const NAME: &str = "OAuth token URL";
        let url = Url::parse(token_url.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| {
            Problem::new(NAME, "is not a valid URL", "pass the complete URL, from https:// to /token")
        })?;
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(Problem::new(
                NAME,
                "is plain http, which sends the password unencrypted",
                "use https",
            )
            .into());
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
            let request = exchange.http().post(self.token_url.clone()).form(&form);
            login(exchange, request, &hidden, ("access_token", "expires_in"), SHORT_LIFETIME).await
        })
    }
}

/// Sends a login. `names` are the properties of the token and of its lifetime in the response.
async fn login(
    exchange: TokenExchange<'_>,
    request: RequestBuilder,
    hidden: &[&Secret],
    names: (&str, &str),
    default_lifetime: Duration,
) -> Result<AccessToken, Error> {
    let request = request.build().map_err(|error| {
        Error::invalid_request(GenerateAuthToken::OPERATION.name, error.without_url().to_string())
    })?;
    let body = exchange.send(request, hidden).await?;
    let (token, lifetime) = read_token(&body, names.0, names.1)?;
    Ok(exchange.expires_in(token, lifetime.unwrap_or(default_lifetime)))
}

/// Decodes a token and its lifetime in seconds, which can be a string or missing (seen in client code).
fn read_token(
    body: &[u8],
    token_name: &str,
    lifetime_name: &str,
) -> Result<(Secret, Option<Duration>), Error> {
    let invalid = |cause: &str| -> Error {
        let reason = format!("failed: could not decode response: {cause}; check the base URL");
        Details::new(ErrorKind::Decode, GenerateAuthToken::OPERATION.name, reason).into()
    };
    let response: Value =
        imcloud_raw::body::decode(body).map_err(|_| invalid("expected JSON with a token"))?;
    let token = response.get(token_name).and_then(Value::as_str).map(str::trim);
    let token = token
        .filter(|token| !token.is_empty())
        .ok_or_else(|| invalid(&format!("property {token_name:?} is missing")))?;
    let seconds = match response.get(lifetime_name) {
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    let lifetime = seconds.filter(|seconds| *seconds > 0.0).map(Duration::try_from_secs_f64);
    Ok((token.into(), lifetime.and_then(Result::ok)))
}

/// A problem with the credentials, or a reason why they could not be verified.
///
/// The service has no codes for these. They are distinguished by the responding component (the gateway checks
/// keys, the platform users), the status and the message (assumed: no such response was ever published).
///
/// Example: see [`VerifyError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialProblem {
    /// The gateway did not accept the subscription key.
    WrongKey,
    /// The platform did not accept user name and password.
    WrongLogin,
    /// The platform does not know the marketplace, or the user does not belong to it.
    WrongMarketplace,
    /// The platform knows the user, but it is not active.
    InactiveUser,
    /// A server responds at the base URL, but it is not this API.
    WrongBaseUrl,
    /// No server responds at the base URL.
    Unreachable,
    /// The response says nothing about the credentials, such as one about too many calls or a failure.
    Unclear,
}

impl CredentialProblem {
    /// Returns a hint.
    #[must_use]
    pub fn hint(self) -> &'static str {
        self.description().1
    }

    fn description(self) -> (&'static str, &'static str) {
        match self {
            Self::WrongKey => (
                "the subscription key was not accepted",
                "copy the subscription key from the portal again; changing the API user may have reset it, and a new key can take a day to work",
            ),
            Self::WrongLogin => (
                "the login was not accepted",
                "check user name and password of the API user, and that it belongs to the marketplace",
            ),
            Self::WrongMarketplace => (
                "the marketplace was not accepted",
                "use the code of your marketplace, such as us or nl; the URL of the control panel contains it",
            ),
            Self::InactiveUser => (
                "the user is not active",
                "activate the API user by its invitation mail, or let an administrator do it",
            ),
            Self::WrongBaseUrl => (
                "the base URL is not that of the API",
                "copy the base URL from the portal, with the region at its end and nothing after it",
            ),
            Self::Unreachable => (
                "the host of the base URL does not respond",
                "check the host name of the base URL, and that firewall and proxy allow connections to it",
            ),
            Self::Unclear => (
                "the credentials could not be verified",
                "see the message; if the service failed, retry later",
            ),
        }
    }
}

impl fmt::Display for CredentialProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description().0)
    }
}

/// Error returned by [`Client::verify`](crate::Client::verify). `Display` has problem, hint and cause.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) {
/// if let Err(error) = client.verify().await {
///     println!("{}. {}", error.problem(), error.problem().hint());
/// }
/// # }
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[error("{problem}: {} ({error})", problem.hint())]
pub struct VerifyError {
    problem: CredentialProblem,
    error: Error,
}

getters! { impl VerifyError {
    /// Returns the problem.
    problem(self) -> CredentialProblem = self.problem;
    /// Returns the error of the failed call.
    error(self) -> &Error = &self.error;
}}

impl From<VerifyError> for Error {
    /// Returns the error of the failed call.
    fn from(error: VerifyError) -> Self {
        error.error
    }
}

/// Messages of the platform and OAuth servers about users that are not allowed to log in (assumed).
const INACTIVE: &[&str] = &[
    "inactive",
    "not active",
    "not been activated",
    "not activated",
    "deactivated",
    "disabled",
    "suspended",
    "locked",
    "not fully set up",
];

/// Classifies an error of a call that verifies credentials.
pub(crate) fn classify(error: Error) -> VerifyError {
    use CredentialProblem as Problem;
    use ErrorKind as Kind;

    let body = error.body();
    let mentions = |needles: &[&str]| body.is_some_and(|body| body.mentions(needles));
    let inactive = mentions(INACTIVE);
    let issues_tokens = error.operation() == "generate_auth_token";
    let by_gateway = body.is_some_and(|body| body.shape == Shape::Gateway);
    let is_login_code =
        matches!(error.code(), Some("invalid_grant" | "invalid_client" | "unauthorized_client"));
    let no_such_place = error.status().is_some_and(|status| {
        matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::GONE)
    });
    let problem = match error.kind() {
        Kind::InvalidSubscriptionKey => Problem::WrongKey,
        Kind::Authentication | Kind::PermissionDenied | Kind::BadRequest if inactive => Problem::InactiveUser,
        // The gateway checks keys only.
        Kind::Authentication | Kind::PermissionDenied if by_gateway => Problem::WrongKey,
        // The token request needs no token, so another service of the platform responds here.
        Kind::Authentication if issues_tokens && mentions(&["bearer token"]) => Problem::WrongBaseUrl,
        Kind::Authentication => Problem::WrongLogin,
        // The login succeeded, but the user receives no token.
        Kind::PermissionDenied => Problem::InactiveUser,
        Kind::BadRequest if is_login_code => Problem::WrongLogin,
        Kind::BadRequest if issues_tokens && mentions(&["marketplace"]) => Problem::WrongMarketplace,
        Kind::UnexpectedStatus | Kind::Decode => Problem::WrongBaseUrl,
        _ if no_such_place => Problem::WrongBaseUrl,
        Kind::Connect | Kind::Timeout | Kind::Interrupted => Problem::Unreachable,
        _ => Problem::Unclear,
    };
    VerifyError { problem, error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_lifetime_accepts_number_string_or_nothing() {
        let life = |body: &str| read_token(body.as_bytes(), "token", "expiresInSeconds").unwrap().1;
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(life(r#"{"token":"t","expiresInSeconds":900}"#), seconds(900));
        assert_eq!(life(r#"{"token":"t","expiresInSeconds":" 900 "}"#), seconds(900));
        for unknown in
            ["", r#","expiresInSeconds":null"#, r#","expiresInSeconds":"soon""#, r#","expiresInSeconds":0"#]
        {
            assert_eq!(life(&format!(r#"{{"token":"t"{unknown}}}"#)), None, "{unknown}");
        }
    }

    #[test]
    fn account_names_user_client_and_host() {
        assert_eq!(NativeLogin::new("acme.api", "secret").account(), "acme.api");
        let login = OAuthPassword::new("https://id.example/token", "acme.api", "secret", "market").unwrap();
        assert_eq!(login.account(), "market acme.api at id.example");
    }

    #[test]
    fn response_without_token_is_not_quoted() {
        for body in ["<html>SECRET</html>", r#"{"token":{"x":"SECRET"}}"#, r#"{"token":""}"#, "null"] {
            let error = read_token(body.as_bytes(), "token", "x").unwrap_err().to_string();
            assert!(error.contains("check the base URL") && !error.contains("SECRET"), "{error}");
        }
    }
}
