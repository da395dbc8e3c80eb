//! One binary for all tests that cross the crates of this workspace.

mod canaries;
mod consumer;
mod decoding;
mod inventory;
mod regeneration;
mod wire;
