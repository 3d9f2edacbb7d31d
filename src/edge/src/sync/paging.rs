//! The pages of one second, which holds more rows than an answer.
//!
//! A row that leaves the list moves the next page's first row onto a page that was read. So all
//! pages are read again until two passes find the same.

use super::bounds::{MAX_PAGES, MAX_PASSES};
use super::question::Answer;
use crate::message::message;

/// Which rows were read, whatever their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Print {
    rows: u64,
    sum: u64,
}

message!(Print { rows, sum });

/// Where the passes stand.
#[derive(Clone, Debug)]
pub(super) struct Paging {
    /// Rows of a page: the same for all pages of a pass.
    pub(super) limit: u32,
    /// The page to ask for.
    pub(super) page: u32,
    passes: u8,
    this: Print,
    previous: Option<Print>,
    last_page: Option<Print>,
}

message!(Paging {
    limit,
    page,
    passes,
    this,
    previous,
    last_page
});

/// What a page was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// One of more.
    On,
    /// The end: all rows of the second are there.
    Settled,
    /// The end, though no two passes agreed.
    Unsettled,
}

impl Print {
    pub(super) fn of(answer: &Answer<'_>) -> Self {
        Self {
            rows: answer.count(),
            sum: answer
                .rows
                .iter()
                .fold(0, |sum, row| sum.wrapping_add(hash(row.key))),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            rows: self.rows.saturating_add(other.rows),
            sum: self.sum.wrapping_add(other.sum),
        }
    }
}

impl Paging {
    pub(super) fn new(limit: u32) -> Self {
        Self {
            limit,
            page: 1,
            passes: 0,
            this: Print::default(),
            previous: None,
            last_page: None,
        }
    }

    /// Begins the pass again, with other pages.
    pub(super) fn restart(&mut self, limit: u32) {
        *self = Self {
            passes: self.passes,
            ..Self::new(limit)
        };
    }

    /// Rows of the pass up to a page.
    pub(super) fn rows_with(&self, page: Print) -> u64 {
        self.this.rows.saturating_add(page.rows)
    }

    /// Whether a page is the last of its pass. A page like the one before shows that upstream
    /// does not page: more of it would never end.
    pub(super) fn ends(&self, page: Print, total: Option<u64>) -> bool {
        let read = self.rows_with(page);
        page.rows == 0
            || self.page >= MAX_PAGES
            || self.last_page == Some(page)
            || total.map_or(page.rows < self.limit.into(), |total| read >= total)
    }

    /// The rows of a page are safe.
    pub(super) fn turn(&mut self, page: Print, last: bool) -> Turn {
        self.this = self.this.and(page);
        if !last {
            self.last_page = Some(page);
            self.page = self.page.saturating_add(1);
            return Turn::On;
        }
        self.passes = self.passes.saturating_add(1);
        // A single page is of one moment: nothing can have moved.
        if self.page == 1 || self.previous == Some(self.this) {
            return Turn::Settled;
        }
        if self.passes >= MAX_PASSES {
            return Turn::Unsettled;
        }
        *self = Self {
            passes: self.passes,
            previous: Some(self.this),
            ..Self::new(self.limit)
        };
        Turn::On
    }
}

/// FNV-1a with a last stirring, without which sums of similar keys would meet. It is stored, so
/// it may not be the standard library's, which changes with versions.
fn hash(key: &str) -> u64 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}
