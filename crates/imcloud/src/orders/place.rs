//! Placing an order.

use std::{fmt, future::IntoFuture, time::Duration};

use chrono::{TimeDelta, Utc};
use futures_util::future::BoxFuture;
use imcloud_raw::types::{Order, OrderInput};

use super::{
    OrderReference, OutcomeUnknown, PlaceOrderError, Placed, UnknownReason,
    matcher::OrderMatcher,
    search::{Finding, Search},
};
use crate::{
    Client, Idempotency,
    error::{Details, Error, ErrorKind},
};

/// Places an order when it is awaited, and not twice. See the [module](crate::orders) for what is guaranteed.
///
/// The time limits of the client hold for each call of it, and not for the whole: after an unclear end it takes up to [`search_timeout`](Self::search_timeout) longer.
///
/// # Errors
/// [`PlaceOrderError`]: whether it was not placed, or that is not known.
///
/// # Examples
///
/// An order that survives the process that places it:
///
/// ```
/// # use imcloud::{types::{OrderInput, OrderLineProductInput, OrderType}, runtime::ManualRuntime, orders::OrderReference};
/// # use imcloud_sandbox::Sandbox;
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// # let sandbox = Sandbox::builder().seed(7).start().await?;
/// # let runtime = ManualRuntime::new();
/// # let clock = runtime.clone();
/// # tokio::spawn(async move { clock.run(std::future::pending::<()>()).await });
/// # let credentials = sandbox.credentials();
/// # let client = imcloud::Client::builder().base_url(sandbox.base_url()).marketplace(credentials.marketplace)
/// #     .login(credentials.username, credentials.password).subscription_key(credentials.subscription_key)
/// #     .runtime(runtime).build()?;
/// # let customers = client.customers().list(()).collect(10).await?;
/// # let customer = customers.iter().find(|row| row.status == Some(imcloud::types::AccountStatus::Active)).unwrap();
/// # let products = client.products().list(()).collect(500).await?;
/// # let seat = products.iter().find(|row| row.name.as_deref() == Some("Drumvale Signature Seat")).unwrap();
/// # let line = OrderLineProductInput::new().id(seat.id.clone().unwrap()).quantity(3);
/// # let order = OrderInput::new(customer.id.clone().unwrap(), OrderType::Sales).products([line]);
/// let placing = client.orders().place(&order);
/// let kept = serde_json::to_string(placing.reference())?; // written to your database, before the order is sent
/// let placed = placing.await?;
///
/// // Another process takes over, and does not know how far the first one came.
/// let reference: OrderReference = serde_json::from_str(&kept)?;
/// let again = client.orders().place(&order).resume(reference).await?;
/// assert!(again.found && again.attempts == 0);
/// assert_eq!(again.order.id, placed.order.id);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "nothing is ordered until this is awaited"]
#[derive(Clone)]
pub struct PlaceOrder {
    client: Client,
    order: OrderInput,
    reference: OrderReference,
    resumed: bool,
    search: Duration,
    lookback: Duration,
    max_attempts: u32,
}

impl PlaceOrder {
    pub(crate) fn new(client: &Client, order: &OrderInput) -> Self {
        Self {
            reference: OrderReference::now(order.po_number.as_deref(), client.runtime()),
            client: client.clone(),
            order: order.clone(),
            resumed: false,
            search: Duration::from_secs(180),
            lookback: Duration::from_secs(3600),
            max_attempts: 3,
        }
    }

    /// By what the order will be recognised. It is set when `place` is called; keep it before awaiting to be able to [`resume`](Self::resume).
    #[must_use]
    pub fn reference(&self) -> &OrderReference {
        &self.reference
    }

    /// Goes on with an order that may have been sent already: it is looked for first, and sent only if it is not there.
    ///
    /// The order must be the same. Its `poNumber` may be that of the reference or be left out; with another one nothing is sent, and the end is
    /// [`PlaceOrderError::OutcomeUnknown`].
    pub fn resume(mut self, reference: OrderReference) -> Self {
        self.reference = reference;
        self.resumed = true;
        self
    }

    /// How long it is looked for after each unclear end. 3 minutes by default: an order takes over one at times (observed). The first look is at once, then there
    /// are pauses of 2 to 30 seconds, and the last look is when the time is over. With zero there is one look.
    pub fn search_timeout(mut self, time: Duration) -> Self {
        self.search = time;
        self
    }

    /// How long before the call an order may seem to have been created, by clocks that differ. 1 hour by default. More costs a call for each order of the
    /// customer in that time.
    pub fn lookback(mut self, time: Duration) -> Self {
        self.lookback = time;
        self
    }

    /// How often it is sent at most by this call. 3 by default. With 1 it is never sent again after an unclear end; with 0 it is only looked for, which is of use
    /// with [`resume`](Self::resume).
    pub fn max_attempts(mut self, times: u32) -> Self {
        self.max_attempts = times;
        self
    }

    async fn run(mut self) -> Result<Placed, PlaceOrderError> {
        let since = match self.check() {
            Ok(since) => since,
            // It may have been sent before.
            Err(error) if self.resumed => {
                return Err(self.outcome_unknown(
                    UnknownReason::NotLooked,
                    Vec::new(),
                    0,
                    0,
                    None,
                    Some(error),
                ));
            }
            Err(error) => return Err(PlaceOrderError::Rejected(error)),
        };
        self.order.po_number = Some(self.reference.po_number().to_owned());
        let back = TimeDelta::from_std(self.lookback).unwrap_or(TimeDelta::MAX);
        let earliest = since.checked_sub_signed(back).unwrap_or(chrono::DateTime::<Utc>::MIN_UTC);
        let marks = OrderMatcher { sent: &self.order, reference: &self.reference, since, earliest };
        let mut search = Search::new(&self.client, marks, self.search);
        let mut attempts = 0;
        let (mut in_doubt, mut send_error) = (self.resumed, None::<Error>);
        loop {
            if in_doubt {
                let undecided = |doubt, found, looks, search_error| {
                    self.outcome_unknown(doubt, found, attempts, looks, send_error.clone(), search_error)
                };
                match search.run(attempts > 1 || self.resumed).await {
                    Finding::Found(order) => return Ok(self.placed(*order, true, attempts)),
                    Finding::UnknownReason(doubt, found, search_error) => {
                        return Err(undecided(doubt, found, search.looks(), search_error));
                    }
                    Finding::Absent => {}
                }
                let was_refused = send_error.as_ref().is_some_and(|error| !error.is_ambiguous());
                if was_refused || attempts >= self.max_attempts {
                    return Err(undecided(UnknownReason::NeverSeen, Vec::new(), search.looks(), None));
                }
                tracing::debug!(po_number = self.reference.po_number(), "the order was not seen and is sent");
            }
            attempts += 1;
            match self.send().await {
                Ok(order) => {
                    // What was sent before may have appeared meanwhile. That this one exists is certain, even if it cannot be looked for.
                    let seen = if in_doubt { search.look(true).await.ours } else { Vec::new() };
                    if seen.len() > 1 {
                        return Err(self.outcome_unknown(
                            UnknownReason::Several,
                            seen,
                            attempts,
                            search.looks(),
                            None,
                            None,
                        ));
                    }
                    return Ok(self.placed(order, false, attempts));
                }
                Err(error) if !in_doubt && !error.is_ambiguous() => {
                    return Err(PlaceOrderError::Rejected(error));
                }
                Err(error) => {
                    tracing::debug!(po_number = self.reference.po_number(), %error, "the order is looked for");
                    in_doubt = true;
                    send_error = Some(error);
                }
            }
        }
    }

    /// Refuses what contradicts itself; gives the time since when the order may exist.
    fn check(&self) -> Result<chrono::DateTime<Utc>, Error> {
        let invalid = |reason: String| Err(Error::invalid_request("create_order", reason));
        let number = self.reference.po_number();
        let own = self.order.po_number.as_deref().filter(|own| !own.trim().is_empty());
        if let Some(own) = own.filter(|own| *own != number) {
            return invalid(format!(
                "has the poNumber {own:?}, but is to be resumed as {number:?}; give the order that was sent"
            ));
        }
        if number.trim().is_empty() {
            return invalid("is to be resumed without a number; give the one that was kept".to_owned());
        }
        if self.max_attempts == 0 && !self.resumed {
            return invalid(
                "is to be sent no times, and was not sent before; allow one, or resume".to_owned(),
            );
        }
        let since = self.reference.since().to_utc();
        since.or_else(|error| invalid(format!("is to be resumed from no time: {error}")))
    }

    async fn send(&self) -> Result<Order, Error> {
        let order = self.client.orders().create(&self.order).await?;
        if order.id.is_some() {
            return Ok(order);
        }
        let reason = "was answered with an order that has no id";
        let details = Details::new(ErrorKind::Decode, "create_order", reason);
        Err(Details { idempotency: Idempotency::NonIdempotent, attempts: 1, ..details }.into())
    }

    fn placed(&self, order: Order, found: bool, attempts: u32) -> Placed {
        Placed { order, reference: self.reference.clone(), found, attempts }
    }

    fn outcome_unknown(
        &self,
        doubt: UnknownReason,
        found: Vec<Order>,
        attempts: u32,
        looks: u32,
        send_error: Option<Error>,
        search_error: Option<Error>,
    ) -> PlaceOrderError {
        PlaceOrderError::OutcomeUnknown(Box::new(OutcomeUnknown {
            doubt,
            reference: self.reference.clone(),
            customer_id: self.order.customer_id.clone(),
            until: chrono::DateTime::<Utc>::from(self.client.runtime().system_time()).into(),
            attempts,
            looks,
            found,
            send_error,
            search_error,
        }))
    }
}

impl IntoFuture for PlaceOrder {
    type Output = Result<Placed, PlaceOrderError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for PlaceOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters of products can be passwords.
        f.debug_struct("PlaceOrder")
            .field("customer_id", &self.order.customer_id)
            .field("reference", &self.reference)
            .field("resumed", &self.resumed)
            .finish_non_exhaustive()
    }
}
