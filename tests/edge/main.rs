//! The edge's pure rules, without a platform.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "these are tests: a panic is a failure, and names say what is tested"
)]

mod access;
mod answer;
mod assets;
mod cache;
mod config;
mod confirm;
mod cors;
mod etag;
mod gate;
mod guests;
mod links;
mod openapi;
mod operators;
mod pages;
mod problem;
mod proving;
mod route;
mod shelf;
mod sorted;
mod sync;
mod v1;
mod wire;

use std::collections::HashMap;
use tracktry_edge::config::{Config, Wrong};

/// The settings of a deployment that is in order, with some changed. An empty text removes one.
fn settings(changes: &[(&str, &str)]) -> Result<Config, Vec<Wrong>> {
    let mut all = HashMap::from([
        ("TRACKTRY_API_KEY", "a-key-that-opens-nothing"),
        ("ACCESS", "public"),
    ]);
    all.extend(changes.iter().copied());
    Config::read(|name| all.get(name).map(ToString::to_string))
}
