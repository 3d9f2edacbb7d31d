//! The Shelf: 64 objects that remember what upstream said, so that a page view costs it nothing.
//!
//! A Shelf answers with what it has, at once. What is due is asked for behind the answer, once for
//! any number who look; what is not known yet is waited for, until a deadline. An old answer,
//! marked, beats an error.
//!
//! [`policy`] and [`memory`] are pure; [`store`], [`ends`], [`orders`] and [`checks`] speak SQL; [`object`]
//! takes requests, [`look`] answers them, [`mark`] hears of the merchant's own, [`refresh`] asks the Gate and [`rounds`] does what is due.

pub mod checks;
pub mod ends;
mod guests;
pub mod look;
pub mod mark;
pub mod memory;
pub mod object;
pub mod orders;
pub mod policy;
pub mod proving;
pub mod refresh;
pub mod rounds;
mod schema;
pub mod stats;
pub mod store;
