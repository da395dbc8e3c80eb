//! Reports.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use imcloud_raw::{
    SignedUrl,
    types::{self, ReportFormat, ReportInput, ReportStatus, ReportType},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Call, Event, Page, Rejection, Result, World,
    report_file::{self, ReportFile, ReportRow},
};
use crate::{
    behavior::ReportRows,
    clock::{days_later, midnight, months_later, shifted},
    model::{Report, ReportDefinition},
    random::stable_uuid,
};

/// The path of report files. It is not below the base path: they are in another service.
pub(crate) const DOWNLOADS_PATH: &str = "/rated-data";

/// Lifetime of a download URL (that of the guide is valid for about 90 days).
const LIFETIME: TimeDelta = TimeDelta::days(90);

#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("The file does not exist.")]
    NotFound,
    #[error("The signature does not belong to this address.")]
    BadSignature,
    #[error("The signature has expired; read the report again for a new address.")]
    Expired,
    #[error("{0}")]
    Unwritable(String),
}

impl World {
    /// Paging is ignored: always offset 0, and a limit that equals the total (documented).
    pub(super) fn list_reports(&self, call: &Call) -> Result<Value> {
        let (from, to) = (call.parsed::<NaiveDate>("from")?, call.parsed::<NaiveDate>("to")?);
        let name = call.query("name").map(str::to_lowercase);
        let format = call.query("format");
        let (status, type_) = (call.query("status"), call.query("type"));
        let page = Page::all();
        let found = page.filter(self.data.reports.iter().rev(), |report| {
            let created = report.created.date_naive();
            name.as_ref().is_none_or(|name| report.name.to_lowercase().contains(name))
                && format.is_none_or(|format| format.eq_ignore_ascii_case(report.format.as_str()))
                && status.is_none_or(|status| status == report.status.as_str())
                && type_.is_none_or(|type_| type_ == report.type_.as_str())
                && from.is_none_or(|from| from <= created)
                && to.is_none_or(|to| created <= to)
        });
        let list = list!(ReportList, page, found, |report| self.report_item(report));
        let mut list = serde_json::to_value(&list).unwrap_or_default();
        list["data"].as_array_mut().into_iter().flatten().for_each(upper_case_format);
        Ok(list)
    }

    fn report_item(&self, report: &Report) -> types::ReportSummary {
        let detail = self.report_detail(report);
        let mut item = types::ReportSummary::default();
        copy!(detail => item: name, format, creation_date, download_url);
        if self.behavior.report_rows != ReportRows::Bare {
            copy!(detail => item: id, status, type_, start_date, end_date, customization_name);
        }
        item
    }

    pub(super) fn get_report(&self, id: &str) -> Result<Value> {
        let report = self.find(&self.data.reports, "report", id)?;
        let mut detail = serde_json::to_value(self.report_detail(report)).unwrap_or_default();
        upper_case_format(&mut detail);
        Ok(detail)
    }

    /// Asks for a report that is set up under this name (documented).
    pub(super) fn create_report(&mut self, sent: &ReportInput) -> Result<Value> {
        let definition = self.data.report_definitions.iter().find(|definition| definition.name == sent.name);
        let mut definition = definition
            .cloned()
            .ok_or_else(|| rejection!(bad, "No report is set up under the name {:?}.", sent.name))?;
        let time = |property: &str, sent: &imcloud_raw::DateTime| {
            sent.to_utc().map_err(|error| rejection!(bad, "{property}: {error}."))
        };
        let from = time("startDate", &sent.start_date)?;
        let to = sent.end_date.as_ref().map_or(Ok(self.now), |end| time("endDate", end))?;
        if to < from {
            return Err(Rejection::bad("endDate lies before startDate."));
        }
        definition.format = sent.format.clone().unwrap_or(definition.format);
        if matches!(definition.format, ReportFormat::UnknownValue(_) | ReportFormat::Unknown) {
            let format = definition.format;
            return Err(rejection!(bad, "format {format} is none of csv, json, xlsx, xml."));
        }
        definition.customization_name = sent.customization_name.clone().or(definition.customization_name);
        let id = self.add_report(definition, ReportType::Onetime, from, to);
        self.get_report(&id.to_string())
    }

    pub(super) fn add_report(
        &mut self,
        definition: ReportDefinition,
        type_: ReportType,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Uuid {
        let ReportDefinition { name, format, customization_name, .. } = definition;
        let id = stable_uuid(&format!("report {} {name}", self.next_number("report")));
        let (status, created) = (ReportStatus::Submitted, self.now);
        let report = Report { id, name, format, type_, status, created, from, to, customization_name };
        self.data.reports.push(report);
        self.later(self.behavior.report_step, Event::ReportAdvances(id));
        id
    }

    /// submitted -> processing -> completed (documented).
    pub(super) fn advance_report(&mut self, id: Uuid) {
        let Some(report) = self.data.reports.get_mut(&id) else { return };
        match report.status {
            ReportStatus::Submitted => {
                report.status = ReportStatus::Processing;
                self.later(self.behavior.report_step, Event::ReportAdvances(id));
            }
            ReportStatus::Processing => report.status = ReportStatus::Completed,
            _ => {}
        }
    }

    /// Adds a periodical report of the period that ended.
    pub(super) fn make_due_report(&mut self, number: usize) {
        let Some(definition) = self.data.report_definitions.get(number).cloned() else { return };
        let today = self.now.date_naive();
        let from = match definition.type_ {
            ReportType::Daily => days_later(today, -1),
            ReportType::Periodic => days_later(today, -7),
            _ => months_later(today, -1),
        };
        if let Some(next) = next_run(&definition.type_, self.now) {
            self.timeline.add(next, Event::ReportDue(number));
        }
        let type_ = definition.type_.clone();
        self.add_report(definition, type_, midnight(from), midnight(today));
    }

    fn report_detail(&self, report: &Report) -> types::Report {
        let completed = report.status == ReportStatus::Completed;
        let mut detail = fill!(Report {
            id: imcloud_raw::Id::from(report.id),
            creation_date: imcloud_raw::DateTime::from(report.created),
            start_date: imcloud_raw::DateTime::from(report.from),
            end_date: imcloud_raw::DateTime::from(report.to),
            download_url: completed.then(|| self.download_url(report)),
        });
        copy!(report => detail: name, format, type_, status, customization_name);
        detail
    }

    fn download_url(&self, report: &Report) -> SignedUrl {
        let expiry = imcloud_raw::DateTime::from(expiry(report));
        let (file, signature) = (file_name(report), signature(report));
        SignedUrl::from(format!(
            "{}{DOWNLOADS_PATH}/{file}?sr=b&sp=r&se={expiry}&sig={signature}",
            self.origin
        ))
    }

    /// Returns the file of a download URL.
    pub(crate) fn file(&self, name: &str, given: &str) -> Result<ReportFile, FileError> {
        let id = name.split_once('.').and_then(|(id, _)| id.parse().ok());
        let report = id.and_then(|id| self.data.reports.get(&id));
        let report =
            report.filter(|report| report.status == ReportStatus::Completed && file_name(report) == name);
        let report = report.ok_or(FileError::NotFound)?;
        if signature(report) != given {
            return Err(FileError::BadSignature);
        }
        if self.now > expiry(report) {
            return Err(FileError::Expired);
        }
        let orders =
            self.data.orders.iter().filter(|order| report.from <= order.created && order.created < report.to);
        let rows = orders.flat_map(|order| {
            let customer = self.data.customers.get(&order.customer_id);
            order.lines.iter().filter_map(move |line| {
                let product = self.data.products.get(&line.product_id)?;
                Some(ReportRow {
                    order_number: order.number.clone(),
                    date: order.created,
                    customer_id: order.customer_id,
                    customer_name: customer.map(|customer| customer.profile.name.clone()).unwrap_or_default(),
                    product_name: product.name.clone(),
                    mpn: product.mpn.clone(),
                    quantity: line.quantity,
                    currency: order.currency.clone(),
                    unit_price: line.unit_price,
                    amount: line.extended_price + line.setup_price.unwrap_or_default(),
                })
            })
        });
        report_file::render(&report.format, &rows.collect::<Vec<_>>())
            .map_err(|error| FileError::Unwritable(error.to_string()))
    }
}

fn expiry(report: &Report) -> DateTime<Utc> {
    shifted(report.created, LIFETIME)
}

fn file_name(report: &Report) -> String {
    format!("{}.{}", report.id, report.format.as_str().to_lowercase())
}

/// Returns a value that random requests do not hit. It is not secret.
fn signature(report: &Report) -> String {
    stable_uuid(&format!("signature of {}", report.id)).simple().to_string()
}

/// Responses have formats in upper case (documented), although the specification lists them in lower case.
fn upper_case_format(report: &mut Value) {
    if let Some(format) = report.get_mut("format")
        && let Some(text) = format.as_str()
    {
        *format = text.to_uppercase().into();
    }
}

/// Returns the next time of a periodical report: every midnight, every Monday, or the first of every month.
pub(super) fn next_run(type_: &ReportType, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = now.date_naive();
    let next = match type_ {
        ReportType::Daily => days_later(today, 1),
        ReportType::Periodic => days_later(today, 7 - i64::from(today.weekday().num_days_from_monday())),
        ReportType::Monthly | ReportType::OnInvoice => months_later(today.with_day(1)?, 1),
        _ => return None,
    };
    // None follows at the end of the calendar.
    Some(midnight(next)).filter(|next| *next > now)
}
