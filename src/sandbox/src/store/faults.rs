//! The faults that are set.

use worker::Result;

use super::Store;
use crate::fault::{Faults, Strike};

impl Store {
    /// The faults.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn faults(&self) -> Result<Faults> {
        self.kept("faults")
    }

    /// Keeps the faults.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn set_faults(&self, faults: &Faults) -> Result<()> {
        self.keep("faults", faults)
    }

    /// What hits a request that the counters name so; `real` is real time in milliseconds.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn strike(&self, label: &str, real: i64) -> Result<Option<Strike>> {
        let mut faults = self.faults()?;
        if faults.active().is_empty() {
            return Ok(None);
        }
        let strike = faults.strike(label, real);
        self.set_faults(&faults)?;
        Ok(strike)
    }
}
