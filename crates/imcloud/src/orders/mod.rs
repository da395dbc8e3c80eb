//! Orders without duplicates.
//!
//! The API has no idempotency keys, and the end of an order is often unclear: placing takes over a minute at times, and the gateway gives up after about 60 seconds
//! while the platform goes on (observed). Sending the order again then buys everything twice; not sending it loses it.
//! [`Orders::place`](crate::resources::Orders::place) does neither as far as the API lets it, and says so where it does not know:
//!
//! 1. The order carries a reference in its `poNumber`: yours, or a UUID where you gave none.
//! 2. It is sent. A plain success is the end ([`Placed`]), and so is a plain failure ([`PlaceOrderError::Rejected`]): a refusal, a 500 with the platform's words among them, or
//!    that nothing was sent. The rate limit is waited for, as by every call.
//! 3. After any other end - a time-out, a broken connection, a 502, 503, 504 or a 500 without words, a success that cannot be read - it is **looked for** before anything else
//!    is sent: at once, then again and again for [`search_timeout`](PlaceOrder::search_timeout).
//! 4. Found: that is the end. Not seen in the last look, which was complete: it is sent again, at most [`max_attempts`](PlaceOrder::max_attempts) times in all. Anything else is
//!    [`PlaceOrderError::OutcomeUnknown`], with all that a person needs to decide.
//!
//! # How an order is recognised
//!
//! The customer's orders are read, newest first, down to an hour before the call ([`lookback`](PlaceOrder::lookback)), and the newest ten whatever their date. Rows
//! have no `poNumber` (observed), so each order of the same type is fetched. The filters by time are not used: nobody has seen them work, and one that hid
//! the order would cause a second one.
//!
//! * **With a UUID of ours** the number decides, together with the type: automatic renewals repeat the number of the order that they renew (observed).
//! * **With a number of yours**, which may be used for several orders, everything must agree: number, type, customer, subscription, products, the
//!   quantities of new subscriptions, and that the order was created after the call began, give or take a minute.
//! * An order that might be it, but shows too little or is a little older, is no match. It is shown in [`OutcomeUnknown::found`].
//!
//! # What is guaranteed
//!
//! * Nothing is sent again unless a complete look, made when the search time was over, did not see the order.
//! * `Ok` means that the order exists, and `Rejected` that it does not (assumed: a refusal has no effect). Whatever is neither is `OutcomeUnknown`; no order is
//!   lost silently.
//! * After an order was sent again it is counted once more; if two are seen, that is reported as [`UnknownReason::Several`].
//!
//! # What is not
//!
//! * **An order that appears later than the search looks.** If the platform takes longer than the attempt's time limit and the search together (180 seconds each by
//!   default) to show an order, it is placed twice. Who cannot bear that sets [`max_attempts(1)`](PlaceOrder::max_attempts): the order is then never sent again, and more ends are undecided.
//! * **Two calls with the same reference at the same time**, from two tasks or two programs: neither knows of the other. Should both have the same
//!   contents, one may take the other's order for its own. Give no number, or one for each order.
//! * **A number that changes on its way**, cut off or rewritten by the platform, is not recognised. Nothing is known to do so.
//! * **Renewals and cancellations with a number of yours**: they show no products (observed), so an automatic renewal of the same subscription, created
//!   after the call began, looks the same. Give no number.
//! * **A clock that is wrong.** One that is fast by more than the time looked back hides the order once the customer got ten others. With a number of yours, one that is
//!   fast makes ends undecided, and one that is slow lets an older order with the same contents pass for this one.
//! * **A process that dies, or a future that is dropped, before the end.** Keep the [`OrderReference`] before you await, and [`resume`](PlaceOrder::resume) with it later.
//!
//! # Examples
//!
//! ```
//! use imcloud::orders::PlaceOrderError;
//! # use imcloud::{types::{OrderInput, OrderLineProductInput, OrderType}, runtime::ManualRuntime};
//! # use imcloud_sandbox::{Fault, Sandbox};
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! # let sandbox = Sandbox::builder().seed(7).start().await?;
//! # let runtime = ManualRuntime::new();
//! # let clock = runtime.clone();
//! # tokio::spawn(async move { clock.run(std::future::pending::<()>()).await });
//! # let credentials = sandbox.credentials();
//! # let client = imcloud::Client::builder().base_url(sandbox.base_url()).marketplace(credentials.marketplace)
//! #     .login(credentials.username, credentials.password).subscription_key(credentials.subscription_key)
//! #     .runtime(runtime).build()?;
//! # let customers = client.customers().list(()).collect(10).await?;
//! # let customer = customers.iter().find(|row| row.status == Some(imcloud::types::AccountStatus::Active)).unwrap();
//! # let customer = customer.id.clone().unwrap();
//! # let products = client.products().list(()).collect(500).await?;
//! # let seat = products.iter().find(|row| row.name.as_deref() == Some("Drumvale Signature Seat")).unwrap();
//! # let seat = seat.id.clone().unwrap();
//! // The sandbox stores the order, and its answer is the gateway's page for a time-out.
//! sandbox.inject(Fault::gateway_timeout().on("create_order").once())?;
//!
//! let order = OrderInput::new(customer, OrderType::Sales)
//!     .products([OrderLineProductInput::new().id(seat).quantity(3)]);
//! match client.orders().place(&order).await {
//!     Ok(placed) => {
//!         println!("{:?}, sent {} times", placed.order.order_number, placed.attempts);
//!         assert!(placed.found && placed.attempts == 1);
//!     }
//!     Err(PlaceOrderError::Rejected(error)) => return Err(error.into()),
//!     Err(PlaceOrderError::OutcomeUnknown(undecided)) => println!("for a person to decide: {undecided}"),
//! }
//! assert_eq!(sandbox.journal().of("create_order")?.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod matcher;
mod place;
mod placed;
mod reference;
mod search;

pub use place::PlaceOrder;
pub use placed::{OutcomeUnknown, PlaceOrderError, Placed, UnknownReason};
pub use reference::OrderReference;
