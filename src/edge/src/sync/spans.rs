//! The time that is still to be asked for.

use super::Sec;
use super::bounds::{FILL_PERCENT, FULL_MEANS, GROWTH};
use super::question::Field;
use crate::message::message;

/// Some seconds: `from` is the first of them, `to` the first after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) field: Field,
    pub(super) from: Sec,
    pub(super) to: Sec,
    /// Rows in it: as many as upstream told, else at least so many.
    expected: u64,
    told: bool,
    /// Whether it is from the last round, where passes over it did not agree.
    pub(super) again: bool,
}

message!(Span {
    field,
    from,
    to,
    expected,
    told,
    again
});

/// Spans to ask for, the next one last. It is asked for from its end, window by window.
#[derive(Clone, Debug)]
pub(super) struct Spans {
    open: Vec<Span>,
    /// Seconds of the next window, if the span is longer.
    stride: Sec,
}

message!(Spans { open, stride });

impl Span {
    /// A span of at least one second.
    pub(super) fn new(field: Field, from: Sec, to: Sec) -> Self {
        Self {
            field,
            from,
            to: to.max(from.saturating_add(1)),
            expected: 0,
            told: false,
            again: false,
        }
    }

    /// Seconds in it.
    pub(super) fn length(&self) -> Sec {
        self.to.saturating_sub(self.from)
    }

    /// The same for the next round.
    pub(super) fn again(self) -> Self {
        Self {
            again: true,
            ..Self::new(self.field, self.from, self.to)
        }
    }

    /// Whether it cannot be cut.
    pub(super) fn is_second(&self) -> bool {
        self.length() <= 1
    }
}

impl Spans {
    pub(super) fn new(open: Vec<Span>) -> Self {
        Self {
            open,
            stride: Sec::MAX,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// Rows still to come, as far as upstream told.
    pub(super) fn expected(&self) -> u64 {
        let told = self.open.iter().filter(|span| span.told);
        told.map(|span| span.expected).fold(0, u64::saturating_add)
    }

    /// What to ask for next: a whole span or at most half of it. Each cut thus halves, which
    /// bounds the stack by the logarithm of a span's seconds.
    pub(super) fn window(&self) -> Option<Span> {
        let span = self.open.last()?;
        let length = span.length();
        let part = if self.stride >= length {
            length
        } else {
            self.stride.min(length / 2).max(1)
        };
        Some(Span {
            from: span.to.saturating_sub(part),
            ..*span
        })
    }

    /// All rows of the window are safe.
    pub(super) fn strike(&mut self, rows: u64, limit: u32) {
        let Some(window) = self.take(rows) else {
            return;
        };
        let next = self.open.last();
        let next = next.filter(|next| next.field == window.field && next.to == window.from);
        self.stride = match next {
            // More than an answer holds: not all of it, however thin the window was.
            Some(next) if next.expected > fill(limit) => {
                stride(&window, rows, limit).min(next.length() / 2)
            }
            Some(next) if !next.told => stride(&window, rows, limit),
            _ => Sec::MAX,
        };
    }

    /// The window has more rows than one answer of `limit` rows gives.
    pub(super) fn cut(&mut self, total: Option<u64>, limit: u32) {
        let limited = u64::from(limit);
        let rows = total.unwrap_or_else(|| FULL_MEANS.saturating_mul(limited));
        let Some(window) = self.take(rows) else {
            return;
        };
        self.stride = stride(&window, rows, limit).min(window.length() / 2);
        self.open.push(Span {
            expected: total.unwrap_or(limited),
            told: total.is_some(),
            ..window
        });
    }

    /// Takes the window off its span, and its rows off what is expected of that.
    fn take(&mut self, rows: u64) -> Option<Span> {
        let window = self.window()?;
        let span = self.open.last_mut()?;
        span.to = window.from;
        span.expected = span.expected.saturating_sub(rows);
        if span.length() == 0 {
            self.open.pop();
        }
        Some(window)
    }
}

/// Seconds that should bring as many rows as an answer should have, after a window of `rows`.
fn stride(window: &Span, rows: u64, limit: u32) -> Sec {
    let length = window.length();
    let wanted = i64::try_from(fill(limit)).unwrap_or(i64::MAX);
    let rows = i64::try_from(rows).unwrap_or(i64::MAX).max(1);
    let wide = length.saturating_mul(wanted).checked_div(rows);
    wide.unwrap_or(length)
        .clamp(1, length.saturating_mul(GROWTH))
}

/// Rows an answer should have.
fn fill(limit: u32) -> u64 {
    u64::from(limit).saturating_mul(FILL_PERCENT) / 100
}
