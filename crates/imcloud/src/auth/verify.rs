//! Are my credentials good?

use std::{error::Error as StdError, fmt};

use reqwest::StatusCode;

use crate::error::{Error, ErrorKind, Shape};

/// What is wrong with the credentials, or why that cannot be said.
///
/// The service has no codes for these. They are told apart by who answered (the gateway knows only keys, the platform only users), by the status,
/// and by the words of the message (assumed: no such answer was ever published).
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
    /// Something answers there, but it is not this API.
    WrongBaseUrl,
    /// Nothing answers there.
    Unreachable,
    /// The service answered something that says nothing about the credentials, such as too many calls or trouble of its own.
    Unclear,
}

impl CredentialProblem {
    /// What to do, as a sentence.
    #[must_use]
    pub fn remedy(self) -> &'static str {
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

/// Why [`Client::verify`](crate::Client::verify) does not vouch for the credentials. `Display` says what is wrong, what to do, and what happened.
#[derive(Clone, Debug)]
pub struct VerifyError {
    problem: CredentialProblem,
    error: Error,
}

getters! { impl VerifyError {
    /// What is wrong.
    problem(self) -> CredentialProblem = self.problem;
    /// The error of the call that found out.
    error(self) -> &Error = &self.error;
}}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.problem, self.problem.remedy(), self.error)
    }
}

impl StdError for VerifyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

/// How the platform and OAuth servers speak of users that may not log in (assumed).
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

/// What an error, met while checking credentials, says about them.
pub(crate) fn judge(error: Error) -> VerifyError {
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
        // The gateway checks nothing but keys.
        Kind::Authentication | Kind::PermissionDenied if by_gateway => Problem::WrongKey,
        // The call that issues tokens asks for none: something else of the platform answers there.
        Kind::Authentication if issues_tokens && mentions(&["bearer token"]) => Problem::WrongBaseUrl,
        Kind::Authentication => Problem::WrongLogin,
        // The login was good, and the user still gets no token.
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
