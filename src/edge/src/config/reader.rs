//! How settings are read: trimmed, bounded, and each wrong one noted.

use super::Wrong;
use std::ops::RangeInclusive;

/// The longest text setting taken, in bytes.
const MAX_LENGTH: usize = 8 * 1024;

/// A setting as it was read; `None` where it is wrong, which is noted.
pub(super) type Checked<T> = Option<T>;

/// Reads settings one by one and notes the wrong ones.
pub(super) struct Reader<G> {
    get: G,
    wrong: Vec<Wrong>,
}

impl<G: Fn(&str) -> Option<String>> Reader<G> {
    /// A reader of the settings that `get` gives by name.
    pub(super) fn new(get: G) -> Self {
        let wrong = Vec::new();
        Self { get, wrong }
    }

    /// Every setting that was missing or wrong.
    pub(super) fn into_wrong(self) -> Vec<Wrong> {
        self.wrong
    }

    /// One setting, trimmed; an empty one counts as missing.
    pub(super) fn take<T>(
        &mut self,
        setting: &'static str,
        must: &'static str,
        check: impl Fn(Option<&str>) -> Option<T>,
    ) -> Checked<T> {
        let raw = (self.get)(setting);
        let text = raw
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let checked = match text {
            Some(text) if text.len() > MAX_LENGTH => None,
            text => check(text),
        };
        if checked.is_none() {
            self.wrong.push(Wrong { setting, must });
        }
        checked
    }
    /// A whole number within bounds, in decimal digits.
    pub(super) fn whole(
        &mut self,
        setting: &'static str,
        must: &'static str,
        default: u32,
        bounds: RangeInclusive<u32>,
    ) -> Checked<u32> {
        self.take(setting, must, |v| {
            v.map_or(Some(default), |v| v.parse().ok())
                .filter(|number| bounds.contains(number))
        })
    }
}
