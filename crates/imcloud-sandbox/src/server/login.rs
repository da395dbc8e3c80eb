//! Authentication: HTTP Basic for a token, the token for everything else.

use std::{collections::HashMap, time::Duration};

use axum::http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use imcloud_raw::Secret;
use serde_json::{Value, json};

use super::state::{Access, Shared};
use crate::{
    clock::later,
    random::Random,
    response::{About, ApiResponse},
};

/// The credentials of a sandbox's API user.
///
/// A real reseller has exactly one such user (documented); its name ends in `.api`.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::{Credentials, Sandbox};
///
/// let credentials = Credentials::new("shop.api", "secret", "0123456789abcdef0123456789abcdef", "de");
/// let sandbox = Sandbox::builder().credentials(credentials).start_blocking()?;
/// assert_eq!(sandbox.credentials().marketplace, "de");
/// # Ok::<(), imcloud_sandbox::StartError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Credentials {
    /// The login for HTTP Basic.
    pub username: String,
    /// The password for HTTP Basic.
    pub password: Secret,
    /// The value of `X-Subscription-Key`, for every call.
    pub subscription_key: Secret,
    /// The property `marketplace` of the call for a token.
    pub marketplace: String,
}

impl Credentials {
    /// Creates credentials.
    #[must_use]
    pub fn new(
        username: impl Into<String>,
        password: impl Into<Secret>,
        subscription_key: impl Into<Secret>,
        marketplace: impl Into<String>,
    ) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            subscription_key: subscription_key.into(),
            marketplace: marketplace.into(),
        }
    }

    pub(crate) fn drawn(random: &mut Random) -> Self {
        Self::new("sandbox.api", random.text(20), subscription_key(random), "us")
    }
}

/// A key as the gateway product makes them: 32 hexadecimal digits.
pub(crate) fn subscription_key(random: &mut Random) -> Secret {
    Secret::from(random.uuid().simple().to_string())
}

/// Returns the value of `Authorization` after this scheme, whose case does not matter.
fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let (given, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| rest.trim_start())
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    authorization(headers, "Bearer")
}

impl Access {
    pub(super) fn check_token(&self, headers: &HeaderMap, now: DateTime<Utc>) -> Result<(), &'static str> {
        let token = bearer(headers).ok_or("No bearer token was given; POST /token issues one.")?;
        if self.tokens.is_valid(token, now) {
            Ok(())
        } else {
            Err("The token is not valid or has expired; POST /token issues a new one.")
        }
    }

    pub(super) fn check_login(&self, headers: &HeaderMap) -> Result<(), &'static str> {
        let given = authorization(headers, "Basic")
            .and_then(|text| STANDARD.decode(text).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let given = given.as_deref().and_then(|text| text.split_once(':'));
        let (username, password) = given.ok_or(
            "No login was given; POST /token needs HTTP Basic with the API user's name and password.",
        )?;
        let wanted = &self.credentials;
        if username != wanted.username || password != wanted.password.expose() {
            Err("The login name or the password is wrong.")
        } else if !self.user_is_active {
            Err("The API user is not active.")
        } else {
            Ok(())
        }
    }
}

/// Issues a token after the login was checked. Responds with 400 if the marketplace is missing or not that of
/// the user (assumed).
pub(super) fn issue(shared: &Shared, body: &[u8], now: DateTime<Utc>, about: About<'_>) -> ApiResponse {
    let reject = |message: &str| ApiResponse::platform(StatusCode::BAD_REQUEST, message, about);
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let Some(marketplace) = body["marketplace"].as_str() else {
        return reject(
            "marketplace is missing; it is the code of the reseller's marketplace, such as \"us\"",
        );
    };
    let mut access = shared.access();
    if marketplace != access.credentials.marketplace {
        return reject(&format!("The user does not belong to marketplace {marketplace:?}."));
    }
    let Access { tokens, random, behavior, .. } = &mut *access;
    let lifetime = behavior.token_lifetime;
    let token = tokens.issue(random, now, lifetime, behavior.newest_token_only);
    ApiResponse::json(StatusCode::OK, &json!({ "expiresInSeconds": lifetime.as_secs(), "token": token }))
}

#[derive(Default)]
pub(crate) struct Tokens(HashMap<String, DateTime<Utc>>);

impl Tokens {
    /// Issues a token. If only the newest is to be valid, the others end.
    pub(super) fn issue(
        &mut self,
        random: &mut Random,
        now: DateTime<Utc>,
        lifetime: Duration,
        newest_only: bool,
    ) -> String {
        if newest_only {
            self.0.clear();
        } else {
            self.0.retain(|_, expires| *expires > now);
        }
        let token = random.text(64);
        self.0.insert(token.clone(), later(now, lifetime));
        token
    }

    /// Returns false for ended, expired and unknown tokens alike.
    pub(super) fn is_valid(&self, token: &str, now: DateTime<Utc>) -> bool {
        self.0.get(token).is_some_and(|expires| *expires > now)
    }

    pub(super) fn kill(&mut self, token: &str) {
        self.0.remove(token);
    }

    pub(crate) fn kill_all(&mut self) {
        self.0.clear();
    }
}
