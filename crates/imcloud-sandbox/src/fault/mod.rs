//! Faults on demand.
//!
//! Faults hit requests that passed the checks of key, budget and login; other requests do not count. A
//! request meets at most one fault: the first that is certain to hit it, else one of those with a chance.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::random::Random;

mod kind;
mod schedule;

pub(crate) use kind::Kind;
pub(crate) use schedule::{DOWNLOAD, known_operation};
pub use schedule::{Fault, FaultError};

/// The id of an [`InjectedFault`], for [`Sandbox::remove_fault`](crate::Sandbox::remove_fault).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FaultId(pub(crate) u64);

/// A fault of a running sandbox.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::{Fault, Sandbox};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start_blocking()?;
/// let id = sandbox.inject(Fault::dead_token().once())?;
/// assert_eq!((sandbox.faults()[0].id, sandbox.faults()[0].hits), (id, 0));
/// assert!(sandbox.remove_fault(id));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct InjectedFault {
    /// Its id.
    pub id: FaultId,
    /// The number of requests to which it applied, including those that it did not hit.
    pub matched: u64,
    /// The number of requests that it hit.
    pub hits: u64,
    /// The fault.
    #[serde(flatten, serialize_with = "shared")]
    pub fault: Arc<Fault>,
}

fn shared<S: serde::Serializer>(fault: &Arc<Fault>, serializer: S) -> Result<S::Ok, S::Error> {
    fault.serialize(serializer)
}

impl InjectedFault {
    fn may_hit(&self) -> bool {
        self.matched > self.fault.skip && self.fault.times.is_none_or(|times| self.hits < times)
    }

    fn applies_to(&self, operation: &str) -> bool {
        self.fault.operation.as_ref().is_none_or(|name| name == operation)
    }
}

pub(crate) struct InjectedFaults {
    faults: Vec<InjectedFault>,
    next: u64,
    random: Random,
}

impl InjectedFaults {
    pub(crate) fn new(random: Random) -> Self {
        Self { faults: Vec::new(), next: 0, random }
    }

    pub(crate) fn add(&mut self, fault: Fault) -> FaultId {
        let id = FaultId(self.next);
        self.next += 1;
        self.faults.push(InjectedFault { id, matched: 0, hits: 0, fault: Arc::new(fault) });
        id
    }

    pub(crate) fn remove(&mut self, id: FaultId) -> bool {
        let before = self.faults.len();
        self.faults.retain(|injected| injected.id != id);
        self.faults.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.faults.clear();
    }

    pub(crate) fn list(&self) -> &[InjectedFault] {
        &self.faults
    }

    /// Returns the fault that hits a request of this operation. Draws a random number only where it decides
    /// something.
    pub(crate) fn meet(&mut self, operation: &str) -> Option<Arc<Fault>> {
        let matching = self.faults.iter_mut().filter(|injected| injected.applies_to(operation));
        matching.for_each(|injected| injected.matched = injected.matched.saturating_add(1));
        let possible = |injected: &InjectedFault| injected.applies_to(operation) && injected.may_hit();
        let certain = |injected: &InjectedFault| possible(injected) && injected.fault.chance.is_none();
        let mut hit = self.faults.iter().position(certain);
        if hit.is_none() && self.faults.iter().any(possible) {
            let drawn = self.random.fraction();
            let mut reached = 0.0;
            hit = self.faults.iter().position(|injected| {
                reached += injected.fault.chance.filter(|_| possible(injected)).unwrap_or(0.0);
                drawn < reached
            });
        }
        let injected = self.faults.get_mut(hit?)?;
        injected.hits += 1;
        Some(Arc::clone(&injected.fault))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(faults: impl IntoIterator<Item = Fault>) -> InjectedFaults {
        let mut injected = InjectedFaults::new(Random::new(7));
        for fault in faults {
            injected.add(fault);
        }
        injected
    }

    fn met(injected: &mut InjectedFaults, operation: &str) -> String {
        injected.meet(operation).map(|fault| fault.to_string()).unwrap_or_default()
    }

    #[test]
    fn faults_hit_in_order_of_injection() {
        let mut faults = injected([
            Fault::status(501).on("get_order").once(),
            Fault::status(502).on("get_order").times(2),
            Fault::status(503).skip(4),
        ]);
        let seen: Vec<_> = (0..6).map(|_| met(&mut faults, "get_order")).collect();
        assert_eq!(seen, ["status 501", "status 502", "status 502", "", "status 503", "status 503"]);
        assert_eq!(met(&mut faults, "list_orders"), "status 503", "skipped are requests of any operation");
    }

    #[test]
    fn chances_add_up_and_follow_seed() {
        let faults = || {
            injected(
                [(501, 0.2), (502, 0.1), (503, 0.2)]
                    .map(|(status, chance)| Fault::status(status).chance(chance)),
            )
        };
        let run = |mut faults: InjectedFaults| {
            (0..10_000).map(|_| met(&mut faults, "get_order")).collect::<Vec<_>>()
        };
        let seen = run(faults());
        let share = |name: &str| seen.iter().filter(|met| *met == name).count();
        for (name, expected) in [("status 501", 2000), ("status 502", 1000), ("status 503", 2000), ("", 5000)]
        {
            assert!(share(name).abs_diff(expected) < 200, "{name}: {}", share(name));
        }
        assert_eq!(seen, run(faults()));
    }

    #[test]
    fn removed_fault_hits_no_request() {
        let mut faults = injected([]);
        let id = faults.add(Fault::reset());
        assert!(faults.remove(id));
        assert!(!faults.remove(id));
        assert!(faults.meet("get_order").is_none());
    }
}
