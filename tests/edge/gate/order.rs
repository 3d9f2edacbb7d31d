use super::{Care, Class, Desk, Kind, Next, Outcome, Refused, Request, START, Want, alone, number};
use tracktry_edge::gate::What;

fn list() -> Want {
    alone(Kind::List, Care::Once)
}

fn numbers(request: &Request) -> Vec<&str> {
    match &request.what {
        What::Numbers(keys) | What::Orders(keys) => keys.iter().map(String::as_str).collect(),
        What::Alone(_) => Vec::new(),
    }
}

#[test]
fn numbers_go_together_by_preference_and_each_once() {
    let mut desk = Desk::new();
    desk.ask(number("S"), Class::Sync, 60_000);
    desk.ask(number("G"), Class::Guest, 60_000);
    desk.ask(number("S"), Class::Proven, 60_000);
    desk.ask(Want::Order("S".to_owned()), Class::Proven, 60_000);
    desk.ask(number("M"), Class::Merchant, 60_000);
    desk.waits(30);
    let request = desk.later();
    assert_eq!(numbers(&request), ["S", "G", "M"]);
    assert_eq!((request.waiters.len(), request.class), (4, Class::Proven));
    desk.answered(request.id, Outcome::Done);
    let orders = desk.later();
    assert_eq!(orders.what, What::Orders(vec!["S".to_owned()]));
}

#[test]
fn forty_do_not_wait_for_company() {
    let mut desk = Desk::new();
    for n in 0..39 {
        desk.ask(number(&n.to_string()), Class::Guest, 60_000);
    }
    desk.waits(30);
    for n in 39..50 {
        desk.ask(number(&n.to_string()), Class::Guest, 60_000);
    }
    let request = desk.sent();
    assert_eq!(numbers(&request).len(), 40);
    desk.answered(request.id, Outcome::Done);
    assert_eq!(numbers(&desk.later()).len(), 10);
}

#[test]
fn the_first_of_a_batch_has_waited_long_enough_for_all() {
    let mut desk = Desk::new();
    desk.ask(number("A"), Class::Guest, 60_000);
    desk.pass(29);
    desk.ask(number("B"), Class::Proven, 60_000);
    desk.waits(1);
    desk.pass(1);
    assert_eq!(numbers(&desk.sent()), ["B", "A"]);
}

#[test]
fn nothing_is_kept_of_those_who_left() {
    let mut desk = Desk::new();
    desk.ask(number("A"), Class::Sync, 3_600_000);
    desk.later();
    let mut come_and_go = |turn: usize| {
        for want in [
            number("A"),
            number(&turn.to_string()),
            list(),
            alone(Kind::Single, Care::Safe),
        ] {
            let id = desk.ask(want, Class::Guest, 60_000);
            desk.gate.leave(id);
        }
        format!("{:?}", desk.gate).len()
    };
    let first = come_and_go(0);
    let last = (1..1_000).map(&mut come_and_go).last();
    assert!(last < Some(first + 20), "{first} {last:?}");
}

#[test]
fn a_number_under_way_is_joined() {
    let mut desk = Desk::new();
    desk.ask(number("A"), Class::Guest, 60_000);
    let request = desk.later();
    let joined = desk.ask(number("A"), Class::Proven, 60_000);
    let other = desk.ask(Want::Order("A".to_owned()), Class::Proven, 60_000);
    let told = desk.answered(request.id, Outcome::Answered);
    assert!(told.iter().any(|settled| settled.id == joined));
    assert_eq!(told.len(), 2);
    assert_eq!(desk.later().waiters, [other]);
}

/// Whose the next slots are where these keep waiting.
#[track_caller]
fn check(waiting: &[Class], expected: &str) {
    let mut desk = Desk::new();
    for _ in 0..expected.len() {
        for class in waiting {
            desk.ask(list(), *class, 3_600_000);
        }
    }
    let slots = expected.chars().map(|_| {
        let request = desk.later();
        desk.answered(request.id, Outcome::Done);
        format!("{:?}", request.class).remove(0)
    });
    assert_eq!(slots.collect::<String>(), expected);
}

#[test]
fn everybody_has_a_share_of_the_list() {
    check(&[Class::Proven, Class::Sync], "PPPSPPPSPPPS");
    check(&[Class::Merchant, Class::Sync], "MMMSMMMSMMMS");
    check(&[Class::Sync], "SSSS");
    check(&[Class::Proven, Class::Merchant], "PPPPPPPMPPPPPPPM");
    check(&[Class::Proven, Class::Guest], "PPPPPPPGPPPPPPPG");
    check(&Class::ALL, "PPPSPPPSMGPSPPPSMGPSPPPSMG");
}

#[test]
fn the_sync_leads_its_slot_and_others_fill_it() {
    let mut desk = Desk::new();
    for n in 0..3 {
        desk.ask(list(), Class::Proven, 60_000);
        desk.ask(number(&format!("S{n}")), Class::Sync, 60_000);
    }
    for _ in 0..3 {
        let request = desk.later();
        assert_eq!(request.class, Class::Proven);
        desk.answered(request.id, Outcome::Done);
    }
    desk.ask(number("P"), Class::Proven, 60_000);
    assert_eq!(numbers(&desk.later()), ["S0", "S1", "S2", "P"]);
}

#[test]
fn what_goes_on_behind_everybodys_back_leaves_room_for_shoppers() {
    let mut desk = Desk::new();
    let mut asked = Vec::new();
    // As many as all Shelves may have to confirm at the same time.
    for n in 0..64 * 40 {
        let class = if n % 2 == 0 {
            Class::Sync
        } else {
            Class::Merchant
        };
        asked.extend(desk.try_ask(number(&n.to_string()), class, 60_000));
    }
    assert_eq!(asked.len(), 500);
    for class in [Class::Proven, Class::Guest] {
        desk.ask(number("P"), class, 60_000);
    }
    // Whoever leaves makes room for one of either class.
    for class in [Class::Sync, Class::Merchant] {
        desk.gate.leave(asked.pop().unwrap());
        desk.ask(number("N"), class, 60_000);
        desk.try_ask(number("N"), class, 60_000).unwrap_err();
    }
}

#[test]
fn the_queue_is_bounded_and_says_when_it_is_served() {
    let mut desk = Desk::new();
    for n in 0..500 {
        desk.ask(number(&n.to_string()), Class::Guest, 3_600_000);
    }
    // 13 requests, a second and a half each.
    let full = Refused::Full { retry_ms: 19_500 };
    assert_eq!(desk.try_ask(number("0"), Class::Guest, 60_000), Err(full));
    for n in 500..2_000 {
        desk.ask(number(&n.to_string()), Class::Proven, 3_600_000);
    }
    let full = Refused::Full { retry_ms: 75_000 };
    for class in Class::ALL {
        assert_eq!(desk.try_ask(number("0"), class, 60_000), Err(full));
    }
    let empty = Refused::Full { retry_ms: 1 };
    assert_eq!(
        desk.try_ask(alone(Kind::Single, Care::Once), Class::Sync, 60_000),
        Err(empty)
    );

    for _ in 0..50 {
        let request = desk.later();
        desk.pass(500);
        desk.answered(request.id, Outcome::Done);
    }
    assert_eq!(desk.next(), Next::Idle);
    assert_eq!(desk.now - START, 75_000 - 1_000);
    desk.ask(number("0"), Class::Guest, 60_000);
}
