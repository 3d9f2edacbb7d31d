//! What a Shelf goes by, without a platform.

mod memory;
mod place;
mod policy;
mod record;
