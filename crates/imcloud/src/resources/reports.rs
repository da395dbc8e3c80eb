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

/// Accesses reports, which are files of rated data.
///
/// # Examples
///
/// ```no_run
/// use imcloud::{ReportFilter, types::ReportFormat};
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let filter = ReportFilter::new().from("2026-01-01".parse::<imcloud::raw::Date>().unwrap()).format(ReportFormat::Csv);
/// for report in client.reports().list(filter).collect(1_000).await? {
///     println!("{:?} {:?}", report.name, report.download_url); // the URL is printed without its signature
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reports<'a> {
    client: &'a Client,
}

filter! {
    /// A filter of reports.
    ReportFilter for ListReports {
        /// Format of the file.
        format: ReportFormat,
        /// First day of creation.
        from: Date,
        /// Name of the report.
        name: String,
        /// Status of the report.
        status: ReportStatus,
        /// Last day of creation.
        to: Date,
        /// Type of the report.
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

    /// Returns a report with its status and the signed URL of its file.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and the errors of any call.
    pub async fn get(&self, id: impl Into<Id>) -> Result<Report> {
        call!(self.client, GetReport, get_report(id))
    }

    /// Downloads the file of a [`Report`], a [`ReportSummary`] or a [`SignedUrl`](crate::SignedUrl).
    ///
    /// Nothing is sent before one of the methods of [`Download`] is awaited, and then without the credentials
    /// of the client.
    pub fn download(&self, file: impl Into<ReportFile>) -> Download {
        Download::new(self.client.stack().clone(), file.into())
    }

    /// Schedules a one-time report. Its name must be configured in the platform (documented).
    ///
    /// The call is not retried if its outcome is unknown. Search the list in that case.
    ///
    /// # Errors
    /// [`is_ambiguous`](crate::Error::is_ambiguous) if the outcome is unknown, and the errors of any call.
    pub async fn create(&self, report: &ReportInput) -> Result<Report> {
        call!(self.client, CreateReport, create_report(report))
    }

    /// Waits until a report is completed. The timeout defaults to 30 minutes.
    ///
    /// # Errors
    /// [`WaitError`](crate::wait::WaitError) distinguishes the outcomes.
    pub fn wait_for(&self, id: impl Into<Id>) -> Waiting<Report> {
        Waiting::new(self.client, id.into())
    }
}
