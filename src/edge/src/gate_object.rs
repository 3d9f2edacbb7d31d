//! The Gate's object: the platform around [`crate::gate`] and [`crate::sync`]. All that goes
//! upstream goes through here.
//!
//! [`driver`] sends what the Gate lets past and tells who waits; [`lookups`] answers the Shelves;
//! [`register`] posts, once at most; [`pass`] sends what a merchant asks for; [`rounds`] does what is due: a step of the sync, a look for a
//! post whose end nobody knows. [`store`] speaks SQL.

pub mod counts;
pub mod driver;
pub mod health;
pub mod lookups;
pub mod object;
pub mod pass;
pub mod register;
pub mod rounds;
pub mod store;
pub mod sync_steps;
