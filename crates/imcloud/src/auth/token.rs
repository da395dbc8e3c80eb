//! A token and its life.

use std::time::{Duration, SystemTime};

use imcloud_raw::Secret;

/// How long before its end a token is refreshed, at most.
const MARGIN: Duration = Duration::from_secs(60);

/// A bearer token with the time it was obtained and the time it ends. It cannot be printed.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use imcloud::AccessToken;
///
/// let now = SystemTime::now();
/// let token = AccessToken::new("abc".into(), now, now + Duration::from_secs(1500));
/// assert!(!format!("{token:?}").contains("abc"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    secret: Secret,
    obtained_at: SystemTime,
    expires_at: SystemTime,
}

impl AccessToken {
    /// A token with its life.
    #[must_use]
    pub fn new(secret: Secret, obtained_at: SystemTime, expires_at: SystemTime) -> Self {
        Self { secret, obtained_at, expires_at }
    }

    /// The token. Send it, and keep it nowhere but in a store for secrets.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// When it was obtained.
    #[must_use]
    pub fn obtained_at(&self) -> SystemTime {
        self.obtained_at
    }

    /// When it ends.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// Returns the time after which the token is refreshed: one minute before expiry or at 75 % of its lifetime, whichever is later.
    #[must_use]
    pub fn refresh_at(&self) -> SystemTime {
        let life = self.expires_at.duration_since(self.obtained_at).unwrap_or_default();
        self.expires_at.checked_sub(MARGIN.min(life / 4)).unwrap_or(self.expires_at)
    }
}
