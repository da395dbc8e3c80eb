//! `imcloud reports`.

use clap::{Args, Subcommand};
use imcloud::{
    Date, ReportFilter, SignedUrl,
    raw::operations::CreateReport,
    types::{Report, ReportFormat, ReportInput, ReportStatus, ReportSummary, ReportType},
};

use super::download::{self, Download};
use crate::{
    cli::ListOptions,
    failure::Failure,
    input::{Body, From, Listed, day, time_from, time_to},
    session::Session,
};

const COLUMNS: &[&str] = &["id", "name", "type", "format", "status", "creationDate"];

/// Reports.
#[derive(Debug, Subcommand)]
pub(crate) enum Reports {
    /// List reports, newest first
    #[command(after_help = "Example:\n  imcloud reports list --from 2026-01-01 --format csv")]
    List(List),
    /// Show a report
    #[command(after_help = "Example:\n  imcloud reports get 7e1f...")]
    Get {
        /// Id of the report
        id: String,
        #[command(flatten)]
        urls: Urls,
    },
    /// Schedule a one-time report
    #[command(
        after_help = "Example:\n  imcloud reports schedule --name 'Monthly usage' --start 2026-01-01 --format csv"
    )]
    Schedule(Schedule),
    /// Download the file of a report
    #[command(after_help = "\
The file appears under its name when it is complete. Without --to, it is
named after the report and its date, in the current directory. Exit code 7
says that the report is not ready yet, 8 that it failed.

Examples:
  imcloud reports download 7e1f... --to charges.csv
  imcloud reports download 7e1f... --wait --to - | gzip > charges.csv.gz")]
    Download(Download),
}

/// Options of a list of reports.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Created on or after DAY, such as 2026-01-31
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// Created on or before DAY
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// With this name
    #[arg(long)]
    name: Option<String>,
    /// In this format
    #[arg(long)]
    format: Option<Listed<ReportFormat>>,
    /// In this state
    #[arg(long)]
    status: Option<Listed<ReportStatus>>,
    /// Of this type
    #[arg(long = "type")]
    type_: Option<Listed<ReportType>>,
    #[command(flatten)]
    options: ListOptions,
    #[command(flatten)]
    urls: Urls,
}

/// Display of signed URLs.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Urls {
    /// Show signed download URLs, which grant access to the file
    #[arg(long)]
    signed_urls: bool,
}

/// Options of a scheduled report.
#[derive(Debug, Args)]
pub(crate) struct Schedule {
    #[command(flatten)]
    body: From,
    /// Name of the report, as configured in the platform
    #[arg(long)]
    name: Option<String>,
    /// Start of the reported period, such as 2026-01-01
    #[arg(long, value_name = "TIME")]
    start: Option<String>,
    /// End of the reported period; a day includes its end
    #[arg(long, value_name = "TIME")]
    end: Option<String>,
    /// Format of the file
    #[arg(long)]
    format: Option<String>,
    /// Name of a customization, as configured in the platform
    #[arg(long, value_name = "NAME")]
    customization: Option<String>,
}

impl Reports {
    pub(super) fn waits(&self) -> bool {
        matches!(self, Self::Download(download) if download.wait)
    }
}

impl Urls {
    fn apply(self, url: &mut Option<SignedUrl>) {
        if !self.signed_urls
            && let Some(signed) = url
        {
            *signed = signed.to_string().into();
        }
    }
}

pub(super) async fn run(session: &Session, command: Reports) -> Result<(), Failure> {
    match &command {
        Reports::List(_) => session.check_columns::<ReportSummary>()?,
        _ => session.check_columns::<Report>()?,
    }
    match command {
        Reports::List(list) => {
            let mut filter = ReportFilter::new();
            filter.from = list.from;
            filter.to = list.to;
            filter.name = list.name;
            filter.format = Listed::accept(session, "--format", list.format);
            filter.status = Listed::accept(session, "--status", list.status);
            filter.type_ = Listed::accept(session, "--type", list.type_);
            let listing = session.client().await?.reports().list().filter(filter);
            let hide = |report: &mut ReportSummary| list.urls.apply(&mut report.download_url);
            session.list_with(listing, &list.options, COLUMNS, hide).await
        }
        Reports::Get { id, urls } => {
            let mut report: Report = session.client().await?.reports().get(id).await?;
            urls.apply(&mut report.download_url);
            session.show(&report)
        }
        Reports::Download(download) => download::run(session, download).await,
        Reports::Schedule(schedule) => {
            let body: ReportInput = Body::begin(&schedule.body)?
                .set("name", schedule.name)
                .set("startDate", schedule.start)
                .set("endDate", schedule.end)
                .convert("startDate", |text| time_from(text).ok().map(|time| time.to_string()))
                .convert("endDate", |text| time_to(text).ok().map(|time| time.to_string()))
                .set("format", schedule.format)
                .set("customizationName", schedule.customization)
                .check::<_, Report>(session, &CreateReport::OPERATION)?;
            if session.rehearse("POST", "/reports", &body)? {
                return Ok(());
            }
            let mut report = session.client().await?.reports().create(&body).await?;
            Urls { signed_urls: false }.apply(&mut report.download_url);
            session.show(&report)
        }
    }
}
