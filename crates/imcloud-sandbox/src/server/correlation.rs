//! Correlation ids.

use crate::random::Random;
use axum::http::HeaderValue;

/// `a8n-` and a UUID, as in a captured refusal (observed); callers treat it as opaque.
pub(super) fn draw(random: &mut Random) -> String {
    format!("a8n-{}", random.uuid())
}

/// The caller's own id, where the sandbox is told to keep it.
pub(super) fn given(header: Option<&HeaderValue>) -> Option<String> {
    header.and_then(|value| value.to_str().ok()).filter(|text| !text.is_empty()).map(str::to_owned)
}
