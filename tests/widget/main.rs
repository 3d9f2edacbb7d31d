//! Tests of the element's wasm: its rules natively and in Chromium, its JavaScript side and the
//! core over JavaScript's values in Chromium alone.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod address;
mod answer;
#[cfg(target_family = "wasm")]
mod browser;
mod fixtures;
mod pace;
