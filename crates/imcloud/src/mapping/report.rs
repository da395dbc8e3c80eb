//! Which of one's own records is which customer.

use std::collections::{HashMap, HashSet};

use imcloud_raw::{
    Id,
    types::{AccountStatus, CustomerSummary},
};
use serde::{Deserialize, Serialize};

use super::{MappingPlan, name::normalised};
use crate::{error::Result, resources::Customers};

/// A record of your own: a line of a customer database, or of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OwnRecord {
    /// Your key, which becomes the external id.
    pub id: String,
    /// The name of the company.
    pub name: String,
}

impl OwnRecord {
    /// A record.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

/// What became of records and customers. Each record and each customer is in exactly one of the lists, those that are ambiguous perhaps in several ambiguities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MappingReport {
    /// Records with their customer, in the order of the records.
    pub matched: Vec<Matched>,
    /// Records that no customer fits.
    pub unmapped_records: Vec<OwnRecord>,
    /// Customers that no record fits.
    pub unmapped_customers: Vec<CustomerSummary>,
    /// What a person has to decide.
    pub ambiguous: Vec<Ambiguous>,
}

/// A record and its customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Matched {
    /// The record.
    pub record: OwnRecord,
    /// The customer.
    pub customer: CustomerSummary,
    /// How they were matched.
    pub by: MatchedBy,
}

/// How a record and a customer were matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum MatchedBy {
    /// The customer has the record's id already.
    ExternalId,
    /// The names are spelled alike.
    Name,
    /// The names are alike but for case, accents, punctuation and spaces.
    NormalisedName,
}

/// Records and customers that may belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Ambiguous {
    /// The records.
    pub records: Vec<OwnRecord>,
    /// The customers.
    pub customers: Vec<CustomerSummary>,
    /// Why it was not decided.
    pub why: Ambiguity,
}

/// Why it was not decided which record is which customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Ambiguity {
    /// Several records have this id, or a record has none.
    RecordId,
    /// Several customers have the record's id.
    ExternalId,
    /// Several records or several customers have this name.
    Name,
    /// The names are alike, but the customer has another external id, which is none of the records'.
    OtherExternalId,
}

impl MappingReport {
    /// Matches records and customers; nothing is sent. [`Customers::match_records`] does so with all customers.
    ///
    /// Customers that are `cancelled` are matched by external id alone.
    #[must_use]
    pub fn of(
        records: impl IntoIterator<Item = OwnRecord>,
        customers: impl IntoIterator<Item = CustomerSummary>,
    ) -> Self {
        let mut matching = Matching {
            records: records.into_iter().map(Some).collect(),
            customers: customers.into_iter().map(Some).collect(),
            report: Self::default(),
            matched: Vec::new(),
        };
        matching.by_external_id();
        matching.by_name(MatchedBy::Name, str::to_owned);
        matching.by_name(MatchedBy::NormalisedName, normalised);
        matching.finish()
    }

    /// What has to be changed so that every match by name becomes one by external id.
    #[must_use]
    pub fn plan(&self) -> MappingPlan {
        MappingPlan::of(&self.matched)
    }
}

/// Records and customers that are still to be matched, and what became of the others.
struct Matching {
    records: Vec<Option<OwnRecord>>,
    customers: Vec<Option<CustomerSummary>>,
    report: MappingReport,
    /// With the place of the record, for the order.
    matched: Vec<(usize, Matched)>,
}

/// The places of records and of customers that have something in common.
type Group = (Vec<usize>, Vec<usize>);
type Groups = HashMap<String, Group>;

impl Matching {
    fn by_external_id(&mut self) {
        let mut groups = Groups::new();
        for (place, record) in present(&self.records) {
            groups.entry(record.id.clone()).or_default().0.push(place);
        }
        for (place, customer) in present(&self.customers) {
            // Empty is how some systems write that there is none.
            let id = customer.external_id.as_ref().map(Id::as_str).filter(|id| !id.trim().is_empty());
            if let Some(group) = id.and_then(|id| groups.get_mut(id)) {
                group.1.push(place);
            }
        }
        for (id, (records, customers)) in in_order(groups) {
            match (&records[..], &customers[..]) {
                _ if id.trim().is_empty() || records.len() > 1 => {
                    self.leave(&records, &customers, Ambiguity::RecordId);
                }
                (_, []) => {}
                ([record], [customer]) => self.pair(*record, *customer, MatchedBy::ExternalId),
                _ => self.leave(&records, &customers, Ambiguity::ExternalId),
            }
        }
    }

    fn by_name(&mut self, by: MatchedBy, key: fn(&str) -> String) {
        let mut groups = Groups::new();
        for (place, record) in present(&self.records) {
            groups.entry(key(&record.name)).or_default().0.push(place);
        }
        for (place, customer) in present(&self.customers) {
            let name = customer.name.as_deref().filter(|_| customer.status != Some(AccountStatus::Cancelled));
            if let Some(group) = name.and_then(|name| groups.get_mut(&key(name))) {
                group.1.push(place);
            }
        }
        for (name, (records, customers)) in in_order(groups) {
            let has_id = |place: &usize| {
                let id = self.customers[*place].as_ref().and_then(|customer| customer.external_id.as_ref());
                id.is_some_and(|id| !id.as_str().trim().is_empty())
            };
            match (&records[..], &customers[..]) {
                (_, []) => {}
                _ if name.trim().is_empty() => {}
                ([_], [customer]) if has_id(customer) => {
                    self.leave(&records, &customers, Ambiguity::OtherExternalId);
                }
                ([record], [customer]) => self.pair(*record, *customer, by),
                _ => self.leave(&records, &customers, Ambiguity::Name),
            }
        }
    }

    fn pair(&mut self, place: usize, customer: usize, by: MatchedBy) {
        if let (Some(record), Some(customer)) = (self.records[place].take(), self.customers[customer].take())
        {
            self.matched.push((place, Matched { record, customer, by }));
        }
    }

    fn leave(&mut self, records: &[usize], customers: &[usize], why: Ambiguity) {
        let records = records.iter().filter_map(|place| self.records[*place].take()).collect();
        let customers = customers.iter().filter_map(|place| self.customers[*place].take()).collect();
        self.report.ambiguous.push(Ambiguous { records, customers, why });
    }

    fn finish(mut self) -> MappingReport {
        self.matched.sort_by_key(|(place, _)| *place);
        self.report.matched = self.matched.into_iter().map(|(_, matched)| matched).collect();
        self.report.unmapped_records = self.records.into_iter().flatten().collect();
        self.report.unmapped_customers = self.customers.into_iter().flatten().collect();
        self.report
    }
}

fn present<T>(list: &[Option<T>]) -> impl Iterator<Item = (usize, &T)> {
    list.iter().enumerate().filter_map(|(place, entry)| Some((place, entry.as_ref()?)))
}

/// Groups in the order of their first record, so that the same input gives the same report.
fn in_order(groups: Groups) -> Vec<(String, Group)> {
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, (records, _))| records.first().copied());
    groups
}

impl Customers<'_> {
    /// Reads all customers and matches your records with them. Nothing is changed; [`MappingReport::plan`] is what could be.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::mapping::OwnRecord;
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let records = [OwnRecord::new("crm-77", "Acme GmbH"), OwnRecord::new("crm-78", "Fjord Docs AS")];
    /// let report = client.customers().match_records(records).await?;
    /// for left in &report.ambiguous {
    ///     println!("decide: {:?} {:?} {:?}", left.why, left.records, left.customers);
    /// }
    /// let plan = report.plan();
    /// println!("{plan}"); // look at it
    /// for applied in client.customers().apply_mapping(&plan).await {
    ///     println!("{applied}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of reading the list.
    pub async fn match_records(&self, records: impl IntoIterator<Item = OwnRecord>) -> Result<MappingReport> {
        let mut rows = self.list(()).items();
        let mut customers = Vec::new();
        let mut seen = HashSet::new();
        while let Some(row) = rows.next().await {
            let row = row?;
            // A row that came twice would make itself ambiguous.
            if row.id.as_ref().is_none_or(|id| seen.insert(id.clone())) {
                customers.push(row);
            }
        }
        Ok(MappingReport::of(records, customers))
    }
}
