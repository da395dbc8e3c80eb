//! Products and plans.

use imcloud_raw::types::{
    BillingModel, Coterming, ProductPriceModel, ProductPriceType, SwitchBillingPolicy, SwitchEffectiveDate,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Period;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Product {
    /// For example `PRD000123`.
    pub(crate) id: String,
    /// Need not be unique (documented).
    pub(crate) mpn: String,
    pub(crate) name: String,
    pub(crate) service_name: String,
    pub(crate) vendor: String,
    /// The plan that sells it. Products of one plan share one subscription.
    pub(crate) plan_id: u64,
    #[serde(deserialize_with = "super::valid::not_negative")]
    pub(crate) minimum_quantity: Decimal,
    pub(crate) maximum_quantity: Decimal,
    /// What the customer pays, in every currency it is sold in.
    pub(crate) prices: Vec<Price>,
    /// What the reseller pays.
    pub(crate) costs: Vec<Price>,
    pub(crate) billing_period: Period,
    pub(crate) subscription_period: Period,
    pub(crate) billing_model: BillingModel,
    /// Ids of products that the same subscription must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) depends_on: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) coterming: Option<Coterming>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parameters: Vec<ActivationParameter>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Price {
    #[serde(deserialize_with = "super::valid::currency")]
    pub(crate) currency: String,
    #[serde(deserialize_with = "super::valid::not_negative")]
    pub(crate) amount: Decimal,
    #[serde(rename = "type", deserialize_with = "super::valid::listed")]
    pub(crate) type_: ProductPriceType,
    /// Absent for a flat price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) model: Option<ProductPriceModel>,
    /// The quantity from which on this tier counts.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::valid::optional_not_negative"
    )]
    pub(crate) lower_limit: Option<Decimal>,
}

/// What a product asks for before it can be activated.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ActivationParameter {
    /// Case-sensitive (documented).
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) kind: ParameterKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ParameterKind {
    Text,
    /// A host name of at least two labels.
    Domain,
    Email,
    /// One of these values, each with the label that a person sees.
    Choice(Vec<(String, String)>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Plan {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) short_description: String,
    pub(crate) long_description: String,
    pub(crate) published: bool,
    pub(crate) billing_period: Period,
    pub(crate) billing_model: BillingModel,
    pub(crate) subscription_periods: Vec<PlanPeriod>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) switches: Vec<PlanSwitch>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PlanPeriod {
    pub(crate) period: Period,
    pub(crate) trial: bool,
    pub(crate) active: bool,
}

/// A plan that subscribers of this one may go over to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PlanSwitch {
    pub(crate) plan_id: u64,
    pub(crate) source_subscription_period: Period,
    pub(crate) subscription_period: Period,
    pub(crate) billing_policy: SwitchBillingPolicy,
    pub(crate) when_effective: SwitchEffectiveDate,
}
