//! Credentials of a client.

use imcloud_raw::Secret;

use crate::random::Random;

/// The credentials of a sandbox's API user.
///
/// A real reseller has exactly one such user (documented); its name ends in `.api`.
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

    /// Credentials drawn from a seed.
    pub(crate) fn drawn(random: &mut Random) -> Self {
        Self::new("sandbox.api", random.text(20), subscription_key(random), "us")
    }
}

/// A key as the gateway product makes them: 32 hexadecimal digits.
pub(crate) fn subscription_key(random: &mut Random) -> Secret {
    Secret::from(random.uuid().simple().to_string())
}
