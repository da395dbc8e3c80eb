//! `imcloud customers map`: customers and records of a spreadsheet, matched by external id and by name.
//!
//! ```text
//! records, customers --match--> Report --apply--> Report with outcomes
//! ```
//!
//! A record and a customer match if the record's id is the customer's external id. The others are compared by
//! name: exactly, then without case, accents, punctuation and spaces. A name counts only if exactly one
//! record and one customer have it. Everything else is ambiguous and left to the user. Legal forms are part
//! of a name: `Acme GmbH` is not `Acme AG`.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
};

use clap::Args;
use imcloud::{
    Error, Id,
    resources::Customers,
    types::{AccountStatus, Customer, CustomerSummary},
};
use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::{
    failure::{Exit, Failure, Result},
    file::name_of,
    input::{Table, TableOptions},
    session::Session,
};

const COLUMNS: &str = "result,id,name,customerId,customerName,why";

const AMBIGUOUS_RECORD: &str = "several records have this id, or it has none";
const AMBIGUOUS_NAME: &str = "several have this name";
const SEVERAL_CUSTOMERS: &str = "several customers have this external id";
const OTHER_EXTERNAL_ID: &str = "the customer has another external id";

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

pub(super) async fn run(session: &Session, map: Map) -> Result {
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
            Some(Outcome::Set) => ("written", by.to_owned()),
            Some(_) => ("not written", matched.to_string()),
        };
        rows.push(Row::new(result, Some(&matched.record), Some(&matched.customer)).because(why));
    }
    rows.extend(report.unmatched_records.iter().map(|record| Row::new("unmatched", Some(record), None)));
    for ambiguous in &report.ambiguous {
        let customers: Vec<Option<&CustomerSummary>> = match &ambiguous.customers[..] {
            [] => vec![None],
            customers => customers.iter().map(Some).collect(),
        };
        for record in &ambiguous.records {
            let rows_of_record =
                customers.iter().map(|it| Row::new("ambiguous", Some(record), *it).because(ambiguous.reason));
            rows.extend(rows_of_record);
        }
    }
    rows.extend(report.unmatched_customers.iter().map(|it| Row::new("no record", None, Some(it))));
    rows
}

fn read_records(session: &Session, map: &Map) -> Result<Vec<Record>> {
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

/// A record of the user: a line of a customer database or spreadsheet.
#[derive(Clone, Debug, PartialEq)]
struct Record {
    /// The user's key, which becomes the external id.
    id: String,
    name: String,
}

/// Matched and unmatched records and customers. A customer or record is in one list only, but can be in
/// several ambiguities.
#[derive(Clone, Debug, Default)]
struct Report {
    /// In the order of the records.
    matched: Vec<Match>,
    unmatched_records: Vec<Record>,
    unmatched_customers: Vec<CustomerSummary>,
    ambiguous: Vec<Ambiguous>,
}

#[derive(Clone, Debug)]
struct Match {
    record: Record,
    customer: CustomerSummary,
    by: MatchedBy,
    /// The outcome of setting the external id, once this was tried.
    outcome: Option<Outcome>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum MatchedBy {
    /// The customer has the record's id already.
    ExternalId,
    /// The names are equal.
    Name,
    /// The names differ in case, accents, punctuation or spaces.
    SimilarName,
}

#[derive(Clone, Debug)]
struct Ambiguous {
    records: Vec<Record>,
    customers: Vec<CustomerSummary>,
    reason: &'static str,
}

#[derive(Clone, Debug)]
enum Outcome {
    /// The customer has the external id, perhaps by an earlier change.
    Set,
    /// The customer has another external id or name than when it was matched. Nothing was sent.
    Outdated { external_id: Option<Id>, name: Option<String> },
    /// The external id could not be set. [`Error::is_conflict`] if another customer has it.
    Failed(Error),
    /// Not tried, because an earlier failure affects every change.
    NotTried,
}

impl Report {
    async fn fetch(customers: Customers<'_>, records: Vec<Record>) -> imcloud::Result<Self> {
        let mut items = customers.list().items();
        let (mut customers, mut ids) = (Vec::new(), HashSet::new());
        while let Some(customer) = items.try_next().await? {
            // A repeated item would make itself ambiguous.
            if customer.id.is_empty() || ids.insert(customer.id.clone()) {
                customers.push(customer);
            }
        }
        Ok(Self::of(records, customers))
    }

    /// Matches records and customers. Cancelled customers match by external id only.
    fn of(records: Vec<Record>, customers: Vec<CustomerSummary>) -> Self {
        let mut matching = Matching {
            records: records.into_iter().map(Some).collect(),
            customers: customers.into_iter().map(Some).collect(),
            ambiguous: Vec::new(),
            matched: Vec::new(),
        };
        let name = |customer: &CustomerSummary| {
            customer.name.clone().filter(|_| customer.status != Some(AccountStatus::Cancelled))
        };
        let id = |customer: &CustomerSummary| external_id(customer).map(str::to_owned);
        matching.match_by(MatchedBy::ExternalId, |record| record.id.clone(), id);
        matching.match_by(MatchedBy::Name, |record| record.name.clone(), name);
        let similar = |customer: &CustomerSummary| name(customer).as_deref().map(normalize);
        matching.match_by(MatchedBy::SimilarName, |record| normalize(&record.name), similar);
        matching.matched.sort_by_key(|(index, _)| *index);
        Self {
            matched: matching.matched.into_iter().map(|(_, matched)| matched).collect(),
            unmatched_records: matching.records.into_iter().flatten().collect(),
            unmatched_customers: matching.customers.into_iter().flatten().collect(),
            ambiguous: matching.ambiguous,
        }
    }

    /// Returns the matches by name, whose customers could get the external id.
    fn changes(&self) -> impl Iterator<Item = &Match> {
        self.matched.iter().filter(|matched| matched.by != MatchedBy::ExternalId)
    }

    /// Sets the external ids of the matches by name one after the other, each after reading the customer and
    /// the current holder of the id: three calls each.
    ///
    /// A failure does not stop the following changes, unless it affects them all. Changes can be repeated.
    async fn apply(&mut self, customers: Customers<'_>) {
        let mut stopped = false;
        for matched in self.matched.iter_mut().filter(|matched| matched.by != MatchedBy::ExternalId) {
            matched.outcome = Some(match stopped {
                true => Outcome::NotTried,
                false => matched.apply(customers).await.unwrap_or_else(|error| {
                    stopped = error.is_authentication() || error.is_quota_exceeded() || error.is_connect();
                    Outcome::Failed(error)
                }),
            });
        }
    }
}

impl Match {
    async fn apply(&self, customers: Customers<'_>) -> imcloud::Result<Outcome> {
        let id = &self.customer.id;
        let Customer { external_id, name, .. } = customers.get(id).await?;
        if external_id.as_ref().is_some_and(|id| id.as_str() == self.record.id) {
            return Ok(Outcome::Set);
        }
        let is_taken = external_id.as_ref().is_some_and(|id| !id.as_str().trim().is_empty());
        if is_taken || name != self.customer.name {
            return Ok(Outcome::Outdated { external_id, name });
        }
        customers.set_external_id(id, &self.record.id).await.map(|_| Outcome::Set)
    }
}

impl fmt::Display for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.customer.name.as_deref().unwrap_or_default();
        write!(f, "customer {} ({name}): external id {}", self.customer.id, self.record.id)?;
        if self.by == MatchedBy::SimilarName {
            write!(f, ", whose name is spelled {}", self.record.name)?;
        }
        match &self.outcome {
            None | Some(Outcome::Set) => Ok(()),
            Some(Outcome::Outdated { external_id, name }) => write!(
                f,
                ": not sent, because the customer has changed (external id {}, name {})",
                external_id.as_ref().map_or("none", Id::as_str),
                name.as_deref().unwrap_or("none")
            ),
            Some(Outcome::Failed(error)) => write!(f, ": failed: {error}"),
            Some(Outcome::NotTried) => write!(f, ": not tried after the failure before"),
        }
    }
}

struct Matching {
    records: Vec<Option<Record>>,
    customers: Vec<Option<CustomerSummary>>,
    ambiguous: Vec<Ambiguous>,
    /// With the index of the record.
    matched: Vec<(usize, Match)>,
}

impl Matching {
    fn match_by(
        &mut self,
        by: MatchedBy,
        record_key: impl Fn(&Record) -> String,
        customer_key: impl Fn(&CustomerSummary) -> Option<String>,
    ) {
        // Indexes of records and of customers.
        let mut groups = HashMap::<String, (Vec<usize>, Vec<usize>)>::new();
        for (index, record) in present(&self.records) {
            groups.entry(record_key(record)).or_default().0.push(index);
        }
        for (index, customer) in present(&self.customers) {
            if let Some(group) = customer_key(customer).and_then(|key| groups.get_mut(&key)) {
                group.1.push(index);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        // In the order of the records, so that the same input gives the same report.
        groups.sort_by_key(|(_, (records, _))| records.first().copied());
        for (key, (records, customers)) in groups {
            let by_id = by == MatchedBy::ExternalId;
            let has_id = |index: usize| self.customers[index].as_ref().and_then(external_id).is_some();
            let reason = match (&records[..], &customers[..]) {
                _ if by_id && (key.trim().is_empty() || records.len() > 1) => AMBIGUOUS_RECORD,
                (_, []) => continue,
                _ if key.trim().is_empty() => continue,
                ([_], [customer]) if !by_id && has_id(*customer) => OTHER_EXTERNAL_ID,
                ([index], [customer]) => {
                    let pair = self.records[*index].take().zip(self.customers[*customer].take());
                    let pair = pair.map(|(record, customer)| Match { record, customer, by, outcome: None });
                    self.matched.extend(pair.map(|matched| (*index, matched)));
                    continue;
                }
                _ if by_id => SEVERAL_CUSTOMERS,
                _ => AMBIGUOUS_NAME,
            };
            let records = records.iter().filter_map(|index| self.records[*index].take()).collect();
            let customers = customers.iter().filter_map(|index| self.customers[*index].take()).collect();
            self.ambiguous.push(Ambiguous { records, customers, reason });
        }
    }
}

/// Returns the external id of a customer. Some systems write an empty one instead of none.
fn external_id(customer: &CustomerSummary) -> Option<&str> {
    customer.external_id.as_ref().map(Id::as_str).filter(|id| !id.trim().is_empty())
}

fn present<T>(list: &[Option<T>]) -> impl Iterator<Item = (usize, &T)> {
    list.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.as_ref()?)))
}

/// Returns a name without case, accents, punctuation and repeated spaces. Returns an empty string if nothing
/// is left.
fn normalize(name: &str) -> String {
    // Upper case first, so that `ß` becomes `ss`. Compatibility forms, because imported data has full-width
    // letters and ligatures.
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter));
    let folded: String = letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    // `S.A.` is `SA`, `O'Neill` is `ONeill`; other punctuation separates words.
    let joined = folded.replace(['.', '\'', '\u{2019}', '\u{b4}', '`'], "");
    let parts = joined.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use imcloud::Client;
    use imcloud_sandbox::{Fault, Sandbox, Size};

    use super::*;
    use crate::session::sandbox_client;

    fn report(records: &[(&str, &str)], customers: serde_json::Value) -> Report {
        let records = records.iter().map(|(id, name)| Record { id: (*id).into(), name: (*name).into() });
        Report::of(records.collect(), serde_json::from_value(customers).unwrap())
    }

    fn ids(records: &[Record]) -> Vec<&str> {
        records.iter().map(|record| record.id.as_str()).collect()
    }

    #[test]
    fn records_match_by_id_then_name() {
        let report = report(
            &[("r3", "Gamma SA"), ("r2", "Beta AG"), ("r1", "Alpha"), ("r5", "Epsilon")],
            serde_json::json!([
                {"id": "1", "externalId": "r1", "name": "Renamed Since"},
                {"id": "2", "name": "Beta AG"},
                {"id": "3", "name": "GAMMA, S.A."},
                {"id": "4", "name": "Other"},
            ]),
        );
        let matched: Vec<_> = report
            .matched
            .iter()
            .map(|matched| (matched.record.id.as_str(), matched.customer.id.as_str(), matched.by))
            .collect();
        let expected = [
            ("r3", "3", MatchedBy::SimilarName),
            ("r2", "2", MatchedBy::Name),
            ("r1", "1", MatchedBy::ExternalId),
        ];
        assert_eq!(matched, expected);
        assert_eq!(ids(&report.unmatched_records), ["r5"]);
        assert_eq!(report.unmatched_customers.len(), 1);
        let changes: Vec<_> = report.changes().map(ToString::to_string).collect();
        assert_eq!(
            changes,
            [
                "customer 3 (GAMMA, S.A.): external id r3, whose name is spelled Gamma SA",
                "customer 2 (Beta AG): external id r2"
            ]
        );
    }

    #[test]
    fn ambiguous_records_are_not_matched() {
        let report = report(
            &[
                ("r1", "A"),
                ("r2", "TWIN"),
                ("r3", "Same"),
                ("r4", "Same"),
                ("r5", "Taken"),
                ("r6", "Ended"),
                ("r8", "Dup"),
                ("r8", "Dup again"),
                ("", "Without Id"),
            ],
            serde_json::json!([
                {"id": "1", "externalId": "r1", "name": "A"}, {"id": "2", "externalId": "r1", "name": "B"},
                {"id": "3", "name": "Twin"}, {"id": "4", "name": "twin"},
                {"id": "5", "name": "Same"},
                {"id": "6", "externalId": "foreign", "name": "Taken"},
                {"id": "7", "name": "Ended", "status": "cancelled"},
                {"id": "8", "externalId": "r8", "name": "Dup"},
            ]),
        );
        let ambiguous = report.ambiguous.iter();
        let reasons: Vec<_> = ambiguous.map(|it| (it.records.len(), it.customers.len(), it.reason)).collect();
        assert_eq!(
            reasons,
            [
                (1, 2, SEVERAL_CUSTOMERS),
                (2, 1, AMBIGUOUS_RECORD),
                (1, 0, AMBIGUOUS_RECORD),
                (2, 1, AMBIGUOUS_NAME),
                (1, 1, OTHER_EXTERNAL_ID),
                (1, 2, AMBIGUOUS_NAME),
            ]
        );
        assert_eq!(ids(&report.unmatched_records), ["r6"]);
        assert_eq!(report.changes().count(), 0);
    }

    #[test]
    fn spellings_of_a_name_are_equal() {
        for (one, other) in [
            ("Café Zürich AG", "CAFE\u{301}  ZURICH, A.G."),
            ("Straßenbau Süd", "STRASSENBAU SUD"),
            ("O'Neill & Sons (Ltd.)", "O\u{2019}Neill & Sons Ltd"),
            ("Ａｃｍｅ Inc", "acme inc."),
            ("Smith-Jones", "Smith Jones"),
            ("株式会社アクメ", "株式会社ｱｸﾒ"),
        ] {
            assert_eq!(normalize(one), normalize(other), "{one} and {other}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        assert_ne!(normalize("Acme GmbH"), normalize("Acme AG"));
        assert_ne!(normalize("Acme 1"), normalize("Acme 2"));
        assert_eq!(normalize(" -. "), "");
    }

    async fn sandbox() -> (Sandbox, Client) {
        let sandbox = Sandbox::builder().seed(7).size(Size::with_orders(1_000)).start().await.unwrap();
        let client = sandbox_client(&sandbox).build().unwrap();
        (sandbox, client)
    }

    /// Four records with the names of customers without an external id, and the other customers.
    async fn records(client: &Client) -> (Vec<Record>, Vec<CustomerSummary>) {
        let customers = client.customers().list().collect(10_000).await.unwrap();
        let is_free =
            |item: &CustomerSummary| item.external_id.is_none() && item.status == Some(AccountStatus::Active);
        let (mut free, mut others): (Vec<_>, Vec<_>) = customers.into_iter().partition(is_free);
        others.extend(free.drain(4..));
        let record = |(number, item): (usize, CustomerSummary)| Record {
            id: format!("own-{number}"),
            name: item.name.unwrap().to_uppercase(),
        };
        (free.into_iter().enumerate().map(record).collect(), others)
    }

    #[tokio::test]
    async fn changes_apply_unless_customer_changed() {
        let (_sandbox, client) = sandbox().await;
        let (records, others) = records(&client).await;
        let customers = client.customers();
        let mut report = Report::fetch(customers, records.clone()).await.unwrap();
        assert!(report.ambiguous.is_empty() && report.unmatched_records.is_empty(), "{report:?}");
        assert_eq!(report.changes().count(), 4);

        // One customer gets another id, and one id goes to another customer.
        customers.set_external_id(&report.matched[1].customer.id, "meanwhile").await.unwrap();
        customers.set_external_id(&others[0].id, &report.matched[2].record.id).await.unwrap();
        report.apply(customers).await;
        let [first, second, third, fourth] = &report.matched[..] else { panic!("{report:?}") };
        assert!(matches!(first.outcome, Some(Outcome::Set)), "{first}");
        assert!(
            matches!(&second.outcome, Some(Outcome::Outdated { external_id: Some(id), .. }) if *id == "meanwhile")
        );
        assert!(matches!(&third.outcome, Some(Outcome::Failed(error)) if error.is_conflict()), "{third}");
        assert!(matches!(fourth.outcome, Some(Outcome::Set)), "{fourth}");
        report.apply(customers).await;
        for index in [0, 3] {
            assert!(matches!(report.matched[index].outcome, Some(Outcome::Set)));
        }

        let report = Report::fetch(customers, records).await.unwrap();
        let by_id = report.matched.iter().filter(|matched| matched.by == MatchedBy::ExternalId);
        assert_eq!(by_id.count(), 3, "two that were set, and the other holder");
    }

    #[tokio::test]
    async fn general_failure_stops_changes() {
        let (sandbox, client) = sandbox().await;
        let (records, _) = records(&client).await;
        let mut report = Report::fetch(client.customers(), records).await.unwrap();
        sandbox.inject(Fault::quota_spent(None).on("get_customer")).unwrap();
        report.apply(client.customers()).await;
        let [first, others @ ..] = &report.matched[..] else { panic!("{report:?}") };
        assert!(matches!(&first.outcome, Some(Outcome::Failed(error)) if error.is_quota_exceeded()));
        assert!(others.iter().all(|change| matches!(change.outcome, Some(Outcome::NotTried))));
    }
}
