//! Tests of the core.

mod fixtures;
