//! By what an order is recognised.

use chrono::Utc;
use imcloud_raw::DateTime;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::runtime::Runtime;

/// By what an order is recognised later: the number in its `poNumber`, and when it was sent first.
///
/// Keep it, as JSON for example, before an order is sent; then a process that takes over can find out what became of it.
///
/// # Examples
///
/// ```
/// use imcloud::orders::OrderReference;
///
/// let kept = r#"{"poNumber":"PO-2026-0117","since":"2026-05-04T06:00:00Z","generated":false}"#;
/// let reference: OrderReference = serde_json::from_str(kept)?;
/// assert_eq!(reference.po_number(), "PO-2026-0117");
/// assert_eq!(serde_json::to_string(&reference)?, kept);
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
    /// A number of your own, and a moment at which the order did not exist yet, by the clock of this machine.
    #[must_use]
    pub fn new(po_number: impl Into<String>, since: DateTime) -> Self {
        Self { po_number: po_number.into(), since, generated: false }
    }

    /// The number of an order that is to be sent now; one is drawn where it has none.
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

    /// What stands in the order's `poNumber`.
    #[must_use]
    pub fn po_number(&self) -> &str {
        &self.po_number
    }

    /// When the order was about to be sent first, by the clock of the machine that sent it; in whole seconds.
    #[must_use]
    pub fn since(&self) -> &DateTime {
        &self.since
    }

    /// Whether the number is a UUID of ours, which no other order has.
    #[must_use]
    pub fn is_generated(&self) -> bool {
        self.generated
    }
}
