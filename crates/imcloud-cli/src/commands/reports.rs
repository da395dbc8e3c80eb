//! `imcloud reports`.

use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use imcloud::{
    Client, Date, ReportFilter, SignedUrl,
    raw::operations::CreateReport,
    reports,
    types::{Report, ReportFormat, ReportInput, ReportStatus, ReportSummary, ReportType},
};

use super::resource::{BodyArgs, ResourceList, body, filter, resource};
use crate::{
    failure::{Exit, Failure, Result},
    file::is_special_file,
    input::{Listed, day, listed, time_from, time_to},
    output::{self, write_error},
    progress::BYTES,
    session::Session,
};

resource! {
    Reports in reports;
    list() -> ReportSummary, "id,name,type,format,status,creationDate", ListFlags => ReportFilter;
}

filter! { ListFlags for [ReportFilter] {
    /// Created on or after DAY, such as 2026-01-31
    from "DAY" (day): Date => from,
    /// Created on or before DAY
    to "DAY" (day): Date => to,
    /// With this name
    name: String => name,
    /// In this format
    format (listed(ReportFormat::LISTED, ReportFormat::as_str)): Listed<ReportFormat> => format,
    /// In this state
    status (listed(ReportStatus::LISTED, ReportStatus::as_str)): Listed<ReportStatus> => status,
    /// Of this type
    type_ (listed(ReportType::LISTED, ReportType::as_str)): Listed<ReportType> => type_,
}}

body! { ScheduleFlags {
    /// Name of the report, as configured in the platform
    name: Option<String> => "name",
    /// Start of the reported period, such as 2026-01-01
    start "TIME": Option<String> => "startDate",
    /// End of the reported period; a day includes its end
    end "TIME": Option<String> => "endDate",
    /// Format of the file
    format: Option<String> => "format",
    /// Name of a customization, as configured in the platform
    customization "NAME": Option<String> => "customizationName",
}}

/// The longest name of a file in bytes. File systems take 255, and a download adds a suffix.
const LONGEST_NAME: usize = 200;

/// Names of devices on Windows, also with an extension.
const DEVICES: &[&str] = &["CON", "PRN", "AUX", "NUL", "COM", "LPT", "CONIN$", "CONOUT$"];

#[derive(Debug, Subcommand)]
pub(crate) enum Reports {
    /// List reports, newest first
    #[command(after_help = "Example:\n  imcloud reports list --from 2026-01-01 --format csv")]
    List {
        #[command(flatten)]
        list: ResourceList<Self>,
        #[command(flatten)]
        urls: Urls,
    },
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
    Schedule(BodyArgs<ScheduleFlags>),
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

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Urls {
    /// Show signed download URLs, which grant access to the file
    #[arg(long)]
    signed_urls: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Download {
    /// Id of the report
    id: String,
    /// Write to PATH: a file, a directory, or - for stdout
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
    /// Wait until the report is completed
    #[arg(long)]
    pub(super) wait: bool,
    /// Replace an existing file
    #[arg(long)]
    force: bool,
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

pub(super) async fn run(session: &Session, command: Reports) -> Result {
    match command {
        Reports::List { list, urls } => {
            list.run_with(session, |report| urls.apply(&mut report.download_url)).await
        }
        Reports::Get { id, urls } => {
            let get = async |client: &Client| {
                let mut report = client.reports().get(id).await?;
                urls.apply(&mut report.download_url);
                Ok(report)
            };
            session.get(get).await
        }
        Reports::Download(options) => download(session, options).await,
        Reports::Schedule(body) => {
            let body: ReportInput = body
                .body::<Report>(session)?
                .convert("startDate", |text| time_from(text).ok().map(|time| time.to_string()))
                .convert("endDate", |text| time_to(text).ok().map(|time| time.to_string()))
                .check::<_, Report>(session, &CreateReport::OPERATION)?;
            let create = async |client: &Client, body: &_| {
                let mut report = client.reports().create(body).await?;
                Urls { signed_urls: false }.apply(&mut report.download_url);
                Ok(report)
            };
            session.send(&CreateReport::OPERATION, "", &body, create).await
        }
    }
}

async fn download(session: &Session, download: Download) -> Result {
    session.check_columns::<Report>()?;
    let client = session.client().await?;
    let mut report = client.reports().get(&download.id).await?;
    if download.wait && report.status != Some(ReportStatus::Completed) {
        report = session.wait(client.reports().wait_for(download.id.as_str()), "report").await?;
    }
    check_status(&report)?;
    let path = match download.to.clone() {
        None => PathBuf::from(file_name(&report)),
        Some(directory) if directory.is_dir() => directory.join(file_name(&report)),
        Some(path) => path,
    };
    let mut file = client.reports().download(&report);
    // With `--wait`, `--timeout` limits the wait for the report.
    if let Some(limit) = session.global.timeout.filter(|_| !download.wait) {
        file = file.timeout(limit);
    }
    let progress = session.progress("downloading", BYTES);
    let report_bytes = progress.byte_counter();
    file = file.on_progress(move |now| report_bytes(now.bytes, now.total));
    if path == Path::new("-") {
        return write_chunks(file, output::out(), "standard output").await;
    }
    if is_special_file(&path) {
        let name = path.display().to_string();
        let opened =
            OpenOptions::new().write(true).open(&path).map_err(|error| write_error(&name, &error))?;
        return write_chunks(file, opened, &name).await;
    }
    if path.exists() && !download.force {
        return Err(Failure::usage(format!("{} already exists", path.display()))
            .hint("Choose another path with --to, or replace the file with --force."));
    }
    let bytes = file.to_file(&path).await?;
    drop(progress);
    session.note(&format!("{bytes} bytes in {}", path.display()));
    Ok(())
}

fn check_status(report: &Report) -> Result {
    let id = &report.id;
    match &report.status {
        Some(ReportStatus::Error) => Err(Failure::new(Exit::EndedInError, format!("report {id} failed"))
            .hint("Schedule it again with: imcloud reports schedule")),
        Some(status @ (ReportStatus::Submitted | ReportStatus::Processing)) => {
            Err(Failure::new(Exit::TimedOut, format!("report {id} is not ready: its status is {status}"))
                .hint("Wait until it is completed: --wait"))
        }
        _ => Ok(()),
    }
}

/// Writes a file to a target that cannot be replaced: standard output, a pipe, a device.
async fn write_chunks(file: reports::Download, mut target: impl Write, name: &str) -> Result {
    let mut chunks = file.chunks();
    while let Some(chunk) = chunks.next().await {
        target.write_all(&chunk?).map_err(|error| write_error(name, &error))?;
    }
    Ok(target.flush().map_err(|error| write_error(name, &error))?)
}

/// Returns a name such as `Daily charges 2026-01-15.csv` that every file system accepts.
fn file_name(report: &Report) -> String {
    let plain = |text: &str| {
        let letters =
            text.chars().map(|it| if it.is_alphanumeric() || " -_.".contains(it) { it } else { '_' });
        // A leading dash would be an option of other programs.
        letters.collect::<String>().trim_matches(['.', ' ']).trim_start_matches(['-', '.', ' ']).to_owned()
    };
    let names = [report.name.as_deref().unwrap_or_default(), report.id.as_str(), "report"];
    let mut name = names.iter().map(|name| plain(name)).find(|name| !name.is_empty()).unwrap_or_default();
    let mut end = String::new();
    if let Some(day) = report.creation_date.as_ref().and_then(|date| date.as_str().get(..10)) {
        end.push_str(&format!(" {}", plain(day)));
    }
    if let Some(format) = &report.format {
        end.push_str(&format!(".{}", plain(&format.as_str().to_lowercase())));
    }
    truncate(&mut end, LONGEST_NAME / 4);
    truncate(&mut name, LONGEST_NAME - end.len());
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_device = DEVICES.contains(&stem.trim_end_matches(|last: char| last.is_numeric()));
    format!("{}{name}{end}", if is_device { "_" } else { "" })
}

/// Cuts text to a number of bytes, between two characters.
fn truncate(text: &mut String, bytes: usize) {
    let end = (0..=bytes.min(text.len())).rev().find(|index| text.is_char_boundary(*index));
    text.truncate(end.unwrap_or(0));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> String {
        let report = serde_json::json!({ "id": "7e1f", "name": name, "format": "csv" });
        file_name(&serde_json::from_value(report).unwrap())
    }

    #[test]
    fn unsafe_names_are_replaced() {
        for (given, expected) in [
            ("Daily charges", "Daily charges.csv"),
            ("../../etc/passwd", "_.._etc_passwd.csv"),
            ("-rf", "rf.csv"),
            ("--", "7e1f.csv"),
            ("", "7e1f.csv"),
            (". -.x", "x.csv"),
            ("CON", "_CON.csv"),
            ("nul.txt", "_nul.txt.csv"),
            ("com1", "_com1.csv"),
            ("COM¹", "_COM¹.csv"),
            ("Console", "Console.csv"),
            ("a\u{1b}[2Jb\u{202e}c:d", "a__2Jb_c_d.csv"),
        ] {
            assert_eq!(name(given), expected, "{given}");
        }
    }

    #[test]
    fn long_names_are_cut() {
        for letter in ["x", "ä", "株"] {
            let long = name(&letter.repeat(400));
            assert!(long.len() <= LONGEST_NAME && long.len() > LONGEST_NAME - 8, "{long}");
            assert!(long.ends_with(".csv"), "{long}");
        }
    }
}
