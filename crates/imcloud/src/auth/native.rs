//! The login that Ingram Micro's own marketplaces use.

use std::time::Duration;

use imcloud_raw::{Secret, operations::GenerateAuthToken};
use serde_json::{Value, json};

use super::{Authenticate, TokenExchange, TokenFuture};
use crate::error::{Details, Error, ErrorKind};

/// The life of a token when the answer does not tell it (documented as the life at the time of writing).
const USUAL_LIFE: Duration = Duration::from_secs(1500);

/// User name and password of the API user, exchanged for a token by HTTP Basic.
///
/// The user must be activated, and exactly one user is tied to the API (documented); its name usually ends in `.api`.
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
    username: String,
    password: Secret,
}

impl NativeLogin {
    /// A login.
    #[must_use]
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { username: username.into(), password: password.into() }
    }

    pub(crate) fn username(&self) -> &str {
        &self.username
    }

    pub(crate) fn password(&self) -> &Secret {
        &self.password
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
            let request = exchange
                .http()
                .post(url)
                .basic_auth(&self.username, Some(self.password.expose()))
                .json(&body)
                .build()
                .map_err(|error| {
                    Error::invalid_request(GenerateAuthToken::OPERATION.name, error.without_url().to_string())
                })?;
            let body = exchange.send(request, &[&self.password]).await?;
            let (token, life) = read_token(&body, "token", "expiresInSeconds")?;
            Ok(exchange.expires_in(token, life.unwrap_or(USUAL_LIFE)))
        })
    }
}

/// Reads an answer that holds a token and its life in seconds, which may be text or missing (seen in client code).
pub(super) fn read_token(
    body: &[u8],
    token_name: &str,
    life_name: &str,
) -> Result<(Secret, Option<Duration>), Error> {
    let unreadable = |reason: String| {
        let reason = format!("was answered {reason}; check the base URL");
        Error::from(Details::new(ErrorKind::Decode, GenerateAuthToken::OPERATION.name, reason))
    };
    let answer: Value = imcloud_raw::body::decode(body)
        .map_err(|_| unreadable("with something that is no JSON in the place of a token".to_owned()))?;
    let token =
        answer.get(token_name).and_then(Value::as_str).map(str::trim).filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| unreadable(format!("without {token_name:?}")))?;
    let life = match answer.get(life_name) {
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    let life =
        life.filter(|seconds| *seconds > 0.0).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    Ok((Secret::from(token), life))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_a_token_may_be_a_number_a_text_or_missing() {
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
    fn an_answer_without_a_token_is_described_and_not_quoted() {
        for body in ["<html>SECRET</html>", r#"{"token":{"x":"SECRET"}}"#, r#"{"token":""}"#, "null"] {
            let error = read_token(body.as_bytes(), "token", "x").unwrap_err().to_string();
            assert!(error.contains("check the base URL") && !error.contains("SECRET"), "{error}");
        }
    }
}
