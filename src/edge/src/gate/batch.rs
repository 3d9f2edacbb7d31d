//! What goes together in one list request.

use super::ask::{Class, Line, WaiterId};
use super::constants::BATCH_WINDOW_MS;
use super::{Gate, Ms};
use crate::sorted::SortedSet;

impl Gate {
    /// When the first of a line has waited long enough for company.
    pub(super) fn ripe_at(&self, line: Line) -> Option<Ms> {
        let firsts = Class::ALL.map(|class| self.queue.ready(line, class).next());
        let asked = |id: WaiterId| self.queue.get(id).map(|waiter| waiter.asked);
        let first = firsts.into_iter().flatten().min().and_then(asked)?;
        Some(first.saturating_add(BATCH_WINDOW_MS))
    }

    /// What goes together: first of whose turn it is, then of the others by preference.
    pub(super) fn gather(&self, line: Line, turn: Class) -> Vec<String> {
        let others = Class::ALL.into_iter().filter(|class| *class != turn);
        let all = [turn].into_iter().chain(others);
        let mut seen = SortedSet::default();
        let mut keys = Vec::new();
        for id in all.flat_map(|class| self.queue.ready(line, class)) {
            let key = self.queue.get(id).and_then(|waiter| waiter.want.key());
            if let Some(key) = key
                && seen.insert(key)
            {
                keys.push(key.to_owned());
                if keys.len() == line.batch() {
                    break;
                }
            }
        }
        keys
    }

    /// Everybody in the queue who waits for one of these. Those whose next try is not due yet ride
    /// along: the request leaves anyway.
    pub(super) fn riders(&self, line: Line, keys: &[String]) -> SortedSet<WaiterId> {
        let Some(waiting) = self.queue.keys(line) else {
            return SortedSet::default();
        };
        let of_key = |key: &String| waiting.get(key).into_iter().flatten().copied();
        keys.iter().flat_map(of_key).collect()
    }
}
