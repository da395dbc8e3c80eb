//! Definitions of reports, and the reports that were made of them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use imcloud_raw::types::{ReportFormat, ReportStatus, ReportType};

use super::lifecycle::{days_before, earlier, later, months_after, months_before};
use crate::model::{Report, ReportDefinition};
use crate::random::Random;

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
                (0..7).map(|day| (days_before(today, day + 1), days_before(today, day))).collect()
            }
            ReportType::Monthly | ReportType::OnInvoice => (0..3)
                .map(|back| months_before(month, back + 1))
                .map(|first| (first, months_after(first, 1)))
                .collect(),
            _ => vec![
                (days_before(today, 37), days_before(today, 7)),
                (days_before(today, 36), days_before(today, 6)),
            ],
        };
        for (index, (from, to)) in spans.into_iter().enumerate() {
            let has_failed = definition.type_ == ReportType::Onetime && index == 0;
            let delay = TimeDelta::seconds(random.between(900, 7_200));
            let last_second = earlier(as_of, TimeDelta::seconds(1));
            reports.push(Report {
                id: random.uuid(),
                name: definition.name.clone(),
                format: definition.format.clone(),
                type_: definition.type_.clone(),
                status: if has_failed { ReportStatus::Error } else { ReportStatus::Completed },
                created: later(midnight(to), delay).min(last_second),
                from: midnight(from),
                to: midnight(to),
                customization_name: definition.customization_name.clone(),
            });
        }
    }
    reports.sort_by_key(|report| report.created);
    reports
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}
