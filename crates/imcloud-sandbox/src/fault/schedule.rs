//! A fault and its schedule.

use std::{fmt, str::FromStr, time::Duration};

use bytes::Bytes;
use imcloud_raw::operations::OPERATIONS;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Kind;
use crate::clock::{Seconds, seconds};

/// A fault with its schedule, for [`Sandbox::inject`](crate::Sandbox::inject) and
/// [`SandboxBuilder::fault`](crate::SandboxBuilder::fault). By default it hits every request.
///
/// It is also the JSON of the control interface, and parses from a string: a kind, and properties of that
/// JSON after commas.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::Fault;
///
/// # fn main() -> Result<(), imcloud_sandbox::FaultError> {
/// // The second and third order are stored, but their responses are lost.
/// let lost = Fault::reset().after_work().on("create_order").skip(1).times(2);
/// let same: Fault = "reset,afterWork=true,operation=create_order,skip=1,times=2".parse()?;
/// assert_eq!(lost.to_string(), same.to_string());
/// // One list in five fails.
/// let sometimes: Fault = r#"{"kind": "status", "status": 503, "operation": "list_orders", "chance": 0.2}"#.parse()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    #[serde(flatten)]
    pub(crate) kind: Kind,
    /// `None` is the default of the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    after_work: Option<bool>,
    /// Time between the response and the work.
    #[serde(rename = "lateSeconds", skip_serializing_if = "Option::is_none")]
    pub(crate) late: Option<Seconds>,
    #[serde(rename = "delaySeconds", default, skip_serializing_if = "Duration::is_zero", with = "seconds")]
    pub(crate) delay: Duration,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operation: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) skip: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) chance: Option<f64>,
    /// A header or body was set for a kind that has none.
    #[serde(skip)]
    fixed_response: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde wants")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Error of a fault that cannot be injected.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::{Fault, FaultError};
///
/// assert_eq!("reset,chance=2".parse::<Fault>().unwrap_err(), FaultError::Chance { chance: 2.0 });
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// There is no operation of this name.
    #[error(
        "unknown operation {name:?}; use a name of imcloud_raw::operations such as \"create_order\", or \"download\" for report files"
    )]
    UnknownOperation {
        /// The name.
        name: String,
    },
    /// The chance is not between 0 and 1.
    #[error("chance is {chance}; use a number from 0 to 1, such as 0.2 for one request in five")]
    Chance {
        /// The chance.
        chance: f64,
    },
    /// HTTP does not have this status.
    #[error("status is {status}; use a number from 200 to 999")]
    Status {
        /// The status.
        status: u16,
    },
    /// HTTP does not allow this header.
    #[error("header {name:?} or its value has a character that HTTP does not allow there")]
    Header {
        /// The name of the header.
        name: String,
    },
    /// A header or body was set for a kind that has its own response.
    #[error("{fault:?} has its own response; only Fault::status takes headers and a body")]
    FixedResponse {
        /// The name of the fault.
        fault: String,
    },
    /// The fault changes a response, but would come before the work or without it.
    #[error(
        "{fault:?} changes the response to the work, which must be done first; remove before_work or late"
    )]
    NeedsWork {
        /// The name of the fault.
        fault: String,
    },
    /// The string or the JSON is not a fault.
    #[error(
        "not a fault: {reason}; write a kind and its properties, such as gateway_timeout,operation=create_order,times=1"
    )]
    Form {
        /// The cause.
        reason: String,
    },
}

/// The name under which faults and the journal list downloads of report files.
pub(crate) const DOWNLOAD: &str = "download";

/// Rejects names that are neither an operation nor [`DOWNLOAD`].
pub(crate) fn known_operation(name: &str) -> Result<(), FaultError> {
    if name == DOWNLOAD || OPERATIONS.iter().any(|operation| operation.name == name) {
        Ok(())
    } else {
        Err(FaultError::UnknownOperation { name: name.to_owned() })
    }
}

/// Kinds of faults.
impl Fault {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            after_work: None,
            late: None,
            delay: Duration::ZERO,
            operation: None,
            skip: 0,
            times: None,
            chance: None,
            fixed_response: false,
        }
    }

    /// Responds with this status, without a body unless [`body`](Self::body) sets one. The work is not done,
    /// unless [`after_work`](Self::after_work) is set.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Status { status, headers: std::collections::BTreeMap::new(), body: Bytes::new() })
    }

    /// Responds with 504 and the proxy's HTML page (observed) after the work is done, as slow orders end.
    pub fn gateway_timeout() -> Self {
        Self::new(Kind::GatewayTimeout {})
    }

    /// Responds with 500 and the framework's default page, as after an unhandled exception.
    pub fn internal_error() -> Self {
        Self::new(Kind::InternalError {})
    }

    /// Responds with 429 of the gateway, independent of the budget. `None` leaves out `Retry-After`.
    pub fn rate_limited(retry_after_seconds: Option<u64>) -> Self {
        Self::new(Kind::RateLimited { retry_after_seconds })
    }

    /// Responds with 403 of the gateway, independent of the quota. `None` leaves out `Retry-After`.
    pub fn quota_spent(retry_after_seconds: Option<u64>) -> Self {
        Self::new(Kind::QuotaSpent { retry_after_seconds })
    }

    /// Responds with 401 and ends the token of the request. At `generate_auth_token` it rejects the login.
    pub fn dead_token() -> Self {
        Self::new(Kind::DeadToken {})
    }

    /// Responds with 400 and a message that contains "No entity has been found", as some calls do for an
    /// unknown id (seen in client code).
    pub fn no_entity_found() -> Self {
        Self::new(Kind::NoEntityFound {})
    }

    /// Resets the connection before the first byte of a response. The work is not done, unless
    /// [`after_work`](Self::after_work) is set.
    pub fn reset() -> Self {
        Self::new(Kind::Reset {})
    }

    /// Resets the connection after half of the body.
    pub fn reset_in_body() -> Self {
        Self::new(Kind::ResetInBody {})
    }

    /// Leaves the connection open without a response. The work is not done, unless
    /// [`after_work`](Self::after_work) is set.
    pub fn no_response() -> Self {
        Self::new(Kind::NoResponse {})
    }

    /// Closes the connection after half of the body that `Content-Length` announces.
    pub fn truncated_body() -> Self {
        Self::new(Kind::TruncatedBody {})
    }

    /// Sends the body in this many chunks (at least one), with a delay in real time before each.
    pub fn slow_body(chunks: usize, interval: Duration) -> Self {
        Self::new(Kind::SlowBody { chunks, interval })
    }

    /// Sends the right response after a delay in real time. [`delayed`](Self::delayed) delays other faults.
    pub fn delay(delay: Duration) -> Self {
        Self::new(Kind::Delay {}).delayed(delay)
    }

    /// Sends the right body under another `Content-Type`.
    pub fn content_type(value: impl Into<String>) -> Self {
        Self::new(Kind::ContentType { content_type: value.into() })
    }

    /// Sends the right status without a body.
    pub fn empty_body() -> Self {
        Self::new(Kind::EmptyBody {})
    }

    /// Sends `null` for every property of every record except `id`.
    pub fn nulls() -> Self {
        Self::nulls_for([""; 0])
    }

    /// Sends `null` for properties of these names, at any depth.
    pub fn nulls_for<N: Into<String>>(properties: impl IntoIterator<Item = N>) -> Self {
        Self::new(Kind::Nulls { properties: properties.into_iter().map(Into::into).collect() })
    }

    /// Sends strings for all numbers.
    pub fn numbers_as_strings() -> Self {
        Self::new(Kind::NumbersAsStrings {})
    }

    /// Adds a property that no version of the specification has to every object.
    pub fn unknown_properties() -> Self {
        Self::new(Kind::UnknownProperties {})
    }

    /// Sends a value that no version of the specification has for every enum.
    pub fn unknown_values() -> Self {
        Self::unknown_values_for([""; 0])
    }

    /// Sends a value that no version of the specification has for strings in properties of these names.
    pub fn unknown_values_for<N: Into<String>>(properties: impl IntoIterator<Item = N>) -> Self {
        Self::new(Kind::UnknownValues { properties: properties.into_iter().map(Into::into).collect() })
    }

    /// Adds new items at the top of the list after the response: the next page repeats as many items of this
    /// one. Applies to lists of accounts, orders, subscriptions and reports.
    pub fn inserted_items(count: usize) -> Self {
        Self::new(Kind::InsertedItems { count })
    }
}

/// Parts of the response of [`Fault::status`].
impl Fault {
    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match &mut self.kind {
            Kind::Status { headers, .. } => drop(headers.insert(name.to_owned(), value.to_owned())),
            _ => self.fixed_response = true,
        }
        self
    }

    /// Sets the body.
    pub fn body(mut self, content: impl Into<Bytes>) -> Self {
        match &mut self.kind {
            Kind::Status { body, .. } => *body = content.into(),
            _ => self.fixed_response = true,
        }
        self
    }
}

/// Schedule.
impl Fault {
    /// Carries out the request first, and loses its response.
    pub fn after_work(mut self) -> Self {
        self.after_work = Some(true);
        self
    }

    /// Does not carry out the request.
    pub fn before_work(mut self) -> Self {
        self.after_work = Some(false);
        self
    }

    /// Carries out the request this long after its response, by the sandbox's clock.
    pub fn late(mut self, delay: Duration) -> Self {
        self.late = Some(Seconds(delay));
        self
    }

    /// Delays the response in real time.
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Hits only requests of this operation, by its name in [`imcloud_raw::operations`], such as
    /// `create_order`; or `download` for report files.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Lets the first requests pass, counted from the injection. Those that another fault hits count.
    pub fn skip(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// Happens this many times.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Happens once.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Happens with this probability, from 0 to 1, by the sandbox's seed. The chances of all faults that a
    /// request may meet add up: 0.2, 0.1 and 0.2 spare one request in two.
    pub fn chance(mut self, chance: f64) -> Self {
        self.chance = Some(chance);
        self
    }

    /// Returns true if the request is carried out, at once or [`late`](Self::late).
    pub(crate) fn does_work(&self) -> bool {
        let by_default = self.kind.needs_work() || matches!(self.kind, Kind::GatewayTimeout {});
        self.late.is_some() || self.after_work.unwrap_or(by_default)
    }

    /// Rejects a fault that contradicts itself.
    pub(crate) fn check(&self) -> Result<(), FaultError> {
        self.operation.as_deref().map_or(Ok(()), known_operation)?;
        self.kind.check()?;
        let fault = self.kind.to_string();
        match self.chance {
            Some(chance) if !(0.0..=1.0).contains(&chance) => Err(FaultError::Chance { chance }),
            _ if self.fixed_response => Err(FaultError::FixedResponse { fault }),
            _ if self.kind.needs_work() && (self.late.is_some() || self.after_work == Some(false)) => {
                Err(FaultError::NeedsWork { fault })
            }
            _ => Ok(()),
        }
    }
}

/// `KIND[,PROPERTY=VALUE]...`, or the JSON object. Names in `properties` are separated by `+`.
impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let form = |reason: String| FaultError::Form { reason };
        let value = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| form(error.to_string()))?
        } else {
            let mut parts = text.split(',');
            let mut object = Map::new();
            object.insert("kind".to_owned(), parts.next().unwrap_or_default().trim().into());
            for part in parts {
                let (name, value) =
                    part.split_once('=').ok_or_else(|| form(format!("{part:?} has no \"=\"")))?;
                let value = match name.trim() {
                    "properties" => value.split('+').collect::<Value>(),
                    "operation" | "body" | "contentType" => value.into(),
                    _ => serde_json::from_str(value).unwrap_or_else(|_| value.into()),
                };
                if object.insert(name.trim().to_owned(), value).is_some() {
                    return Err(form(format!("{:?} is given twice", name.trim())));
                }
            }
            Value::Object(object)
        };
        let fault: Self = serde_json::from_value(value).map_err(|error| form(error.to_string()))?;
        fault.check()?;
        Ok(fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        match self.late {
            Some(Seconds(delay)) => write!(f, ", {delay:?} before the work"),
            None if self.does_work() && !self.kind.needs_work() => f.write_str(" after the work"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(fault: Fault) -> FaultError {
        fault.check().unwrap_err()
    }

    #[test]
    fn contradictory_faults_are_rejected_with_hints() {
        assert_eq!(
            error(Fault::reset().on("creat_order")).to_string(),
            "unknown operation \"creat_order\"; use a name of imcloud_raw::operations such as \"create_order\", or \"download\" for report files"
        );
        assert_eq!(error(Fault::reset().chance(1.5)), FaultError::Chance { chance: 1.5 });
        assert!(matches!(error(Fault::reset().chance(f64::NAN)), FaultError::Chance { .. }));
        assert_eq!(error(Fault::status(99)), FaultError::Status { status: 99 });
        assert!(matches!(error(Fault::status(500).header("a b", "c")), FaultError::Header { .. }));
        assert!(matches!(error(Fault::content_type("a\nb")), FaultError::Header { .. }));
        assert!(matches!(error(Fault::gateway_timeout().body("x")), FaultError::FixedResponse { .. }));
        assert!(matches!(error(Fault::truncated_body().before_work()), FaultError::NeedsWork { .. }));
        let late = Fault::empty_body().late(Duration::from_secs(1));
        assert!(matches!(error(late), FaultError::NeedsWork { .. }));
    }

    #[test]
    fn every_operation_can_be_hit() {
        for operation in OPERATIONS {
            assert!(Fault::reset().on(operation.name).check().is_ok(), "{operation}");
        }
        assert!(Fault::reset().on(DOWNLOAD).check().is_ok());
    }

    #[test]
    fn display_names_kind_and_order() {
        assert_eq!(Fault::reset().after_work().to_string(), "reset after the work");
        assert_eq!(Fault::status(418).to_string(), "status 418");
        assert_eq!(Fault::gateway_timeout().to_string(), "gateway timeout after the work");
        let late = Fault::status(500).late(Duration::from_secs(30));
        assert_eq!(late.to_string(), "status 500, 30s before the work");
        assert_eq!(Fault::truncated_body().to_string(), "truncated body");
    }

    #[test]
    fn every_kind_survives_a_json_round_trip() {
        let faults = [
            Fault::status(503).header("Retry-After", "7").body("later").delayed(Duration::from_millis(1500)),
            Fault::gateway_timeout().before_work(),
            Fault::internal_error().late(Duration::from_secs(3)),
            Fault::rate_limited(Some(3)),
            Fault::quota_spent(None).skip(2),
            Fault::dead_token().once(),
            Fault::no_entity_found().on("get_order"),
            Fault::reset().after_work(),
            Fault::reset_in_body(),
            Fault::no_response(),
            Fault::truncated_body(),
            Fault::slow_body(4, Duration::from_millis(250)),
            Fault::delay(Duration::from_secs(2)),
            Fault::content_type("text/html"),
            Fault::empty_body(),
            Fault::nulls(),
            Fault::nulls_for(["name", "city"]),
            Fault::numbers_as_strings(),
            Fault::unknown_properties(),
            Fault::unknown_values_for(["status"]).chance(0.25),
            Fault::inserted_items(3),
        ];
        for fault in faults {
            let json = serde_json::to_string(&fault).unwrap();
            let back: Fault = json.parse().unwrap_or_else(|error| panic!("{error}: {json}"));
            assert_eq!(format!("{back:?}"), format!("{fault:?}"), "{json}");
        }
    }

    #[test]
    fn short_form_reads_every_property_type() {
        for (short, fault) in [
            (
                "gateway_timeout,operation=create_order,times=1",
                Fault::gateway_timeout().on("create_order").once(),
            ),
            ("reset,afterWork=true,chance=0.5", Fault::reset().after_work().chance(0.5)),
            ("nulls,properties=name+city", Fault::nulls_for(["name", "city"])),
            ("status,status=500,body=123", Fault::status(500).body("123")),
            ("delay,delaySeconds=0.25,skip=3", Fault::delay(Duration::from_millis(250)).skip(3)),
        ] {
            assert_eq!(format!("{:?}", short.parse::<Fault>().unwrap()), format!("{fault:?}"), "{short}");
        }
    }

    #[test]
    fn invalid_form_is_rejected_with_cause() {
        for (text, cause) in [
            ("", "unknown variant ``"),
            ("gateway_timeot", "unknown variant `gateway_timeot`"),
            ("reset,time=1", "unknown field `time`"),
            ("reset,body=x", "unknown field `body`"),
            ("reset,times=x", "invalid type: string \"x\""),
            ("reset,times=1,times=2", "\"times\" is given twice"),
            ("reset,times", "\"times\" has no \"=\""),
            ("delay,delaySeconds=-1", "expected a number of seconds"),
            ("reset,operation=x", "unknown operation \"x\""),
            ("{\"kind\": \"status\"}", "missing field `status`"),
        ] {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains(cause), "{text}: {error}");
        }
    }
}
