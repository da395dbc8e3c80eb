//! Correlation ids.

use axum::http::HeaderValue;
use uuid::Builder;

/// `a8n-` and a UUID, as in a captured refusal (observed); callers treat it as opaque.
pub(super) fn draw(random: &mut fastrand::Rng) -> String {
    let uuid = Builder::from_random_bytes(random.u128(..).to_be_bytes()).into_uuid();
    format!("a8n-{uuid}")
}

/// The caller's own id, where the sandbox is told to keep it.
pub(super) fn given(header: Option<&HeaderValue>) -> Option<String> {
    header.and_then(|value| value.to_str().ok()).filter(|text| !text.is_empty()).map(str::to_owned)
}
