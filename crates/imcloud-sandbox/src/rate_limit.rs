//! Call budgets of subscription keys.

use std::time::Duration;

/// How many calls a subscription key may make.
///
/// That keys have limits is documented, their numbers are not; a service under test refused the larger part of 556 quick calls and
/// then let 60 at once through (observed). Counted are the calls that were let through, those for tokens among them (assumed).
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    pub(crate) calls: usize,
    pub(crate) window: Duration,
    pub(crate) quota: Option<(u64, Duration)>,
}

impl RateLimit {
    /// So many calls in any span of time of this length. Further ones get 429.
    #[must_use]
    pub fn new(calls: usize, window: Duration) -> Self {
        Self { calls, window, quota: None }
    }

    /// So many calls in a period, which begins with the first call. Further ones get 403 until it is over.
    #[must_use]
    pub fn quota(mut self, calls: u64, period: Duration) -> Self {
        self.quota = Some((calls, period));
        self
    }

    /// What the software's vendor recommends to operators: 60 calls a minute, 5000 a day (documented). They may choose otherwise.
    #[must_use]
    pub fn recommended() -> Self {
        Self::new(60, Duration::from_secs(60)).quota(5000, Duration::from_secs(24 * 60 * 60))
    }
}
