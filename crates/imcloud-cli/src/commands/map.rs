//! `imcloud customers map`: customers and records of a spreadsheet, matched by external id and by name.
//!
//! A record and a customer match if the record's id is the customer's external id. The others are compared by
//! name: exactly, then without case, accents, punctuation and spaces. A name counts only if exactly one
//! record and one customer have it. Everything else is ambiguous and left to the user. Legal forms are part
//! of a name: `Acme GmbH` is not `Acme AG`.

use std::{collections::HashSet, fmt};

use clap::Args;
use imcloud::{
    Id,
    resources::Customers,
    types::{AccountStatus, Customer, CustomerSummary},
};
use indexmap::IndexMap;
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

// The keys of a match. Similar names differ in case, accents, punctuation or spaces.
const BY_ID: &str = "externalId";
const BY_NAME: &str = "name";
const BY_SIMILAR_NAME: &str = "similar name";

const NOT_WRITTEN: &str = "not written";

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
    result: String,
    id: Option<String>,
    name: Option<String>,
    customer_id: Option<String>,
    customer_name: Option<String>,
    why: Option<String>,
}

pub(super) async fn run(session: &Session, map: Map) -> Result {
    session.check_columns::<Row>()?;
    let records = read_records(session, &map)?;
    let client = session.client().await?;
    let fetch = Report::fetch(client.customers(), records);
    let mut report = session.with_progress("reading the customers", fetch).await?;
    let changes: Vec<Change> = report.matched.iter().filter_map(Group::change).collect();
    let count = changes.len();
    if map.apply && count > 0 {
        if session.global.dry_run {
            for Change { record, customer, .. } in changes {
                let body = serde_json::json!({ "externalId": record.id });
                session.is_dry_run("PATCH", &format!("/customers/{}", customer.id), &body)?;
            }
            return Ok(());
        }
        let plan: String = changes.iter().map(|change| format!("{change}\n")).collect();
        let what = format!("{plan}These {count} customers get an external id.");
        session.confirm(&what, "Write them?").await?;
        session.with_progress("writing external ids", report.apply(client.customers())).await;
    }
    let Report { matched, unmatched, ambiguous, without_record } = &report;
    let rows = [matched, unmatched, ambiguous, without_record].into_iter().flatten().flat_map(Group::rows);
    session.rows(&rows.collect::<Vec<_>>(), COLUMNS)?;
    session.note(&format!(
        "{} matched, {} unmatched, {} ambiguous; {} customers without a record",
        matched.len(),
        unmatched.len(),
        ambiguous.iter().map(|it| it.records.len()).sum::<usize>(),
        without_record.len(),
    ));
    if !map.apply && count > 0 {
        session.note(&format!("{count} external ids could be written: --apply"));
    }
    match matched.iter().filter(|it| it.result == NOT_WRITTEN).count() {
        0 => Ok(()),
        failed => Err(Failure::new(Exit::Failed, format!("{failed} external ids were not written"))
            .hint("The column why has the reasons; repeat the command for them.")),
    }
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

/// A key of matches, with those of a record and of a customer.
type Key<'a> = (&'static str, fn(&Record) -> String, &'a dyn Fn(&CustomerSummary) -> Option<String>);

/// Records and customers with the same key: one of each if they match.
#[derive(Clone, Debug)]
struct Group {
    records: Vec<Record>,
    customers: Vec<CustomerSummary>,
    result: &'static str,
    /// The key by which they match.
    by: Option<&'static str>,
    why: Option<String>,
}

/// A customer that could get the id of a record as its external id.
struct Change<'a> {
    record: &'a Record,
    customer: &'a CustomerSummary,
    is_spelled_differently: bool,
}

/// Matched and unmatched records and customers. A customer or record is in one list only, but can be in
/// several ambiguities.
#[derive(Clone, Debug, Default)]
struct Report {
    /// In the order of the records.
    matched: Vec<Group>,
    unmatched: Vec<Group>,
    ambiguous: Vec<Group>,
    without_record: Vec<Group>,
}

impl Group {
    /// Returns a row for each pair.
    fn rows(&self) -> impl Iterator<Item = Row> {
        fn or_none<T>(list: &[T]) -> impl Iterator<Item = Option<&T>> {
            list.iter().map(Some).chain(list.is_empty().then_some(None))
        }
        let pairs = or_none(&self.records)
            .flat_map(|record| or_none(&self.customers).map(move |customer| (record, customer)));
        pairs.map(|(record, customer)| Row {
            result: self.result.to_owned(),
            id: record.map(|record| record.id.clone()),
            name: record.map(|record| record.name.clone()),
            customer_id: customer.map(|customer| customer.id.to_string()),
            customer_name: customer.and_then(|customer| customer.name.clone()),
            why: self.why.clone(),
        })
    }

    /// Returns the change of a match by name.
    fn change(&self) -> Option<Change<'_>> {
        let by = self.by.filter(|by| *by != BY_ID)?;
        let (record, customer) = self.records.first().zip(self.customers.first())?;
        Some(Change { record, customer, is_spelled_differently: by == BY_SIMILAR_NAME })
    }
}

impl Change<'_> {
    /// Sets the external id unless another change was faster. Returns the reason if nothing was sent.
    async fn apply(&self, customers: Customers<'_>) -> imcloud::Result<Option<String>> {
        let id = &self.customer.id;
        let Customer { external_id, name, .. } = customers.get(id).await?;
        let external_id = external_id.as_ref().map(Id::as_str);
        if external_id == Some(&self.record.id) {
            return Ok(None);
        }
        if external_id.is_some_and(|id| !id.trim().is_empty()) || name != self.customer.name {
            return Ok(Some(format!(
                "not sent, because the customer has changed (external id {}, name {})",
                external_id.unwrap_or("none"),
                name.as_deref().unwrap_or("none")
            )));
        }
        customers.set_external_id(id, &self.record.id).await.map(|_| None)
    }
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { record, customer, is_spelled_differently } = self;
        let name = customer.name.as_deref().unwrap_or_default();
        write!(f, "customer {} ({name}): external id {}", customer.id, record.id)?;
        if *is_spelled_differently { write!(f, ", whose name is spelled {}", record.name) } else { Ok(()) }
    }
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
        let mut records: Vec<_> = records.into_iter().map(Some).collect();
        let mut customers: Vec<_> = customers.into_iter().map(Some).collect();
        let (mut matched, mut ambiguous) = (Vec::new(), Vec::new());
        let name = |customer: &CustomerSummary| {
            customer.name.clone().filter(|_| customer.status != Some(AccountStatus::Cancelled))
        };
        let keys: [Key<'_>; 3] = [
            (BY_ID, |it| it.id.clone(), &|it| external_id(it).map(str::to_owned)),
            (BY_NAME, |it| it.name.clone(), &name),
            (BY_SIMILAR_NAME, |it| normalize(&it.name), &|it| name(it).as_deref().map(normalize)),
        ];
        for (by, record_key, customer_key) in keys {
            // Indexes of records and of customers, in the order of the records.
            let mut groups = IndexMap::<String, (Vec<usize>, Vec<usize>)>::new();
            for (index, record) in present(&records) {
                groups.entry(record_key(record)).or_default().0.push(index);
            }
            for (index, customer) in present(&customers) {
                if let Some(group) = customer_key(customer).and_then(|key| groups.get_mut(&key)) {
                    group.1.push(index);
                }
            }
            for (key, (of_records, of_customers)) in groups {
                let is_empty = key.trim().is_empty();
                let has_id = |index: usize| customers[index].as_ref().and_then(external_id).is_some();
                let reason = match (&of_records[..], &of_customers[..]) {
                    _ if by == BY_ID && (is_empty || of_records.len() > 1) => Some(AMBIGUOUS_RECORD),
                    (_, []) => continue,
                    _ if is_empty => continue,
                    ([_], [customer]) if by != BY_ID && has_id(*customer) => Some(OTHER_EXTERNAL_ID),
                    ([_], [_]) => None,
                    _ if by == BY_ID => Some(SEVERAL_CUSTOMERS),
                    _ => Some(AMBIGUOUS_NAME),
                };
                let group = Group {
                    records: of_records.iter().filter_map(|index| records[*index].take()).collect(),
                    customers: of_customers.iter().filter_map(|index| customers[*index].take()).collect(),
                    result: if reason.is_some() { "ambiguous" } else { "matched" },
                    by: if reason.is_some() { None } else { Some(by) },
                    why: Some(reason.unwrap_or(by).to_owned()),
                };
                match reason {
                    Some(_) => ambiguous.push(group),
                    None => matched.push((of_records, group)),
                }
            }
        }
        matched.sort_by(|(one, _), (other, _)| one.cmp(other));
        let alone = |records, customers, result| Group { records, customers, result, by: None, why: None };
        let (records, customers) = (records.into_iter().flatten(), customers.into_iter().flatten());
        Self {
            matched: matched.into_iter().map(|(_, group)| group).collect(),
            unmatched: records.map(|it| alone(vec![it], vec![], "unmatched")).collect(),
            ambiguous,
            without_record: customers.map(|it| alone(vec![], vec![it], "no record")).collect(),
        }
    }

    /// Sets the external ids of the matches by name one after the other, each after reading the customer and
    /// the current holder of the id: three calls each.
    ///
    /// A failure does not stop the following changes, unless it affects them all. Changes can be repeated.
    async fn apply(&mut self, customers: Customers<'_>) {
        let mut is_stopped = false;
        for matched in &mut self.matched {
            let Some(change) = matched.change() else { continue };
            let problem = match is_stopped {
                true => Some("not tried after the failure before".to_owned()),
                false => change.apply(customers).await.unwrap_or_else(|error| {
                    is_stopped = error.is_authentication() || error.is_quota_exceeded() || error.is_connect();
                    Some(format!("failed: {error}"))
                }),
            };
            match problem.map(|problem| format!("{change}: {problem}")) {
                None => matched.result = "written",
                why => (matched.result, matched.why) = (NOT_WRITTEN, why),
            }
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

    fn ids(groups: &[Group]) -> Vec<&str> {
        groups.iter().map(|group| group.records[0].id.as_str()).collect()
    }

    fn changes(report: &Report) -> Vec<Change<'_>> {
        report.matched.iter().filter_map(Group::change).collect()
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
            .map(|it| (it.records[0].id.as_str(), it.customers[0].id.as_str(), it.by.unwrap()))
            .collect();
        let expected = [("r3", "3", BY_SIMILAR_NAME), ("r2", "2", BY_NAME), ("r1", "1", BY_ID)];
        assert_eq!(matched, expected);
        assert_eq!(ids(&report.unmatched), ["r5"]);
        assert_eq!(report.without_record.len(), 1);
        let changes: Vec<_> = changes(&report).iter().map(ToString::to_string).collect();
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
        let reasons: Vec<_> =
            ambiguous.map(|it| (it.records.len(), it.customers.len(), it.why.as_deref().unwrap())).collect();
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
        assert_eq!(ids(&report.unmatched), ["r6"]);
        assert_eq!(changes(&report).len(), 0);
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
        assert!(report.ambiguous.is_empty() && report.unmatched.is_empty(), "{report:?}");
        assert_eq!(changes(&report).len(), 4);

        // One customer gets another id, and one id goes to another customer.
        customers.set_external_id(&report.matched[1].customers[0].id, "meanwhile").await.unwrap();
        customers.set_external_id(&others[0].id, &report.matched[2].records[0].id).await.unwrap();
        report.apply(customers).await;
        let results: Vec<_> =
            report.matched.iter().map(|it| (it.result, it.why.as_deref().unwrap())).collect();
        let [first, second, third, fourth] = &results[..] else { panic!("{report:?}") };
        assert_eq!((first.0, second.0, third.0, fourth.0), ("written", NOT_WRITTEN, NOT_WRITTEN, "written"));
        assert!(second.1.contains("the customer has changed (external id meanwhile"), "{}", second.1);
        assert!(third.1.contains(": failed: ") && third.1.contains(others[0].id.as_str()), "{}", third.1);
        report.apply(customers).await;
        for index in [0, 3] {
            assert_eq!(report.matched[index].result, "written");
        }

        let report = Report::fetch(customers, records).await.unwrap();
        let by_id = report.matched.iter().filter(|matched| matched.by == Some(BY_ID));
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
        assert!(first.why.as_deref().unwrap().contains(": failed: "), "{first:?}");
        let is_stopped =
            |it: &Group| it.why.as_deref().unwrap().ends_with("not tried after the failure before");
        assert!(others.iter().all(|it| it.result == NOT_WRITTEN && is_stopped(it)), "{others:?}");
    }
}
