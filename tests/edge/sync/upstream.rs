//! A list of parcels that filters, sorts and pages as upstream may, with a clock of its own.

use proptest::prelude::*;
use tracktry_edge::sync::{Field, Ms, Query, Sec};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parcel {
    pub(super) key: String,
    pub(super) created: Sec,
    pub(super) updated: Sec,
}

/// Which ends of a window belong to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub(super) lower: bool,
    pub(super) upper: bool,
}

/// How rows are sorted: by a time, and by number within a second.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub(super) by: Field,
    pub(super) newest_first: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Upstream {
    pub(super) parcels: Vec<Parcel>,
    pub(super) ends: Ends,
    pub(super) order: Order,
    pub(super) tells_total: bool,
    pub(super) filters: bool,
    pub(super) pages: bool,
    /// Rows it gives at most, whatever is asked for.
    pub(super) most: u32,
    pub(super) row_bytes: usize,
    /// Rows it can list before the deadline.
    pub(super) in_time: usize,
    /// Seconds its clock is ahead of ours.
    pub(super) ahead: Sec,
    pub(super) requests: Vec<Query>,
    pub(super) posted: usize,
}

pub(super) struct Listing {
    pub(super) total: Option<u64>,
    pub(super) rows: Vec<Parcel>,
    pub(super) bytes: usize,
    pub(super) date: Sec,
}

impl Default for Upstream {
    fn default() -> Self {
        Self {
            parcels: Vec::new(),
            ends: Ends {
                lower: true,
                upper: true,
            },
            order: Order {
                by: Field::Created,
                newest_first: true,
            },
            tells_total: true,
            filters: true,
            pages: true,
            most: 2_000,
            row_bytes: 2_000,
            in_time: usize::MAX,
            ahead: 0,
            requests: Vec::new(),
            posted: 0,
        }
    }
}

impl Upstream {
    pub(super) fn clock(&self, now: Ms) -> Sec {
        now / 1_000 + self.ahead
    }

    pub(super) fn post(&mut self, created: Sec, updated: Sec) {
        self.posted += 1;
        let key = format!("ups/1Z{:07}", self.posted);
        self.parcels.push(Parcel {
            key,
            created,
            updated,
        });
    }

    /// Parcels added evenly from `from` on.
    pub(super) fn fill(&mut self, count: i64, from: Sec, seconds: Sec) {
        for n in 0..count {
            let at = from + seconds * n / count;
            self.post(at, at);
        }
    }

    fn holds(&self, query: &Query, parcel: &Parcel) -> bool {
        let at = match query.field {
            Field::Created => parcel.created,
            Field::Updated => parcel.updated,
        };
        let above = at > query.from || self.ends.lower && at == query.from;
        let below = at < query.to || self.ends.upper && at == query.to;
        !self.filters || above && below
    }

    pub(super) fn list(&mut self, query: &Query, now: Ms) -> Listing {
        self.requests.push(*query);
        let mut found: Vec<&Parcel> = self
            .parcels
            .iter()
            .filter(|parcel| self.holds(query, parcel))
            .collect();
        found.sort_by_key(|parcel| match self.order.by {
            Field::Created => parcel.created,
            Field::Updated => parcel.updated,
        });
        if self.order.newest_first {
            found.reverse();
        }
        let limit = query.limit.min(self.most) as usize;
        let page = if self.pages { query.page as usize } else { 1 };
        let rows: Vec<Parcel> = found
            .iter()
            .skip((page - 1) * limit)
            .take(limit)
            .map(|parcel| (*parcel).clone())
            .collect();
        Listing {
            total: self.tells_total.then_some(found.len() as u64),
            bytes: 100 + rows.len() * self.row_bytes,
            date: self.clock(now),
            rows,
        }
    }
}

/// Something that happens upstream; numbers are taken modulo the parcels there are.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Parcels are added in this second; their last update may be older.
    Post {
        count: usize,
        older: Sec,
    },
    /// Some neighbours change in this second.
    Update {
        first: usize,
        count: usize,
    },
    Delete {
        first: usize,
        count: usize,
    },
}

impl Change {
    pub(super) fn any(most: usize) -> impl Strategy<Value = Self> {
        let count = prop_oneof![3 => 1..4_usize, 1 => 1..=most];
        prop_oneof![
            (count.clone(), prop_oneof![Just(0), 0..5_000_i64])
                .prop_map(|(count, older)| Self::Post { count, older }),
            (any::<usize>(), count).prop_map(|(first, count)| Self::Update { first, count }),
            (any::<usize>(), 1..4_usize).prop_map(|(first, count)| Self::Delete { first, count }),
        ]
    }

    pub(super) fn make(&self, upstream: &mut Upstream, now: Ms) {
        let at = upstream.clock(now);
        let there = upstream.parcels.len().max(1);
        match *self {
            Self::Post { count, older } => (0..count).for_each(|_| upstream.post(at, at - older)),
            Self::Update { first, count } => {
                let first = first % there;
                let some = upstream.parcels.iter_mut().skip(first).take(count);
                some.for_each(|parcel| parcel.updated = at);
            }
            Self::Delete { first, count } => {
                let first = (first % there).min(upstream.parcels.len());
                let last = (first + count).min(upstream.parcels.len());
                upstream.parcels.drain(first..last);
            }
        }
    }
}
