//! `imcloud plans`.

use clap::Subcommand;
use imcloud::types::{ServicePlan, ServicePlanSummary};

use crate::{cli::ListOptions, failure::Failure, session::Session};

const COLUMNS: &[&str] = &["id", "name", "billingModel", "billingPeriod", "published"];

/// Service plans.
#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// List plans
    #[command(after_help = "Example:\n  imcloud plans list")]
    List(ListOptions),
    /// Show a plan with the switches it allows
    #[command(after_help = "Example:\n  imcloud plans get 1000007")]
    Get {
        /// Id of the plan
        id: String,
    },
}

pub(super) async fn run(session: &Session, command: Plans) -> Result<(), Failure> {
    match &command {
        Plans::List(_) => session.check_columns::<ServicePlanSummary>()?,
        Plans::Get { .. } => session.check_columns::<ServicePlan>()?,
    }
    let plans = session.client().await?.plans();
    match command {
        Plans::List(options) => session.list(plans.list(), &options, COLUMNS).await,
        Plans::Get { id } => session.show(&plans.get(id).await?),
    }
}
