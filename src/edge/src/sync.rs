//! The delta sync: which list requests bring all parcels of an account, and then all that
//! changed, as a state machine. No clock, no network: whoever drives it passes the time in.
//!
//! ```text
//!        ┌────────────── failed ─────────────┐
//!        ▼                                   │
//! next ──┬─ Wait(until)                      │
//!        ├─ Ask(query) ── the list request ──┴─ answered ─┬─ Skip ─→ next
//!        └─ Deliver ── hand the rows over ── delivered ─┐ └─ Keep ─→ next says Deliver
//!               └───── the rows were lost ── lost ──────┴─→ next
//! ```
//!
//! The state is saved after each call. What was saved last is enough to go on: [`Sync::next`]
//! says the same step until it is done, an answer to a question that is not open is skipped, and
//! a window or page is struck off only when its rows are safe.
//!
//! # Windows
//!
//! Paging a list that changes loses rows, so time is cut into windows that one answer holds:
//! `update_time_min=a&update_time_max=b&limit=L`. A window with more rows than that is cut, and
//! its newest part asked next. What is left of it is one entry of a stack of at most some thirty,
//! however many parcels there are; how wide the next part is follows the rows of the last one.
//! Only a window of one second is paged, until two passes over its pages find the same rows.
//!
//! Nobody tells whether the bounds of the filter belong to it. The second `s` is asked for as
//! `s - 1` to `s + 1` and every window likewise reaches one second further than it has to, so
//! that neighbours share two seconds: rows of all seconds come whether the lower bound, the upper,
//! both or neither are included.
//!
//! # Rounds
//!
//! The first round imports: everything by when it was created. Each further one asks for what was
//! updated and for what was created (which may be newer than the update) since 10 minutes before
//! the last round began, by upstream's clock, which the `Date` of answers tells. Where readings of
//! that clock and of ours disagree, a round reaches from the earliest to the latest, and 5 minutes
//! further: more rows than needed do no harm. If a clock shows more than that while the round is
//! under way, the round does not count and is made again.
//!
//! What changes during an import is in the round after it, which begins at once if the import took
//! longer than an interval, else when the interval is over.

pub mod bounds;
mod clock;
mod machine;
pub mod pace;
mod paging;
mod question;
mod rhythm;
mod round;
mod size;
mod spans;
mod view;

pub use machine::Sync;
pub use question::{Answer, Field, Query, Row, Settings, Step, Verdict, Why};
pub use view::Progress;

/// Milliseconds since 1970 by our clock.
pub type Ms = i64;

/// Seconds since 1970, by upstream's clock where nothing else is said.
pub type Sec = i64;
