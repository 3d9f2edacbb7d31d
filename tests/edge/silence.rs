use tracktry_edge::silence::left;

#[test]
fn a_silence_is_counted_down_and_ends() {
    for (since, now, expected) in [
        (0.0, 0.0, Some(120)),
        (0.0, 1_999.0, Some(119)),
        (0.0, 119_999.0, Some(1)),
        (0.0, 120_000.0, None),
        (0.0, 1e15, None),
        // Clocks of two machines disagree: never longer than it was meant.
        (5_000.0, 0.0, Some(120)),
        (f64::NEG_INFINITY, 0.0, None),
    ] {
        assert_eq!(left(since, now), expected, "{since} {now}");
    }
}
