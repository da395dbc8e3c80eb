//! What is known of a call before it is sent.

use std::borrow::Cow;

use imcloud_raw::Operation;
use reqwest::Method;

use crate::Idempotency;

/// A call, whether of a listed operation or not.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The operation's name, or method and path.
    pub(crate) name: Cow<'static, str>,
    pub(crate) method: Cow<'static, str>,
    /// Under the base address, with names in the place of ids where the operation is known.
    pub(crate) template: Cow<'static, str>,
    pub(crate) idempotency: Idempotency,
    /// Whether the platform takes its time over it, as over all that prices an order.
    pub(crate) slow: bool,
}

impl Call {
    pub(crate) fn of(operation: &'static Operation) -> Self {
        Self {
            name: operation.name.into(),
            method: operation.method.into(),
            template: operation.path.into(),
            idempotency: Idempotency::of(operation),
            slow: is_slow(operation.method, operation.path),
        }
    }

    pub(crate) fn unlisted(method: &Method, path: &str, idempotency: Idempotency) -> Self {
        let template = path.split('?').next().unwrap_or_default().to_owned();
        Self {
            name: format!("{method} {template}").into(),
            method: method.as_str().to_owned().into(),
            slow: is_slow(method.as_str(), &template),
            template: template.into(),
            idempotency,
        }
    }

    /// Whether a 500 to it may be the answer of a business rule and not of a broken platform.
    pub(crate) fn can_be_refused_with_500(&self) -> bool {
        self.method != "GET" && self.method != "HEAD"
    }
}

fn is_slow(method: &str, path: &str) -> bool {
    method != "GET" && (path == "/orders" || path.starts_with("/orders/"))
}
