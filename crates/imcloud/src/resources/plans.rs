//! Service plans.

use imcloud_raw::{
    Id,
    types::{ServicePlan, ServicePlanSummary},
};

use crate::{Client, Listing, error::Result};

/// Service plans.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let plan = client.plans().get("1000007").await?;
/// println!("{} ways to switch", plan.plan_switches.unwrap_or_default().len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Plans<'a> {
    client: &'a Client,
}

impl<'a> Plans<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Lists plans, without the switches between them. There are no filters, and the order is not documented.
    pub fn list(&self) -> Listing<ServicePlanSummary> {
        listing!(self.client, ListPlans, (), |raw| raw.list_plans())
    }

    /// Fetches a plan with the switches it allows.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn get(&self, id: impl Into<Id>) -> Result<ServicePlan> {
        call!(self.client, GetPlan, get_plan(id))
    }
}
