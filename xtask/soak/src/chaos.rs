//! Random faults and events of a round.

use std::{collections::BTreeMap, time::Duration};

use imcloud::runtime::Runtime as _;
use imcloud_sandbox::{Fault, FaultError, RateLimit, Sandbox};
use serde_json::json;

use crate::clock::{FastClock, Rng};

/// The longest time after which a lost order appears. The search timeouts of the round are longer: an order
/// that appears after them is a documented limit of the client.
pub(crate) const MAX_LATE: u64 = 60;

/// Interval of steps in time of the service.
const INTERVAL: Duration = Duration::from_secs(20);

const READS: [&str; 8] = [
    "list_orders",
    "get_order",
    "list_customers",
    "get_customer",
    "list_subscriptions",
    "get_subscription",
    "list_products",
    "list_reports",
];

const WRITES: [&str; 3] = ["create_order", "create_customer", "estimate_order"];

/// Draws a fault. It may be worse than the service, but does not lie about orders: no error that proves that
/// an order was not stored comes after storing it, and no list hides its end.
fn fault(rng: &mut Rng) -> Fault {
    let chance = rng.between(2, 20) as f64 / 100.0;
    let read = |rng: &mut Rng| *rng.pick(&READS);
    let (fault, operation) = match rng.below(30) {
        0 => (Fault::status(*rng.pick(&[500, 502, 503, 408])), any(rng)),
        1 => (platform_failure(), "create_order"),
        2 => (platform_failure().after_work(), "create_order"),
        3 | 4 => (when(rng, Fault::gateway_timeout()), write(rng)),
        5 => (when(rng, Fault::internal_error()), write(rng)),
        6 => (Fault::rate_limited(Some(rng.between(1, 9))), any(rng)),
        7 => (Fault::rate_limited(None), any(rng)),
        8 => (Fault::quota_spent(Some(rng.between(1, 30))), any(rng)),
        9 => (Fault::dead_token(), any(rng)),
        10 => (Fault::no_entity_found(), any(rng)),
        11 | 12 => (when(rng, Fault::reset()), write(rng)),
        13 => (Fault::reset(), any(rng)),
        14 => (Fault::reset_in_body(), any(rng)),
        15 => (when(rng, Fault::no_response()), write(rng)),
        16 => (Fault::no_response(), any(rng)),
        17 => (Fault::truncated_body(), any(rng)),
        18 => {
            let (chunks, interval) = (rng.between(1, 6), rng.between(1, 40));
            (Fault::slow_body(chunks as usize, Duration::from_millis(interval)), any(rng))
        }
        19 => (Fault::delay(Duration::from_millis(rng.between(1, 100))), any(rng)),
        // Longer than the time limit of an attempt.
        20 => (Fault::delay(Duration::from_millis(rng.between(1_500, 2_500))), any(rng)),
        21 => (Fault::content_type("text/html"), any(rng)),
        // Not for files: one of zero bytes is complete for a client.
        22 => (Fault::empty_body(), if rng.percent(30) { write(rng) } else { read(rng) }),
        23 => (Fault::nulls(), read(rng)),
        24 => {
            let properties = ["id", "total", "pagination", "status", "type", "poNumber", "data", "products"];
            (Fault::nulls_for([*rng.pick(&properties)]), read(rng))
        }
        25 => (Fault::numbers_as_strings(), any(rng)),
        26 => (Fault::unknown_properties(), any(rng)),
        27 => (Fault::unknown_values_for(["status"]), read(rng)),
        28 => {
            let operation = *rng.pick(&["list_orders", "list_customers", "list_subscriptions"]);
            (Fault::inserted_items(rng.between(1, 5) as usize).times(rng.between(1, 4)), operation)
        }
        _ => (rng.pick(&[Fault::reset_in_body(), Fault::truncated_body()]).clone(), "download"),
    };
    fault.on(operation).chance(chance)
}

fn any(rng: &mut Rng) -> &'static str {
    match rng.below(10) {
        0 => "generate_auth_token",
        1 => "download",
        2..=4 => write(rng),
        _ => rng.pick::<&'static str>(&READS),
    }
}

fn write(rng: &mut Rng) -> &'static str {
    rng.pick::<&'static str>(&WRITES)
}

/// Draws whether the work is done before, long after, or without the response.
fn when(rng: &mut Rng, fault: Fault) -> Fault {
    match rng.below(3) {
        0 => fault.after_work(),
        1 => fault.late(Duration::from_secs(rng.between(1, MAX_LATE))),
        _ => fault.before_work(),
    }
}

/// A failure in the format of the platform.
fn platform_failure() -> Fault {
    let body = json!({"correlationId": "a8n-1", "status": 500, "message": "No", "path": "/orders",
        "timeStamp": "2026-01-15T09:00:00.000+00:00"});
    Fault::status(500).body(body.to_string())
}

/// The faults that hit a request, and the number of events that end all tokens.
#[derive(Default)]
pub(crate) struct Injected {
    pub(crate) hits: BTreeMap<String, u64>,
    pub(crate) token_deaths: u64,
}

/// Draws faults and events from `begin` to `end` of the clock, and ends with a sandbox without faults. Those
/// of a step replace those of the step before.
pub(crate) async fn run(
    sandbox: &Sandbox,
    clock: &FastClock,
    seed: u64,
    begin: Duration,
    end: Duration,
) -> Result<Injected, FaultError> {
    let mut rng = Rng::new(seed, 1);
    let mut injected = Injected::default();
    let mut step = begin;
    while step <= end {
        clock.sleep(step.saturating_sub(clock.elapsed())).await;
        clear(sandbox, &mut injected);
        for _ in 0..rng.below(7) {
            sandbox.inject(fault(&mut rng))?;
        }
        match rng.below(18) {
            0 | 1 => {
                sandbox.kill_tokens();
                injected.token_deaths += 1;
            }
            // The API user is inactive until the next step.
            2 => {
                sandbox.set_user_active(false);
                injected.token_deaths += 1;
            }
            3 | 4 => {
                let window = Duration::from_secs(rng.between(5, 15));
                let limit = RateLimit::new(rng.between(60, 300) as usize, window);
                set_limit(sandbox, Some(limit), rng.percent(50));
            }
            _ => {}
        }
        step += INTERVAL;
    }
    clock.sleep(end.saturating_sub(clock.elapsed())).await;
    clear(sandbox, &mut injected);
    Ok(injected)
}

fn set_limit(sandbox: &Sandbox, limit: Option<RateLimit>, retry_after: bool) {
    let mut behavior = sandbox.behavior();
    (behavior.rate_limit, behavior.retry_after) = (limit, retry_after);
    sandbox.set_behavior(behavior);
}

/// Removes the faults and the events of a step.
fn clear(sandbox: &Sandbox, injected: &mut Injected) {
    for fault in sandbox.faults() {
        if fault.hits > 0 {
            *injected.hits.entry(fault.fault.to_string()).or_default() += fault.hits;
        }
    }
    sandbox.clear_faults();
    sandbox.set_user_active(true);
    set_limit(sandbox, None, true);
}
