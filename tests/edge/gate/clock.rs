use super::{Care, Kind, alone};
use super::{Class, Desk, Next, Outcome, START, Saved, number};

#[test]
fn a_clock_set_back_prolongs_nothing() {
    let mut desk = Desk::new();
    desk.one(Care::Safe, Outcome::Busy);
    // That request waits for the end of the silence.
    desk.waits(120_000);
    desk.pass(20_000);
    desk.waits(100_000);
    desk.pass(-3_600_000);
    desk.waits(100_000);
    desk.pass(100_000);
    desk.sent();
}

#[test]
fn a_deadline_moves_with_the_clock() {
    let mut desk = Desk::new();
    desk.one(Care::Safe, Outcome::Busy);
    desk.ask(number("A"), Class::Sync, 125_000);
    desk.next();
    desk.pass(-50_000_000);
    desk.next();
    desk.pass(125_000);
    assert!(matches!(desk.next(), Next::Settle(settled) if settled.len() == 1));
}

#[test]
fn what_was_kept_of_the_future_counts_as_now() {
    let mut desk = Desk::new();
    desk.one(Care::Safe, Outcome::Busy);
    let desk = desk.restart(-3_600_000);
    let stats = desk.gate.stats(desk.now);
    assert_eq!(stats.silence_left_ms, 120_000);
}

#[test]
fn no_time_is_too_large() {
    for now in [i64::MIN, -1, 0, START, i64::MAX] {
        let mut desk = Desk::from(&Saved::default(), START);
        desk.one(Care::Safe, Outcome::Busy);
        for later in [now, START, now, i64::MAX, i64::MIN, START] {
            desk.now = later;
            desk.gate.stats(later);
            desk.next();
            let saved = desk.gate.saved();
            Desk::from(&saved, now).next();
        }
        // Nothing hangs on what was.
        let id = desk.ask(number("A"), Class::Proven, i64::MAX - START);
        desk.pass(30);
        assert_eq!(desk.sent().waiters, [id]);
    }
}

#[test]
fn a_kept_state_of_extremes_does_no_harm() {
    for at in [i64::MIN, 0, i64::MAX] {
        let many = vec![at; 500];
        let json = serde_json::json!({
            "v": 9, "silent_since": at, "foreign": many, "list_sent": many, "list_answered": at,
            "list_unanswered": true, "single_sent": many, "realtime_sent": many,
            "faults": u32::MAX, "opened": at, "key_refused": at, "quota": at, "new": "field",
        });
        let mut desk = Desk::from(&serde_json::from_value(json).unwrap(), START);
        desk.ask(alone(Kind::List, Care::Safe), Class::Sync, 300_000);
        let held = serde_json::to_string(&desk.gate.saved()).unwrap();
        assert!(held.len() < 1_200, "{held}");
        desk.later();
        assert!(desk.now <= START + 120_000);
    }
}
