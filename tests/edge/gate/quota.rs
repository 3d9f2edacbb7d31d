use super::{Care, Class, Desk, How, Kind, Outcome, Refused, alone};

fn post() -> super::Want {
    alone(Kind::Single, Care::Post)
}

#[test]
fn without_quota_nothing_is_posted_for_an_hour() {
    let mut desk = Desk::new();
    assert_eq!(desk.one(Care::Post, Outcome::Quota)[0].how, How::Answer);
    assert!(!desk.gate.may_post(desk.now));
    let refused = Refused::Quota { left_ms: 3_600_000 };
    assert_eq!(desk.try_ask(post(), Class::Merchant, 8_000), Err(refused));
    // Other calls go on.
    desk.one(Care::Once, Outcome::Done);
    let mut desk = desk.restart(3_590_000);
    assert!(!desk.gate.may_post(desk.now));
    desk.pass(10_000);
    assert!(desk.gate.may_post(desk.now));
}

#[test]
fn then_one_post_finds_out() {
    for (outcome, may) in [
        (Outcome::Done, true),
        (Outcome::DoneBusy, true),
        (Outcome::Quota, false),
    ] {
        let mut desk = Desk::new();
        desk.one(Care::Post, Outcome::Quota);
        desk.pass(3_600_000);
        desk.ask(post(), Class::Merchant, 8_000);
        let refused = Refused::Quota { left_ms: 8_000 };
        assert_eq!(desk.try_ask(post(), Class::Merchant, 8_000), Err(refused));
        let request = desk.sent();
        assert!(!desk.gate.may_post(desk.now));
        desk.answered(request.id, outcome);
        assert_eq!(desk.gate.may_post(desk.now), may, "{outcome:?}");
        assert_eq!(desk.gate.stats(desk.now).quota_at.is_none(), may);
    }
}

#[test]
fn a_post_that_tells_nothing_leaves_it_to_another() {
    for outcome in [Outcome::Fault, Outcome::Answered] {
        let mut desk = Desk::new();
        desk.one(Care::Post, Outcome::Quota);
        desk.pass(3_600_000);
        desk.one(Care::Post, outcome);
        assert!(desk.gate.may_post(desk.now));
        assert!(desk.gate.stats(desk.now).quota_at.is_some());
    }
}

#[test]
fn a_probing_post_whose_caller_is_gone_still_counts() {
    let mut desk = Desk::new();
    desk.one(Care::Post, Outcome::Quota);
    desk.pass(3_600_000);
    let id = desk.ask(post(), Class::Merchant, 8_000);
    let request = desk.sent();
    desk.gate.leave(id);
    assert!(!desk.gate.may_post(desk.now));
    desk.answered(request.id, Outcome::Done);
    assert!(desk.gate.stats(desk.now).quota_at.is_none());
}

#[test]
fn posts_in_the_queue_are_told_at_once() {
    let mut desk = Desk::new();
    desk.ask(post(), Class::Merchant, 8_000);
    let first = desk.sent();
    let post = desk.ask(post(), Class::Merchant, 8_000);
    let other = desk.ask(alone(Kind::Single, Care::Once), Class::Merchant, 8_000);
    let told = desk.answered(first.id, Outcome::Quota);
    let refused = How::Refused(Refused::Quota { left_ms: 3_600_000 });
    assert_eq!(told[1..], [super::settled(post, refused)]);
    assert_eq!(desk.later().waiters, [other]);
}

#[test]
fn what_costs_the_merchant_too_much_forbids_no_post() {
    for (care, class, may) in [
        (Care::Once, Class::Merchant, true),
        (Care::Safe, Class::Merchant, true),
        (Care::Post, Class::Merchant, false),
        // Nothing is read any more.
        (Care::Safe, Class::Sync, false),
    ] {
        let mut desk = Desk::new();
        desk.ask(alone(Kind::Single, care), class, 8_000);
        let request = desk.sent();
        desk.answered(request.id, Outcome::Quota);
        assert_eq!(desk.gate.may_post(desk.now), may, "{care:?} {class:?}");
        assert_eq!(desk.gate.stats(desk.now).quota_at.is_none(), may);
    }
}
