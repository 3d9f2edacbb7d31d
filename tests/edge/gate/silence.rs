use super::{
    Care, Class, Desk, Gate, How, Kind, Next, Outcome, Pace, Refused, START, Saved, alone, number,
    settled,
};

fn silent(left_ms: i64) -> Refused {
    Refused::Silent { left_ms }
}

#[test]
fn two_minutes_of_silence_and_who_cannot_wait_is_told_at_once() {
    let mut desk = Desk::new();
    let short = desk.ask(number("A"), Class::Proven, 8_000);
    let long = desk.ask(number("B"), Class::Sync, 120_031);
    let queued = desk.ask(alone(Kind::List, Care::Safe), Class::Sync, 8_000);
    desk.pass(30);
    let request = desk.sent();
    assert_eq!(request.waiters, [short, long]);
    let told = desk.answered(request.id, Outcome::Busy);
    let refused = How::Refused(silent(120_000));
    assert_eq!(told, [settled(short, refused), settled(queued, refused)]);

    desk.pass(20_000);
    assert_eq!(
        desk.try_ask(number("C"), Class::Proven, 100_000),
        Err(silent(100_000))
    );
    desk.ask(number("C"), Class::Proven, 100_001);
    desk.waits(100_000);
    desk.pass(100_000);
    assert_eq!(desk.sent().waiters.len(), 2);
}

#[test]
fn a_429_says_that_it_was_not_done_and_202_that_it_was() {
    for care in [Care::Once, Care::Post] {
        let told = Desk::new().one(care, Outcome::Busy);
        assert_eq!(told[0].how, How::Refused(silent(120_000)));
        let mut desk = Desk::new();
        assert_eq!(desk.one(care, Outcome::DoneBusy)[0].how, How::Answer);
        assert_eq!(desk.gate.stats(desk.now).silence_left_ms, 120_000);
    }
}

#[test]
fn a_silence_outlives_a_restart() {
    let mut desk = Desk::new();
    desk.one(Care::Once, Outcome::Busy);
    let mut desk = desk.restart(50_000);
    assert_eq!(
        desk.try_ask(number("A"), Class::Guest, 8_000),
        Err(silent(70_000))
    );
    desk.ask(number("A"), Class::Guest, 80_000);
    desk.waits(70_000);
}

#[test]
fn the_last_of_several_429s_counts_and_the_silence_is_one() {
    let mut desk = Desk::new();
    for _ in 0..2 {
        desk.ask(alone(Kind::Single, Care::Once), Class::Sync, 300_000);
    }
    let first = desk.later();
    let second = desk.later();
    desk.answered(first.id, Outcome::Busy);
    desk.pass(5_000);
    desk.answered(second.id, Outcome::Busy);
    let stats = desk.gate.stats(desk.now);
    assert_eq!((stats.silence_left_ms, stats.foreign), (120_000, 1));
    // Even of a request nobody knows any more.
    desk.pass(5_000);
    desk.answered(second.id, Outcome::Busy);
    let stats = desk.gate.stats(desk.now);
    assert_eq!((stats.silence_left_ms, stats.foreign), (120_000, 1));
}

#[test]
fn three_foreign_silences_in_half_an_hour_mean_a_shared_address() {
    let mut desk = Desk::new();
    for (count, shared) in [(1, false), (2, false), (3, true)] {
        desk.one(Care::Once, Outcome::Busy);
        let stats = desk.gate.stats(desk.now);
        assert_eq!((stats.foreign, stats.shared_address), (count, shared));
        desk.pass(600_000);
    }
    let desk = desk.restart(0);
    let stats = desk.gate.stats(desk.now);
    assert_eq!((stats.foreign, stats.shared_address), (2, false));
}

#[test]
fn a_silence_is_ours_where_we_sent_more_than_is_allowed() {
    for (list_ms, foreign) in [(1_000, 1), (999, 0), (0, 0)] {
        let gate = Gate::new(Pace { list_ms }, &Saved::default(), START);
        let mut desk = Desk { gate, now: START };
        for outcome in [Outcome::Done, Outcome::Busy] {
            desk.ask(alone(Kind::List, Care::Once), Class::Sync, 300_000);
            let request = desk.later();
            // Answered at once, so that only the pace parts the two.
            desk.answered(request.id, outcome);
        }
        assert_eq!(desk.gate.stats(desk.now).foreign, foreign, "{list_ms}");
    }
}

#[test]
fn a_silence_refuses_those_who_join_too() {
    let mut desk = Desk::new();
    desk.ask(number("A"), Class::Proven, 8_000);
    desk.pass(30);
    let request = desk.sent();
    let joined = desk.ask(number("A"), Class::Guest, 8_000);
    desk.waits(7_970);
    let told = desk.answered(request.id, Outcome::Busy);
    assert!(told.contains(&settled(joined, How::Refused(silent(120_000)))));
    assert_eq!(desk.next(), Next::Idle);
}
