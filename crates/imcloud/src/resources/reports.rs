//! Reports.

use std::sync::Arc;

use imcloud_raw::{
    Date, Id,
    operations::ListReports,
    types::{Report, ReportFormat, ReportInput, ReportStatus, ReportSummary, ReportType},
};

use crate::{
    Listing,
    error::received,
    pagination::{Fetched, Source},
    reports::{Download, ReportFile},
};

resource! {
    /// Accesses reports, which are files of rated data.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::{ReportFilter, types::ReportFormat};
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let first: imcloud::raw::Date = "2026-01-01".parse().unwrap();
    /// let filter = ReportFilter::new().from(first).format(ReportFormat::Csv);
    /// for report in client.reports().list(filter).collect(1_000).await? {
    ///     // The URL is printed without its signature.
    ///     println!("{:?} {:?}", report.name, report.download_url);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    Reports {
        /// Returns a report with its status and the signed URL of its file.
        call get(id: impl Into<Id>) -> Report = GetReport.get_report;
        /// Schedules a one-time report. Its name must be configured in the platform (documented).
        ///
        /// Not retried if the outcome is unknown ([`is_ambiguous`](crate::Error::is_ambiguous)): then search
        /// the list.
        call create(report: &ReportInput) -> Report = CreateReport.create_report;
        /// Waits until a report is completed. The timeout defaults to 30 minutes.
        wait wait_for(id: impl Into<Id>) -> Report;
    }
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

impl Reports<'_> {
    /// Lists reports, newest first. Each response has the complete list (documented), so page size and
    /// prefetch have no effect.
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

    /// Downloads the file of a [`Report`], a [`ReportSummary`] or a [`SignedUrl`](crate::SignedUrl).
    ///
    /// Nothing is sent before one of the methods of [`Download`] is awaited, and then without the credentials
    /// of the client.
    pub fn download(&self, file: impl Into<ReportFile>) -> Download {
        Download::new(self.client.stack().clone(), file.into())
    }
}
