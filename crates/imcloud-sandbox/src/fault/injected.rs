//! The faults of a sandbox, and which of them hits a request.

use std::sync::Arc;

use super::Fault;
use crate::random::Random;

/// Names an injected fault, to remove it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FaultId(u64);

pub(crate) struct Injected {
    rules: Vec<Rule>,
    next: u64,
    random: Random,
}

struct Rule {
    id: FaultId,
    fault: Arc<Fault>,
    seen: u64,
    hits: u64,
}

impl Rule {
    fn may_hit(&self) -> bool {
        self.seen > self.fault.skip && self.fault.times.is_none_or(|times| self.hits < times)
    }
}

impl Injected {
    pub(crate) fn new(random: Random) -> Self {
        Self { rules: Vec::new(), next: 0, random }
    }

    pub(crate) fn add(&mut self, fault: Fault) -> FaultId {
        let id = FaultId(self.next);
        self.next += 1;
        self.rules.push(Rule { id, fault: Arc::new(fault), seen: 0, hits: 0 });
        id
    }

    pub(crate) fn remove(&mut self, id: FaultId) -> bool {
        let before = self.rules.len();
        self.rules.retain(|rule| rule.id != id);
        self.rules.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// The fault that a request of this operation meets. A number is drawn only where it decides something.
    pub(crate) fn meet(&mut self, operation: &str) -> Option<Arc<Fault>> {
        let mut certain = None;
        let mut by_chance = false;
        for (index, rule) in self.rules.iter_mut().enumerate() {
            if rule.fault.operation.as_ref().is_some_and(|name| name != operation) {
                continue;
            }
            rule.seen += 1;
            if !rule.may_hit() {
                continue;
            }
            match rule.fault.chance {
                None if certain.is_none() => certain = Some(index),
                None => {}
                Some(_) => by_chance = true,
            }
        }
        let hit = match certain {
            Some(index) => Some(index),
            None if by_chance => self.draw(operation),
            None => None,
        };
        let rule = self.rules.get_mut(hit?)?;
        rule.hits += 1;
        Some(Arc::clone(&rule.fault))
    }

    fn draw(&mut self, operation: &str) -> Option<usize> {
        let drawn = self.random.fraction();
        let mut reached = 0.0;
        self.rules.iter().position(|rule| {
            let aimed = rule.fault.operation.as_ref().is_none_or(|name| name == operation);
            reached += if aimed && rule.may_hit() { rule.fault.chance.unwrap_or(0.0) } else { 0.0 };
            drawn < reached
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(faults: impl IntoIterator<Item = Fault>) -> Injected {
        let mut injected = Injected::new(Random::new(7));
        for fault in faults {
            injected.add(fault);
        }
        injected
    }

    fn met(injected: &mut Injected, operation: &str) -> String {
        injected.meet(operation).map(|fault| fault.to_string()).unwrap_or_default()
    }

    #[test]
    fn faults_come_in_the_order_in_which_they_were_injected() {
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
    fn chances_exclude_each_other_and_follow_the_seed() {
        let faults = || {
            injected(
                [(501, 0.2), (502, 0.1), (503, 0.2)]
                    .map(|(status, chance)| Fault::status(status).chance(chance)),
            )
        };
        let run =
            |mut faults: Injected| (0..10_000).map(|_| met(&mut faults, "get_order")).collect::<Vec<_>>();
        let seen = run(faults());
        let share = |name: &str| seen.iter().filter(|met| *met == name).count();
        for (name, expected) in [("status 501", 2000), ("status 502", 1000), ("status 503", 2000), ("", 5000)]
        {
            assert!(share(name).abs_diff(expected) < 200, "{name}: {}", share(name));
        }
        assert_eq!(seen, run(faults()));
    }

    #[test]
    fn a_removed_fault_is_gone() {
        let mut faults = injected([]);
        let id = faults.add(Fault::reset());
        assert!(faults.remove(id));
        assert!(!faults.remove(id));
        assert!(faults.meet("get_order").is_none());
    }
}
