//! What the objects' work costs in rows of SQLite.
//!
//! Each constant is what workerd counts for the statements it names (`rowsRead` and `rowsWritten`
//! of the cursor, 20,000 parcels in the table): an insert writes the row and one for each index
//! beside it, an update that moves no index entry one. `setAlarm` is billed as a row written.

/// Rows read and written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Read.
    pub read: u64,
    /// Written.
    pub written: u64,
}

const fn rows(read: u64, written: u64) -> Rows {
    Rows { read, written }
}

impl Rows {
    /// So many times the same.
    pub const fn times(self, count: u64) -> Self {
        rows(self.read * count, self.written * count)
    }
}

impl std::ops::AddAssign for Rows {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.written += other.written;
    }
}

/// `Db::open`: the schema's version.
pub const OPEN: Rows = rows(1, 0);
/// `Inner::arm` of a Shelf: the least `check_at`, the least `at` of `due`.
pub const SHELF_ARM: Rows = rows(2, 0);
/// `getAlarm`: where an object is new in memory.
pub const GET_ALARM: Rows = rows(1, 0);
/// `Store::parcel`, `Store::missed_at`, `Store::has`: one row by its key.
pub const PARCEL: Rows = rows(1, 0);
/// `Store::places`, and `Store::alias` likewise.
pub const PLACES: Rows = rows(2, 0);
/// `Store::put` of what is not kept: the row, its key's index, the index of `check_at`.
pub const PUT_NEW: Rows = rows(0, 3);
/// `Store::put` of what changed: found, and written without touching an index.
pub const PUT_CHANGED: Rows = rows(2, 1);
/// `Store::put` of what is the same and came by a sync: found.
pub const PUT_SAME: Rows = rows(1, 0);
/// `Store::put` of what is the same and was asked for: found, row and `check_at` written.
pub const PUT_CONFIRMED: Rows = rows(2, 2);
/// `Store::index` of a new place; one that is known writes nothing.
pub const PLACE: Rows = rows(0, 1);
/// `Store::set_check`: row and index.
pub const SET_CHECK: Rows = rows(1, 2);
/// The alarm of a Shelf: what is due, what is to be looked at (one row each), then `arm`.
pub const SHELF_RING: Rows = rows(1 + 2, 1);
/// `Store::forget` and `Store::unindex` of a parcel whose time is over.
pub const FORGET: Rows = rows(1 + 1 + 1, 1 + 1);
/// `keep_counts` of a Shelf as it tells the Gate; written once an hour or each thousand.
pub const COUNTS: Rows = rows(1, 0);

/// `Inner::open` of the Gate: version, memo, sync, and what is due of sync and sweep.
pub const GATE_OPEN: Rows = rows(5, 0);
/// `Inner::keep`, before a request leaves and after its answer: one row of `meta` each.
pub const GATE_REQUEST: Rows = rows(0, 2);
/// `looked` where it hastens: the sync, its row of `due` with its index, `setAlarm`.
pub const HASTEN: Rows = rows(1, 1 + 2 + 1);
/// A step of the sync: two rows of `due` are looked at, one is written with its index, and two
/// alarms are set: one for safety, one for what is next.
pub const STEP: Rows = rows(2 + 1, 2 + 2);
/// Besides, where it asks: the sync as it asks and as it is answered.
pub const STEP_ASK: Rows = rows(0, 2);
/// Besides, where the last rows are handed over: the sync.
pub const STEP_DELIVERED: Rows = rows(0, 1);
/// `/arm` of the Gate by the cron: what is due of sync and sweep, what is next, `setAlarm`.
pub const GATE_ARM: Rows = rows(2 + 1, 1);

/// Bytes of SQLite for a parcel with its place in an order: measured with journeys of 2,200 bytes,
/// which is ten events.
pub const PARCEL_BYTES: u64 = 4_350;
/// Bytes of an object without any: its tables.
pub const OBJECT_BYTES: u64 = 40_960;
