//! Composition of a generated data set.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use imcloud_raw::types::{AccountStatus, ReportFormat, ReportStatus, ReportType};
use uuid::Uuid;

use super::{
    Dataset, Size, VERSION,
    accounts::{self, Account},
    catalogue,
    history::{HistoryBuilder, seconds_later},
};
use crate::{
    clock::{days_later, midnight, months_later},
    model::{Customer, Order, Report, ReportDefinition, Reseller, Subscription},
    random::Random,
};

const FIRST_RESELLER: u64 = 1_000_000;
const FIRST_CUSTOMER: u64 = 1_100_001;
const FIRST_SUBSCRIPTION: u64 = 1_500_001;
const FIRST_ORDER: u64 = 7_000_001;

/// Percentage of customers of other resellers.
const OF_SUB_RESELLERS: u64 = 20;

impl Dataset {
    /// Generates a reseller's data: the same for the same seed, size and time, on every platform and in every
    /// version that has the same first two numbers.
    ///
    /// No record is newer than `as_of`. The history is complete: the quantity of every product of a
    /// subscription is the sum of its completed orders. From [`Size::handful`] on all types and states of
    /// orders and subscriptions occur. The account is reseller 1000000; its currency is USD.
    ///
    /// # Examples
    ///
    /// ```
    /// use imcloud_sandbox::{Dataset, Size};
    ///
    /// let dataset = Dataset::generate(1, Size::handful(), "2026-03-01T12:00:00Z".parse()?);
    /// assert_eq!(dataset.orders(), 60);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn generate(seed: u64, size: Size, as_of: DateTime<Utc>) -> Self {
        let mut random = Random::new(seed);
        let offers = catalogue::offers();
        let mut resellers = vec![accounts::main_reseller(&mut random)];
        resellers.extend((0..size.sub_resellers()).map(|index| accounts::reseller(index, &mut random)));
        let mut accounts: Vec<Account> = Vec::with_capacity(size.customers());
        for index in 0..size.customers() {
            let customer = accounts::customer(index, accounts.last(), &mut random);
            accounts.push(customer);
        }
        let tenants: Vec<Uuid> = accounts.iter().map(|_| random.uuid()).collect();
        let history = HistoryBuilder {
            as_of,
            offers: &offers,
            customers: &accounts,
            tenants: &tenants,
            random: &mut random,
            subscriptions: Vec::with_capacity(size.subscriptions()),
            orders: Vec::with_capacity(size.orders()),
        };
        let (mut subscriptions, mut orders) = history.build(size);
        let mut customers = customers(accounts, &subscriptions, size.sub_resellers(), as_of, &mut random);
        let resellers = self::resellers(resellers, &customers, as_of);

        let customer_ids = ids(FIRST_CUSTOMER, customers.iter().map(|it| it.profile.created));
        let subscription_ids = ids(FIRST_SUBSCRIPTION, subscriptions.iter().map(|it| it.created));
        customers.iter_mut().for_each(|customer| replace(&mut customer.id, &customer_ids));
        for subscription in &mut subscriptions {
            replace(&mut subscription.id, &subscription_ids);
            replace(&mut subscription.customer_id, &customer_ids);
        }
        for order in &mut orders {
            replace(&mut order.customer_id, &customer_ids);
            replace(&mut order.subscription_id, &subscription_ids);
            for line in &mut order.lines {
                replace(&mut line.subscription_id, &subscription_ids);
                line.target_subscription_id.iter_mut().for_each(|id| replace(id, &subscription_ids));
            }
        }
        customers.sort_by_key(|customer| customer.id);
        subscriptions.sort_by_key(|subscription| subscription.id);
        orders.sort_by_key(|order: &Order| order.created);
        orders
            .iter_mut()
            .zip(0..)
            .for_each(|(order, index)| order.set_numbers(FIRST_ORDER + index, index + 1));

        let report_definitions = self::report_definitions();
        let reports = reports(&report_definitions, as_of, &mut random);
        let (plans, products): (Vec<_>, Vec<_>) =
            offers.into_iter().map(|offer| (offer.plan, offer.products)).unzip();
        Self {
            version: VERSION,
            as_of,
            reseller_id: FIRST_RESELLER,
            resellers: resellers.into(),
            customers: customers.into(),
            plans: plans.into(),
            products: products.into_iter().flatten().collect::<Vec<_>>().into(),
            subscriptions: subscriptions.into(),
            orders: orders.into(),
            report_definitions,
            reports: reports.into(),
        }
    }
}

/// Customers are created before their first subscription.
fn customers(
    accounts: Vec<Account>,
    subscriptions: &[Subscription],
    sub_resellers: usize,
    as_of: DateTime<Utc>,
    random: &mut Random,
) -> Vec<Customer> {
    let mut first_orders: HashMap<u64, DateTime<Utc>> = HashMap::new();
    for subscription in subscriptions {
        let first = first_orders.entry(subscription.customer_id).or_insert(subscription.created);
        *first = subscription.created.min(*first);
    }
    let customer = |(account, index): (Account, u64)| {
        let mut profile = account.profile;
        profile.created = match (&profile.status, first_orders.get(&index)) {
            (AccountStatus::Pending, _) => seconds_later(as_of, -random.between(60, 1_800)),
            (_, Some(first)) => seconds_later(*first, -60 * random.between(15, 60 * 24 * 60)),
            (_, None) => seconds_later(as_of, -60 * random.between(60, 3 * 365 * 24 * 60)),
        };
        let below = if random.percent(OF_SUB_RESELLERS) { 1 + random.index(sub_resellers) as u64 } else { 0 };
        let (reseller_id, currency) = (FIRST_RESELLER + below, account.country.currency.to_owned());
        Customer { id: index, reseller_id, currency, profile }
    };
    accounts.into_iter().zip(0..).map(customer).collect()
}

/// The reseller of the account is the first. All are created before their customers.
fn resellers(accounts: Vec<Account>, customers: &[Customer], as_of: DateTime<Utc>) -> Vec<Reseller> {
    let oldest = customers.iter().map(|customer| customer.profile.created).min().unwrap_or(as_of);
    let reseller = |(account, index): (Account, u64)| {
        let mut profile = account.profile;
        let day = if index == 0 {
            days_later(oldest.min(as_of).date_naive(), -400)
        } else {
            days_later(oldest.date_naive(), -30)
        };
        profile.created = midnight(day);
        Reseller {
            id: FIRST_RESELLER + index,
            currency: account.country.currency.to_owned(),
            customer_class: (index > 0).then(|| if index % 2 == 0 { "Gold" } else { "Silver" }.to_owned()),
            taxation_provider_name: (index == 0).then(|| "Standard tax".to_owned()),
            profile,
        }
    };
    accounts.into_iter().zip(0..).map(reseller).collect()
}

/// Returns the id of each record, so that ids rise with time.
fn ids(first: u64, times: impl Iterator<Item = DateTime<Utc>>) -> Vec<u64> {
    let mut order: Vec<(DateTime<Utc>, usize)> = times.zip(0..).collect();
    order.sort_unstable();
    let mut ids = vec![0; order.len()];
    for ((_, index), id) in order.into_iter().zip(first..) {
        ids[index] = id;
    }
    ids
}

/// Replaces the position of a record by its id.
fn replace(position: &mut u64, ids: &[u64]) {
    *position = ids[*position as usize];
}

/// Returns the definitions of reports.
fn report_definitions() -> Vec<ReportDefinition> {
    let definition = |name: &str, format, type_, customization: Option<&str>| ReportDefinition {
        name: name.to_owned(),
        format,
        type_,
        customization_name: customization.map(str::to_owned),
    };
    vec![
        definition("Daily charges", ReportFormat::Csv, ReportType::Daily, None),
        definition("Monthly charges", ReportFormat::Xlsx, ReportType::Monthly, Some("With customer ids")),
        definition("Charges on demand", ReportFormat::Json, ReportType::Onetime, None),
        definition("Every invoice - charges", ReportFormat::Csv, ReportType::OnInvoice, None),
        definition("Charges for the ERP", ReportFormat::Xml, ReportType::Periodic, None),
    ]
}

/// Oldest first: a week of daily ones, three months of monthly ones, one of each other.
fn reports(definitions: &[ReportDefinition], as_of: DateTime<Utc>, random: &mut Random) -> Vec<Report> {
    let today = as_of.date_naive();
    let month = today.with_day(1).unwrap_or(today);
    let mut reports = Vec::new();
    for definition in definitions {
        let spans: Vec<(NaiveDate, NaiveDate)> = match definition.type_ {
            ReportType::Daily => {
                (0..7).map(|day| (days_later(today, -day - 1), days_later(today, -day))).collect()
            }
            ReportType::Monthly | ReportType::OnInvoice => (1..=3)
                .map(|back| months_later(month, -back))
                .map(|first| (first, months_later(first, 1)))
                .collect(),
            _ => [7, 6].map(|days| (days_later(today, -days - 30), days_later(today, -days))).to_vec(),
        };
        for (index, (from, to)) in spans.into_iter().enumerate() {
            let has_failed = definition.type_ == ReportType::Onetime && index == 0;
            let delay = random.between(900, 7_200);
            reports.push(Report {
                id: random.uuid(),
                name: definition.name.clone(),
                format: definition.format.clone(),
                type_: definition.type_.clone(),
                status: if has_failed { ReportStatus::Error } else { ReportStatus::Completed },
                created: seconds_later(midnight(to), delay).min(seconds_later(as_of, -1)),
                from: midnight(from),
                to: midnight(to),
                customization_name: definition.customization_name.clone(),
            });
        }
    }
    reports.sort_by_key(|report| report.created);
    reports
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use imcloud_raw::types::{OrderStatus, OrderType, SubscriptionStatus};
    use rust_decimal::Decimal;
    use sha2::{Digest, Sha256};

    use super::*;

    fn as_of() -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn dataset(seed: u64, orders: usize) -> Dataset {
        Dataset::generate(seed, Size::with_orders(orders), as_of())
    }

    /// Seeds, sizes and times that many tests go through; also days at which months end.
    fn many() -> impl Iterator<Item = Dataset> {
        let times = [
            "2026-03-01T12:00:00Z",
            "2024-02-29T00:00:10Z",
            "2025-12-31T23:59:59.5Z",
            "1970-01-01T00:00:00Z",
        ];
        let sizes = [0, 1, 2, 5, 17, 48, 60, 300];
        (0..40).flat_map(move |seed| {
            let time = times[usize::try_from(seed).unwrap() % times.len()].parse().unwrap();
            sizes.map(|orders| Dataset::generate(seed, Size::with_orders(orders), time))
        })
    }

    /// Returns the sums of completed orders, oldest first.
    fn quantities(dataset: &Dataset) -> BTreeMap<(u64, &str), Decimal> {
        let mut sums = BTreeMap::new();
        for order in dataset.orders.iter().filter(|order| order.status == OrderStatus::Completed) {
            for line in &order.lines {
                let sum: &mut Decimal = sums.entry((line.subscription_id, &*line.product_id)).or_default();
                if order.at_renewal {
                    *sum = line.quantity;
                } else {
                    *sum += line.quantity;
                }
                if let Some(target) = line.target_subscription_id {
                    *sums.entry((target, &*line.product_id)).or_default() -= line.quantity;
                }
            }
        }
        sums
    }

    #[test]
    fn the_same_arguments_make_the_same_bytes_in_every_version() {
        let digest = Sha256::digest(dataset(42, 500).to_json().unwrap());
        let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex, "47a0b38758c41ffa",
            "generated data has changed: that is a breaking change, raise the version"
        );
    }

    #[test]
    fn another_seed_makes_other_data() {
        let versions: BTreeSet<String> = (0..20).map(|seed| dataset(seed, 60).to_json().unwrap()).collect();
        assert_eq!(versions.len(), 20);
    }

    #[test]
    fn there_is_exactly_as_much_as_the_size_says() {
        for orders in (0..130).chain([999, 2_500]) {
            let size = Size::with_orders(orders);
            let dataset = dataset(3, orders);
            assert_eq!(dataset.orders(), size.orders());
            assert_eq!(dataset.subscriptions(), size.subscriptions());
            assert_eq!(dataset.customers(), size.customers());
            assert_eq!(dataset.resellers(), 1 + size.sub_resellers());
        }
    }

    #[test]
    fn every_generated_data_set_passes_the_checks_of_loading() {
        for dataset in many() {
            dataset.check().unwrap();
        }
    }

    #[test]
    fn quantities_are_the_sums_of_completed_orders() {
        for dataset in many() {
            let sums = quantities(&dataset);
            let mut held = BTreeMap::new();
            for subscription in dataset.subscriptions.iter() {
                for seats in &subscription.products {
                    held.insert((subscription.id, &*seats.product_id), seats.quantity);
                }
            }
            assert_eq!(held, sums);
            assert!(held.values().all(|quantity| *quantity > Decimal::ZERO));
        }
    }

    #[test]
    fn orders_are_of_the_past_and_of_the_life_of_their_subscription() {
        for dataset in many() {
            let subscriptions: HashMap<u64, &Subscription> =
                dataset.subscriptions.iter().map(|subscription| (subscription.id, subscription)).collect();
            let customers: HashMap<u64, &Customer> =
                dataset.customers.iter().map(|customer| (customer.id, customer)).collect();
            for order in dataset.orders.iter() {
                let subscription = subscriptions[&order.subscription_id];
                assert!(order.created < dataset.as_of && order.provisioned <= Some(dataset.as_of));
                assert!(order.created >= subscription.created);
                assert!(order.created.date_naive() <= subscription.expiration_date);
                assert!(customers[&order.customer_id].profile.created < order.created);
                assert_eq!(order.created.timestamp_subsec_nanos(), 0);
            }
            for subscription in dataset.subscriptions.iter() {
                let today = dataset.as_of.date_naive();
                let has_ended = matches!(
                    subscription.status,
                    SubscriptionStatus::Removed | SubscriptionStatus::Terminated
                );
                assert_eq!(subscription.renewal_date <= today, has_ended, "{subscription:?}");
                assert!(subscription.last_modified <= today, "{subscription:?}");
                let is_pending = subscription.status == SubscriptionStatus::Pending;
                assert_eq!(subscription.products.is_empty(), is_pending);
            }
        }
    }

    #[test]
    fn ids_rise_with_time_and_numbers_run_on() {
        let dataset = dataset(5, 400);
        assert!(dataset.orders.is_sorted_by(|one, next| one.id < next.id && one.created <= next.created));
        assert!(dataset.customers.is_sorted_by(|one, next| one.profile.created <= next.profile.created));
        for (order, running) in dataset.orders.iter().zip(1..) {
            assert!(order.number.ends_with(&format!("{running:06}")), "{}", order.number);
        }
    }

    #[test]
    fn renewals_repeat_the_po_number_and_have_no_lines() {
        let dataset = dataset(6, 400);
        let mut sold: HashMap<u64, &Option<String>> = HashMap::new();
        let mut repeated = 0;
        for order in dataset.orders.iter() {
            match order.type_ {
                OrderType::Sales | OrderType::Migration => {
                    sold.insert(order.subscription_id, &order.po_number);
                    assert!(!order.lines.is_empty());
                }
                OrderType::Renewal => {
                    assert_eq!(&order.po_number, sold[&order.subscription_id]);
                    assert!(order.lines.is_empty());
                    repeated += usize::from(order.po_number.is_some());
                }
                OrderType::Cancellation => assert!(order.lines.is_empty()),
                _ => assert!(!order.lines.is_empty()),
            }
        }
        assert!(repeated > 50);
    }

    fn count<T>(records: &[T], is: impl Fn(&T) -> bool) -> usize {
        records.iter().filter(|record| is(record)).count()
    }

    #[test]
    fn most_orders_are_renewals_as_observed() {
        for orders in [60, 400, 4_000] {
            let dataset = dataset(7, orders);
            let renewals = count(&dataset.orders, |order| order.type_ == OrderType::Renewal);
            assert!(renewals * 2 > orders && renewals * 4 < orders * 3, "{renewals} of {orders}");
        }
    }

    #[test]
    fn a_handful_has_one_of_everything() {
        for seed in 0..100 {
            for orders in [48, 60] {
                let dataset = dataset(seed, orders);
                let types: BTreeSet<_> =
                    dataset.orders.iter().map(|order| order.type_.as_str().to_owned()).collect();
                assert_eq!(types.len(), 5, "{types:?}");
                let order_states: BTreeSet<_> = dataset
                    .orders
                    .iter()
                    .map(|order| format!("{} {}", order.status, order.status_code))
                    .collect();
                let expected = ["cancelled CL", "completed CP", "error ER", "processing AS", "processing LO"];
                assert_eq!(order_states, expected.map(str::to_owned).into());
                let states: BTreeSet<_> =
                    dataset.subscriptions.iter().map(|held| held.status.as_str().to_owned()).collect();
                assert_eq!(states.len(), 5, "{states:?}");
                let moves = count(&dataset.orders, |order| {
                    order.lines.iter().any(|line| line.target_subscription_id.is_some())
                });
                assert_eq!(moves, 1);
                let at_renewal = count(&dataset.orders, |order| order.at_renewal);
                assert_eq!(at_renewal, 2);
            }
        }
    }

    #[test]
    fn customers_are_mostly_active_and_some_are_called_nearly_the_same() {
        let dataset = dataset(8, 4_000);
        let active = count(&dataset.customers, |customer| customer.profile.status == AccountStatus::Active);
        assert!(active * 10 > dataset.customers() * 8);
        for status in AccountStatus::LISTED {
            assert!(count(&dataset.customers, |customer| customer.profile.status == *status) > 0, "{status}");
        }
        let key = |name: &str| -> String {
            let letters: String =
                name.to_lowercase().chars().filter(|letter| letter.is_alphabetic()).collect();
            letters.chars().take(16).collect()
        };
        let names: BTreeSet<&str> =
            dataset.customers.iter().map(|customer| &*customer.profile.name).collect();
        let keys: BTreeSet<String> = names.iter().map(|name| key(name)).collect();
        assert!(keys.len() < names.len());
        let external = count(&dataset.customers, |customer| customer.profile.external_id.is_some());
        assert!(external * 2 > dataset.customers());
    }

    #[test]
    fn far_more_subscriptions_are_removed_than_terminated_and_some_expire_years_ahead() {
        let dataset = dataset(9, 4_000);
        let with = |status| count(&dataset.subscriptions, |held| held.status == status);
        assert!(with(SubscriptionStatus::Removed) > 20 * with(SubscriptionStatus::Terminated));
        assert!(with(SubscriptionStatus::Terminated) > 0);
        let later = dataset.as_of.date_naive() + chrono::Months::new(12);
        let removed_with_years = count(&dataset.subscriptions, |held| {
            held.status == SubscriptionStatus::Removed && held.expiration_date > later
        });
        assert!(removed_with_years > 5);
    }

    #[test]
    fn lines_cost_what_the_catalogue_says() {
        let dataset = dataset(10, 2_000);
        let products: HashMap<&str, _> =
            dataset.products.iter().map(|product| (&*product.id, product)).collect();
        for order in dataset.orders.iter().filter(|order| order.type_ == OrderType::Sales) {
            for line in &order.lines {
                let charge = products[&*line.product_id].charge(&order.currency, line.quantity).unwrap();
                assert_eq!(line.extended_price, charge.extended);
                assert_eq!(line.unit_price, charge.unit);
                assert_eq!(line.setup_price, charge.setup);
                assert!(line.extended_price > Decimal::ZERO);
            }
        }
    }

    #[test]
    fn directory_subscriptions_have_the_domain_and_the_tenant_of_their_customer() {
        let dataset = dataset(11, 1_000);
        let mut tenants: HashMap<u64, &serde_json::Value> = HashMap::new();
        for subscription in dataset.subscriptions.iter() {
            let Some(tenant) = subscription.fulfillment_parameters.get("velloran_tenant_id") else {
                continue;
            };
            let domain = subscription.order_parameters["velloran_domain"].as_str().unwrap();
            assert!(domain.ends_with(".onvelloran.example"), "{domain}");
            assert_eq!(tenants.entry(subscription.customer_id).or_insert(tenant), &tenant);
        }
        assert!(tenants.len() > 10);
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_obstacle() {
        for as_of in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert_eq!(Dataset::generate(1, Size::with_orders(200), as_of).orders(), 200);
        }
    }
}
