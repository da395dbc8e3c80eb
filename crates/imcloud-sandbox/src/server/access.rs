//! Access: subscription keys and their budgets at the gateway, logins and tokens at the platform.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use axum::http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use imcloud_raw::Secret;
use serde_json::{Value, json};

use super::state::Shared;
use crate::{
    behavior::{Behavior, Quota, RateLimit},
    clock::later,
    random::Random,
    response::{About, ApiResponse},
};

/// Credentials, keys and tokens.
pub(crate) struct Access {
    pub(crate) credentials: Credentials,
    pub(super) gateway: Gateway,
    pub(crate) tokens: Tokens,
    pub(super) user_is_active: bool,
    pub(crate) behavior: Behavior,
    /// Draws correlation ids, tokens and keys.
    pub(super) random: Random,
}

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

/// The valid keys with what each has used.
pub(super) struct Gateway(Vec<Key>);

struct Key {
    secret: Secret,
    /// Times of the calls of the last window.
    recent: VecDeque<DateTime<Utc>>,
    /// The end of the quota's period, and the calls in it.
    period: Option<(DateTime<Utc>, u64)>,
}

/// Reason for which the gateway rejects a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    NoKey,
    WrongKey,
    /// Calls again after this many seconds.
    TooFast(u64),
    QuotaSpent(u64),
}

impl Stopped {
    pub(super) fn response(&self, retry_after: bool) -> ApiResponse {
        let (response, seconds) = match *self {
            Self::NoKey => {
                return ApiResponse::key_rejected(
                    "Access denied due to missing subscription key. Send it in the header X-Subscription-Key.",
                );
            }
            Self::WrongKey => {
                return ApiResponse::key_rejected(
                    "Access denied due to invalid subscription key. Send the current one.",
                );
            }
            Self::TooFast(seconds) => (ApiResponse::too_fast(seconds), seconds),
            Self::QuotaSpent(seconds) => (ApiResponse::quota_spent(seconds), seconds),
        };
        if retry_after { response.retry_after(seconds) } else { response }
    }
}

impl Gateway {
    pub(super) fn new(key: Secret) -> Self {
        Self(vec![Key::new(key)])
    }

    pub(super) fn add_key(&mut self, key: Secret) {
        self.0.push(Key::new(key));
    }

    pub(super) fn clear_usage(&mut self) {
        self.0.iter_mut().for_each(|key| *key = Key::new(key.secret.clone()));
    }

    /// Checks a key, then its rate, then its quota, and counts a call that passes.
    pub(super) fn admit(
        &mut self,
        given: Option<&[u8]>,
        limit: Option<&RateLimit>,
        now: DateTime<Utc>,
    ) -> Result<(), Stopped> {
        let given = given.ok_or(Stopped::NoKey)?;
        let mut keys = self.0.iter_mut();
        let key = keys.find(|key| key.secret.expose().as_bytes() == given).ok_or(Stopped::WrongKey)?;
        limit.map_or(Ok(()), |limit| key.spend(limit, now))
    }
}

impl Key {
    fn new(secret: Secret) -> Self {
        Self { secret, recent: VecDeque::new(), period: None }
    }

    fn spend(&mut self, limit: &RateLimit, now: DateTime<Utc>) -> Result<(), Stopped> {
        while self.recent.front().is_some_and(|call| later(*call, limit.window) <= now) {
            self.recent.pop_front();
        }
        if self.recent.len() >= limit.calls {
            let free =
                self.recent.front().map_or(later(now, limit.window), |call| later(*call, limit.window));
            return Err(Stopped::TooFast(seconds(free - now)));
        }
        if let Some(Quota { calls, period }) = limit.quota {
            let (end, used) = match self.period {
                Some((end, used)) if end > now => (end, used),
                _ => (later(now, period), 0),
            };
            if used >= calls {
                return Err(Stopped::QuotaSpent(seconds(end - now)));
            }
            self.period = Some((end, used + 1));
        }
        self.recent.push_back(now);
        Ok(())
    }
}

/// Rounds up, so that a client that waits this long is let in.
fn seconds(wait: TimeDelta) -> u64 {
    let rounded = wait.num_seconds() + i64::from(wait.subsec_nanos() > 0);
    u64::try_from(rounded).unwrap_or(0).max(1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_000_000_000_000 + millis).unwrap()
    }

    fn gateway() -> Gateway {
        Gateway::new(Secret::from("k"))
    }

    #[test]
    fn window_slides_and_wait_rounds_up() {
        let (mut gateway, limit) = (gateway(), RateLimit::new(2, Duration::from_secs(10)));
        let mut admit = |millis| gateway.admit(Some(b"k"), Some(&limit), at(millis));
        assert_eq!(admit(0), Ok(()));
        assert_eq!(admit(4_000), Ok(()));
        assert_eq!(admit(7_500), Err(Stopped::TooFast(3)));
        assert_eq!(admit(10_500), Ok(()));
        assert_eq!(admit(10_500), Err(Stopped::TooFast(4)));
        gateway.clear_usage();
        assert_eq!(gateway.admit(Some(b"k"), Some(&limit), at(0)), Ok(()));
    }

    #[test]
    fn rejected_calls_do_not_use_up_quota() {
        let minute = Duration::from_secs(60);
        let limit = RateLimit::new(100, Duration::from_secs(1)).quota(1, minute);
        let mut gateway = gateway();
        let mut admit = |millis| gateway.admit(Some(b"k"), Some(&limit), at(millis));
        assert_eq!(admit(0), Ok(()));
        assert_eq!(admit(20_000), Err(Stopped::QuotaSpent(40)));
        assert_eq!(admit(60_000), Ok(()));
    }

    #[test]
    fn every_key_has_its_own_budget() {
        let (mut gateway, limit) = (gateway(), RateLimit::new(1, Duration::from_secs(10)));
        gateway.add_key(Secret::from("other"));
        assert_eq!(gateway.admit(Some(b"k"), Some(&limit), at(0)), Ok(()));
        assert_eq!(gateway.admit(Some(b"other"), Some(&limit), at(0)), Ok(()));
        assert_eq!(gateway.admit(Some(b"k"), Some(&limit), at(0)), Err(Stopped::TooFast(10)));
        gateway = Gateway::new(Secret::from("new"));
        assert_eq!(gateway.admit(Some(b"k"), Some(&limit), at(0)), Err(Stopped::WrongKey));
        assert_eq!(gateway.admit(None, Some(&limit), at(0)), Err(Stopped::NoKey));
    }

    #[test]
    fn empty_budget_admits_no_call() {
        let limit = RateLimit::new(0, Duration::from_secs(10));
        assert_eq!(gateway().admit(Some(b"k"), Some(&limit), at(0)), Err(Stopped::TooFast(10)));
    }
}
