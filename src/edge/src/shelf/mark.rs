//! What a merchant did upstream to parcels of this Shelf.

use super::ends::End;
use super::object::Inner;
use super::policy::Ms;
use crate::record;
use crate::wire::{Delivered, Delivery, PlaceOf};
use worker::Result;

/// Takes in the marks of [`crate::v1::marks`]. Whoever brought them tells the orders.
pub(super) fn take(
    inner: &Inner,
    delivery: &Delivery,
    delivered: &mut Delivered,
    now: Ms,
) -> Result<()> {
    let store = inner.store()?;
    let at = delivery.asked_at;
    for mark in &delivery.marks {
        let Some((letter, key)) = mark.split_once(' ') else {
            continue;
        };
        let mut unknown = key.to_owned();
        match letter {
            "d" => store.doubt(key)?,
            "a" => {
                store.forget_alias(key)?;
                unknown = record::key("-", key);
            }
            // It may have come back before this was told; an erased one stays erased.
            _ if store.is_after(key, at)? || store.end(key)? == Some(End::Erased) => {}
            _ => {
                store.remove(key, End::Gone, at)?;
                inner.memory.borrow_mut().note_unknown(key, now);
                for order in store.departing(key)? {
                    delivered.left.push(PlaceOf {
                        order,
                        key: key.to_owned(),
                        proofs: Vec::new(),
                    });
                }
                continue;
            }
        }
        inner.memory.borrow_mut().forget_unknown(&unknown);
    }
    Ok(())
}
