//! References of orders.

use chrono::Utc;
use imcloud_raw::DateTime;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::runtime::Runtime;

/// A reference that identifies an order: its `poNumber` and the time before it was first sent.
///
/// Store it, for example as JSON, before the order is sent. Another process can then [`resume`](super::PlaceOrder::resume) with it.
///
/// # Examples
///
/// ```
/// use imcloud::orders::OrderReference;
///
/// let stored = r#"{"poNumber":"PO-2026-0117","since":"2026-05-04T06:00:00Z","generated":false}"#;
/// let reference: OrderReference = serde_json::from_str(stored)?;
/// assert_eq!(reference.po_number(), "PO-2026-0117");
/// assert_eq!(serde_json::to_string(&reference)?, stored);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderReference {
    po_number: String,
    since: DateTime,
    generated: bool,
}

impl OrderReference {
    /// Creates a reference from a custom number and a time at which the order did not exist yet, by the clock of this machine.
    #[must_use]
    pub fn new(po_number: impl Into<String>, since: DateTime) -> Self {
        Self { po_number: po_number.into(), since, generated: false }
    }

    /// Creates the reference of an order that is about to be sent, with a generated number unless it has one.
    pub(super) fn now(po_number: Option<&str>, runtime: &dyn Runtime) -> Self {
        let since = chrono::DateTime::<Utc>::from(runtime.system_time()).into();
        match po_number.filter(|number| !number.trim().is_empty()) {
            Some(number) => Self::new(number, since),
            None => {
                let bits = Uuid::from_u64_pair(runtime.random(), runtime.random());
                let id = uuid::Builder::from_random_bytes(bits.into_bytes()).into_uuid();
                Self { po_number: id.to_string(), since, generated: true }
            }
        }
    }

    /// Returns the `poNumber` of the order.
    #[must_use]
    pub fn po_number(&self) -> &str {
        &self.po_number
    }

    /// Returns the time before the order was first sent, by the clock of the machine that sent it, in whole seconds.
    #[must_use]
    pub fn since(&self) -> &DateTime {
        &self.since
    }

    /// Returns true if the number is a generated UUID, which no other order has.
    #[must_use]
    pub fn is_generated(&self) -> bool {
        self.generated
    }
}
