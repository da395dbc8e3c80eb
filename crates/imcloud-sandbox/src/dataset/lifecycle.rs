//! What becomes of a subscription, and when.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, SubsecRound, TimeDelta, Utc};

use crate::random::Random;

/// Besides its sale and its renewals, of which each may have some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lifecycle {
    Steady,
    /// Brought in from elsewhere instead of sold.
    Migrated,
    /// Still being provisioned.
    Pending,
    Hold,
    /// Changed at once.
    Changed,
    /// Changed by a renewal.
    ChangedAtRenewal,
    /// To be changed by the next renewal: the order is processing until then (observed).
    ChangesAtRenewal,
    ChangeWithdrawn,
    ChangeFailed,
    /// Some of its units went to the subscription made before it.
    Moved,
    CancellationWithdrawn,
    /// Ended without an order, as happens (observed).
    Lapsed,
    Cancelled,
    Terminated,
}

/// So that a handful has one of everything.
pub(super) const FIRST: [Lifecycle; 16] = [
    Lifecycle::Steady,
    Lifecycle::Moved,
    Lifecycle::Changed,
    Lifecycle::Lapsed,
    Lifecycle::ChangesAtRenewal,
    Lifecycle::Cancelled,
    Lifecycle::ChangedAtRenewal,
    Lifecycle::ChangeWithdrawn,
    Lifecycle::ChangeFailed,
    Lifecycle::Pending,
    Lifecycle::Hold,
    Lifecycle::Terminated,
    Lifecycle::Migrated,
    Lifecycle::CancellationWithdrawn,
    Lifecycle::Steady,
    Lifecycle::Lapsed,
];

/// Far more end as removed than as terminated (1,056 to 3 at one moment, observed); few cancellations are
/// withdrawn (1 of 28, observed).
const LATER: &[(u64, Lifecycle)] = &[
    (420, Lifecycle::Steady),
    (270, Lifecycle::Lapsed),
    (100, Lifecycle::Cancelled),
    (60, Lifecycle::Changed),
    (30, Lifecycle::Migrated),
    (25, Lifecycle::ChangedAtRenewal),
    (20, Lifecycle::ChangesAtRenewal),
    (20, Lifecycle::Moved),
    (20, Lifecycle::Hold),
    (8, Lifecycle::ChangeWithdrawn),
    (8, Lifecycle::ChangeFailed),
    (5, Lifecycle::Pending),
    (4, Lifecycle::CancellationWithdrawn),
    (3, Lifecycle::Terminated),
];

impl Lifecycle {
    pub(super) fn of(index: usize, random: &mut Random) -> Self {
        FIRST.get(index).copied().unwrap_or_else(|| *random.weighted(LATER))
    }

    /// Orders besides the sale and free renewals.
    pub(super) fn own_orders(self) -> usize {
        match self {
            Self::Steady | Self::Migrated | Self::Pending | Self::Hold | Self::Lapsed => 0,
            Self::Changed
            | Self::ChangedAtRenewal
            | Self::ChangesAtRenewal
            | Self::ChangeWithdrawn
            | Self::ChangeFailed
            | Self::Moved
            | Self::CancellationWithdrawn
            | Self::Cancelled
            | Self::Terminated => 1,
        }
    }

    /// Orders that it needs besides the sale.
    pub(super) fn least_orders(self) -> usize {
        self.own_orders() + usize::from(self == Self::ChangedAtRenewal)
    }

    pub(super) fn has_ended(self) -> bool {
        matches!(self, Self::Lapsed | Self::Cancelled | Self::Terminated)
    }
}

pub(super) fn months_before(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

pub(super) fn months_after(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

pub(super) fn days_before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

pub(super) fn days_after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// Without a fraction of a second: the service writes none (documented).
pub(super) fn earlier(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_sub_signed(by).unwrap_or(DateTime::<Utc>::MIN_UTC).trunc_subsecs(0)
}

pub(super) fn later(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC).trunc_subsecs(0)
}

/// Some second of the day between two hours.
pub(super) fn within(date: NaiveDate, first_hour: i64, last_hour: i64, random: &mut Random) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN).and_utc();
    later(midnight, TimeDelta::seconds(random.between(first_hour * 3_600, last_hour * 3_600 - 1)))
}
