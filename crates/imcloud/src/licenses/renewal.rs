//! Automatic renewal.

use imcloud_raw::{
    Id,
    types::{Subscription, SubscriptionUpdate},
};

use super::LicenseError;
use crate::Client;

/// The end of switching automatic renewal.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AutoRenewal {
    /// It was so already; nothing was sent.
    Unchanged(Box<Subscription>),
    /// It was switched, and the subscription says so.
    Switched(Box<Subscription>),
}

impl AutoRenewal {
    /// The subscription afterwards.
    #[must_use]
    pub fn subscription(&self) -> &Subscription {
        match self {
            Self::Unchanged(subscription) | Self::Switched(subscription) => subscription,
        }
    }
}

pub(super) async fn set(client: &Client, id: Id, renews: bool) -> Result<AutoRenewal, LicenseError> {
    let subscriptions = client.subscriptions();
    let before = subscriptions.get(&id).await?;
    if before.renewal_status == Some(renews) {
        return Ok(AutoRenewal::Unchanged(Box::new(before)));
    }
    let mut after = subscriptions.update(&id, &SubscriptionUpdate::new().renewal_status(renews)).await?;
    if after.renewal_status.is_none() {
        after = subscriptions.get(&id).await?;
    }
    match after.renewal_status {
        Some(says) if says == renews => Ok(AutoRenewal::Switched(Box::new(after))),
        _ => Err(LicenseError::RenewalContradicted { subscription_id: id, renews }),
    }
}
