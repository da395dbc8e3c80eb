//! Tests of the client with local servers. The tests control the clock, so no test waits for real time.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod blocking;
mod common_jobs;
mod connections;
mod construction;
mod downloads;
mod errors;
mod every_fault;
mod examples;
mod external_ids;
mod full_run;
mod killed_tokens;
mod licenses;
mod moving_list;
mod observation;
mod orders_through_faults;
mod pagination;
mod placing;
mod request;
mod resources;
mod retries;
mod schedules;
mod secrets;
mod service;
mod simulation;
mod test_env;
mod tokens;
mod verify;
mod waiting;
mod wire;
