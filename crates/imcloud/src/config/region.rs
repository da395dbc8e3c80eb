//! The base addresses that are known. The portal shows a reseller's own beside the key; any other address works as well.

/// North America; also serves resellers in Brazil (documented for the region, seen in client code for Brazil).
pub const NORTH_AMERICA: &str = "https://api.cloud.im/marketplace/na";

/// Europe; seen in client code for the Netherlands, Sweden and Germany.
pub const EUROPE: &str = "https://api.cloud.im/marketplace/eu";

/// The laboratory of integrators, as client code had it in 2021. Ask support whether it is still there.
pub const LAB: &str = "https://api-lab.cloud.im/marketplace/dev";
