//! The numbers of the delta sync, each with its reason.

use super::{Ms, Sec};

/// Rows that upstream gives in one answer at most, as it documents.
pub const MAX_ROWS: u32 = 2_000;

/// Rows asked for at least: fewer would not get on, and ten parcels never fill an answer.
pub const MIN_ROWS: u32 = 10;

/// Bytes an answer should have at most. Parsed it takes several times that, of the 128 MB an
/// isolate shares among its requests.
pub const ANSWER_BYTES: u64 = 4_000_000;

/// Bytes that an answer is taken for which was refused for its size: twice what whoever asks takes.
/// Nobody knows how much larger it was, and another refusal costs a request.
pub const REFUSED_BYTES: u64 = 16_000_000;

/// Bytes a row is taken for while none was seen: asks for 200 at first.
pub const PRESUMED_ROW_BYTES: u64 = 20_000;

/// Rows that have to be seen before their size alone counts: one parcel with a long history says
/// little of the others.
pub const SAMPLE_ROWS: u64 = 20;

/// Rows whose size is remembered: two full answers, so that a change of sizes shows soon.
pub const REMEMBERED_ROWS: u64 = 4_000;

/// Percent of an answer that a window should fill. Rows come unevenly over the day, and a window
/// with too many costs an answer for nothing.
pub const FILL_PERCENT: u64 = 70;

/// How many times wider a window may be than the last: a gap of years is crossed in some steps,
/// and the end of a gap costs few answers with too many rows.
pub const GROWTH: Sec = 8;

/// Where upstream gives no total, a full answer is taken for a quarter of its window's rows.
pub const FULL_MEANS: u64 = 4;

/// The import begins with 2010-01-01: Tracktry is younger.
pub const IMPORT_FROM: Sec = 1_262_304_000;

/// Seconds a round reaches back before the begin of the last one: a change may become visible
/// after the time that is written on it.
pub const OVERLAP: Sec = 600;

/// Seconds by which upstream's clock may differ from what a round was planned with: slow answers
/// and a clock that is set right. Half of the overlap covers it, the rest stays for late changes.
pub const CLOCK_TOLERANCE: Sec = 300;

/// Seconds by which upstream's clock may differ from ours. More is no clock but a broken header.
pub const MAX_OFFSET: Sec = 86_400;

/// Seconds around a window in which rows still count as of it.
pub const SLACK: Sec = 2;

/// Rows outside their window that are a coincidence: they changed while they were listed.
pub const STRAY_ROWS: usize = 2;

/// Part of the rows that may lie outside: a tenth. More, and upstream ignores the filter.
pub const STRAY_PART: usize = 10;

/// Passes over the pages of one second before its rows are taken as they came.
pub const MAX_PASSES: u8 = 6;

/// Pages of a pass: two million rows in one second, or an upstream that does not page.
pub const MAX_PAGES: u32 = 1_000;

/// Seconds that are remembered for the next round because passes over them did not agree. More
/// are merged to longer windows.
pub const MAX_AGAIN: usize = 16;

/// Seconds between the begins of two rounds at most, when nobody looks.
pub const MAX_INTERVAL: u32 = 3_600;

/// Milliseconds after the first failure in a row.
pub const BACKOFF_MS: Ms = 5_000;

/// Milliseconds after many.
pub const MAX_BACKOFF_MS: Ms = 300_000;

/// Milliseconds to wait at least: upstream takes one list request a second.
pub const MIN_WAIT_MS: Ms = 1_000;

/// Milliseconds that anybody may have the sync wait. A clock that is wrong must not stop it.
pub const MAX_WAIT_MS: Ms = 3_600_000;

/// Milliseconds until a round is tried again after upstream ignored the filter: it takes a
/// release of theirs to change that.
pub const IGNORED_MS: Ms = 86_400_000;

/// Milliseconds to wait where the sync is off; a deployment that turns it on starts anew anyway.
pub const OFF_MS: Ms = 86_400_000;

/// Milliseconds between the begins of two rounds where something is known to have changed: a flood
/// of hints costs two rounds a minute at most.
pub const HASTE_MS: Ms = 30_000;
