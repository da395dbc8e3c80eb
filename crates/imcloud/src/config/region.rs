//! Known base URLs. The portal shows the base URL of a reseller next to the key.

/// North America; also serves resellers in Brazil (documented for the region, seen in client code for Brazil).
pub const NORTH_AMERICA: &str = "https://api.cloud.im/marketplace/na";

/// Europe; seen in client code for the Netherlands, Sweden and Germany.
pub const EUROPE: &str = "https://api.cloud.im/marketplace/eu";

/// Laboratory for integrators; seen in client code of 2021. Ask support whether it still exists.
pub const LAB: &str = "https://api-lab.cloud.im/marketplace/dev";
