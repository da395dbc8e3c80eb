//! One binary for all tests that cross the crates of this workspace.

mod decoding;
mod wire;
