//! The entry to licenses.

use imcloud_raw::{Id, rust_decimal::Decimal as Number, types::OrderStatus};

use super::{
    AutoRenewal, Inventory, InventoryError, InventoryRow, LicenseError, PlacedChange, SeatChange, SeatState,
    inventory, renewal, seat_change::Amount, seat_plan::quantity_held,
};
use crate::{Client, error::Result};

/// Seats, automatic renewal and the inventory. See [the module](crate::licenses) for what is checked before seats are ordered.
///
/// # Examples
///
/// ```
/// # use std::time::Duration;
/// use imcloud::{SubscriptionFilter, licenses::{SeatOutcome, SeatState}, types::SubscriptionStatus};
/// # use imcloud::Client;
/// # use imcloud_sandbox::Sandbox;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = Sandbox::builder().seed(7).start().await?;
/// # let login = sandbox.credentials();
/// # let client = Client::builder()
/// #     .base_url(sandbox.base_url())
/// #     .marketplace(&login.marketplace)
/// #     .login(&login.username, login.password.expose())
/// #     .subscription_key(login.subscription_key.expose())
/// #     .build()?;
/// let active = SubscriptionFilter::new().status(SubscriptionStatus::Active);
/// # let mut subscription = None;
/// # for row in client.subscriptions().list(active.clone()).collect(500).await? {
/// #     if let Some(id) = row.id && client.licenses().add(&id, 2).plan().await.is_ok() {
/// #         subscription = Some(id);
/// #         break;
/// #     }
/// # }
/// # let subscription = subscription.ok_or("no subscription that can be changed")?;
/// let two_more = client.licenses().add(&subscription, 2);
/// println!("{:?}", two_more.estimate().await?.total);
/// if let SeatOutcome::Placed(change) = two_more.place().await? {
///     # sandbox.advance(Duration::from_secs(120));
///     // Once the order is through:
///     assert_eq!(client.licenses().check(&change).await?, SeatState::Applied);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Licenses<'a> {
    pub(super) client: &'a Client,
}

impl<'a> Licenses<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// So many seats more. Nothing is sent before [`SeatChange::place`] or one of its others is awaited.
    pub fn add(&self, subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a> {
        SeatChange::new(self.client, subscription.into(), Amount::Add(seats.into()))
    }

    /// So many seats fewer. Vendors may not allow it before the next renewal; see [`SeatChange::at_renewal`].
    pub fn remove(&self, subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a> {
        SeatChange::new(self.client, subscription.into(), Amount::Remove(seats.into()))
    }

    /// So many seats in all.
    pub fn set(&self, subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a> {
        SeatChange::new(self.client, subscription.into(), Amount::Set(seats.into()))
    }

    /// What has become of a change: looks at the order, and once it is completed at the subscription.
    ///
    /// # Errors
    /// Those of the calls.
    pub async fn check(&self, change: &PlacedChange) -> Result<SeatState> {
        let Some(order_id) = &change.order.id else {
            return Ok(SeatState::Open(change.order.status.clone()));
        };
        let order = self.client.orders().get(order_id).await?;
        match order.status {
            Some(OrderStatus::Completed) => {}
            Some(status @ (OrderStatus::Error | OrderStatus::Cancelled)) => {
                return Ok(SeatState::WaitError(status));
            }
            other => return Ok(SeatState::Open(other)),
        }
        let plan = &change.plan;
        let subscription = self.client.subscriptions().get(&plan.subscription_id).await?;
        let found = quantity_held(&subscription, &plan.product);
        Ok(if found == Some(plan.wanted) { SeatState::Applied } else { SeatState::Differs { found } })
    }

    /// Lets a subscription renew by itself at the end of its term, or run out. Nothing is sent when it is so already.
    ///
    /// # Errors
    /// [`LicenseError::RenewalContradicted`] when the subscription says otherwise afterwards, and [`LicenseError::Call`].
    pub async fn set_auto_renewal(
        &self,
        subscription: impl Into<Id>,
        renews: bool,
    ) -> Result<AutoRenewal, LicenseError> {
        renewal::set(self.client, subscription.into(), renews).await
    }

    /// What there is, over all customers or of one, to be narrowed and then streamed by [`Inventory::rows`].
    pub fn inventory(&self) -> Inventory {
        Inventory::new(self.client)
    }

    /// The rows of one subscription, such as one that an inventory had to leave out.
    ///
    /// # Errors
    /// Those of the calls, and amounts or quantities that are no numbers.
    pub async fn rows_of(&self, subscription: impl Into<Id>) -> Result<Vec<InventoryRow>, InventoryError> {
        inventory::rows_of(self.client, subscription.into()).await
    }
}
