//! Behavior of the service that is unknown, or that differs between operators.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::seconds;

/// Switches of the service's behavior. Each says what is known.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::{Behavior, DependsOnForm, PageLimit, ReportRows, UnknownId};
///
/// let mut behavior = Behavior::default();
/// behavior.above_page_limit = PageLimit::Reject;
/// behavior.unknown_id = UnknownId::BadRequest;
/// behavior.depends_on = DependsOnForm::Strings;
/// behavior.report_rows = ReportRows::Bare;
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Behavior {
    /// Largest page. Defaults to 500 (observed).
    pub page_limit: usize,
    /// Effect of a larger `limit` (unknown). Defaults to a clamped page.
    pub above_page_limit: PageLimit,
    /// Response for an unknown id: 404 (observed on `GET /subscriptions/{id}`), or 400 whose message contains
    /// "No entity has been found" (in client code for customers, orders, plans, subscriptions). Defaults to
    /// 404.
    pub unknown_id: UnknownId,
    /// True if `creationTimeFrom` and `creationTimeTo` narrow lists of orders (documented, never confirmed).
    /// Defaults to true.
    pub creation_time_filters: bool,
    /// True if `status` narrows lists of orders (documented, never confirmed). Defaults to true.
    pub order_status_filter: bool,
    /// True if setting `statusCode` to `CL` cancels an order (assumed from the specification's example).
    /// Defaults to true; otherwise the code is accepted without effect.
    pub cancel_by_status_code: bool,
    /// Form of `dependsOn` of products: objects (specification) or strings (guide). Defaults to objects.
    pub depends_on: DependsOnForm,
    /// Properties of items of `/reports`: all (specification), or only name, format, creation date and
    /// download URL (guide). Defaults to all.
    pub report_rows: ReportRows,
    /// True if the account may call `/resellers` and below. Ordinary resellers are expected to get 403
    /// (assumed). Defaults to true.
    pub may_manage_resellers: bool,
    /// Time for which an order is `submitted`, by the sandbox's clock. Defaults to 5 seconds.
    #[serde(rename = "orderSubmissionSeconds", with = "seconds")]
    pub order_submission: Duration,
    /// Time for which an order is `processing` after that. Defaults to 60 seconds.
    #[serde(rename = "orderProcessingSeconds", with = "seconds")]
    pub order_processing: Duration,
    /// Time for which a new account is `pending`. Defaults to 30 seconds.
    #[serde(rename = "accountActivationSeconds", with = "seconds")]
    pub account_activation: Duration,
    /// Time for which a report is `submitted`, and then `processing`. Defaults to 30 seconds each.
    #[serde(rename = "reportStepSeconds", with = "seconds")]
    pub report_step: Duration,
    /// Lifetime of a token. Defaults to 1500 seconds (documented). Fractions of a second count, but are not
    /// announced.
    #[serde(rename = "tokenLifetimeSeconds", with = "seconds")]
    pub token_lifetime: Duration,
    /// True if a new token ends all older ones (unknown). Defaults to false: clients that fetch a token for
    /// each run work (observed).
    pub newest_token_only: bool,
    /// Budget of each subscription key. Defaults to none, because a budget does not refill while a clock
    /// does not advance.
    pub rate_limit: Option<RateLimit>,
    /// True if 429 and 403 for a spent budget carry `Retry-After`. Defaults to true (documented for the
    /// gateway product); clients saw 429 without it too (observed).
    pub retry_after: bool,
    /// True if an `X-Correlation-ID` in a request becomes that of the response (unknown). Defaults to false.
    pub keep_correlation_ids: bool,
    /// Time that placing or estimating an order takes, in real time. Defaults to 0; more than a minute
    /// happens in the real service (observed).
    #[serde(rename = "orderDelaySeconds", with = "seconds")]
    pub order_delay: Duration,
}

/// Effect of a `limit` above the largest page. See the example of [`Behavior`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PageLimit {
    /// Returns a page of the largest size, and says so in `pagination.limit`.
    Clamp,
    /// HTTP 400.
    Reject,
}

/// Response for an unknown id. See the example of [`Behavior`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UnknownId {
    /// HTTP 404.
    NotFound,
    /// HTTP 400 with "No entity has been found" in its message.
    BadRequest,
}

/// Form of `dependsOn` of products. See the example of [`Behavior`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DependsOnForm {
    /// `{"mpn": "...", "id": "..."}`.
    Objects,
    /// Part numbers.
    Strings,
}

/// Properties of items of `/reports`. See the example of [`Behavior`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ReportRows {
    /// Everything that the specification names.
    Full,
    /// Name, format, creation date and download URL.
    Bare,
}

impl Default for Behavior {
    fn default() -> Self {
        Self {
            page_limit: 500,
            above_page_limit: PageLimit::Clamp,
            unknown_id: UnknownId::NotFound,
            creation_time_filters: true,
            order_status_filter: true,
            cancel_by_status_code: true,
            depends_on: DependsOnForm::Objects,
            report_rows: ReportRows::Full,
            may_manage_resellers: true,
            order_submission: Duration::from_secs(5),
            order_processing: Duration::from_secs(60),
            account_activation: Duration::from_secs(30),
            report_step: Duration::from_secs(30),
            token_lifetime: Duration::from_secs(1500),
            newest_token_only: false,
            rate_limit: None,
            retry_after: true,
            keep_correlation_ids: false,
            order_delay: Duration::ZERO,
        }
    }
}

/// Call budget of a subscription key.
///
/// That keys have limits is documented, their numbers are not; a service under test rejected the larger part
/// of 556 quick calls and then let 60 at once through (observed). Calls that were let through count, those
/// for tokens included (assumed).
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use imcloud_sandbox::RateLimit;
///
/// let limit = RateLimit::new(100, Duration::from_secs(60)).quota(20_000, Duration::from_secs(7 * 86_400));
/// assert_eq!(RateLimit::recommended(), RateLimit::new(60, Duration::from_secs(60)).quota(5000, Duration::from_secs(86_400)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RateLimit {
    pub(crate) calls: usize,
    #[serde(rename = "windowSeconds", with = "seconds")]
    pub(crate) window: Duration,
    #[serde(default)]
    pub(crate) quota: Option<Quota>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Quota {
    pub(crate) calls: u64,
    #[serde(rename = "periodSeconds", with = "seconds")]
    pub(crate) period: Duration,
}

impl RateLimit {
    /// Allows this many calls in any window of this length. Further ones get 429.
    #[must_use]
    pub fn new(calls: usize, window: Duration) -> Self {
        Self { calls, window, quota: None }
    }

    /// Allows this many calls in a period, which starts with the first call. Further ones get 403 until it is
    /// over.
    #[must_use]
    pub fn quota(mut self, calls: u64, period: Duration) -> Self {
        self.quota = Some(Quota { calls, period });
        self
    }

    /// The recommendation of the software's vendor to operators: 60 calls a minute, 5000 a day (documented).
    /// They may choose otherwise.
    #[must_use]
    pub fn recommended() -> Self {
        Self::new(60, Duration::from_secs(60)).quota(5000, Duration::from_secs(24 * 60 * 60))
    }
}
