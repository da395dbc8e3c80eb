//! Reports, and the definitions that make them.

use chrono::{DateTime, Utc};
use imcloud_raw::types::{ReportFormat, ReportStatus, ReportType};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A report that is configured in the control panel. One-time reports name it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReportDefinition {
    pub(crate) name: String,
    #[serde(deserialize_with = "super::valid::listed")]
    pub(crate) format: ReportFormat,
    /// `daily` and `monthly` make reports by the clock; others wait to be asked.
    #[serde(rename = "type", deserialize_with = "super::valid::listed")]
    pub(crate) type_: ReportType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customization_name: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Report {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    #[serde(deserialize_with = "super::valid::listed")]
    pub(crate) format: ReportFormat,
    #[serde(rename = "type", deserialize_with = "super::valid::listed")]
    pub(crate) type_: ReportType,
    #[serde(deserialize_with = "super::valid::listed")]
    pub(crate) status: ReportStatus,
    pub(crate) created: DateTime<Utc>,
    /// The period that it covers.
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customization_name: Option<String>,
}
