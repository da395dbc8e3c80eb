//! Bearer tokens.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};

use crate::{clock::later, random::Random};

/// The valid tokens and their expiry.
#[derive(Default)]
pub(super) struct Tokens(HashMap<String, DateTime<Utc>>);

impl Tokens {
    /// Issues a token. If only the newest is to be valid, the others end.
    pub(super) fn issue(
        &mut self,
        random: &mut Random,
        now: DateTime<Utc>,
        lifetime: Duration,
        newest_only: bool,
    ) -> String {
        if newest_only {
            self.0.clear();
        } else {
            self.0.retain(|_, expires| *expires > now);
        }
        let token = random.text(64);
        self.0.insert(token.clone(), later(now, lifetime));
        token
    }

    /// Returns false for ended, expired and unknown tokens alike.
    pub(super) fn is_valid(&self, token: &str, now: DateTime<Utc>) -> bool {
        self.0.get(token).is_some_and(|expires| *expires > now)
    }

    pub(super) fn kill(&mut self, token: &str) {
        self.0.remove(token);
    }

    pub(super) fn kill_all(&mut self) {
        self.0.clear();
    }
}
