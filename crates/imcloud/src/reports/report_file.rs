//! What can be downloaded.

use imcloud_raw::{
    SignedUrl,
    types::{Report, ReportFormat, ReportStatus, ReportSummary},
};

/// The file of a report: its address, and its format where that is known.
///
/// Made from a [`Report`], a [`ReportSummary`] or a bare [`SignedUrl`], which has no format.
///
/// # Examples
///
/// ```
/// use imcloud::{SignedUrl, reports::ReportFile, types::ReportFormat};
///
/// let url = SignedUrl::from("https://store.example/charges.csv?sig=abc");
/// let file = ReportFile::from(url).format(ReportFormat::Csv);
/// assert!(!format!("{file:?}").contains("abc"));
/// ```
#[derive(Clone, Debug)]
pub struct ReportFile {
    pub(super) url: Option<SignedUrl>,
    pub(super) format: Option<ReportFormat>,
    /// Of a report without an address.
    pub(super) status: Option<ReportStatus>,
}

impl ReportFile {
    /// Says which format the file has, where the report does not or is wrong.
    #[must_use]
    pub fn format(mut self, format: ReportFormat) -> Self {
        self.format = Some(format);
        self
    }
}

impl From<SignedUrl> for ReportFile {
    fn from(url: SignedUrl) -> Self {
        Self { url: Some(url), format: None, status: None }
    }
}

impl From<&SignedUrl> for ReportFile {
    fn from(url: &SignedUrl) -> Self {
        url.clone().into()
    }
}

impl From<&Report> for ReportFile {
    fn from(report: &Report) -> Self {
        Self {
            url: report.download_url.clone(),
            format: report.format.clone(),
            status: report.status.clone(),
        }
    }
}

impl From<&ReportSummary> for ReportFile {
    fn from(report: &ReportSummary) -> Self {
        Self {
            url: report.download_url.clone(),
            format: report.format.clone(),
            status: report.status.clone(),
        }
    }
}
