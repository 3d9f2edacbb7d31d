//! A list's parameters.

use proptest::prelude::*;
use tracktry_sandbox::code::Code;
use tracktry_sandbox::filter::Filter;
use tracktry_sandbox::limits::Rules;
use tracktry_sandbox::scenario::Status;

const RULES: Rules = Rules::OFF;

fn parse(query: &str) -> Filter {
    Filter::parse(query, b"", &RULES).unwrap()
}

#[test]
fn defaults_and_bounds_of_pages() {
    for (query, page, limit) in [
        ("", 1, 100),
        ("page=&limit=", 1, 100),
        ("page=0&limit=0", 1, 100),
        ("page=-3&limit=-3", 1, 100),
        ("page=7&limit=2000", 7, 2000),
        ("page=99999999999&limit=2001", u32::MAX, RULES.rows),
    ] {
        let filter = parse(query);
        assert_eq!((filter.page, filter.limit), (page, limit), "{query}");
    }
    assert_eq!(
        parse("page=4294967295&limit=2000").offset(),
        4_294_967_294 * 2000
    );
}

#[test]
fn what_cannot_be_read_is_refused() {
    let many = (0..41)
        .map(|n| format!("AB{n:05}"))
        .collect::<Vec<_>>()
        .join(",");
    for (query, code) in [
        ("page=one", Code::NotUnderstood),
        ("created_at_min=2026-01-01", Code::NotUnderstood),
        ("archived=perhaps", Code::NotUnderstood),
        ("status=lost", Code::StatusInvalid),
        ("status=DELIVERED", Code::StatusInvalid),
        (&format!("numbers={many}"), Code::TooMany),
        (&format!("orders={many}"), Code::TooMany),
    ] {
        assert_eq!(Filter::parse(query, b"", &RULES), Err(code), "{query}");
    }
    for body in ["{", "[]", "7", r#"{"page":{}}"#, r#"{"numbers":[7]}"#] {
        assert_eq!(
            Filter::parse("", body.as_bytes(), &RULES),
            Err(Code::NotUnderstood),
            "{body}"
        );
    }
}

#[test]
fn a_body_counts_before_the_query() {
    let filter = Filter::parse(
        "page=1&status=transit",
        br#"{"page":"3","limit":5,"numbers":["AB12345","cd67890"]}"#,
        &RULES,
    )
    .unwrap();
    assert_eq!(
        (filter.page, filter.limit, filter.status),
        (3, 5, Some(Status::Transit))
    );
    let keys: Vec<String> = filter
        .numbers
        .unwrap()
        .into_iter()
        .map(|number| number.key)
        .collect();
    assert_eq!(keys, ["AB12345", "CD67890"]);
}

#[test]
fn however_much_is_asked_little_is_bound() {
    let forty = |prefix: &str| {
        (0..40)
            .map(|n| format!("{prefix}{n:05}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let query = format!(
        "status=transit&archived=true&numbers={}&orders={}&created_at_min=1&created_at_max=2\
         &update_time_min=3&update_time_max=4&order_created_time_min=5&order_created_time_max=6",
        forty("AB"),
        forty("%23")
    );
    let (sql, binds) = parse(&query).condition();
    assert_eq!(sql.matches('?').count(), binds.len());
    assert_eq!(binds.len(), 10);
}

proptest! {
    #[test]
    fn nothing_in_a_query_or_body_breaks_it(query in "\\PC{0,60}", body in proptest::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(filter) = Filter::parse(&query, &body, &RULES) {
            prop_assert!(filter.page >= 1 && (1..=RULES.rows).contains(&filter.limit));
        }
    }

    #[test]
    fn what_is_asked_for_never_gets_into_the_statement(value in "\\PC{0,20}") {
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("numbers", &value)
            .append_pair("orders", &value)
            .finish();
        let (sql, _) = parse(&query).condition();
        let known = ["1", "key IN (SELECT value FROM json_each(?))", "order_id IN (SELECT value FROM json_each(?))"];
        prop_assert!(sql.split(" AND ").all(|term| known.contains(&term)), "{}", sql);
    }
}
