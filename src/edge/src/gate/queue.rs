//! Everybody who waits, findable by turn, by deadline and by what they wait for. Every step is
//! logarithmic, or linear in what it moves.

use super::Ms;
use super::ask::{Ask, Class, Kind, Line, WaiterId, Want};
use super::constants::{BACKGROUND, GUESTS, WAITERS};
use super::waiter::{Place, Waiter};
use crate::sorted::{Sorted, SortedSet};

type Keys = Sorted<String, SortedSet<WaiterId>>;

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Queue {
    last: u64,
    waiters: Sorted<WaiterId, Waiter>,
    deadlines: SortedSet<(Ms, WaiterId)>,
    ready: SortedSet<(Line, Class, WaiterId)>,
    delayed: SortedSet<(Ms, WaiterId)>,
    numbers: Keys,
    orders: Keys,
    by_class: [usize; 4],
}

impl Queue {
    /// Whether there is no room for one more.
    pub(super) fn is_full(&self, class: Class) -> bool {
        let of = |classes: &[Class]| -> usize {
            let all = Class::ALL.into_iter().zip(self.by_class);
            let counted = all.filter(|(class, _)| classes.contains(class));
            counted.map(|(_, count)| count).sum()
        };
        self.waiters.len() >= WAITERS
            || match class {
                Class::Proven => false,
                Class::Guest => of(&[Class::Guest]) >= GUESTS,
                Class::Merchant | Class::Sync => of(&[Class::Merchant, Class::Sync]) >= BACKGROUND,
            }
    }

    fn count(&mut self, class: Class, change: impl FnOnce(usize) -> usize) {
        let mut all = Class::ALL.into_iter().zip(&mut self.by_class);
        if let Some((_, count)) = all.find(|(each, _)| *each == class) {
            *count = change(*count);
        }
    }

    pub(super) fn get(&self, id: WaiterId) -> Option<&Waiter> {
        self.waiters.get(&id)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Waiter> {
        self.waiters.values()
    }

    pub(super) fn add(&mut self, ask: Ask, now: Ms) -> WaiterId {
        self.last = self.last.saturating_add(1);
        let id = WaiterId(self.last);
        self.count(ask.class, |count| count.saturating_add(1));
        self.deadlines.insert((ask.until, id));
        let waiter = Waiter {
            want: ask.want,
            class: ask.class,
            asked: now,
            until: ask.until,
            tries: 0,
            place: Place::Nowhere,
        };
        self.waiters.insert(id, waiter);
        id
    }

    pub(super) fn remove(&mut self, id: WaiterId) -> Option<Waiter> {
        let place = self.get(id)?.place;
        self.place(id, Place::Nowhere);
        let waiter = self.waiters.remove(&id)?;
        self.deadlines.remove(&(waiter.until, id));
        self.count(waiter.class, |count| count.saturating_sub(1));
        Some(Waiter { place, ..waiter })
    }

    pub(super) fn place(&mut self, id: WaiterId, to: Place) {
        let Some(waiter) = self.waiters.get_mut(&id) else {
            return;
        };
        let from = std::mem::replace(&mut waiter.place, to);
        let spot = (waiter.want.line(), waiter.class, id);
        match from {
            Place::Ready => _ = self.ready.remove(&spot),
            Place::Delayed(at) => _ = self.delayed.remove(&(at, id)),
            Place::Nowhere | Place::Flying(_) => {}
        }
        match to {
            Place::Ready => _ = self.ready.insert(spot),
            Place::Delayed(at) => _ = self.delayed.insert((at, id)),
            Place::Flying(_) => waiter.tries = waiter.tries.saturating_add(1),
            Place::Nowhere => {}
        }
        let keys = match &waiter.want {
            Want::Number(key) => Some((&mut self.numbers, key)),
            Want::Order(key) => Some((&mut self.orders, key)),
            Want::Alone { .. } => None,
        };
        match keys {
            Some((keys, key)) if to.is_queued() && !from.is_queued() => {
                keys.change(key.clone(), |ids| _ = ids.insert(id));
            }
            Some((keys, key)) if from.is_queued() && !to.is_queued() => {
                if let Some(ids) = keys.get_mut(key) {
                    ids.remove(&id);
                    if ids.is_empty() {
                        keys.remove(key);
                    }
                }
            }
            _ => {}
        }
    }

    /// A 429 is no failed try.
    pub(super) fn forgive(&mut self, id: WaiterId) {
        if let Some(waiter) = self.waiters.get_mut(&id) {
            waiter.tries = waiter.tries.saturating_sub(1);
        }
    }

    /// Those whose next try is due may be sent.
    pub(super) fn wake(&mut self, now: Ms) {
        while let Some((at, id)) = self.delayed.first().copied()
            && at <= now
        {
            self.place(id, Place::Ready);
        }
    }

    pub(super) fn first_delayed(&self) -> Option<Ms> {
        self.delayed.first().map(|(at, _)| *at)
    }

    pub(super) fn first_deadline(&self) -> Option<Ms> {
        self.deadlines.first().map(|(until, _)| *until)
    }

    /// Those whose deadline is not after `end`.
    pub(super) fn due(&self, end: Ms) -> Vec<WaiterId> {
        let all = (Ms::MIN, WaiterId(0))..=(end, WaiterId(u64::MAX));
        self.deadlines.range(&all).map(|(_, id)| *id).collect()
    }

    /// Of [`Self::due`] those who are not in flight.
    pub(super) fn queued_due(&self, end: Ms) -> Vec<WaiterId> {
        let queued = |id: &WaiterId| self.get(*id).is_some_and(|w| w.place.is_queued());
        let mut due = self.due(end);
        due.retain(queued);
        due
    }

    pub(super) fn ready(&self, line: Line, class: Class) -> impl Iterator<Item = WaiterId> {
        let all = (line, class, WaiterId(0))..=(line, class, WaiterId(u64::MAX));
        self.ready.range(&all).map(|(_, _, id)| *id)
    }

    /// The one of this class who has waited longest for a request of this kind.
    pub(super) fn first(&self, kind: Kind, class: Class) -> Option<WaiterId> {
        let firsts = Line::of(kind).iter();
        firsts
            .filter_map(|line| self.ready(*line, class).next())
            .min()
    }

    /// Those who wait for a number or an order, by it.
    pub(super) const fn keys(&self, line: Line) -> Option<&Keys> {
        match line {
            Line::Numbers => Some(&self.numbers),
            Line::Orders => Some(&self.orders),
            Line::Lists | Line::Singles | Line::Realtimes => None,
        }
    }

    /// Requests it takes to serve everybody who waits for one of this kind.
    pub(super) fn requests(&self, kind: Kind) -> usize {
        let of_line = |line: &Line| {
            self.keys(*line).map_or_else(
                || {
                    Class::ALL
                        .map(|class| self.ready(*line, class).count())
                        .iter()
                        .sum()
                },
                |keys| keys.len().div_ceil(line.batch()),
            )
        };
        Line::of(kind).iter().map(of_line).sum()
    }
}
