//! Matching of records and customers.

use std::collections::{HashMap, HashSet};

use imcloud::{
    Id,
    resources::Customers,
    types::{AccountStatus, CustomerSummary},
};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::ExternalIdChange;

/// A record of the user: a line of a customer database or spreadsheet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    /// The user's key, which becomes the external id.
    pub(crate) id: String,
    /// The name of the company.
    pub(crate) name: String,
}

/// Matched and unmatched records and customers. A customer or record is in one list only, but can be in
/// several ambiguities.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// In the order of the records.
    pub(crate) matched: Vec<Matched>,
    pub(crate) unmatched_records: Vec<Record>,
    pub(crate) unmatched_customers: Vec<CustomerSummary>,
    pub(crate) ambiguous: Vec<Ambiguous>,
}

/// A record and its customer.
#[derive(Debug)]
pub(crate) struct Matched {
    pub(crate) record: Record,
    pub(crate) customer: CustomerSummary,
    pub(crate) by: MatchedBy,
}

/// The criterion of a match.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum MatchedBy {
    /// The customer has the record's id already.
    ExternalId,
    /// The names are equal.
    Name,
    /// The names differ in case, accents, punctuation or spaces.
    SimilarName,
}

/// Records and customers that may match.
#[derive(Debug)]
pub(crate) struct Ambiguous {
    pub(crate) records: Vec<Record>,
    pub(crate) customers: Vec<CustomerSummary>,
    pub(crate) reason: Ambiguity,
}

/// The reason of an ambiguity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ambiguity {
    /// Several records have this id, or a record has none.
    RecordId,
    /// Several customers have the record's id.
    ExternalId,
    /// Several records or several customers have this name.
    Name,
    /// The names match, but the customer has another external id, which is not of any record.
    OtherExternalId,
}

impl Report {
    /// Reads all customers and matches the records with them.
    pub(crate) async fn fetch(customers: Customers<'_>, records: Vec<Record>) -> imcloud::Result<Self> {
        let mut items = customers.list().items();
        let (mut customers, mut ids) = (Vec::new(), HashSet::new());
        while let Some(customer) = items.next().await {
            let customer = customer?;
            // A repeated item would make itself ambiguous.
            if customer.id.is_empty() || ids.insert(customer.id.clone()) {
                customers.push(customer);
            }
        }
        Ok(Self::of(records, customers))
    }

    /// Matches records and customers. Cancelled customers match by external id only.
    pub(crate) fn of(records: Vec<Record>, customers: Vec<CustomerSummary>) -> Self {
        let mut matching = Matching {
            records: records.into_iter().map(Some).collect(),
            customers: customers.into_iter().map(Some).collect(),
            ambiguous: Vec::new(),
            matched: Vec::new(),
        };
        matching.by_external_id();
        matching.by_name(MatchedBy::Name, str::to_owned);
        matching.by_name(MatchedBy::SimilarName, normalize);
        matching.finish()
    }

    /// Returns the changes that turn every match by name into one by external id.
    pub(crate) fn changes(&self) -> Vec<ExternalIdChange> {
        let by_name = self.matched.iter().filter(|matched| matched.by != MatchedBy::ExternalId);
        let changes = by_name.map(|Matched { record, customer, by }| ExternalIdChange {
            customer_id: customer.id.clone(),
            customer_name: customer.name.clone(),
            external_id: Id::from(&record.id),
            record_name: record.name.clone(),
            by: *by,
        });
        changes.collect()
    }
}

/// Unmatched records and customers, and the results so far.
struct Matching {
    records: Vec<Option<Record>>,
    customers: Vec<Option<CustomerSummary>>,
    ambiguous: Vec<Ambiguous>,
    /// With the index of the record.
    matched: Vec<(usize, Matched)>,
}

/// Indexes of records and of customers with the same key.
type Group = (Vec<usize>, Vec<usize>);
type Groups = HashMap<String, Group>;

impl Matching {
    fn by_external_id(&mut self) {
        let mut groups = Groups::new();
        for (index, record) in present(&self.records) {
            groups.entry(record.id.clone()).or_default().0.push(index);
        }
        for (index, customer) in present(&self.customers) {
            if let Some(group) = external_id(customer).and_then(|id| groups.get_mut(id)) {
                group.1.push(index);
            }
        }
        for (id, (records, customers)) in in_order(groups) {
            match (&records[..], &customers[..]) {
                _ if id.trim().is_empty() || records.len() > 1 => {
                    self.set_aside(&records, &customers, Ambiguity::RecordId);
                }
                (_, []) => {}
                ([record], [customer]) => self.pair(*record, *customer, MatchedBy::ExternalId),
                _ => self.set_aside(&records, &customers, Ambiguity::ExternalId),
            }
        }
    }

    fn by_name(&mut self, by: MatchedBy, key: fn(&str) -> String) {
        let mut groups = Groups::new();
        for (index, record) in present(&self.records) {
            groups.entry(key(&record.name)).or_default().0.push(index);
        }
        for (index, customer) in present(&self.customers) {
            let name = customer.name.as_deref().filter(|_| customer.status != Some(AccountStatus::Cancelled));
            if let Some(group) = name.and_then(|name| groups.get_mut(&key(name))) {
                group.1.push(index);
            }
        }
        for (name, (records, customers)) in in_order(groups) {
            let has_id = |index: &usize| self.customers[*index].as_ref().and_then(external_id).is_some();
            match (&records[..], &customers[..]) {
                (_, []) => {}
                _ if name.trim().is_empty() => {}
                ([_], [customer]) if has_id(customer) => {
                    self.set_aside(&records, &customers, Ambiguity::OtherExternalId);
                }
                ([record], [customer]) => self.pair(*record, *customer, by),
                _ => self.set_aside(&records, &customers, Ambiguity::Name),
            }
        }
    }

    fn pair(&mut self, index: usize, customer: usize, by: MatchedBy) {
        if let (Some(record), Some(customer)) = (self.records[index].take(), self.customers[customer].take())
        {
            self.matched.push((index, Matched { record, customer, by }));
        }
    }

    fn set_aside(&mut self, records: &[usize], customers: &[usize], reason: Ambiguity) {
        let records = records.iter().filter_map(|index| self.records[*index].take()).collect();
        let customers = customers.iter().filter_map(|index| self.customers[*index].take()).collect();
        self.ambiguous.push(Ambiguous { records, customers, reason });
    }

    fn finish(mut self) -> Report {
        self.matched.sort_by_key(|(index, _)| *index);
        Report {
            matched: self.matched.into_iter().map(|(_, matched)| matched).collect(),
            unmatched_records: self.records.into_iter().flatten().collect(),
            unmatched_customers: self.customers.into_iter().flatten().collect(),
            ambiguous: self.ambiguous,
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

/// Returns the groups in the order of their first record, so that the same input gives the same report.
fn in_order(groups: Groups) -> Vec<(String, Group)> {
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, (records, _))| records.first().copied());
    groups
}

/// Returns a name without case, accents, punctuation and repeated spaces. Returns an empty string if nothing
/// is left.
pub(super) fn normalize(name: &str) -> String {
    // Upper case first, so that `ß` becomes `ss`. Compatibility forms, because imported data has full-width
    // letters and ligatures.
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter));
    let folded: String = letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    // `S.A.` is `SA`, `O'Neill` is `ONeill`; other punctuation separates words.
    let joined = folded.replace(['.', '\'', '\u{2019}', '\u{b4}', '`'], "");
    let words = joined.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let changes: Vec<_> = report.changes().iter().map(ToString::to_string).collect();
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
                (1, 2, Ambiguity::ExternalId),
                (2, 1, Ambiguity::RecordId),
                (1, 0, Ambiguity::RecordId),
                (2, 1, Ambiguity::Name),
                (1, 1, Ambiguity::OtherExternalId),
                (1, 2, Ambiguity::Name),
            ]
        );
        assert_eq!(ids(&report.unmatched_records), ["r6"]);
        assert_eq!(report.changes().len(), 0);
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
}
