use tracktry_edge::problem::Problem;
use tracktry_edge::shelf::memory::Memory;
use tracktry_edge::shelf::policy::UNKNOWN_FOR;
use tracktry_edge::wire::SyncNews;

const NOW: i64 = 1_790_000_000_000;

#[test]
fn what_is_unknown_is_so_for_five_minutes() {
    let mut memory = Memory::default();
    assert!(!memory.is_unknown("dhl/ABCD", NOW));
    memory.note_unknown("dhl/ABCD", NOW);
    assert_eq!(UNKNOWN_FOR, 300_000);
    assert!(memory.is_unknown("dhl/ABCD", NOW));
    assert!(memory.is_unknown("dhl/ABCD", NOW + UNKNOWN_FOR - 1));
    assert!(!memory.is_unknown("dhl/ABCD", NOW + UNKNOWN_FOR));
    assert!(
        !memory.is_unknown("dhl/ABCD", NOW - 1),
        "a clock that was put back"
    );
    assert!(!memory.is_unknown("-/ABCD", NOW));
    memory.forget_unknown("dhl/ABCD");
    assert!(!memory.is_unknown("dhl/ABCD", NOW));
}

#[test]
fn who_tries_numbers_at_random_fills_no_memory() {
    let mut memory = Memory::default();
    for number in 0..10_000 {
        memory.note_unknown(&format!("dhl/{number}"), NOW);
    }
    memory.note_unknown("dhl/ABCD", NOW);
    assert!(!memory.is_unknown("dhl/ABCD", NOW), "there is no room");
    let later = NOW + UNKNOWN_FOR;
    memory.note_unknown("dhl/ABCD", later);
    assert!(memory.is_unknown("dhl/ABCD", later), "there is room again");
}

#[test]
fn an_order_is_asked_for_now_and_then() {
    let mut memory = Memory::default();
    assert!(memory.may_ask("1001", 1_000, NOW));
    assert!(!memory.may_ask("1001", 1_000, NOW + 999));
    assert!(memory.may_ask("1002", 1_000, NOW + 999));
    assert!(memory.may_ask("1001", 1_000, NOW + 1_000));
    assert!(
        memory.may_ask("1001", 1_000, NOW - DAY),
        "a clock that was put back"
    );
}

const DAY: i64 = 86_400_000;

#[test]
fn a_hush_lasts_as_long_as_it_says_and_keeps_its_reason() {
    let mut memory = Memory::default();
    assert_eq!(memory.hushed(NOW), None);
    memory.hush(Problem::Busy(120), NOW);
    assert_eq!(memory.hushed(NOW), Some(Problem::Busy(120)));
    assert_eq!(memory.hushed(NOW + 1), Some(Problem::Busy(120)));
    assert_eq!(memory.hushed(NOW + 119_999), Some(Problem::Busy(1)));
    assert_eq!(memory.hushed(NOW + 120_000), None);
    memory.hush(Problem::Down(30), NOW);
    assert_eq!(memory.hushed(NOW + 10_000), Some(Problem::Down(20)));
    memory.hush(Problem::Fault, NOW);
    assert_eq!(memory.hushed(NOW), Some(Problem::Busy(1)));
    assert_eq!(memory.hushed(NOW + 1_000), None);
}

#[test]
fn a_round_of_the_sync_never_goes_back() {
    let mut memory = Memory::default();
    let news = |until, importing| SyncNews { until, importing };
    memory.learn(news(Some(5), true));
    memory.learn(news(Some(3), false));
    assert_eq!(memory.sync, news(Some(5), false));
    memory.learn(news(None, false));
    assert_eq!(memory.sync.until, Some(5));
    memory.learn(news(Some(9), false));
    assert_eq!(memory.sync.until, Some(9));
}
