//! Tests of the toolkit.
