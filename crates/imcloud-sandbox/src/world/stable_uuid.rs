//! UUIDs that do not depend on chance.

use uuid::Uuid;

/// A UUID that is always the same for the same text, on every platform (FNV-1a, twice).
pub(super) fn stable_uuid(text: &str) -> Uuid {
    let hash = |start: u64| {
        text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    let (high, low) = (hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4));
    // A last mixing, since texts that differ at their end alone differ in the lower digits alone.
    let mixed = |value: u64| {
        let value = (value ^ (value >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        value ^ (value >> 33)
    };
    let (high, low) = (mixed(high), mixed(low));
    uuid::Builder::from_random_bytes(((u128::from(high) << 64) | u128::from(low)).to_be_bytes()).into_uuid()
}
