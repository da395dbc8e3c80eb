//! Items that other users add while a client reads a list.

use imcloud_raw::{
    Operation,
    types::{AccountStatus, OrderStatus, OrderStatusCode, OrderType, ReportType, SubscriptionStatus},
};

use super::World;
use crate::model::Profile;

impl World {
    /// Adds new items to the list of an operation, as other users of the platform would. Lists of products
    /// and plans do not change.
    pub(crate) fn insert_items(&mut self, operation: &Operation, count: usize) {
        for _ in 0..count {
            // Lists without a record to copy stay empty.
            let _ = match operation.name {
                "list_orders" | "list_reseller_orders" => self.insert_order(),
                "list_customers" | "list_reseller_customers" => self.insert_customer(),
                "list_resellers" => self.insert_reseller(),
                "list_subscriptions" => self.insert_subscription(),
                "list_reports" => self.insert_report(),
                _ => None,
            };
        }
    }

    /// Adds a renewal, which changes no quantities.
    fn insert_order(&mut self) -> Option<()> {
        let mut order = self.data.orders.last()?.clone();
        order.type_ = OrderType::Renewal;
        order.at_renewal = false;
        order.lines.clear();
        order.given = None;
        order.created = self.now;
        let id = self.place(order);
        let order = self.data.orders.get_mut(&id)?;
        order.status = OrderStatus::Completed;
        order.status_code = OrderStatusCode::Cp;
        order.provisioned = Some(order.created);
        Some(())
    }

    fn insert_customer(&mut self) -> Option<()> {
        let mut customer = self.data.customers.last()?.clone();
        customer.id = self.next_number("account");
        customer.profile = self.newcomer(customer.id, customer.profile);
        self.data.customers.push(customer);
        Some(())
    }

    fn insert_reseller(&mut self) -> Option<()> {
        let mut reseller = self.data.resellers.last()?.clone();
        reseller.id = self.next_number("account");
        reseller.profile = self.newcomer(reseller.id, reseller.profile);
        self.data.resellers.push(reseller);
        Some(())
    }

    fn newcomer(&self, id: u64, like: Profile) -> Profile {
        let (name, status) = (format!("Newcomer {id}"), AccountStatus::Active);
        Profile { name, status, external_id: None, created: self.now, ..like }
    }

    /// Adds a pending subscription, which no order provisions.
    fn insert_subscription(&mut self) -> Option<()> {
        let mut subscription = self.data.subscriptions.last()?.clone();
        subscription.id = self.next_number("subscription");
        subscription.status = SubscriptionStatus::Pending;
        subscription.products.clear();
        subscription.created = self.now;
        self.add_subscription(subscription);
        Some(())
    }

    fn insert_report(&mut self) -> Option<()> {
        let definition = self.data.report_definitions.first()?.clone();
        self.add_report(definition, ReportType::Onetime, self.now, self.now);
        Some(())
    }
}
