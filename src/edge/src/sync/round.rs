//! One round: the windows it asks for, and what becomes of an answer.

use super::bounds::{MAX_AGAIN, MIN_ROWS};
use super::clock::{Moment, Offset};
use super::paging::{Paging, Print, Turn};
use super::question::{Answer, Query, Verdict};
use super::size::Size;
use super::spans::{Span, Spans};
use crate::message::message;

/// A round in progress.
#[derive(Clone, Debug)]
pub(super) struct Round {
    /// When it began.
    pub(super) began: Moment,
    /// How far upstream's clock was ahead then.
    pub(super) planned: Offset,
    /// Rows that are safe; those of several passes count as often.
    pub(super) rows: u64,
    pub(super) spans: Spans,
    paging: Option<Paging>,
    /// The answer whose rows are being handed over.
    kept: Option<Kept>,
    /// Seconds for the next round: passes over them did not agree.
    pub(super) again: Vec<Span>,
}

message!(Round {
    began,
    planned,
    rows,
    spans,
    paging,
    kept,
    again
});

#[derive(Clone, Copy, Debug)]
struct Kept {
    count: u64,
    print: Print,
    /// Whether the window, or the pass over it, is complete with it.
    last: bool,
}

message!(Kept { count, print, last });

impl Round {
    pub(super) fn new(began: Moment, planned: Offset, spans: Vec<Span>) -> Self {
        Self {
            began,
            planned,
            rows: 0,
            spans: Spans::new(spans),
            paging: None,
            kept: None,
            again: Vec::new(),
        }
    }

    /// Whether nothing is left to ask for.
    pub(super) fn is_done(&self) -> bool {
        self.spans.is_empty()
    }

    /// Whether rows have to be handed over.
    pub(super) fn keeps(&self) -> bool {
        self.kept.is_some()
    }

    /// The request that is open. Each window reaches one second further down than its first
    /// second and up to the first after it, for bounds that do not count.
    pub(super) fn query(&self, size: Size) -> Option<Query> {
        let window = self.spans.window()?;
        let (limit, page) = match &self.paging {
            Some(paging) => (paging.limit, paging.page),
            None => (size.limit(), 1),
        };
        Some(Query {
            field: window.field,
            from: window.from.saturating_sub(1),
            to: window.to,
            limit,
            page,
        })
    }

    /// Decides about the answer to the open request. `size` has learnt of it already.
    pub(super) fn judge(&mut self, query: &Query, answer: &Answer<'_>, size: Size) -> Verdict {
        let Some(window) = self.spans.window() else {
            return Verdict::Skip;
        };
        let (count, total) = (answer.count(), answer.total());
        let complete = match total {
            Some(total) => count >= total,
            None => count < query.limit.into(),
        };
        let print = Print::of(answer);
        let last = if let Some(paging) = &self.paging {
            paging.ends(print, total)
        } else if complete {
            true
        } else if more_fit(query.limit, size.limit(), total, &window) {
            return Verdict::Skip;
        } else if window.is_second() {
            let paging = Paging::new(query.limit);
            let last = paging.ends(print, total);
            self.paging = Some(paging);
            last
        } else {
            // An answer with fewer rows than asked for shows what upstream really gives.
            let given = u32::try_from(count).unwrap_or(u32::MAX);
            let room = if given < query.limit {
                given.max(MIN_ROWS)
            } else {
                size.limit()
            };
            self.spans.cut(total, room);
            return Verdict::Skip;
        };
        self.kept = Some(Kept { count, print, last });
        if answer.rows.is_empty() {
            self.strike(size);
            return Verdict::Skip;
        }
        Verdict::Keep
    }

    /// The rows of the kept answer are safe.
    pub(super) fn strike(&mut self, size: Size) {
        let (Some(kept), Some(window)) = (self.kept.take(), self.spans.window()) else {
            return;
        };
        self.rows = self.rows.saturating_add(kept.count);
        let (turn, rows) = match &mut self.paging {
            Some(paging) => {
                let rows = paging.rows_with(kept.print);
                (paging.turn(kept.print, kept.last), rows)
            }
            None => (Turn::Settled, kept.count),
        };
        if turn == Turn::Unsettled && !window.again {
            self.remember(window);
        }
        if turn != Turn::On {
            self.paging = None;
            self.spans.strike(rows, size.limit());
        }
    }

    /// The rows of the kept answer are gone: its request is open again.
    pub(super) fn forget(&mut self) {
        self.kept = None;
    }

    /// An answer was too large or too slow; `size` has learnt of it already.
    pub(super) fn refuse(&mut self, size: Size) {
        if let Some(paging) = &mut self.paging {
            paging.restart(size.limit());
        }
    }

    fn remember(&mut self, window: Span) {
        let window = window.again();
        let full = self.again.len() >= MAX_AGAIN;
        match self
            .again
            .iter_mut()
            .rfind(|kept| kept.field == window.field)
        {
            Some(kept) if full => {
                kept.from = kept.from.min(window.from);
                kept.to = kept.to.max(window.to);
            }
            _ => self.again.push(window),
        }
    }
}

/// Whether the same window should be asked for again with a higher limit: all its rows fit into
/// an answer, now that their size is known; or nobody knows how many there are, or it cannot be
/// cut, and twice as many fit.
fn more_fit(asked: u32, fit: u32, total: Option<u64>, window: &Span) -> bool {
    let twice = fit >= asked.saturating_mul(2);
    match total {
        Some(total) if total > asked.into() => total <= fit.into() || window.is_second() && twice,
        // Fewer rows came than were asked for: a higher limit brings no more.
        Some(_) => false,
        None => twice,
    }
}
