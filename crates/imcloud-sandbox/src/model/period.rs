//! Periods: how long a subscription binds, how often it is invoiced.

use chrono::{Days, Months, NaiveDate};
use imcloud_raw::types::{self, PeriodInput, PeriodType};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Period {
    #[serde(rename = "type", deserialize_with = "super::valid::listed")]
    pub(crate) type_: PeriodType,
    #[serde(deserialize_with = "super::valid::positive")]
    pub(crate) duration: u32,
}

impl Period {
    pub(crate) fn months(duration: u32) -> Self {
        Self { type_: PeriodType::Month, duration }
    }

    pub(crate) fn years(duration: u32) -> Self {
        Self { type_: PeriodType::Year, duration }
    }

    /// As the service writes it.
    pub(crate) fn shown(&self) -> types::Period {
        let mut period = types::Period::default();
        period.type_ = Some(self.type_.clone());
        period.duration = Some(self.duration.into());
        period
    }

    /// The first day after the period; the last day of the calendar when it lies behind that. A statement day
    /// comes once a month.
    pub(crate) fn after(&self, start: NaiveDate) -> NaiveDate {
        let end = match self.type_ {
            PeriodType::Day => start.checked_add_days(Days::new(self.duration.into())),
            PeriodType::Year => {
                self.duration.checked_mul(12).and_then(|months| start.checked_add_months(Months::new(months)))
            }
            _ => start.checked_add_months(Months::new(self.duration)),
        };
        end.unwrap_or(NaiveDate::MAX)
    }
}

impl From<&PeriodInput> for Period {
    /// A duration that is no count of anything becomes 0, which no product has.
    fn from(sent: &PeriodInput) -> Self {
        Self { type_: sent.type_.clone(), duration: sent.duration.try_into().unwrap_or(0) }
    }
}
