//! Definitions of reports, and earlier reports.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use imcloud_raw::types::{ReportFormat, ReportStatus, ReportType};

use super::history::seconds_later;
use crate::{
    clock::{days_later, midnight, months_later},
    model::{Report, ReportDefinition},
    random::Random,
};

pub(super) fn definitions() -> Vec<ReportDefinition> {
    let definition = |name: &str, format, type_, customization: Option<&str>| ReportDefinition {
        name: name.to_owned(),
        format,
        type_,
        customization_name: customization.map(str::to_owned),
    };
    vec![
        definition("Daily charges", ReportFormat::Csv, ReportType::Daily, None),
        definition("Monthly charges", ReportFormat::Xlsx, ReportType::Monthly, Some("With customer ids")),
        definition("Charges on demand", ReportFormat::Json, ReportType::Onetime, None),
        definition("Every invoice - charges", ReportFormat::Csv, ReportType::OnInvoice, None),
        definition("Charges for the ERP", ReportFormat::Xml, ReportType::Periodic, None),
    ]
}

/// Oldest first: a week of daily ones, three months of monthly ones, one of each other.
pub(super) fn reports(
    definitions: &[ReportDefinition],
    as_of: DateTime<Utc>,
    random: &mut Random,
) -> Vec<Report> {
    let today = as_of.date_naive();
    let month = today.with_day(1).unwrap_or(today);
    let mut reports = Vec::new();
    for definition in definitions {
        let spans: Vec<(NaiveDate, NaiveDate)> = match definition.type_ {
            ReportType::Daily => {
                (0..7).map(|day| (days_later(today, -day - 1), days_later(today, -day))).collect()
            }
            ReportType::Monthly | ReportType::OnInvoice => (1..=3)
                .map(|back| months_later(month, -back))
                .map(|first| (first, months_later(first, 1)))
                .collect(),
            _ => [7, 6].map(|days| (days_later(today, -days - 30), days_later(today, -days))).to_vec(),
        };
        for (index, (from, to)) in spans.into_iter().enumerate() {
            let has_failed = definition.type_ == ReportType::Onetime && index == 0;
            let delay = random.between(900, 7_200);
            reports.push(Report {
                id: random.uuid(),
                name: definition.name.clone(),
                format: definition.format.clone(),
                type_: definition.type_.clone(),
                status: if has_failed { ReportStatus::Error } else { ReportStatus::Completed },
                created: seconds_later(midnight(to), delay).min(seconds_later(as_of, -1)),
                from: midnight(from),
                to: midnight(to),
                customization_name: definition.customization_name.clone(),
            });
        }
    }
    reports.sort_by_key(|report| report.created);
    reports
}
