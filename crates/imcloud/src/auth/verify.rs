//! Verification of credentials.

use std::{error::Error as StdError, fmt};

use reqwest::StatusCode;

use crate::error::{Error, ErrorKind, Shape};

/// A problem with the credentials, or a reason why they could not be verified.
///
/// The service has no codes for these. They are distinguished by the responding component (the gateway checks
/// keys, the platform checks users), by the status, and by the message (assumed, because no such response was
/// ever published).
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
    /// The response says nothing about the credentials, for example because of too many calls or a failure of
    /// the service.
    Unclear,
}

impl CredentialProblem {
    /// Returns a hint.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::WrongKey => {
                "copy the subscription key from the portal once more; changing the API user may have reset it, and a new key can take a day to work"
            }
            Self::WrongLogin => {
                "check user name and password of the API user, and that the marketplace is your own"
            }
            Self::WrongMarketplace => {
                "use the code of your own marketplace, such as us or nl; the address of the control panel shows it"
            }
            Self::InactiveUser => {
                "activate the API user by its invitation mail, or let an administrator do it"
            }
            Self::WrongBaseUrl => {
                "copy the base URL from the portal, with the region at its end and nothing behind it"
            }
            Self::Unreachable => {
                "check the host name of the base URL, and that firewall and proxy let this machine through"
            }
            Self::Unclear => {
                "the message says what happened; if it is trouble of the service, try again later"
            }
        }
    }
}

impl fmt::Display for CredentialProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongKey => "the subscription key was not accepted",
            Self::WrongLogin => "the login was not accepted",
            Self::WrongMarketplace => "the marketplace was not accepted",
            Self::InactiveUser => "the user is not active",
            Self::WrongBaseUrl => "the base URL is not that of the API",
            Self::Unreachable => "the host of the base URL does not answer",
            Self::Unclear => "the credentials could not be checked",
        })
    }
}

/// Error returned by [`Client::verify`](crate::Client::verify). `Display` has the problem, a hint and the
/// cause.
#[derive(Clone, Debug)]
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

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.problem, self.problem.hint(), self.error)
    }
}

impl StdError for VerifyError {}

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
