//! Values of the API's enumerations on the command line.

use std::str::FromStr;

use imcloud::types::{
    OrderStatus, OrderStatusCode, ReportFormat, ReportStatus, ReportType, SubscriptionStatus,
};

/// A value that the API lists.
///
/// The types themselves take any value, for newer versions of the API; in a filter a misspelt one would be ignored by the service, and give every row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed<E>(pub(crate) E);

/// An enumeration of the API.
pub(crate) trait Enumeration: Clone + 'static {
    const LISTED: &'static [Self];

    fn text(&self) -> &str;
}

macro_rules! enumerations {
    ($($name:ident),*) => {
        $(impl Enumeration for $name {
            const LISTED: &'static [Self] = $name::LISTED;

            fn text(&self) -> &str {
                self.as_str()
            }
        })*
    };
}

enumerations!(OrderStatus, OrderStatusCode, ReportFormat, ReportStatus, ReportType, SubscriptionStatus);

impl<E: Enumeration> FromStr for Listed<E> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        E::LISTED.iter().find(|value| value.text() == text).cloned().map(Self).ok_or_else(|| {
            let listed: Vec<&str> = E::LISTED.iter().map(Enumeration::text).collect();
            format!("it is one of {}", listed.join(", "))
        })
    }
}
