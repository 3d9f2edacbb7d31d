use super::{Care, Class, Desk, Gate, Kind, Ms, Next, Outcome, Pace, START, Saved, alone, number};

#[test]
fn a_list_rests_from_the_answer_on() {
    for (list_ms, rest) in [(0, 1), (1_000, 1_000), (60_000, 60_000), (u32::MAX, 60_000)] {
        let gate = Gate::new(Pace { list_ms }, &Saved::default(), START);
        let mut desk = Desk { gate, now: START };
        for _ in 0..2 {
            desk.ask(alone(Kind::List, Care::Once), Class::Sync, 300_000);
        }
        let first = desk.sent();
        desk.pass(9_000);
        desk.waits(21_000);
        desk.answered(first.id, Outcome::Done);
        let answered = desk.now;
        desk.later();
        assert!(
            desk.now - answered == rest || list_ms == 0 && desk.now == answered,
            "{list_ms}"
        );
    }
}

#[test]
fn an_answer_nobody_heard_of_is_waited_for_across_restarts() {
    let mut desk = Desk::new();
    desk.ask(alone(Kind::List, Care::Once), Class::Sync, 300_000);
    desk.sent();
    let mut desk = desk.restart(100).restart(100).restart(0);
    desk.ask(alone(Kind::List, Care::Once), Class::Sync, 300_000);
    desk.waits(1_800);
}

#[test]
fn an_answer_that_came_is_known_after_a_restart() {
    let mut desk = Desk::new();
    desk.ask(alone(Kind::List, Care::Once), Class::Sync, 300_000);
    let request = desk.sent();
    desk.pass(400);
    desk.answered(request.id, Outcome::Done);
    let mut desk = desk.restart(300);
    desk.ask(alone(Kind::List, Care::Once), Class::Sync, 300_000);
    desk.waits(700);
}

/// How many leave in which time, if none is answered.
#[track_caller]
fn check(kind: Kind, expected: &[Ms]) {
    let mut desk = Desk::new();
    for _ in 0..20 {
        desk.ask(alone(kind, Care::Once), Class::Merchant, 3_600_000);
    }
    for at in expected {
        desk.later();
        assert_eq!(desk.now - START, *at);
    }
    assert!(
        matches!(desk.next(), Next::Wait(at) if at >= START + 30_000),
        "no more in flight"
    );
    let mut desk = desk.restart(0);
    desk.ask(alone(kind, Care::Once), Class::Merchant, 3_600_000);
    assert!(
        matches!(desk.next(), Next::Wait(_)),
        "a restart frees nothing at once"
    );
}

#[test]
fn other_kinds_are_spaced_from_send_to_send() {
    check(Kind::List, &[0]);
    check(Kind::Single, &[0, 350, 700, 1_050, 1_400, 1_750]);
    check(
        Kind::Realtime,
        &[0, 400, 800, 1_200, 1_600, 2_000, 2_400, 2_800, 3_200, 3_600],
    );
}

#[test]
fn kinds_do_not_wait_for_each_other() {
    let mut desk = Desk::new();
    for kind in Kind::ALL {
        desk.ask(alone(kind, Care::Once), Class::Merchant, 60_000);
    }
    let kinds = [desk.sent(), desk.sent(), desk.sent()].map(|request| request.kind);
    assert_eq!(kinds, Kind::ALL);
}

#[test]
fn nobody_there_is_idle() {
    let mut desk = Desk::new();
    assert_eq!(desk.next(), Next::Idle);
    let id = desk.ask(number("A"), Class::Guest, 8_000);
    desk.waits(30);
    desk.gate.leave(id);
    assert_eq!(desk.next(), Next::Idle);
}

#[test]
fn what_cannot_be_read_counts_as_a_request_that_just_left() {
    let saved = Saved::unreadable(START);
    let mut desk = Desk::from(&saved, START);
    desk.ask(number("A"), Class::Proven, 60_000);
    let request = desk.later();
    assert_eq!(request.kind, Kind::List);
    // The rest between two, and a margin for one that is still under way.
    assert_eq!(desk.now - START, 2_000);
}
