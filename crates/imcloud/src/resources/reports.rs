//! Reports.

use std::sync::Arc;

use chrono::Utc;
use imcloud_raw::{
    Date, Id,
    operations::ListReports,
    types::{Report, ReportFormat, ReportInput, ReportStatus, ReportSummary, ReportType},
};

use crate::{
    Client, Listing,
    error::{Details, ErrorKind, Result, received},
    pagination::{Fetched, Filter as _, Source},
    reports::{Download, ReportFile},
};

resource! {
    /// Accesses reports, which are files of rated data.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::types::ReportFormat;
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// for report in client.reports().list().format(ReportFormat::Csv).collect(1_000).await? {
    ///     // The URL is printed without its signature.
    ///     println!("{:?} {:?}", report.name, report.download_url);
    /// }
    /// let latest = client.reports().latest("Monthly charges").await?;
    /// println!("created {:?}", latest.report.creation_date);
    /// latest.download().to_file("charges.csv").await?;
    /// # Ok(())
    /// # }
    /// ```
    Reports {
        /// Returns a report with its status and the signed URL of its file.
        call get(id: impl Into<Id>) -> Report = GetReport.get_report;
        /// Schedules a one-time report. Its name must be configured in the platform (documented). Not retried
        /// after an [ambiguous](crate::Error::is_ambiguous) error: then search the list.
        call create(report: &ReportInput) -> Report = CreateReport.create_report;
        /// Waits until a report is completed. The timeout defaults to 30 minutes.
        wait wait_for(id: impl Into<Id>) -> Report;
    }
}

filter! {
    /// A filter of reports.
    ReportFilter for ListReports -> ReportSummary {
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

impl Reports<'_> {
    /// Lists reports, newest first. Each response has the complete list (documented), whatever the page size.
    pub fn list(&self) -> Listing<ReportSummary, ReportFilter> {
        let client = self.client.for_lists();
        let bound = client.clone();
        let source = Source {
            operation: ListReports::OPERATION.name.into(),
            fetch: Arc::new(move |filter: &ReportFilter, offset, _| {
                let (client, filter) = (bound.clone(), filter.clone());
                Box::pin(async move {
                    let request = filter.narrow(client.raw().list_reports());
                    let list = received(&ListReports::OPERATION, request.send().await)?;
                    Ok(Fetched::of_list(list.data.unwrap_or_default(), offset))
                })
            }),
            id: |item: &ReportSummary| Some(&item.id),
            unpaged: true,
        };
        Listing::new(&client, source)
    }

    /// Returns the newest completed report with this name.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) if there is none. Otherwise the errors of the list.
    pub async fn latest(&self, name: impl Into<String>) -> Result<LatestReport> {
        let name = name.into();
        let completed = Some(ReportStatus::Completed);
        let reports = self.list().name(&name).status(ReportStatus::Completed).collect(usize::MAX).await?;
        // The service ignores filters that it does not know. Of equal times, the first report is the newest.
        let matching = reports
            .into_iter()
            .rev()
            .filter(|report| report.name.as_ref() == Some(&name) && report.status == completed);
        let Some(report) = matching.max_by_key(created) else {
            let reason = format!("found no completed report named {name:?}");
            return Err(Details::new(ErrorKind::NotFound, ListReports::OPERATION.name, reason).into());
        };
        Ok(LatestReport { report, client: self.client.clone() })
    }

    /// Downloads the file of a [`Report`], a [`ReportSummary`] or a [`SignedUrl`](crate::SignedUrl).
    ///
    /// Nothing is sent before one of the methods of [`Download`] is awaited, and then without credentials.
    pub fn download(&self, file: impl Into<ReportFile>) -> Download {
        Download::new(self.client.stack().clone(), file.into())
    }
}

fn created(report: &ReportSummary) -> Option<chrono::DateTime<Utc>> {
    report.creation_date.as_ref().and_then(|date| date.to_utc().ok())
}

/// The newest report of a name. Created by [`Reports::latest`].
///
/// Example: see [`Reports`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LatestReport {
    /// The report.
    pub report: ReportSummary,
    client: Client,
}

impl LatestReport {
    /// Downloads the file, as [`Reports::download`].
    pub fn download(&self) -> Download {
        self.client.reports().download(&self.report)
    }
}
