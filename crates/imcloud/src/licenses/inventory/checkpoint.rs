//! Where to go on.

use std::collections::VecDeque;

use imcloud_raw::Id;
use serde::{Deserialize, Serialize};

use super::query::{Scope, States};

/// So many subscriptions are remembered: the place is found as long as one of them is still listed.
const REMEMBERED: usize = 32;

/// How far an inventory has come: behind the last row that was yielded. Made by [`InventoryRows::checkpoint`](super::InventoryRows::checkpoint), written and
/// read with serde, and given to [`Inventory::resume`](super::Inventory::resume).
///
/// It holds ids of the last subscriptions and not an offset, because the list moves while nobody looks. Its form may change between versions of this crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InventoryCheckpoint {
    /// What the inventory was of.
    scope: Option<(Option<Id>, String)>,
    /// The last subscriptions that are done, the latest at the end.
    recent: VecDeque<Id>,
    /// The subscription that was being yielded, and how many of its rows were.
    partial: Option<(Id, usize)>,
    done: u64,
}

impl InventoryCheckpoint {
    /// How many subscriptions are done.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Whether it is of an inventory of this scope; if it is of none yet, it is from now on.
    pub(super) fn belongs_to(&mut self, scope: &Scope) -> bool {
        let states = match &scope.states {
            States::NotEnded => "not ended",
            States::Every => "every",
            States::One(status) => status.as_str(),
        };
        let own = (scope.customer.clone(), states.to_owned());
        *self.scope.get_or_insert_with(|| own.clone()) == own
    }

    pub(super) fn recent(&self) -> &VecDeque<Id> {
        &self.recent
    }

    /// How many rows of a subscription were yielded before.
    pub(super) fn rows_before(&self, subscription: &Id) -> usize {
        self.partial.as_ref().filter(|(id, _)| id == subscription).map_or(0, |(_, rows)| *rows)
    }

    pub(super) fn passed(&mut self, subscription: Option<Id>) {
        self.partial = None;
        self.done += 1;
        if let Some(id) = subscription {
            if self.recent.len() == REMEMBERED {
                self.recent.pop_front();
            }
            self.recent.push_back(id);
        }
    }

    pub(super) fn within(&mut self, subscription: Id, rows: usize) {
        self.partial = Some((subscription, rows));
    }
}
