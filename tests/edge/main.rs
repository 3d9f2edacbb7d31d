//! The edge's pure rules, without a platform.
