//! Which parcels in trouble are asked for, and how they are told of.

use proptest::prelude::*;
use serde_json::{Value, json};
use tracktry_edge::exceptions::{Question, page};
use tracktry_edge::problem::Problem;
use tracktry_edge::shelf::trouble::Found;

const DAY: i64 = 86_400_000;

fn asked(query: &str) -> Result<Question, Problem> {
    Question::of(&format!("https://edge.example/exceptions{query}"))
}

#[test]
fn without_parameters_the_first_hundred_are_asked_for() {
    for query in ["", "?", "?x=1&y", "#?days=x", "?#days=x"] {
        let question = asked(query).unwrap();
        assert_eq!((question.days, question.limit), (0, 100), "{query}");
        assert_eq!(
            (&question.stage, &question.reason, &question.after),
            (&None, &None, &None)
        );
    }
}

#[test]
fn each_parameter_is_read() {
    let question =
        asked("?stage=exception&reason=customs&days=7&limit=500&after=-5~ups~RN1234-5_6CN");
    let question = question.unwrap();
    assert_eq!(question.stage.as_deref(), Some("exception"));
    assert_eq!(question.reason.as_deref(), Some("customs"));
    assert_eq!((question.days, question.limit), (7, 500));
    assert_eq!(question.after, Some((-5, "ups/RN1234-5_6CN".to_owned())));
    let question = asked("?reason=none&after=1%7E-%7eRN12345").unwrap();
    assert_eq!(question.reason.as_deref(), Some("none"));
    assert_eq!(question.after, Some((1, "-/RN12345".to_owned())));
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    for (name, values) in [
        (
            "stage",
            vec![
                "",
                "delivered",
                "in_transit",
                "Exception",
                "exception,expired",
                "%",
            ],
        ),
        ("reason", vec!["", "Customs", "because", "null"]),
        (
            "days",
            vec!["", "-1", "3651", "1.5", "x", "99999999999999999999", "%ff"],
        ),
        ("limit", vec!["", "0", "501", "-1", "ten"]),
        (
            "after",
            vec![
                "",
                "1",
                "1~ups",
                "x~ups~RN12345",
                "1~ups~rn12345",
                "1~UPS~RN12345",
                "1~ups~RN12345~",
                "1~ups~1",
                "99999999999999999~ups~RN12345",
            ],
        ),
    ] {
        for value in values {
            assert_eq!(
                asked(&format!("?{name}={value}")),
                Err(Problem::QueryInvalid(name)),
                "{value}"
            );
        }
    }
}

fn found(sums: Value, parcels: Value) -> Value {
    [("sums", sums), ("parcels", parcels)].into_iter().collect()
}

#[test]
fn what_shelves_found_is_added_up_in_order() {
    let mut all = Found::default();
    all.add(
        found(
            json!([["expired", null, 2, 50], ["exception", "customs", 1, 30]]),
            json!([
                [10, "ups/B1234", "expired", null, null],
                [30, "ups/A1234", "exception", "customs", "1001"]
            ]),
        ),
        3,
    );
    all.add(
        found(
            json!([["exception", "customs", 4, 20], ["exception", null, 1, 60]]),
            json!([
                [10, "ups/A9999", "exception", "customs", null],
                [20, "dhl/C1234", "expired", null, null]
            ]),
        ),
        3,
    );
    all.add(json!(null), 3);
    assert_eq!(
        all.sums,
        [
            json!(["exception", null, 1, 60]),
            json!(["exception", "customs", 5, 20]),
            json!(["expired", null, 2, 50]),
        ]
    );
    let keys: Vec<_> = all
        .parcels
        .iter()
        .map(|parcel| parcel[1].as_str().unwrap())
        .collect();
    assert_eq!(keys, ["ups/A9999", "ups/B1234", "dhl/C1234"]);
}

#[test]
fn a_page_says_since_when_and_where_to_go_on() {
    let now = 100 * DAY;
    let mut all = Found::default();
    all.add(
        found(
            json!([["exception", "customs", 2, 90 * DAY]]),
            json!([
                [90 * DAY, "ups/RN12345", "exception", "customs", "1001"],
                [97 * DAY + 1, "-/RN-2_3", "exception", null, null]
            ]),
        ),
        2,
    );
    let question = asked("?limit=2").unwrap();
    let page = |question: &Question| page(question, &all, now, |ms| format!("at {ms}"));
    assert_eq!(
        page(&question),
        json!({
            "v": 1,
            "summary": [{ "stage": "exception", "reason": "customs", "count": 2, "oldest_days": 10 }],
            "parcels": [
                { "carrier": "ups", "number": "RN12345", "order": "1001", "stage": "exception", "reason": "customs", "since": format!("at {}", 90 * DAY), "days": 10 },
                { "carrier": "-", "number": "RN-2_3", "order": null, "stage": "exception", "reason": null, "since": format!("at {}", 97 * DAY + 1), "days": 2 },
            ],
            "next": format!("{}~-~RN-2_3", 97 * DAY + 1),
        })
    );
    assert_eq!(page(&asked("?limit=3").unwrap())["next"], Value::Null);
    let next = page(&question)["next"].as_str().unwrap().to_owned();
    let after = asked(&format!("?after={next}")).unwrap().after;
    assert_eq!(after, Some((97 * DAY + 1, "-/RN-2_3".to_owned())));
}

proptest! {
    #[test]
    fn any_query_is_read_or_refused(query in ".{0,80}") {
        match asked(&format!("?{query}")) {
            Ok(question) => prop_assert!((1..=500).contains(&question.limit) && (0..=3_650).contains(&question.days)),
            Err(problem) => prop_assert!(matches!(problem, Problem::QueryInvalid(_))),
        }
    }

    #[test]
    fn of_any_shelves_the_first_are_kept(lists in prop::collection::vec(prop::collection::vec((0_i64..50, 0_u32..50), 0..20), 0..6), most in 1_usize..30) {
        let mut all = Found::default();
        let mut expected = Vec::new();
        for mut list in lists {
            list.sort_unstable();
            expected.extend(list.iter().copied());
            let parcels: Vec<_> = list.iter().map(|(since, key)| json!([since, format!("ups/{key:04}")])).collect();
            all.add(found(json!([]), parcels.into()), most);
        }
        expected.sort_unstable();
        expected.truncate(most);
        let kept: Vec<_> = all.parcels.iter().map(|parcel| {
            let key: u32 = parcel[1].as_str().unwrap().trim_start_matches("ups/").parse().unwrap();
            (parcel[0].as_i64().unwrap(), key)
        }).collect();
        prop_assert_eq!(kept, expected);
    }
}
