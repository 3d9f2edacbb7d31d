//! What a merchant did upstream to parcels of this Shelf.

use super::ends::End;
use super::object::Inner;
use super::policy::Ms;
use crate::wire::{Delivered, Delivery, PlaceOf};
use worker::Result;

/// Takes in the marks of [`crate::v1::marks`]; whoever brought them tells the orders. What is
/// erased stays so: a tombstone of another kind would let it come back.
pub(super) fn take(
    inner: &Inner,
    delivery: &Delivery,
    delivered: &mut Delivered,
    now: Ms,
) -> Result<()> {
    let store = inner.store()?;
    let at = delivery.asked_at;
    for mark in &delivery.marks {
        let (letter, key) = mark.split_at_checked(1).unwrap_or_default();
        if letter == "d" {
            // Not `at`, when the write left: a question from while it was under way may tell of before.
            store.doubt(key, at.max(now))?;
            if let Some(number) = key.strip_prefix("-/") {
                store.forget_alias(number)?;
            }
            inner.memory.borrow_mut().forget_unknown(key);
        } else if !matches!(store.end(key)?, Some((End::Erased, _))) {
            store.remove(key, End::Gone, at)?;
            inner.memory.borrow_mut().note_unknown(key, now);
            for order in store.departing(key)? {
                let key = key.to_owned();
                let proofs = Vec::new();
                delivered.left.push(PlaceOf { order, key, proofs });
            }
        }
    }
    Ok(())
}
