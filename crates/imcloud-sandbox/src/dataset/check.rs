//! Consistency of a data set, in one pass over its records.

use chrono::{DateTime, Utc};

use super::Dataset;
use crate::model::{Contradiction, unique};

type Checked = Result<(), Contradiction>;

fn not_before(
    time: DateTime<Utc>,
    start: DateTime<Utc>,
    name: &str,
    path: impl FnOnce() -> String,
) -> Checked {
    if time >= start {
        return Ok(());
    }
    Err((path(), format!("{} is before {name}, {}", time.to_rfc3339(), start.to_rfc3339())))
}

impl Dataset {
    pub(super) fn check(&self) -> Checked {
        self.check_ids()?;
        unique("orders", "number", self.orders.iter().map(|order| &order.number))?;
        unique("reportDefinitions", "name", self.report_definitions.iter().map(|it| &it.name))?;

        self.resellers.expect(&self.reseller_id, "resellers", || "resellerId".to_owned())?;
        self.past("resellers", "profile.created", self.resellers.iter().map(|it| it.profile.created))?;
        self.past("customers", "profile.created", self.customers.iter().map(|it| it.profile.created))?;
        self.sorted("subscriptions", self.subscriptions.iter().map(|it| it.created))?;
        self.sorted("orders", self.orders.iter().map(|it| it.created))?;
        self.sorted("reports", self.reports.iter().map(|it| it.created))?;
        for (index, plan) in self.plans.iter().enumerate() {
            for (number, switch) in plan.switches.iter().enumerate() {
                let path = || format!("plans[{index}].switches[{number}].planId");
                self.plans.expect(&switch.plan_id, "plans", path)?;
            }
        }
        for (index, product) in self.products.iter().enumerate() {
            let at = |property: &str| format!("products[{index}].{property}");
            if product.maximum_quantity < product.minimum_quantity {
                let reason = format!("{} is less than minimumQuantity", product.maximum_quantity);
                return Err((at("maximumQuantity"), reason));
            }
            for (number, id) in product.depends_on.iter().enumerate() {
                let path = || at(&format!("dependsOn[{number}]"));
                let plan = self.products.expect(id, "products", path)?.plan_id;
                if plan != product.plan_id {
                    let reason =
                        format!("{id} belongs to plan {plan}; only products of a plan share a subscription");
                    return Err((path(), reason));
                }
            }
            unique(&at("parameters"), "name", product.parameters.iter().map(|parameter| &parameter.name))?;
        }
        for (index, subscription) in self.subscriptions.iter().enumerate() {
            let at = |property: &str| format!("subscriptions[{index}].{property}");
            for (number, seats) in subscription.products.iter().enumerate() {
                let path = || at(&format!("products[{number}].productId"));
                self.products.expect(&seats.product_id, "products", path)?;
                if subscription.products[..number].iter().any(|other| other.product_id == seats.product_id) {
                    let reason = format!("{} is listed twice; add up the quantities", seats.product_id);
                    return Err((path(), reason));
                }
            }
        }
        for (index, order) in self.orders.iter().enumerate() {
            let at = |property: &str| format!("orders[{index}].{property}");
            if let Some(provisioned) = order.provisioned {
                not_before(provisioned, order.created, "created", || at("provisioned"))?;
            }
            let own = |id, path: String| {
                let owner = self.subscriptions.expect(&id, "subscriptions", || path.clone())?.customer_id;
                if owner == order.customer_id {
                    return Ok(());
                }
                Err((path, format!("{id} belongs to customer {owner}, not to that of the order")))
            };
            own(order.subscription_id, at("subscriptionId"))?;
            for (number, line) in order.lines.iter().enumerate() {
                let at = |property: &str| at(&format!("lines[{number}].{property}"));
                self.products.expect(&line.product_id, "products", || at("productId"))?;
                if let Some(id) = &line.new_product_id {
                    self.products.expect(id, "products", || at("newProductId"))?;
                }
                own(line.subscription_id, at("subscriptionId"))?;
                if let Some(id) = line.target_subscription_id {
                    own(id, at("targetSubscriptionId"))?;
                }
            }
        }
        for (index, report) in self.reports.iter().enumerate() {
            not_before(report.to, report.from, "from", || format!("reports[{index}].to"))?;
        }
        Ok(())
    }

    /// Checks that nothing was created after the time of the data.
    fn past(&self, list: &str, property: &str, times: impl Iterator<Item = DateTime<Utc>>) -> Checked {
        for (index, time) in times.enumerate() {
            if time > self.as_of {
                let reason = format!("{} is after asOf, {}", time.to_rfc3339(), self.as_of.to_rfc3339());
                return Err((format!("{list}[{index}].{property}"), reason));
            }
        }
        Ok(())
    }

    /// Checks as [`past`](Self::past), and that the oldest is first.
    fn sorted(&self, list: &str, times: impl Iterator<Item = DateTime<Utc>> + Clone) -> Checked {
        self.past(list, "created", times.clone())?;
        for (index, (first, second)) in times.clone().zip(times.skip(1)).enumerate() {
            not_before(second, first, "the one above; sort the list, oldest first", || {
                format!("{list}[{}].created", index + 1)
            })?;
        }
        Ok(())
    }
}
