//! The records of the world. A data file holds the same records under the same names, in camel case.
//!
//! Ids are numbers here and digits on the wire. Dates without time are UTC.

mod account;
mod catalogue;
mod charge;
mod order;
mod period;
mod report;
mod subscription;
mod valid;

pub(crate) use account::{Customer, Profile, Reseller};
pub(crate) use catalogue::{
    ActivationParameter, ParameterKind, Plan, PlanPeriod, PlanSwitch, Price, Product,
};
pub(crate) use charge::{Charge, charge};
pub(crate) use order::{Order, OrderLine};
pub(crate) use period::Period;
pub(crate) use report::{Report, ReportDefinition};
pub(crate) use subscription::{Seats, Subscription};
