//! Going back and forth in time; at the ends of the calendar it goes no further.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, SubsecRound, TimeDelta, Utc};

use crate::random::Random;

pub(super) fn months_before(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

pub(super) fn months_after(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

pub(super) fn days_before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

pub(super) fn days_after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// Without a fraction of a second: the service writes none (documented).
pub(super) fn earlier(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_sub_signed(by).unwrap_or(DateTime::<Utc>::MIN_UTC).trunc_subsecs(0)
}

pub(super) fn later(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC).trunc_subsecs(0)
}

/// Some second of the day between two hours.
pub(super) fn within(date: NaiveDate, first_hour: i64, last_hour: i64, random: &mut Random) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN).and_utc();
    later(midnight, TimeDelta::seconds(random.between(first_hour * 3_600, last_hour * 3_600 - 1)))
}
