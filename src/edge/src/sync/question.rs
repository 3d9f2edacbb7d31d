//! What is asked, what comes back, and what to do next.

use super::bounds::{SLACK, STRAY_PART, STRAY_ROWS};
use super::{Ms, Sec};
use crate::message::message;

/// The time of a parcel that a window is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// When it was added.
    Created,
    /// When upstream last changed it.
    Updated,
}

message!(names Field { Created = "Created", Updated = "Updated" });

impl Field {
    /// Upstream's parameters for the lower and the upper bound.
    pub const fn parameters(self) -> (&'static str, &'static str) {
        match self {
            Self::Created => ("created_at_min", "created_at_max"),
            Self::Updated => ("update_time_min", "update_time_max"),
        }
    }
}

/// What the deployment wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Seconds from the begin of a round to the next, 1 to 3,600; 0 turns the sync off.
    pub sync_seconds: u32,
}

/// One list request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// The time it filters by.
    pub field: Field,
    /// The lower bound; always below [`Self::to`].
    pub from: Sec,
    /// The upper bound.
    pub to: Sec,
    /// Rows of a page: 10 to 2,000.
    pub limit: u32,
    /// The page, from 1.
    pub page: u32,
}

message!(Query {
    field,
    from,
    to,
    limit,
    page
});

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send this request; then [`answered`](super::Sync::answered) or
    /// [`failed`](super::Sync::failed).
    Ask(Query),
    /// Hand over the rows of the last answer; then [`delivered`](super::Sync::delivered), or
    /// [`lost`](super::Sync::lost) where they are not there any more.
    Deliver,
    /// Nothing until this time.
    Wait(Ms),
}

/// One row of an answer, as far as the sync looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// What tells it from other rows: `carrier/NUMBER`.
    pub key: &'a str,
    /// When it was added.
    pub created: Option<Sec>,
    /// When upstream last changed it.
    pub updated: Option<Sec>,
}

/// The answer to a query. "Empty result" (code 4031) is one with `total: Some(0)`.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// Rows of the window, as upstream counts them; `None` where that could not be read.
    pub total: Option<u64>,
    /// Rows in the answer, also those that could not be read: they fill the page as well.
    pub count: usize,
    /// Rows that could be read.
    pub rows: &'a [Row<'a>],
    /// Bytes of the body.
    pub bytes: usize,
    /// The `Date` of the response.
    pub date: Option<Sec>,
}

/// What to do with the rows of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Hand them over.
    Keep,
    /// Nothing: there are none, or they are asked for again in another way.
    Skip,
}

/// Why there is no answer, or why rows could not be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The body was larger than is taken.
    TooLarge,
    /// No answer came before the deadline.
    TooSlow,
    /// Anything else: fault, refusal, an answer that is none.
    Unanswered,
    /// Nothing was sent, or a 429 came back: it says nothing of upstream's health, so the next
    /// failure is not punished for it.
    Held,
}

impl Answer<'_> {
    /// Rows in the answer.
    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.count.max(self.rows.len())).unwrap_or(u64::MAX)
    }

    /// The total, where it can be one: fewer than the rows that came is none.
    pub(super) fn total(&self) -> Option<u64> {
        self.total.filter(|total| *total >= self.count())
    }

    /// Whether upstream paid no attention to the window.
    pub(super) fn ignores(&self, query: &Query) -> bool {
        let from = query.from.saturating_sub(SLACK);
        let to = query.to.saturating_add(SLACK);
        let stray = self.rows.iter().filter_map(|row| match query.field {
            Field::Created => row.created,
            Field::Updated => row.updated,
        });
        let stray = stray.filter(|at| *at < from || *at > to).count();
        stray > STRAY_ROWS && stray > self.rows.len() / STRAY_PART
    }
}
