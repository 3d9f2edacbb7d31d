//! Tests of the core.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod carrier;
mod detect;
mod envelope;
mod fixtures;
mod html;
mod journey;
mod number;
#[cfg(feature = "proof")]
mod proof;
mod robust;
mod status;
mod time;
#[cfg(feature = "token")]
mod token;
mod tracking;
