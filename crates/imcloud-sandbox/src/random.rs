//! Chance, the same on every platform and in every version.

use rand_pcg::{
    Pcg64,
    rand_core::{Rng, SeedableRng},
};
use uuid::Uuid;

/// A generator whose draws depend on its seed alone. Draws are integers: floats would differ between
/// platforms.
pub(crate) struct Random(Pcg64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Pcg64::seed_from_u64(seed))
    }

    /// A number from 0 to `end`, without `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // The upper half of the product. Its bias is below one in 2^32 for the small numbers drawn here.
        let product = u128::from(self.0.next_u64()) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from `first` to `last`, with both; `first` when `last` is smaller.
    pub(crate) fn between(&mut self, first: i64, last: i64) -> i64 {
        let count = last.saturating_sub(first).saturating_add(1).max(1).unsigned_abs();
        first.saturating_add_unsigned(self.below(count))
    }

    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(u64::try_from(len).unwrap_or(u64::MAX))).unwrap_or(0)
    }

    /// True this many times of 100.
    pub(crate) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of a table, which is not empty.
    pub(crate) fn pick<'a, T>(&mut self, table: &'a [T]) -> &'a T {
        &table[self.index(table.len())]
    }

    /// One of a table, which is not empty, in proportion to the weights.
    pub(crate) fn weighted<'a, T>(&mut self, table: &'a [(u64, T)]) -> &'a T {
        let mut left = self.below(table.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in table {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return value,
            }
        }
        &table[0].1
    }

    pub(crate) fn digit(&mut self) -> char {
        char::from_digit(u32::try_from(self.below(10)).unwrap_or(0), 10).unwrap_or('0')
    }

    /// From 0 to 1, without 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        // So few bits that a float holds the quotient exactly.
        let bits = u32::try_from(self.0.next_u64() >> 32).unwrap_or(0);
        f64::from(bits) / (f64::from(u32::MAX) + 1.0)
    }

    /// Draws this many letters and digits.
    pub(crate) fn text(&mut self, length: usize) -> String {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..length).map(|_| char::from(*self.pick(ALPHABET))).collect()
    }

    pub(crate) fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

/// Returns the same UUID for the same text, on every platform (FNV-1a, twice).
pub(crate) fn stable_uuid(text: &str) -> Uuid {
    let hash = |start: u64| {
        text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    let (high, low) = (hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4));
    // Strings that differ at their end only would differ in the lower digits only.
    let mixed = |value: u64| {
        let value = (value ^ (value >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        value ^ (value >> 33)
    };
    let (high, low) = (mixed(high), mixed(low));
    uuid::Builder::from_random_bytes(((u128::from(high) << 64) | u128::from(low)).to_be_bytes()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_same_in_every_version() {
        let mut random = Random::new(7);
        let draws: Vec<u64> = (0..6).map(|_| random.below(1_000)).collect();
        assert_eq!(draws, [0, 231, 901, 835, 491, 591]);
        assert_eq!(random.uuid().to_string(), "6f45feab-f3be-4d16-a26d-5238601cea52");
    }

    #[test]
    fn draws_stay_in_their_range_and_reach_both_ends() {
        let mut random = Random::new(1);
        let draws: Vec<i64> = (0..1_000).map(|_| random.between(-2, 2)).collect();
        assert_eq!(draws.iter().min(), Some(&-2));
        assert_eq!(draws.iter().max(), Some(&2));
        assert_eq!(random.between(3, 1), 3);
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn weights_are_proportions() {
        let mut random = Random::new(1);
        let hits = (0..10_000).filter(|_| *random.weighted(&[(1, false), (3, true)])).count();
        assert!((7_200..7_800).contains(&hits), "{hits}");
    }
}
