//! How many rows to ask for: as many as make an answer of the size it should have.

use super::bounds::{
    ANSWER_BYTES, MAX_ROWS, MIN_ROWS, PRESUMED_ROW_BYTES, REFUSED_BYTES, REMEMBERED_ROWS,
    SAMPLE_ROWS,
};
use crate::message::message;

/// The rows seen lately and their bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    rows: u64,
    bytes: u64,
}

message!(Size { rows, bytes });

impl Size {
    /// Rows to ask for. Rows that are missing to a sample count as large ones.
    pub(super) fn limit(&self) -> u32 {
        let missing = SAMPLE_ROWS.saturating_sub(self.rows);
        let rows = self.rows.saturating_add(missing);
        let bytes = missing
            .saturating_mul(PRESUMED_ROW_BYTES)
            .saturating_add(self.bytes);
        ANSWER_BYTES
            .saturating_mul(rows)
            .checked_div(bytes)
            .and_then(|limit| u32::try_from(limit).ok())
            .map_or(MAX_ROWS, |limit| limit.clamp(MIN_ROWS, MAX_ROWS))
    }

    /// An answer came.
    pub(super) fn learn(&mut self, rows: u64, bytes: usize) {
        if rows == 0 {
            return;
        }
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.rows = self.rows.saturating_add(rows);
        self.bytes = self.bytes.saturating_add(bytes);
        while self.rows > REMEMBERED_ROWS {
            self.rows /= 2;
            self.bytes /= 2;
        }
    }

    /// An answer was refused for its size, or did not come in time: its rows are taken for that
    /// much, which quarters the limit. As many rows as were asked for weigh enough to keep lighter
    /// ones from raising it to where it was.
    pub(super) fn refuse(&mut self, limit: u32) {
        *self = Self {
            rows: limit.into(),
            bytes: REFUSED_BYTES,
        };
    }
}
