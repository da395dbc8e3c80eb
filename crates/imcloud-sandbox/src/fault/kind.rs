//! Effects of faults.

use std::{collections::BTreeMap, fmt, time::Duration};

use axum::http::{HeaderName, HeaderValue, StatusCode};
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::FaultError;
use crate::response::ApiResponse;

/// The effect of a fault. Each kind has the name of its constructor in [`Fault`](super::Fault).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Kind {
    Delay {},
    Status {
        status: u16,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<String, String>,
        #[serde(default, skip_serializing_if = "Bytes::is_empty", with = "text")]
        body: Bytes,
    },
    GatewayTimeout {},
    InternalError {},
    RateLimited {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_seconds: Option<u64>,
    },
    QuotaSpent {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_seconds: Option<u64>,
    },
    DeadToken {},
    NoEntityFound {},
    Reset {},
    ResetInBody {},
    NoResponse {},
    TruncatedBody {},
    SlowBody {
        chunks: usize,
        #[serde(rename = "intervalSeconds", with = "crate::clock::seconds")]
        interval: Duration,
    },
    ContentType {
        content_type: String,
    },
    EmptyBody {},
    /// For properties of these names, or for all except `id` without names.
    Nulls {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        properties: Vec<String>,
    },
    NumbersAsStrings {},
    UnknownProperties {},
    /// For properties of these names, or for all that the specification calls enums without names.
    UnknownValues {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        properties: Vec<String>,
    },
    InsertedItems {
        count: usize,
    },
}

impl Kind {
    /// Returns false if it replaces the response, so that the work need not be done.
    pub(crate) fn needs_work(&self) -> bool {
        !matches!(
            self,
            Self::Status { .. }
                | Self::GatewayTimeout {}
                | Self::InternalError {}
                | Self::RateLimited { .. }
                | Self::QuotaSpent { .. }
                | Self::DeadToken {}
                | Self::NoEntityFound {}
                | Self::Reset {}
                | Self::NoResponse {}
        )
    }

    pub(crate) fn check(&self) -> Result<(), FaultError> {
        match self {
            Self::Status { status, headers, body } => fixed(*status, headers, body).map(drop),
            Self::ContentType { content_type } if HeaderValue::from_str(content_type).is_err() => {
                Err(FaultError::Header { name: "content-type".to_owned() })
            }
            Self::InsertedItems { count } if *count > MAX_INSERTED => {
                Err(FaultError::Form { reason: format!("count is {count}; insert up to {MAX_INSERTED}") })
            }
            _ => Ok(()),
        }
    }

    /// Returns a response that replaces that of the work and does not depend on the request.
    pub(crate) fn replacement(&self) -> Option<ApiResponse> {
        let (response, seconds): (fn(u64) -> ApiResponse, _) = match self {
            Self::Status { status, headers, body } => return fixed(*status, headers, body).ok(),
            Self::GatewayTimeout {} => return Some(ApiResponse::gateway_timeout()),
            Self::RateLimited { retry_after_seconds } => (ApiResponse::too_fast, *retry_after_seconds),
            Self::QuotaSpent { retry_after_seconds } => (ApiResponse::quota_spent, *retry_after_seconds),
            _ => return None,
        };
        Some(match seconds {
            Some(seconds) => response(seconds).retry_after(seconds),
            None => response(1),
        })
    }
}

const MAX_INSERTED: usize = 10_000;

fn fixed(status: u16, headers: &BTreeMap<String, String>, body: &Bytes) -> Result<ApiResponse, FaultError> {
    let code = StatusCode::from_u16(status).ok().filter(|_| status >= 200);
    let mut response =
        ApiResponse { status: code.ok_or(FaultError::Status { status })?, ..ApiResponse::default() };
    for (name, value) in headers {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => response.headers.insert(name, value),
            _ => return Err(FaultError::Header { name: name.clone() }),
        };
    }
    response.body = body.clone();
    Ok(response)
}

/// The name with spaces, such as "gateway timeout".
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Status { status, .. } = self {
            return write!(f, "status {status}");
        }
        let value = serde_json::to_value(self).unwrap_or_default();
        f.write_str(&value["kind"].as_str().unwrap_or_default().replace('_', " "))
    }
}

/// A body as a string. Bytes that are not UTF-8 are shown as U+FFFD.
mod text {
    use bytes::Bytes;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&String::from_utf8_lossy(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        String::deserialize(deserializer).map(Bytes::from)
    }
}
