//! The platform's clock, which stands still between two waits.

/// Unix time in milliseconds.
pub fn now() -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no date the platform knows exceeds it"
    )]
    let now = js_sys::Date::now() as i64;
    now
}
