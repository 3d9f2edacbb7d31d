//! tracktry-sandbox: a stand-in for the Tracktry API, to build and test against.
//!
//! ```text
//! Request → Route → key or control → Store, brought up to the clock → wire → Response
//! ```
//!
//! Parcels are stories ([`scenario`]): what has happened is a question of the clock alone, so
//! nothing ticks. [`object`] is the one place that asks what time it is; [`store`] the one that
//! speaks SQL; [`wire`] the one that knows Tracktry's JSON. It shares no state and no code path
//! with the edge Worker, which reaches it over HTTP like the real thing.

pub mod answer;
pub mod api;
pub mod bulk;
pub mod carriers;
pub mod clock;
pub mod code;
pub mod control;
pub mod counters;
mod entry;
pub mod fault;
pub mod filter;
pub mod hash;
pub mod input;
pub mod limits;
pub mod magic;
pub mod object;
pub mod page;
pub mod parcel;
pub mod php;
pub mod reply;
pub mod route;
pub mod scenario;
pub mod settings;
pub mod store;
mod stream;
pub mod switches;
pub mod time;
pub mod traffic;
pub mod webhook;
pub mod wire;
