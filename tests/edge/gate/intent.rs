use super::{How, Ms, Refused, START};
use tracktry_core::envelope::ResultCode;
use tracktry_edge::gate::intent::{Intent, Look, May, Posted, State};

/// How a post ends by its answer, and what then may be done.
#[track_caller]
fn check(http: u16, code: Option<u32>, posted: Posted, may: May) {
    let found = Posted::of(http, code.map(ResultCode));
    assert_eq!(found, posted, "{http} {code:?}");
    let intent = Intent::begin(START).posted(found);
    assert_eq!(Intent::may_begin(Some(&intent)), may, "{http} {code:?}");
}

#[test]
fn an_answer_settles_a_post_where_it_is_definite() {
    for code in [200, 201, 202, 4016] {
        check(200, Some(code), Posted::Done, May::Never);
    }
    for code in [
        429, 401, 402, 403, 4001, 4002, 4012, 4013, 4014, 4015, 4018, 4019, 4020, 4021,
    ] {
        check(200, Some(code), Posted::Refused, May::Begin);
    }
    for http in [401, 402, 403, 429] {
        check(http, None, Posted::Refused, May::Begin);
    }
    for code in [500, 503, 4031, 4032, 9_999] {
        check(200, Some(code), Posted::Unknown, May::Look);
    }
    for http in [200, 404, 500, 502, 524] {
        check(http, None, Posted::Unknown, May::Look);
    }
    check(429, Some(200), Posted::Unknown, May::Look);
    assert_eq!(Intent::may_begin(None), May::Begin);
}

#[test]
fn what_the_gate_says_settles_it_too() {
    for (how, expected) in [
        (How::Answer, None),
        (
            How::Refused(Refused::Silent { left_ms: 1 }),
            Some(Posted::Refused),
        ),
        (How::Expired { sent: false }, Some(Posted::Refused)),
        (How::Expired { sent: true }, Some(Posted::Unknown)),
        (How::Failed, Some(Posted::Unknown)),
    ] {
        assert_eq!(Posted::by_gate(how), expected);
    }
}

#[test]
fn an_open_post_is_looked_up_ever_more_seldom() {
    let mut intent = Intent::begin(START);
    let mut now = START;
    let mut waits: Vec<Ms> = Vec::new();
    for _ in 0..40 {
        let at = intent.look_at(now).unwrap();
        waits.push((at - now) / 1_000);
        now = at;
        intent = intent.looked(Look::Unknown, now, now);
    }
    assert_eq!(
        waits[..9],
        [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]
    );
    assert_eq!(waits[39], 3_600);
    assert_eq!(intent.state(), State::Open);
}

#[test]
fn nothing_found_means_lost_after_two_minutes_only() {
    for (asked, now, state) in [
        (30_000, 30_100, State::Open),
        (119_999, 125_000, State::Open),
        (120_000, 125_000, State::Lost),
    ] {
        let intent = Intent::begin(START);
        let looked = intent.looked(Look::Empty, START + asked, START + now);
        assert_eq!(looked.state(), state, "{asked}");
        let found = intent.looked(Look::Found, START + asked, START + now);
        assert_eq!(found.state(), State::Done);
        assert_eq!(found.look_at(START), None);
    }
    let lost = Intent::begin(START).looked(Look::Empty, START + 120_000, START + 120_000);
    assert_eq!(Intent::may_begin(Some(&lost)), May::Never);
}

#[test]
fn a_late_answer_is_believed_where_it_says_done() {
    let lost = Intent::begin(START).looked(Look::Empty, START + 120_000, START + 120_000);
    assert_eq!(lost.posted(Posted::Done).state(), State::Done);
    assert_eq!(lost.posted(Posted::Refused).state(), State::Lost);
    let done = Intent::begin(START).posted(Posted::Done);
    for later in [
        done.posted(Posted::Refused),
        done.posted(Posted::Unknown),
        done.looked(Look::Empty, i64::MAX, i64::MAX),
    ] {
        assert_eq!(later.state(), State::Done);
    }
}

#[test]
fn a_clock_that_was_wrong_puts_nothing_off_for_long() {
    let intent = Intent::begin(i64::MAX);
    assert_eq!(intent.look_at(START), Some(START + 3_600_000));
    // Its age counts from the first look on.
    let looked = intent.looked(Look::Empty, START, START);
    assert_eq!(looked.state(), State::Open);
    let looked = looked.looked(Look::Empty, START + 120_000, START + 120_000);
    assert_eq!(looked.state(), State::Lost);
    assert_eq!(
        Intent::begin(i64::MIN)
            .looked(Look::Empty, i64::MAX, i64::MAX)
            .state(),
        State::Lost
    );
}

#[test]
fn what_is_written_is_read_again() {
    for intent in [
        Intent::begin(START),
        Intent::begin(START).posted(Posted::Refused),
    ] {
        let json = serde_json::to_string(&intent).unwrap();
        assert_eq!(serde_json::from_str::<Intent>(&json).unwrap(), intent);
    }
    let stored: Intent = serde_json::from_str("{}").unwrap();
    assert_eq!(Intent::may_begin(Some(&stored)), May::Look);
    let json = serde_json::to_string(&Intent::begin(7)).unwrap();
    assert_eq!(
        json,
        r#"{"at":7,"look_at":30007,"looks":0,"state":"open","v":1}"#
    );
}
