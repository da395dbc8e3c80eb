//! How much the client as a whole may repeat.

use std::sync::atomic::{AtomicU32, Ordering};

/// Tenths of a repetition.
const COST: u32 = 10;

/// A purse shared by all calls of a client.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    tenths: AtomicU32,
    full: u32,
}

impl RetryBudget {
    pub(crate) fn new(repetitions: u32) -> Self {
        let full = repetitions.saturating_mul(COST);
        Self { tenths: AtomicU32::new(full), full }
    }

    /// Takes what one repetition costs; `false` when there is not enough left.
    pub(crate) fn take(&self) -> bool {
        self.tenths.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(COST)).is_ok()
    }

    /// Gives back for a call that succeeded.
    pub(crate) fn succeeded(&self) {
        // An error means that it is full.
        let _ = self
            .tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| (left < self.full).then(|| left + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_successes_earn_one_repetition_and_no_more_than_the_purse_holds() {
        let budget = RetryBudget::new(2);
        assert!(budget.take() && budget.take() && !budget.take());
        (0..9).for_each(|_| budget.succeeded());
        assert!(!budget.take());
        budget.succeeded();
        assert!(budget.take() && !budget.take());
        (0..1000).for_each(|_| budget.succeeded());
        assert!(budget.take() && budget.take() && !budget.take());
    }
}
