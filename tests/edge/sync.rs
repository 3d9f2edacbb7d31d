//! The delta sync, against an upstream that changes while it is listed.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_wrap,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a model of times and lists: what overflows or is not there fails the test"
)]

mod clocks;
mod driver;
mod histories;
mod pages;
mod requests;
mod rhythm;
mod sizes;
mod troubles;
mod upstream;
