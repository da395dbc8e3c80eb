//! Reports.

use std::sync::Arc;

use imcloud_raw::{
    Date, Id,
    operations::ListReports,
    types::{Report, ReportFormat, ReportInput, ReportStatus, ReportSummary, ReportType},
};

use crate::{
    Client, Listing,
    error::{Result, received},
    pagination::{Fetched, Source},
    reports::{Download, ReportFile},
    wait::Waiting,
};

/// Reports: files of rated data.
///
/// # Examples
///
/// ```no_run
/// use imcloud::{ReportFilter, types::ReportFormat};
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let filter = ReportFilter::new().from("2026-01-01".parse::<imcloud::raw::Date>().unwrap()).format(ReportFormat::Csv);
/// for report in client.reports().list(filter).collect(1_000).await? {
///     println!("{:?} {:?}", report.name, report.download_url); // the address is printed without its signature
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reports<'a> {
    client: &'a Client,
}

filter! {
    /// Which reports to list.
    ReportFilter for ListReports {
        /// In this format.
        format: ReportFormat,
        /// From this day on.
        from: Date,
        /// With this name.
        name: String,
        /// In this state.
        status: ReportStatus,
        /// Up to this day.
        to: Date,
        /// Of this type.
        type_: ReportType,
    }
}

impl<'a> Reports<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Lists reports, newest first. Each response has the complete list (documented), so page size and prefetch have no effect.
    pub fn list(&self, filter: impl Into<ReportFilter>) -> Listing<ReportSummary> {
        let (client, filter) = (self.client.for_lists(), filter.into());
        let source = Source {
            operation: ListReports::OPERATION.name.into(),
            fetch: {
                let client = client.clone();
                Arc::new(move |offset, _| {
                    let (client, filter) = (client.clone(), filter.clone());
                    Box::pin(async move {
                        let request = filter.narrow(client.raw().list_reports());
                        let list = received(&ListReports::OPERATION, request.send().await)?;
                        Ok(Fetched::of_list(list.data.unwrap_or_default(), offset))
                    })
                })
            },
            id: |item| item.id.as_ref(),
            unpaged: true,
        };
        Listing::new(&client, source)
    }

    /// Fetches a report with its state and the address of its file.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn get(&self, id: impl Into<Id>) -> Result<Report> {
        call!(self.client, GetReport, get_report(id))
    }

    /// Downloads the file of a report: of a [`Report`], a [`ReportSummary`] or a bare [`SignedUrl`](crate::SignedUrl). Nothing is sent before one of the
    /// endings of [`Download`] is awaited, and then without any of the client's credentials.
    pub fn download(&self, file: impl Into<ReportFile>) -> Download {
        Download::new(self.client.stack().clone(), file.into())
    }

    /// Schedules a one-time report, whose name must be set up in the platform (documented).
    ///
    /// Not repeated when its end is unclear: look for it in the list then.
    ///
    /// # Errors
    /// [`is_ambiguous`](crate::Error::is_ambiguous) when its end is unclear, and those of any call.
    pub async fn create(&self, report: &ReportInput) -> Result<Report> {
        call!(self.client, CreateReport, create_report(report))
    }

    /// Waits until a report is completed, for 30 minutes by default.
    ///
    /// # Errors
    /// Awaiting it tells the other endings apart: [`WaitError`](crate::wait::WaitError).
    pub fn wait_for(&self, id: impl Into<Id>) -> Waiting<Report> {
        Waiting::new(self.client, id.into())
    }
}
