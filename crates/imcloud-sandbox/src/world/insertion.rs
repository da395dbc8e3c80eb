//! Items that other users add while a client reads a list.

use imcloud_raw::{
    Operation,
    types::{AccountStatus, OrderStatus, OrderStatusCode, OrderType, ReportType, SubscriptionStatus},
};

use super::World;

impl World {
    /// Adds new items to the list of an operation, as other users of the platform would. Lists of products
    /// and plans do not change.
    pub(crate) fn insert_items(&mut self, operation: &Operation, count: usize) {
        for _ in 0..count {
            match operation.name {
                "list_orders" | "list_reseller_orders" => self.insert_order(),
                "list_customers" | "list_reseller_customers" => self.insert_customer(),
                "list_resellers" => self.insert_reseller(),
                "list_subscriptions" => self.insert_subscription(),
                "list_reports" => self.insert_report(),
                _ => {}
            }
        }
    }

    /// A renewal, which changes no quantities.
    fn insert_order(&mut self) {
        let Some(mut order) = self.data.orders.last().cloned() else { return };
        order.type_ = OrderType::Renewal;
        order.at_renewal = false;
        order.lines.clear();
        order.given = None;
        order.created = self.now;
        let id = self.place(order);
        if let Some(order) = self.data.orders.get_mut(&id) {
            order.status = OrderStatus::Completed;
            order.status_code = OrderStatusCode::Cp;
            order.provisioned = Some(order.created);
        }
    }

    fn insert_customer(&mut self) {
        let Some(mut customer) = self.data.customers.last().cloned() else { return };
        customer.id = self.next_number("account");
        customer.profile.name = format!("Newcomer {}", customer.id);
        customer.profile.status = AccountStatus::Active;
        customer.profile.external_id = None;
        customer.profile.created = self.now;
        self.data.customers.push(customer);
    }

    fn insert_reseller(&mut self) {
        let Some(mut reseller) = self.data.resellers.last().cloned() else { return };
        reseller.id = self.next_number("account");
        reseller.profile.name = format!("Newcomer {}", reseller.id);
        reseller.profile.external_id = None;
        reseller.profile.created = self.now;
        self.data.resellers.push(reseller);
    }

    /// Pending, without an order that would deliver it.
    fn insert_subscription(&mut self) {
        let Some(mut subscription) = self.data.subscriptions.last().cloned() else { return };
        subscription.id = self.next_number("subscription");
        subscription.status = SubscriptionStatus::Pending;
        subscription.products.clear();
        subscription.created = self.now;
        self.add_subscription(subscription);
    }

    fn insert_report(&mut self) {
        let Some(definition) = self.data.report_definitions.first().cloned() else { return };
        let (name, format) = (definition.name, definition.format);
        self.add_report(name, format, ReportType::Onetime, self.now, self.now, definition.customization_name);
    }
}
