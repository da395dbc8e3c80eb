//! `imcloud customers map`: matches records of a spreadsheet with customers.

use std::borrow::Cow;

use clap::Args;
use imcloud::types::CustomerSummary;
use serde::{Deserialize, Serialize};

use crate::{
    failure::{Exit, Failure},
    file::name_of,
    input::{Table, TableOptions},
    mapping::{Ambiguity, MatchedBy, Outcome, Record, Report},
    session::Session,
};

const COLUMNS: &str = "result,id,name,customerId,customerName,why";

#[derive(Debug, Args)]
pub(crate) struct Map {
    /// CSV file with headings, - for stdin
    #[arg(long, value_name = "FILE")]
    csv: String,
    #[command(flatten)]
    table: TableOptions,
    /// Column with your own keys
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_column: String,
    /// Column with the names of the companies
    #[arg(long, value_name = "NAME", default_value = "name")]
    name_column: String,
    /// Write the keys as external ids of the customers that were matched by name
    #[arg(long)]
    apply: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    result: Cow<'static, str>,
    id: Option<String>,
    name: Option<String>,
    customer_id: Option<String>,
    customer_name: Option<String>,
    why: Option<String>,
}

impl Row {
    fn new(result: &'static str, record: Option<&Record>, customer: Option<&CustomerSummary>) -> Self {
        Self {
            result: result.into(),
            id: record.map(|record| record.id.clone()),
            name: record.map(|record| record.name.clone()),
            customer_id: customer.map(|customer| customer.id.to_string()),
            customer_name: customer.and_then(|customer| customer.name.clone()),
            why: None,
        }
    }

    fn because(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }
}

pub(super) async fn run(session: &Session, map: Map) -> Result<(), Failure> {
    session.check_columns::<Row>()?;
    let records = read_records(session, &map)?;
    let client = session.client().await?;
    let fetch = Report::fetch(client.customers(), records);
    let mut report = session.with_progress("reading the customers", fetch).await?;
    let count = report.changes().count();
    if map.apply && count > 0 {
        if session.global.dry_run {
            for change in report.changes() {
                let body = serde_json::json!({ "externalId": change.record.id });
                session.is_dry_run("PATCH", &format!("/customers/{}", change.customer.id), &body)?;
            }
            return Ok(());
        }
        let plan: String = report.changes().map(|change| format!("{change}\n")).collect();
        let what = format!("{plan}These {count} customers get an external id.");
        session.confirm(&what, "Write them?").await?;
        session.with_progress("writing external ids", report.apply(client.customers())).await;
    }
    let rows = rows_of(&report);
    session.rows(&rows, COLUMNS)?;
    session.note(&format!(
        "{} matched, {} unmatched, {} ambiguous; {} customers without a record",
        report.matched.len(),
        report.unmatched_records.len(),
        report.ambiguous.iter().map(|it| it.records.len()).sum::<usize>(),
        report.unmatched_customers.len(),
    ));
    if !map.apply && count > 0 {
        session.note(&format!("{count} external ids could be written: --apply"));
    }
    match rows.iter().filter(|row| row.result == "not written").count() {
        0 => Ok(()),
        failed => Err(Failure::new(Exit::Failed, format!("{failed} external ids were not written"))
            .hint("The column why has the reasons; repeat the command for them.")),
    }
}

fn rows_of(report: &Report) -> Vec<Row> {
    let mut rows = Vec::new();
    for matched in &report.matched {
        let by = match matched.by {
            MatchedBy::ExternalId => "externalId",
            MatchedBy::Name => "name",
            MatchedBy::SimilarName => "similar name",
        };
        let (result, why) = match &matched.outcome {
            None => ("matched", by.to_owned()),
            Some(Outcome::Set | Outcome::AlreadySet) => ("written", by.to_owned()),
            Some(_) => ("not written", matched.to_string()),
        };
        rows.push(Row::new(result, Some(&matched.record), Some(&matched.customer)).because(why));
    }
    rows.extend(report.unmatched_records.iter().map(|record| Row::new("unmatched", Some(record), None)));
    for ambiguous in &report.ambiguous {
        let why = match ambiguous.reason {
            Ambiguity::RecordId => "several records have this id, or it has none",
            Ambiguity::ExternalId => "several customers have this external id",
            Ambiguity::OtherExternalId => "the customer has another external id",
            Ambiguity::Name => "several have this name",
        };
        let customers: Vec<Option<&CustomerSummary>> = match &ambiguous.customers[..] {
            [] => vec![None],
            customers => customers.iter().map(Some).collect(),
        };
        for record in &ambiguous.records {
            let rows_of_record =
                customers.iter().map(|it| Row::new("ambiguous", Some(record), *it).because(why));
            rows.extend(rows_of_record);
        }
    }
    rows.extend(report.unmatched_customers.iter().map(|it| Row::new("no record", None, Some(it))));
    rows
}

fn read_records(session: &Session, map: &Map) -> Result<Vec<Record>, Failure> {
    let invalid = |error: String| Failure::usage(format!("could not read {}: {error}", name_of(&map.csv)));
    let records =
        Table::read(&map.csv, &map.table)?.records(false).map_err(|error| invalid(error.to_string()))?;
    records.note.iter().for_each(|note| session.note(note));
    let column = |name: &str| {
        let found = records.headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
        found.ok_or_else(|| {
            let known = records.headings.iter().collect::<Vec<_>>().join(", ");
            invalid(format!("no column {name:?}, but {known}")).hint(
                "Name the columns with --id-column and --name-column, or the delimiter with --delimiter.",
            )
        })
    };
    let (id, name) = (column(&map.id_column)?, column(&map.name_column)?);
    let record = |row: &csv::StringRecord| {
        let cell = |index: usize| row.get(index).unwrap_or_default().to_owned();
        Record { id: cell(id), name: cell(name) }
    };
    Ok(records.rows.iter().map(record).collect())
}
