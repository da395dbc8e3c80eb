//! Countries and names of accounts and people, in `places.json`. Phone numbers are of ranges that authorities
//! reserve for fiction.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Country {
    pub(super) code: &'static str,
    pub(super) currency: &'static str,
    pub(super) language: &'static str,
    pub(super) tax_prefix: &'static str,
    pub(super) legal_forms: Vec<&'static str>,
    pub(super) streets: Vec<&'static str>,
    /// True if the number of the house precedes the street.
    pub(super) number_first: bool,
    /// City, state (empty if addresses have none), postal code, and the fictional phone range: `x` is any
    /// digit.
    pub(super) cities: Vec<(&'static str, &'static str, &'static str, &'static str)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub(super) struct Places {
    /// With their weights.
    pub(super) countries: Vec<(u64, Country)>,
    /// Starts and ends of company names that do not exist.
    pub(super) name_starts: Vec<&'static str>,
    pub(super) name_ends: Vec<&'static str>,
    pub(super) trades: Vec<&'static str>,
    pub(super) first_names: Vec<&'static str>,
    pub(super) last_names: Vec<&'static str>,
}

pub(super) static PLACES: LazyLock<Places> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is a part of this crate, and tests read it")]
    serde_json::from_str(include_str!("places.json")).expect("places.json is valid")
});
