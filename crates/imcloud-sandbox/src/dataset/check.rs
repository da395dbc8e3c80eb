//! Whether records contradict each other.

use std::{
    collections::{HashMap, HashSet},
    fmt::Display,
    hash::Hash,
};

use chrono::{DateTime, Utc};
use imcloud_raw::types::{
    AccountStatus, OrderStatus, OrderType, PeriodType, ProductPriceType, ReportFormat, ReportStatus,
    ReportType, SubscriptionStatus,
};
use rust_decimal::Decimal;

use super::Dataset;
use crate::model::{Order, OrderLine, Period, Plan, Price, Product, Profile, Subscription};

/// What is wrong, where, and what to do.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) record: String,
    pub(super) member: String,
    pub(super) reason: String,
    pub(super) remedy: String,
}

type Checked = Result<(), Problem>;

/// What other records refer to.
struct Known<'a> {
    as_of: DateTime<Utc>,
    resellers: HashSet<u64>,
    customers: HashSet<u64>,
    plans: HashSet<u64>,
    products: HashMap<&'a str, &'a Product>,
    subscriptions: HashMap<u64, &'a Subscription>,
}

/// A record under test.
struct Record<'a> {
    name: String,
    known: &'a Known<'a>,
}

impl Dataset {
    /// The first contradiction, if there is one.
    pub(super) fn check(&self) -> Checked {
        let known = Known {
            as_of: self.as_of,
            resellers: unique("reseller", "id", self.resellers.iter().map(|reseller| reseller.id))?,
            customers: unique("customer", "id", self.customers.iter().map(|customer| customer.id))?,
            plans: unique("plan", "id", self.plans.iter().map(|plan| plan.id))?,
            products: self.products.iter().map(|product| (&*product.id, product)).collect(),
            subscriptions: self.subscriptions.iter().map(|held| (held.id, held)).collect(),
        };
        unique("product", "id", self.products.iter().map(|product| &product.id))?;
        unique("subscription", "id", self.subscriptions.iter().map(|subscription| subscription.id))?;
        unique("order", "id", self.orders.iter().map(|order| order.id))?;
        unique("order", "number", self.orders.iter().map(|order| &order.number))?;
        unique(
            "report definition",
            "name",
            self.report_definitions.iter().map(|definition| &definition.name),
        )?;
        unique("report", "id", self.reports.iter().map(|report| report.id))?;
        let record = |kind: &str, id: &dyn Display| Record { name: format!("{kind} {id}"), known: &known };

        let whole = Record { name: "the data set".to_owned(), known: &known };
        whole.refers(
            "resellerId",
            &self.reseller_id,
            known.resellers.contains(&self.reseller_id),
            "resellers",
        )?;
        for reseller in &self.resellers {
            let record = record("reseller", &reseller.id);
            record.currency(&reseller.currency)?;
            record.profile(&reseller.profile)?;
        }
        for customer in &self.customers {
            let record = record("customer", &customer.id);
            let is_known = known.resellers.contains(&customer.reseller_id);
            record.refers("resellerId", &customer.reseller_id, is_known, "resellers")?;
            record.currency(&customer.currency)?;
            record.profile(&customer.profile)?;
        }
        for plan in &self.plans {
            record("plan", &plan.id).plan(plan)?;
        }
        for product in &self.products {
            record("product", &product.id).product(product)?;
        }
        for subscription in &self.subscriptions {
            record("subscription", &subscription.id).subscription(subscription)?;
        }
        for order in &self.orders {
            record("order", &order.id).order(order)?;
        }
        for definition in &self.report_definitions {
            let record = record("report definition", &definition.name);
            record.listed(
                "format",
                !matches!(definition.format, ReportFormat::UnknownValue(_)),
                &definition.format,
            )?;
            record.listed(
                "type",
                !matches!(definition.type_, ReportType::UnknownValue(_)),
                &definition.type_,
            )?;
        }
        for report in &self.reports {
            let record = record("report", &report.id);
            record.listed(
                "format",
                !matches!(report.format, ReportFormat::UnknownValue(_)),
                &report.format,
            )?;
            record.listed("type", !matches!(report.type_, ReportType::UnknownValue(_)), &report.type_)?;
            record.listed(
                "status",
                !matches!(report.status, ReportStatus::UnknownValue(_)),
                &report.status,
            )?;
            record.past("created", report.created)?;
            record.not_before("to", report.to, "from", report.from)?;
        }
        sorted(
            "subscription",
            self.subscriptions.iter().map(|subscription| (subscription.id, subscription.created)),
        )?;
        sorted("order", self.orders.iter().map(|order| (order.id, order.created)))?;
        sorted("report", self.reports.iter().map(|report| (report.id, report.created)))
    }
}

impl Record<'_> {
    fn problem(&self, member: impl Into<String>, reason: String, remedy: &str) -> Checked {
        Err(Problem { record: self.name.clone(), member: member.into(), reason, remedy: remedy.to_owned() })
    }

    fn refers(&self, member: &str, id: &dyn Display, is_known: bool, list: &str) -> Checked {
        if is_known {
            return Ok(());
        }
        let remedy = format!("add it to `{list}`, or name one of those");
        self.problem(member, format!("is {id}, which `{list}` does not hold"), &remedy)
    }

    fn listed(&self, member: &str, is_listed: bool, value: &dyn Display) -> Checked {
        if is_listed {
            return Ok(());
        }
        self.problem(
            member,
            format!("is `{value}`, which the API does not list"),
            "write one of the API's words; case matters",
        )
    }

    fn past(&self, member: &str, time: DateTime<Utc>) -> Checked {
        if time <= self.known.as_of {
            return Ok(());
        }
        let as_of = self.known.as_of.to_rfc3339();
        self.problem(
            member,
            format!("is {}, later than `asOf`, which is {as_of}", time.to_rfc3339()),
            "move one of both",
        )
    }

    fn not_before(
        &self,
        member: &str,
        time: DateTime<Utc>,
        first_member: &str,
        first: DateTime<Utc>,
    ) -> Checked {
        if time >= first {
            return Ok(());
        }
        let reason =
            format!("is {}, before `{first_member}`, which is {}", time.to_rfc3339(), first.to_rfc3339());
        self.problem(member, reason, "move one of both")
    }

    fn currency(&self, currency: &str) -> Checked {
        if currency.len() == 3 && currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return Ok(());
        }
        self.problem("currency", format!("is `{currency}`"), "write three capital letters, such as USD")
    }

    fn not_negative(&self, member: &str, number: Decimal) -> Checked {
        if number >= Decimal::ZERO {
            return Ok(());
        }
        self.problem(member, format!("is {number}, less than zero"), "write zero or more")
    }

    fn period(&self, member: &str, period: &Period) -> Checked {
        self.listed(
            &format!("{member}.type"),
            !matches!(period.type_, PeriodType::UnknownValue(_)),
            &period.type_,
        )?;
        if period.duration > 0 {
            return Ok(());
        }
        self.problem(format!("{member}.duration"), "is 0".to_owned(), "write one or more")
    }

    fn profile(&self, profile: &Profile) -> Checked {
        let is_listed = !matches!(profile.status, AccountStatus::UnknownValue(_));
        self.listed("profile.status", is_listed, &profile.status)?;
        self.past("profile.created", profile.created)
    }

    fn plan(&self, plan: &Plan) -> Checked {
        self.period("billingPeriod", &plan.billing_period)?;
        for (index, offered) in plan.subscription_periods.iter().enumerate() {
            self.period(&format!("subscriptionPeriods[{index}].period"), &offered.period)?;
        }
        for (index, switch) in plan.switches.iter().enumerate() {
            let is_known = self.known.plans.contains(&switch.plan_id);
            self.refers(&format!("switches[{index}].planId"), &switch.plan_id, is_known, "plans")?;
        }
        Ok(())
    }

    fn product(&self, product: &Product) -> Checked {
        self.refers("planId", &product.plan_id, self.known.plans.contains(&product.plan_id), "plans")?;
        self.period("billingPeriod", &product.billing_period)?;
        self.period("subscriptionPeriod", &product.subscription_period)?;
        self.not_negative("minimumQuantity", product.minimum_quantity)?;
        if product.maximum_quantity < product.minimum_quantity {
            let reason = format!("is {}, below `minimumQuantity`", product.maximum_quantity);
            return self.problem("maximumQuantity", reason, "raise it");
        }
        for (list, prices) in [("prices", &product.prices), ("costs", &product.costs)] {
            for (index, price) in prices.iter().enumerate() {
                self.price(&format!("{list}[{index}]"), price)?;
            }
        }
        for (index, id) in product.depends_on.iter().enumerate() {
            let member = format!("dependsOn[{index}]");
            let Some(needed) = self.known.products.get(&**id) else {
                return self.refers(&member, id, false, "products");
            };
            if needed.plan_id != product.plan_id {
                let reason = format!("is {id}, a product of plan {}", needed.plan_id);
                let remedy = "name a product of the same plan: only those share a subscription";
                return self.problem(member, reason, remedy);
            }
        }
        let mut names = HashSet::new();
        match product.parameters.iter().find(|parameter| !names.insert(&parameter.name)) {
            Some(twice) => {
                self.problem("parameters", format!("has `{}` twice", twice.name), "take one of them away")
            }
            None => Ok(()),
        }
    }

    fn price(&self, member: &str, price: &Price) -> Checked {
        self.not_negative(&format!("{member}.amount"), price.amount)?;
        self.not_negative(&format!("{member}.lowerLimit"), price.lower_limit.unwrap_or_default())?;
        let is_listed = !matches!(price.type_, ProductPriceType::UnknownValue(_));
        self.listed(&format!("{member}.type"), is_listed, &price.type_)
    }

    fn subscription(&self, subscription: &Subscription) -> Checked {
        let known = self.known;
        let has_customer = known.customers.contains(&subscription.customer_id);
        self.refers("customerId", &subscription.customer_id, has_customer, "customers")?;
        self.refers("planId", &subscription.plan_id, known.plans.contains(&subscription.plan_id), "plans")?;
        let is_listed = !matches!(subscription.status, SubscriptionStatus::UnknownValue(_));
        self.listed("status", is_listed, &subscription.status)?;
        self.past("created", subscription.created)?;
        self.currency(&subscription.currency)?;
        self.period("billingPeriod", &subscription.billing_period)?;
        self.period("subscriptionPeriod", &subscription.subscription_period)?;
        let mut products = HashSet::new();
        for (index, seats) in subscription.products.iter().enumerate() {
            let member = format!("products[{index}].productId");
            self.refers(
                &member,
                &seats.product_id,
                known.products.contains_key(&*seats.product_id),
                "products",
            )?;
            if !products.insert(&seats.product_id) {
                let reason = format!("is {} a second time", seats.product_id);
                return self.problem(member, reason, "add the quantities up");
            }
            self.not_negative(&format!("products[{index}].quantity"), seats.quantity)?;
        }
        Ok(())
    }

    fn order(&self, order: &Order) -> Checked {
        let known = self.known;
        self.refers(
            "customerId",
            &order.customer_id,
            known.customers.contains(&order.customer_id),
            "customers",
        )?;
        self.subscription_of("subscriptionId", order.subscription_id, order)?;
        self.listed("type", !matches!(order.type_, OrderType::UnknownValue(_)), &order.type_)?;
        self.listed("status", !matches!(order.status, OrderStatus::UnknownValue(_)), &order.status)?;
        self.currency(&order.currency)?;
        self.past("created", order.created)?;
        if let Some(provisioned) = order.provisioned {
            self.not_before("provisioned", provisioned, "created", order.created)?;
        }
        order.lines.iter().enumerate().try_for_each(|(index, line)| self.line(index, line, order))
    }

    fn line(&self, index: usize, line: &OrderLine, order: &Order) -> Checked {
        let member = |name: &str| format!("lines[{index}].{name}");
        for (name, id) in
            [("productId", Some(&line.product_id)), ("newProductId", line.new_product_id.as_ref())]
        {
            if let Some(id) = id {
                self.refers(&member(name), id, self.known.products.contains_key(&**id), "products")?;
            }
        }
        self.subscription_of(&member("subscriptionId"), line.subscription_id, order)?;
        match line.target_subscription_id {
            Some(target) => self.subscription_of(&member("targetSubscriptionId"), target, order),
            None => Ok(()),
        }
    }

    /// It exists, and is the customer's of the order.
    fn subscription_of(&self, member: &str, id: u64, order: &Order) -> Checked {
        let Some(subscription) = self.known.subscriptions.get(&id) else {
            return self.refers(member, &id, false, "subscriptions");
        };
        if subscription.customer_id == order.customer_id {
            return Ok(());
        }
        let reason = format!("is {id}, a subscription of customer {}", subscription.customer_id);
        self.problem(member, reason, "name one of the order's customer, or correct `customerId`")
    }
}

fn unique<K: Hash + Eq + Display + Clone>(
    kind: &str,
    member: &str,
    keys: impl Iterator<Item = K>,
) -> Result<HashSet<K>, Problem> {
    let mut seen = HashSet::new();
    for key in keys {
        if !seen.insert(key.clone()) {
            return Err(Problem {
                record: format!("{kind} {key}"),
                member: member.to_owned(),
                reason: "is used twice".to_owned(),
                remedy: "give one of both another".to_owned(),
            });
        }
    }
    Ok(seen)
}

fn sorted<I: Display>(kind: &str, mut records: impl Iterator<Item = (I, DateTime<Utc>)>) -> Checked {
    let Some((mut before, mut latest)) = records.next() else { return Ok(()) };
    for (id, created) in records {
        if created < latest {
            return Err(Problem {
                record: format!("{kind} {id}"),
                member: "created".to_owned(),
                reason: format!("is before that of {kind} {before}, which stands above it"),
                remedy: "sort the list, oldest first".to_owned(),
            });
        }
        (before, latest) = (id, created);
    }
    Ok(())
}
