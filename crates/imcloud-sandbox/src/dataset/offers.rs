//! Offers: invented vendors, services, products and prices, in `offers.json`.

use std::sync::LazyLock;

use imcloud_raw::types::{Coterming, ProductPriceModel};
use serde::Deserialize;

use crate::model::ActivationParameter;

/// Plans of the same products that differ by term.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Family {
    pub(super) service: &'static str,
    pub(super) vendor: &'static str,
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) terms: Vec<Term>,
    /// Share of the recurring price, in thousandths.
    pub(super) cost_share: i64,
    #[serde(default)]
    pub(super) usage_billed: bool,
    pub(super) coterming: Option<Coterming>,
    pub(super) items: Vec<Item>,
    /// Names of families to which subscribers may switch, with the same term.
    #[serde(default)]
    pub(super) upgrades: Vec<&'static str>,
}

/// Length of a subscription, and how often it is invoiced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Term {
    Monthly,
    YearlyPaidMonthly,
    YearlyPaidYearly,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Item {
    /// The same for every term, unless it ends with `-`: then the term is appended.
    pub(super) mpn: &'static str,
    pub(super) name: &'static str,
    /// Cents of a US dollar per unit and month of a yearly term, by the quantity from which they apply.
    pub(super) monthly: Vec<(u32, i64)>,
    /// `None` for a flat price.
    pub(super) model: Option<ProductPriceModel>,
    pub(super) setup: Option<i64>,
    pub(super) overuse: Option<i64>,
    #[serde(default = "one")]
    pub(super) minimum: u32,
    #[serde(default = "five_thousand")]
    pub(super) maximum: u32,
    /// The item of the same family that it needs.
    pub(super) needs: Option<usize>,
    #[serde(default)]
    pub(super) parameters: Vec<ActivationParameter>,
    #[serde(default)]
    pub(super) usual: Usual,
}

fn one() -> u32 {
    1
}

fn five_thousand() -> u32 {
    5_000
}

/// The usual quantity.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Usual {
    #[default]
    Users,
    Machines,
    Gigabytes,
    Few,
}

/// The parameter of the directory service for the customer's domain.
pub(super) const DIRECTORY_DOMAIN: &str = "velloran_domain";
/// The parameter in which the directory service returns the customer's tenant.
pub(super) const DIRECTORY_TENANT: &str = "velloran_tenant_id";
pub(super) const DIRECTORY_VENDOR: &str = "Velloran Systems";

pub(super) static FAMILIES: LazyLock<Vec<Family>> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is a part of this crate, and tests read it")]
    serde_json::from_str(include_str!("offers.json")).expect("offers.json is valid")
});
