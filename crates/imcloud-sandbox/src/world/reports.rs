//! Reports of rated data.

use chrono::{DateTime, Datelike, Days, Months, Utc};
use imcloud_raw::{
    SignedUrl,
    types::{self, ReportFormat, ReportInput, ReportStatus, ReportType},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Call, Event, Rejection, World,
    page::Page,
    report_file::{self, ReportFile, ReportFileError, ReportRow},
    subscriptions::day,
    timeline::midnight,
};
use crate::{behavior::ReportRows, model::Report, random::stable_uuid};

/// The path of report files. It is not below the base path: they are in another service.
pub(crate) const DOWNLOADS_PATH: &str = "/rated-data";

/// How long a file can be fetched (the address in the guide is good for about 90 days).
const VALID: Days = Days::new(90);

/// Why a file is not given.
#[derive(Debug)]
pub(crate) enum FileError {
    NotFound,
    BadSignature,
    Expired,
    /// It cannot be written in this format.
    Unwritable(ReportFileError),
}

impl World {
    /// Paging is ignored: always offset 0, and a limit that equals the total (documented).
    pub(super) fn list_reports(&self, call: &Call<'_>) -> Result<Value, Rejection> {
        let (from, to) = (day(call, "from")?, day(call, "to")?);
        let name = call.query("name").map(str::to_lowercase);
        let format = call.query("format");
        let (status, type_) = (call.query("status"), call.query("type"));
        let page = Page::whole();
        let found = page.filter(self.data.reports.iter().rev(), |report| {
            let created = report.created.date_naive();
            name.as_ref().is_none_or(|name| report.name.to_lowercase().contains(name))
                && format.is_none_or(|format| format.eq_ignore_ascii_case(report.format.as_str()))
                && status.is_none_or(|status| status == report.status.as_str())
                && type_.is_none_or(|type_| type_ == report.type_.as_str())
                && from.is_none_or(|from| from <= created)
                && to.is_none_or(|to| created <= to)
        });
        let list = list!(ReportList, page, found, |report| self.report_row(report));
        let mut list = serde_json::to_value(&list).unwrap_or_default();
        list["data"].as_array_mut().into_iter().flatten().for_each(upper_case_format);
        Ok(list)
    }

    fn report_row(&self, report: &Report) -> types::ReportSummary {
        let detail = self.report_detail(report);
        let mut row = fill!(ReportSummary {
            name: detail.name,
            format: detail.format,
            creation_date: detail.creation_date,
            download_url: detail.download_url,
        });
        if self.behavior.report_rows != ReportRows::Bare {
            row.id = detail.id;
            row.status = detail.status;
            row.type_ = detail.type_;
            row.start_date = detail.start_date;
            row.end_date = detail.end_date;
            row.customization_name = detail.customization_name;
        }
        row
    }

    pub(super) fn get_report(&self, id: &str) -> Result<Value, Rejection> {
        let report = self.find(&self.data.reports, "report", id)?;
        let mut detail = serde_json::to_value(self.report_detail(report)).unwrap_or_default();
        upper_case_format(&mut detail);
        Ok(detail)
    }

    /// Asks for a report that is set up under this name (documented).
    pub(super) fn create_report(&mut self, sent: &ReportInput) -> Result<Value, Rejection> {
        let definition = self.data.report_definitions.iter().find(|definition| definition.name == sent.name);
        let definition = definition
            .ok_or_else(|| Rejection::bad(format!("No report is set up under the name {:?}.", sent.name)))?;
        let moment = |member: &str, sent: &imcloud_raw::DateTime| {
            sent.to_utc().map_err(|error| Rejection::bad(format!("{member}: {error}.")))
        };
        let from = moment("startDate", &sent.start_date)?;
        let to = sent.end_date.as_ref().map(|end| moment("endDate", end)).transpose()?.unwrap_or(self.now);
        if to < from {
            return Err(Rejection::bad("endDate lies before startDate."));
        }
        let format = sent.format.clone().unwrap_or_else(|| definition.format.clone());
        if matches!(format, ReportFormat::UnknownValue(_) | ReportFormat::Unknown) {
            return Err(Rejection::bad(format!("format {format} is none of csv, json, xlsx, xml.")));
        }
        let customization = sent.customization_name.clone().or_else(|| definition.customization_name.clone());
        let id = self.add_report(sent.name.clone(), format, ReportType::Onetime, from, to, customization);
        self.get_report(&id.to_string())
    }

    pub(super) fn add_report(
        &mut self,
        name: String,
        format: ReportFormat,
        type_: ReportType,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        customization_name: Option<String>,
    ) -> Uuid {
        let number = self.next_number("report");
        let id = stable_uuid(&format!("report {number} {name}"));
        let status = ReportStatus::Submitted;
        self.data.reports.push(Report {
            id,
            name,
            format,
            type_,
            status,
            created: self.now,
            from,
            to,
            customization_name,
        });
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

    /// A periodical report comes, about the period that ended.
    pub(super) fn make_due_report(&mut self, number: usize) {
        let Some(definition) = self.data.report_definitions.get(number).cloned() else { return };
        let today = self.now.date_naive();
        let from = match definition.type_ {
            ReportType::Daily => today.checked_sub_days(Days::new(1)),
            ReportType::Periodic => today.checked_sub_days(Days::new(7)),
            _ => today.checked_sub_months(Months::new(1)),
        };
        let from = midnight(from.unwrap_or(today));
        let (name, customization) = (definition.name, definition.customization_name);
        self.add_report(
            name,
            definition.format,
            definition.type_.clone(),
            from,
            midnight(today),
            customization,
        );
        if let Some(next) = next_run(&definition.type_, self.now) {
            self.timeline.add(next, Event::ReportDue(number));
        }
    }

    fn report_detail(&self, report: &Report) -> types::Report {
        let completed = report.status == ReportStatus::Completed;
        fill!(Report {
            id: imcloud_raw::Id::from(report.id),
            name: report.name.clone(),
            format: report.format.clone(),
            type_: report.type_.clone(),
            status: report.status.clone(),
            creation_date: imcloud_raw::DateTime::from(report.created),
            start_date: imcloud_raw::DateTime::from(report.from),
            end_date: imcloud_raw::DateTime::from(report.to),
            customization_name: report.customization_name.clone(),
            download_url: completed.then(|| self.download_url(report)),
        })
    }

    fn download_url(&self, report: &Report) -> SignedUrl {
        let expiry = imcloud_raw::DateTime::from(expiry(report));
        let file = file_name(report);
        let signature = signature(report);
        SignedUrl::from(format!(
            "{}{DOWNLOADS_PATH}/{file}?sr=b&sp=r&se={expiry}&sig={signature}",
            self.origin
        ))
    }

    /// The file that a download address names.
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
        report_file::render(&report.format, &rows.collect::<Vec<_>>()).map_err(FileError::Unwritable)
    }
}

fn expiry(report: &Report) -> DateTime<Utc> {
    report.created.checked_add_days(VALID).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn file_name(report: &Report) -> String {
    format!("{}.{}", report.id, report.format.as_str().to_lowercase())
}

/// Not a secret to anybody who reads this; it only has to be hard to hit by chance.
fn signature(report: &Report) -> String {
    stable_uuid(&format!("signature of {}", report.id)).simple().to_string()
}

/// Formats come in upper case (documented), although the specification lists them in lower case.
fn upper_case_format(report: &mut Value) {
    if let Some(format) = report.get_mut("format")
        && let Some(text) = format.as_str()
    {
        *format = text.to_uppercase().into();
    }
}

/// When a periodical report is due next: every midnight, every Monday, or the first of every month.
pub(super) fn next_run(type_: &ReportType, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = now.date_naive();
    let next = match type_ {
        ReportType::Daily => today.checked_add_days(Days::new(1)),
        ReportType::Periodic => {
            today.checked_add_days(Days::new(7 - u64::from(today.weekday().num_days_from_monday())))
        }
        ReportType::Monthly | ReportType::OnInvoice => {
            today.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)))
        }
        _ => None,
    };
    next.map(midnight)
}
