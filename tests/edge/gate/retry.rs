use super::{Care, Class, Desk, How, Kind, Next, Outcome, alone, number, settled};

#[test]
fn what_only_reads_is_tried_three_times_with_a_rest_between() {
    let mut desk = Desk::new();
    let id = desk.ask(alone(Kind::Single, Care::Safe), Class::Guest, 60_000);
    for _ in 0..2 {
        let request = desk.later();
        assert_eq!(desk.answered(request.id, Outcome::Fault), []);
        desk.waits(500);
    }
    let request = desk.later();
    assert_eq!(
        desk.answered(request.id, Outcome::Fault),
        [settled(id, How::Failed)]
    );
    assert_eq!(desk.next(), Next::Idle);
}

#[test]
fn the_roll_decides_on_the_rest() {
    for (roll, ms) in [
        (0, 500),
        (1_500, 2_000),
        (1_501, 500),
        (u32::MAX, 500 + i64::from(u32::MAX) % 1_501),
    ] {
        let mut desk = Desk::new();
        desk.ask(alone(Kind::Single, Care::Safe), Class::Guest, 60_000);
        let request = desk.sent();
        desk.gate
            .answered(request.id, Outcome::Fault, roll, desk.now);
        desk.waits(ms);
    }
}

#[test]
fn what_changes_something_is_sent_once() {
    for care in [Care::Once, Care::Post] {
        for outcome in [Outcome::Fault, Outcome::Busy] {
            let mut desk = Desk::new();
            assert_eq!(desk.one(care, outcome).len(), 1);
            assert_eq!(desk.next(), Next::Idle);
        }
    }
}

#[test]
fn nobody_is_tried_again_after_the_deadline() {
    for (life, expected) in [(500, vec![How::Failed]), (501, vec![])] {
        let mut desk = Desk::new();
        desk.ask(alone(Kind::Single, Care::Safe), Class::Guest, life);
        let request = desk.sent();
        let told = desk.answered(request.id, Outcome::Fault);
        assert_eq!(
            told.iter().map(|settled| settled.how).collect::<Vec<_>>(),
            expected,
            "{life}"
        );
    }
}

#[test]
fn a_second_try_keeps_its_place() {
    let mut desk = Desk::new();
    let first = desk.ask(number("A"), Class::Guest, 60_000);
    desk.pass(30);
    let request = desk.sent();
    desk.answered(request.id, Outcome::Fault);
    let proven = desk.ask(alone(Kind::List, Care::Safe), Class::Proven, 60_000);
    let guest = desk.ask(alone(Kind::List, Care::Safe), Class::Guest, 60_000);
    for expected in [proven, first, guest] {
        let request = desk.later();
        assert_eq!(request.waiters, [expected]);
        desk.answered(request.id, Outcome::Done);
    }
}

#[test]
fn who_waits_for_a_second_try_rides_along() {
    let mut desk = Desk::new();
    let first = desk.ask(number("A"), Class::Guest, 60_000);
    desk.pass(30);
    let request = desk.sent();
    desk.gate
        .answered(request.id, Outcome::Fault, 1_500, desk.now);
    let second = desk.ask(number("A"), Class::Proven, 60_000);
    let request = desk.later();
    assert_eq!(request.waiters, [first, second]);
}

#[test]
fn a_429_is_no_failed_try() {
    let mut desk = Desk::new();
    let id = desk.ask(number("A"), Class::Sync, 3_600_000);
    for outcome in [Outcome::Busy, Outcome::Fault, Outcome::Busy, Outcome::Fault] {
        let request = desk.later();
        assert_eq!(desk.answered(request.id, outcome), []);
    }
    let request = desk.later();
    assert_eq!(
        desk.answered(request.id, Outcome::Fault),
        [settled(id, How::Failed)]
    );
}

#[test]
fn a_request_whose_end_is_never_told_is_given_up() {
    for (kind, ms) in [
        (Kind::List, 30_000),
        (Kind::Single, 30_000),
        (Kind::Realtime, 150_000),
    ] {
        let mut desk = Desk::new();
        let safe = desk.ask(alone(kind, Care::Safe), Class::Sync, 3_600_000);
        let lost = desk.sent();
        desk.waits(ms);
        desk.pass(ms);
        desk.waits(500);
        // Its answer comes after all, and is nobody's.
        assert_eq!(desk.answered(lost.id, Outcome::Done), []);
        assert_eq!(desk.later().waiters, [safe]);

        let mut desk = Desk::new();
        let once = desk.ask(alone(kind, Care::Once), Class::Sync, 3_600_000);
        desk.sent();
        desk.pass(ms);
        assert_eq!(desk.next(), Next::Settle(vec![settled(once, How::Failed)]));
    }
}

#[test]
fn who_is_gone_is_told_nothing() {
    let mut desk = Desk::new();
    let gone = desk.ask(alone(Kind::Single, Care::Once), Class::Guest, 8_000);
    let flying = desk.sent();
    let queued = desk.ask(number("A"), Class::Guest, 8_000);
    desk.gate.leave(gone);
    desk.gate.leave(queued);
    assert_eq!(desk.answered(flying.id, Outcome::Done), []);
    assert_eq!(desk.next(), Next::Idle);
}

#[test]
fn an_expired_caller_learns_whether_something_was_sent() {
    let mut desk = Desk::new();
    let sent = desk.ask(alone(Kind::List, Care::Once), Class::Sync, 8_000);
    desk.sent();
    let queued = desk.ask(alone(Kind::List, Care::Once), Class::Sync, 8_000);
    desk.pass(8_000);
    let told = [(sent, true), (queued, false)].map(|(id, sent)| settled(id, How::Expired { sent }));
    assert_eq!(desk.next(), Next::Settle(told.into()));
}
