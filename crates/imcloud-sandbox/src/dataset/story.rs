//! What becomes of a subscription.

use crate::random::Random;

/// Besides its sale and its renewals, of which each may have some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Story {
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
pub(super) const FIRST: [Story; 16] = [
    Story::Steady,
    Story::Moved,
    Story::Changed,
    Story::Lapsed,
    Story::ChangesAtRenewal,
    Story::Cancelled,
    Story::ChangedAtRenewal,
    Story::ChangeWithdrawn,
    Story::ChangeFailed,
    Story::Pending,
    Story::Hold,
    Story::Terminated,
    Story::Migrated,
    Story::CancellationWithdrawn,
    Story::Steady,
    Story::Lapsed,
];

/// Far more end as removed than as terminated (1,056 to 3 at one moment, observed); few cancellations are withdrawn (1 of 28, observed).
const LATER: &[(u64, Story)] = &[
    (420, Story::Steady),
    (270, Story::Lapsed),
    (100, Story::Cancelled),
    (60, Story::Changed),
    (30, Story::Migrated),
    (25, Story::ChangedAtRenewal),
    (20, Story::ChangesAtRenewal),
    (20, Story::Moved),
    (20, Story::Hold),
    (8, Story::ChangeWithdrawn),
    (8, Story::ChangeFailed),
    (5, Story::Pending),
    (4, Story::CancellationWithdrawn),
    (3, Story::Terminated),
];

impl Story {
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
