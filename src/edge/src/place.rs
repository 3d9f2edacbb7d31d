//! Which Shelf keeps what. Part of the stored format: a change of it would lose what is kept.

use sha2::{Digest, Sha256};

/// How many Shelves there are, for ever.
pub const SHELVES: u8 = 64;

/// Shelves that one of them answers for: so few calls of each that the free plan's fifty suffice.
pub const GROUP: u8 = 8;

/// The Shelf of a parcel, by its key `carrier/NUMBER`.
pub fn of_parcel(key: &str) -> u8 {
    first_byte(key) % SHELVES
}

/// The Shelf of an order, by its id.
pub fn of_order(order: &str) -> u8 {
    first_byte(&format!("order:{order}")) % SHELVES
}

/// The name of a Shelf's object.
pub fn shelf_name(shelf: u8) -> String {
    format!("shelf-{shelf:02}")
}

/// All Shelves in groups: one that answers for its group, and the others of it.
pub fn groups() -> impl Iterator<Item = (u8, Vec<u8>)> {
    (0..SHELVES).step_by(GROUP.into()).map(|first| {
        let group = first..SHELVES.min(first.saturating_add(GROUP));
        (first, group.skip(1).collect())
    })
}

fn first_byte(text: &str) -> u8 {
    Sha256::digest(text).first().copied().unwrap_or_default()
}

/// SHA-256 as lower-case hex.
pub fn digest(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text) {
        for digit in [byte >> 4, byte & 15] {
            hex.extend(char::from_digit(digit.into(), 16));
        }
    }
    hex
}
