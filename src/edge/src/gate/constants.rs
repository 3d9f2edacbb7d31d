//! The Gate's constants, each with its reason and its source. Times are milliseconds.
//!
//! "The document" is Tracktry's API page.

use super::Ms;

/// Silence after a 429: two minutes, by the document.
pub const SILENCE_MS: Ms = 120_000;
/// Rest between the answer to a list request and the next one, where no setting says more: the
/// document allows one a second.
pub const LIST_MS: u32 = 1_000;
/// The longest rest that can be set. One list request a minute still carries 40 numbers.
pub const LIST_MS_MAX: u32 = 60_000;
/// The window in which the document counts requests.
pub const LIMIT_WINDOW_MS: Ms = 1_000;
/// List requests the document allows in a window.
pub const LISTS_ALLOWED: usize = 1;
/// Realtime requests the document allows in a window.
pub const REALTIMES_ALLOWED: usize = 3;
/// Added to the rest after a restart, where nobody knows when the last list request was answered:
/// most answers take less.
pub const RESTART_MARGIN_MS: Ms = 1_000;
/// Between two realtime requests: two and a half a second, of the three that are allowed.
pub const REALTIME_MS: Ms = 400;
/// Realtime requests in flight: each can take 90 seconds, and a Worker has few connections.
pub const REALTIMES_FLYING: usize = 10;
/// Between two requests without a documented limit: modest, as nobody says what is allowed.
pub const SINGLE_MS: Ms = 350;
/// Such requests in flight: a Worker opens six connections at once.
pub const SINGLES_FLYING: usize = 6;

/// Values in one list request's filter: what clients and the sister's document send.
pub const BATCH: usize = 40;
/// Forms in which an order is asked for, with `#` before it and without: shops post it in either,
/// and the filter compares whole texts.
pub const FORMS_OF_ORDER: usize = 2;
/// How long a batch gathers: not felt by a shopper, long enough for the parcels of one page.
pub const BATCH_WINDOW_MS: Ms = 30;
/// Everybody who waits; at 40 numbers a second the last of them waits under a minute.
pub const WAITERS: usize = 2_000;
/// Guests among them: unproven callers cannot crowd the others out.
pub const GUESTS: usize = 500;
/// The merchant's calls and those behind everybody's back among them: 64 Shelves may confirm 40
/// parcels each at the same time, and no shopper is to be refused for it.
pub const BACKGROUND: usize = 500;

/// Slots in a row that others may take while the sync waits: it keeps one in four.
pub const SLOTS_BEFORE_SYNC: u32 = 3;
/// The same for merchants, who keep one in eight: their calls can wait, but not for ever.
pub const SLOTS_BEFORE_MERCHANT: u32 = 7;
/// The same for guests. Mostly they ride in the batches of others.
pub const SLOTS_BEFORE_GUEST: u32 = 7;

/// Requests one waiter may be part of when they fail: the first and two more.
pub const TRIES: u8 = 3;
/// The shortest wait before trying again.
pub const RETRY_MIN_MS: Ms = 500;
/// The longest: between the two a roll decides, so that not everybody comes back at once.
pub const RETRY_MAX_MS: Ms = 2_000;

/// Faults in a row that open the breaker.
pub const FAULTS_IN_A_ROW: u32 = 5;
/// Results the breaker looks back on.
pub const RESULTS_KEPT: u32 = 20;
/// Faults among them that open it: half.
pub const FAULTS_OF_KEPT: u32 = 10;
/// How long it stays open before one request probes.
pub const BREAKER_MS: Ms = 30_000;

/// How far back silences count that came though we had kept the limits.
pub const FOREIGN_WINDOW_MS: Ms = 30 * 60_000;
/// So many of them say that strangers send from our address.
pub const FOREIGN_MEANS_SHARED: usize = 3;
/// Such silences remembered: one follows another after two minutes at the earliest, so that no
/// window holds more.
pub const FOREIGN_KEPT: usize = 16;

/// How long no number is posted after the quota was used up. It is refilled by people.
pub const QUOTA_MS: Ms = 3_600_000;

/// A list or single request without an answer is given up then. The caller's own deadline is
/// 10 seconds; this frees the slot of one whose end was never told.
pub const LOST_MS: Ms = 30_000;
/// The same for realtime, whose deadline is 90 seconds.
pub const LOST_REALTIME_MS: Ms = 150_000;
/// What an answer to a list request takes, until one was seen.
pub const ANSWER_MS: Ms = 500;
/// No deadline is further away, and no step of the clock counts for more: longer than every other
/// time here.
pub const LONGEST_MS: Ms = 24 * 3_600_000;

/// An open intent is looked up after so long for the first time.
pub const LOOK_FIRST_MS: Ms = 30_000;
/// The wait doubles with each look that tells nothing, up to this.
pub const LOOK_MAX_MS: Ms = 3_600_000;
/// A post can be under way for so long that a look finds nothing yet: its deadline is 10 seconds,
/// the rest is for upstream to write it down.
pub const POST_SETTLES_MS: Ms = 120_000;
