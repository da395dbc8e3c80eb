//! A fault and its schedule.

use std::{fmt, time::Duration};

use axum::http::{HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE};
use bytes::Bytes;
use imcloud_raw::operations::OPERATIONS;

use super::{Distortion, Kind, Reset};
use crate::answer::Answer;

/// Something that goes wrong, and when: hand it to [`Sandbox::inject`](crate::Sandbox::inject) or
/// [`SandboxBuilder::fault`](crate::SandboxBuilder::fault).
///
/// Without further words it happens to every request of every operation.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::Fault;
///
/// // The second and third order are stored, but their answers never arrive.
/// let lost = Fault::reset().after_work().on("create_order").skip(1).times(2);
/// // One list in five is refused.
/// let sometimes = Fault::status(503).on("list_orders").chance(0.2);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) after_work: bool,
    /// How long after the response the request is carried out.
    pub(crate) late: Option<Duration>,
    pub(crate) delay: Duration,
    pub(crate) operation: Option<String>,
    pub(crate) skip: u64,
    pub(crate) times: Option<u64>,
    pub(crate) chance: Option<f64>,
    /// The first thing said about it that makes no sense.
    mistake: Option<FaultError>,
}

/// Why a fault cannot be injected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// A name that is no operation.
    #[error(
        "{name:?} is no operation; use a name of imcloud_raw::operations such as \"create_order\", or \"download\" for files of reports"
    )]
    UnknownOperation {
        /// The name given.
        name: String,
    },
    /// A chance outside of 0 to 1.
    #[error("a chance of {chance} is none; give a number from 0 to 1, such as 0.2 for one request in five")]
    Chance {
        /// The chance given.
        chance: f64,
    },
    /// A status that HTTP does not have.
    #[error("{status} is no status of an answer; give a number from 200 to 999")]
    Status {
        /// The status given.
        status: u16,
    },
    /// A header that HTTP does not allow.
    #[error("the header {name:?} or its value has a character that HTTP does not allow there")]
    Header {
        /// The name of the header.
        name: String,
    },
    /// A header or body for a fault that answers in its own way.
    #[error("{fault:?} has an answer of its own; headers and bodies can be set on Fault::status only")]
    FixedAnswer {
        /// The name of the fault.
        fault: String,
    },
    /// A fault that changes a response, before or without one.
    #[error(
        "{fault:?} changes the response to the work, which must be done first; remove before_work or late"
    )]
    NeedsWork {
        /// The name of the fault.
        fault: String,
    },
}

/// Where faults can be aimed at besides the operations: files of reports.
pub(crate) const DOWNLOAD: &str = "download";

/// Refuses a name that is neither an operation nor [`DOWNLOAD`].
pub(crate) fn known_operation(name: &str) -> Result<(), FaultError> {
    if name == DOWNLOAD || OPERATIONS.iter().any(|operation| operation.name == name) {
        Ok(())
    } else {
        Err(FaultError::UnknownOperation { name: name.to_owned() })
    }
}

/// What goes wrong.
impl Fault {
    fn new(kind: Kind) -> Self {
        Self {
            after_work: kind.needs_work(),
            kind,
            late: None,
            delay: Duration::ZERO,
            operation: None,
            skip: 0,
            times: None,
            chance: None,
            mistake: None,
        }
    }

    fn answer(name: &'static str, answer: Answer) -> Self {
        Self::new(Kind::Answer(name, Box::new(answer)))
    }

    /// An answer with this status, without a body unless [`body`](Self::body) gives one. Nothing is done, unless [`after_work`](Self::after_work)
    /// says so.
    pub fn status(status: u16) -> Self {
        let mut fault = Self::answer("", Answer::default());
        match StatusCode::from_u16(status) {
            Ok(code) if status >= 200 => fault.set(|answer| answer.status = code),
            _ => fault.wrong(FaultError::Status { status }),
        }
        fault
    }

    /// 504 with the proxy's HTML page (observed), after the work was done: what a slow order ends in.
    pub fn gateway_timeout() -> Self {
        Self::answer("gateway timeout", Answer::gateway_timeout()).after_work()
    }

    /// 500 in the shape of the framework's default page, as after an unhandled exception.
    pub fn internal_error() -> Self {
        Self::new(Kind::InternalError)
    }

    /// 429 by the gateway, whatever the budget. Without a number of seconds `Retry-After` is left out.
    pub fn rate_limited(retry_after_seconds: Option<u64>) -> Self {
        Self::answer("rate limited", waiting(Answer::too_fast, retry_after_seconds))
    }

    /// 403 by the gateway, whatever the quota. Without a number of seconds `Retry-After` is left out.
    pub fn quota_spent(retry_after_seconds: Option<u64>) -> Self {
        Self::answer("quota spent", waiting(Answer::quota_spent, retry_after_seconds))
    }

    /// 401, and the token of the request is good no longer. At `generate_auth_token` it is a login that is refused.
    pub fn dead_token() -> Self {
        Self::new(Kind::DeadToken)
    }

    /// 400 whose message contains "No entity has been found", which is how some calls refuse an unknown id (seen in client code).
    pub fn no_entity_found() -> Self {
        Self::new(Kind::NoEntity)
    }

    /// The connection is reset and no byte of an answer comes. Nothing is done, unless [`after_work`](Self::after_work) says so.
    pub fn reset() -> Self {
        Self::new(Kind::Reset(Reset::BeforeAnswer))
    }

    /// The connection is reset when half of the body has come.
    pub fn reset_in_body() -> Self {
        Self::new(Kind::Reset(Reset::InBody))
    }

    /// The connection stays open and nothing comes. Nothing is done, unless [`after_work`](Self::after_work) says so.
    pub fn no_answer() -> Self {
        Self::new(Kind::Silence)
    }

    /// The connection is closed when half of the body has come that `Content-Length` promises.
    pub fn truncated_body() -> Self {
        Self::new(Kind::Truncated)
    }

    /// The body comes in this many pieces (at least one), with a pause in real time before each.
    pub fn slow_body(pieces: usize, pause: Duration) -> Self {
        Self::new(Kind::SlowBody { pieces: pieces.max(1), pause })
    }

    /// The right answer after a while in real time. Other faults wait with [`delayed`](Self::delayed).
    pub fn delay(delay: Duration) -> Self {
        Self::new(Kind::Slow).delayed(delay)
    }

    /// The right body under another `Content-Type`.
    pub fn content_type(value: impl Into<String>) -> Self {
        let value = value.into();
        let wrong = HeaderValue::from_str(&value).is_err();
        let mut fault = Self::new(Kind::ContentType(value));
        if wrong {
            fault.wrong(FaultError::Header { name: CONTENT_TYPE.to_string() });
        }
        fault
    }

    /// The right status without a body.
    pub fn empty_body() -> Self {
        Self::new(Kind::EmptyBody)
    }

    /// `null` for every member of every record but its `id`.
    pub fn nulls() -> Self {
        Self::new(Kind::Distorted(Distortion::Nulls(Vec::new())))
    }

    /// `null` for members of these names, at any depth.
    pub fn nulls_for<N: Into<String>>(members: impl IntoIterator<Item = N>) -> Self {
        Self::new(Kind::Distorted(Distortion::Nulls(members.into_iter().map(Into::into).collect())))
    }

    /// Texts for all numbers.
    pub fn numbers_as_texts() -> Self {
        Self::new(Kind::Distorted(Distortion::NumbersAsTexts))
    }

    /// A member that no version of the specification has, in every object.
    pub fn unknown_members() -> Self {
        Self::new(Kind::Distorted(Distortion::UnknownMembers))
    }

    /// A value that no version of the specification has, for everything that is an enumeration.
    pub fn unknown_values() -> Self {
        Self::new(Kind::Distorted(Distortion::UnknownValues(Vec::new())))
    }

    /// A value that no version of the specification has, for texts in members of these names.
    pub fn unknown_values_for<N: Into<String>>(members: impl IntoIterator<Item = N>) -> Self {
        Self::new(Kind::Distorted(Distortion::UnknownValues(members.into_iter().map(Into::into).collect())))
    }

    /// After the answer, so many new rows stand at the top of the list: the next page repeats as many rows of this one.
    /// Does nothing where the operation is no list of accounts, orders, subscriptions or reports.
    pub fn inserted_rows(count: usize) -> Self {
        Self::new(Kind::InsertedRows(count))
    }
}

/// The parts of an answer made with [`Fault::status`].
impl Fault {
    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => self.set(|answer| {
                answer.headers.insert(name, value);
            }),
            _ => self.wrong(FaultError::Header { name: name.to_owned() }),
        }
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.set(|answer| answer.body = body.into());
        self
    }

    fn set(&mut self, change: impl FnOnce(&mut Answer)) {
        match &mut self.kind {
            Kind::Answer("", answer) => change(answer),
            other => {
                let fault = other.to_string();
                self.wrong(FaultError::FixedAnswer { fault });
            }
        }
    }

    fn wrong(&mut self, mistake: FaultError) {
        self.mistake.get_or_insert(mistake);
    }
}

/// When it goes wrong.
impl Fault {
    /// The request is carried out first, and its answer lost.
    pub fn after_work(mut self) -> Self {
        self.after_work = true;
        self
    }

    /// The request is not carried out.
    pub fn before_work(mut self) -> Self {
        self.separate_from_work();
        self.after_work = false;
        self
    }

    /// Carries out the request this long after its response, by the sandbox's clock: an order exists only then.
    pub fn late(mut self, delay: Duration) -> Self {
        self.separate_from_work();
        self.after_work = true;
        self.late = Some(delay);
        self
    }

    fn separate_from_work(&mut self) {
        if self.kind.needs_work() {
            let fault = self.kind.to_string();
            self.wrong(FaultError::NeedsWork { fault });
        }
    }

    /// Waits so long in real time before the answer.
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Only requests of this operation, by its name in [`imcloud_raw::operations`], such as `create_order`; or `download` for
    /// files of reports.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        let name = operation.into();
        if let Err(mistake) = known_operation(&name) {
            self.wrong(mistake);
        }
        self.operation = Some(name);
        self
    }

    /// Lets the first requests pass: those that come after it was injected, whether or not another fault hits them.
    pub fn skip(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// Happens so often, and then never again.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Happens once.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Happens with this probability, from 0 to 1, by the sandbox's seed. The chances of all faults that a request may meet add up:
    /// 0.2, 0.1 and 0.2 leave one request in two alone.
    pub fn chance(mut self, chance: f64) -> Self {
        if !(0.0..=1.0).contains(&chance) {
            self.wrong(FaultError::Chance { chance });
        }
        self.chance = Some(chance);
        self
    }

    /// Refuses a fault that says something senseless.
    pub(crate) fn check(self) -> Result<Self, FaultError> {
        match self.mistake {
            Some(mistake) => Err(mistake),
            None => Ok(self),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        match self.late {
            Some(delay) => write!(f, ", {delay:?} before the work"),
            None if self.after_work && !self.kind.needs_work() => f.write_str(" after the work"),
            None => Ok(()),
        }
    }
}

fn waiting(answer: fn(u64) -> Answer, seconds: Option<u64>) -> Answer {
    match seconds {
        Some(seconds) => answer(seconds).retry_after(seconds),
        None => answer(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(fault: Fault) -> FaultError {
        fault.check().unwrap_err()
    }

    #[test]
    fn senseless_faults_are_refused_with_a_remedy() {
        assert_eq!(
            refused(Fault::reset().on("creat_order")).to_string(),
            "\"creat_order\" is no operation; use a name of imcloud_raw::operations such as \"create_order\", or \"download\" for files of reports"
        );
        assert_eq!(refused(Fault::reset().chance(1.5)), FaultError::Chance { chance: 1.5 });
        assert!(matches!(refused(Fault::reset().chance(f64::NAN)), FaultError::Chance { .. }));
        assert_eq!(refused(Fault::status(99)), FaultError::Status { status: 99 });
        assert!(matches!(refused(Fault::status(500).header("a b", "c")), FaultError::Header { .. }));
        assert!(matches!(refused(Fault::gateway_timeout().body("x")), FaultError::FixedAnswer { .. }));
        assert!(matches!(refused(Fault::truncated_body().before_work()), FaultError::NeedsWork { .. }));
        let late = Fault::empty_body().late(Duration::from_secs(1));
        assert!(matches!(refused(late), FaultError::NeedsWork { .. }));
    }

    #[test]
    fn every_operation_can_be_aimed_at() {
        for operation in OPERATIONS {
            assert!(Fault::reset().on(operation.name).check().is_ok(), "{operation}");
        }
        assert!(Fault::reset().on(DOWNLOAD).check().is_ok());
    }

    #[test]
    fn a_fault_says_what_it_is() {
        assert_eq!(Fault::reset().after_work().to_string(), "connection reset after the work");
        assert_eq!(Fault::status(418).to_string(), "status 418");
        let late = Fault::status(500).late(Duration::from_secs(30));
        assert_eq!(late.to_string(), "status 500, 30s before the work");
        assert_eq!(Fault::truncated_body().to_string(), "truncated body");
    }
}
