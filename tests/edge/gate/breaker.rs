use super::{Care, Class, Desk, How, Kind, Outcome, Refused, alone, number};
use tracktry_edge::gate::BreakerStats;

#[track_caller]
fn check(outcomes: &str, expected: BreakerStats) {
    let mut desk = Desk::new();
    for outcome in outcomes.chars() {
        desk.one(Care::Once, of(outcome));
    }
    assert_eq!(desk.gate.stats(desk.now).breaker, expected, "{outcomes}");
    let desk = desk.restart(0);
    assert_eq!(
        desk.gate.stats(desk.now).breaker,
        expected,
        "{outcomes}, after a restart"
    );
}

fn of(outcome: char) -> Outcome {
    match outcome {
        'F' => Outcome::Fault,
        'K' => Outcome::KeyRefused,
        'A' => Outcome::Answered,
        'Q' => Outcome::Quota,
        'B' => Outcome::Busy,
        _ => Outcome::Done,
    }
}

#[test]
fn five_in_a_row_or_half_of_twenty_open_it() {
    use BreakerStats::{Closed, Open};
    check("FFFF", Closed);
    check("FFFFF", Open);
    check("KKFKK", Open);
    for success in ["D", "A", "Q"] {
        check(&format!("FFFF{success}FFFF"), Closed);
    }
    // A 429 neither breaks a row nor adds to one.
    check("FFFFBF", Open);
    check(&"FFDD".repeat(4), Closed);
    check(&"FD".repeat(9), Closed);
    check(&format!("{}F", "FD".repeat(9)), Open);
    // Twenty are remembered.
    check(&format!("{}{}", "FD".repeat(9), "DDDF".repeat(4)), Closed);
}

fn broken() -> Desk {
    let mut desk = Desk::new();
    for _ in 0..5 {
        desk.one(Care::Once, Outcome::Fault);
    }
    desk
}

#[test]
fn while_it_is_open_nobody_passes_and_who_cannot_wait_is_told() {
    let mut desk = broken();
    let refused = Refused::Broken { left_ms: 30_000 };
    assert_eq!(
        desk.try_ask(number("A"), Class::Proven, 30_000),
        Err(refused)
    );
    desk.ask(number("A"), Class::Proven, 30_001);
    desk.waits(30_000);
}

#[test]
fn one_probe_decides() {
    for (outcome, expected) in [
        (Outcome::Done, BreakerStats::Closed),
        (Outcome::Answered, BreakerStats::Closed),
        (Outcome::Fault, BreakerStats::Open),
        (Outcome::KeyRefused, BreakerStats::Open),
        (Outcome::Busy, BreakerStats::HalfOpen),
    ] {
        let mut desk = broken();
        for kind in Kind::ALL {
            desk.ask(alone(kind, Care::Safe), Class::Sync, 300_000);
        }
        let probe = desk.later();
        assert!(probe.probe);
        assert_eq!(desk.gate.stats(desk.now).breaker, BreakerStats::HalfOpen);
        desk.pass(10_000);
        desk.waits(20_000);
        desk.answered(probe.id, outcome);
        assert_eq!(desk.gate.stats(desk.now).breaker, expected, "{outcome:?}");
    }
}

#[test]
fn nobody_waits_for_a_probe_that_takes_ninety_seconds() {
    let mut desk = broken();
    desk.ask(alone(Kind::Realtime, Care::Safe), Class::Sync, 300_000);
    let slow = desk.later();
    assert!(slow.probe && slow.kind == Kind::Realtime);
    desk.pass(1_000);
    desk.ask(alone(Kind::Realtime, Care::Safe), Class::Sync, 300_000);
    desk.ask(alone(Kind::Single, Care::Safe), Class::Sync, 300_000);
    let quick = desk.sent();
    assert!(quick.probe && quick.kind == Kind::Single, "{quick:?}");
    // It decides, whatever becomes of the slow one.
    desk.answered(slow.id, Outcome::Done);
    assert_eq!(desk.gate.stats(desk.now).breaker, BreakerStats::HalfOpen);
    desk.answered(quick.id, Outcome::Done);
    assert_eq!(desk.gate.stats(desk.now).breaker, BreakerStats::Closed);
}

#[test]
fn a_probe_that_is_never_heard_of_is_a_fault() {
    let mut desk = broken();
    desk.ask(alone(Kind::Single, Care::Once), Class::Sync, 300_000);
    desk.later();
    desk.pass(30_000);
    desk.next();
    assert_eq!(desk.gate.stats(desk.now).breaker_left_ms, 30_000);
}

#[test]
fn whatever_left_before_it_opened_does_not_close_it() {
    let mut desk = Desk::new();
    desk.ask(alone(Kind::Realtime, Care::Safe), Class::Sync, 300_000);
    let old = desk.sent();
    for _ in 0..5 {
        desk.one(Care::Once, Outcome::Fault);
    }
    desk.answered(old.id, Outcome::Done);
    assert_eq!(desk.gate.stats(desk.now).breaker, BreakerStats::Open);
}

#[test]
fn opening_tells_those_in_the_queue_who_cannot_wait() {
    let mut desk = Desk::new();
    for _ in 0..4 {
        desk.one(Care::Once, Outcome::Fault);
    }
    desk.ask(alone(Kind::Single, Care::Once), Class::Sync, 300_000);
    let fifth = desk.later();
    desk.ask(number("A"), Class::Proven, 8_000);
    let told = desk.answered(fifth.id, Outcome::Fault);
    let hows: Vec<How> = told.iter().map(|settled| settled.how).collect();
    assert_eq!(
        hows,
        [
            How::Failed,
            How::Refused(Refused::Broken { left_ms: 30_000 })
        ]
    );
}

#[test]
fn a_refused_key_is_remembered_until_it_is_taken() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.one(Care::Safe, Outcome::KeyRefused)[0].how,
        How::Answer
    );
    let at = Some(desk.now);
    for outcome in [Outcome::Fault, Outcome::Busy] {
        desk.one(Care::Once, outcome);
    }
    let mut desk = desk.restart(120_000);
    assert_eq!(desk.gate.stats(desk.now).key_refused_at, at);
    desk.one(Care::Once, Outcome::Answered);
    assert_eq!(desk.gate.stats(desk.now).key_refused_at, None);
}

#[test]
fn what_ends_last_counts_where_there_is_a_silence_too() {
    let mut desk = Desk::new();
    desk.ask(alone(Kind::Realtime, Care::Once), Class::Sync, 300_000);
    let old = desk.sent();
    for _ in 0..5 {
        desk.one(Care::Once, Outcome::Fault);
    }
    desk.answered(old.id, Outcome::Busy);
    let refused = Refused::Silent { left_ms: 120_000 };
    assert_eq!(
        desk.try_ask(number("A"), Class::Proven, 60_000),
        Err(refused)
    );
    desk.ask(number("A"), Class::Proven, 120_001);
    desk.waits(120_000);
    desk.pass(120_000);
    assert!(desk.sent().probe);
}

#[test]
fn what_fails_of_the_merchants_own_opens_nothing() {
    let fails = |desk: &mut Desk, outcome| {
        desk.ask(alone(Kind::Single, Care::Once), Class::Merchant, 300_000);
        let request = desk.later();
        desk.answered(request.id, outcome);
        request.probe
    };
    for outcome in [Outcome::Fault, Outcome::KeyRefused] {
        let mut desk = Desk::new();
        for _ in 0..20 {
            fails(&mut desk, outcome);
        }
        let stats = desk.gate.stats(desk.now);
        assert_eq!(stats.breaker, BreakerStats::Closed, "{outcome:?}");
        assert_eq!(stats.key_refused_at, None);
        // Nor does it close or keep open.
        let mut desk = broken();
        assert!(fails(&mut desk, outcome));
        let stats = desk.gate.stats(desk.now);
        assert_eq!(stats.breaker, BreakerStats::HalfOpen, "{outcome:?}");
    }
    // What is done is as good as any other.
    let mut desk = broken();
    assert!(fails(&mut desk, Outcome::Done));
    let stats = desk.gate.stats(desk.now);
    assert_eq!(stats.breaker, BreakerStats::Closed);
}
