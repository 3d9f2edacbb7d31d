//! The delta sync, against an upstream that changes while it is listed.

mod clocks;
mod driver;
mod histories;
mod pages;
mod requests;
mod rhythm;
mod sizes;
mod troubles;
mod upstream;
