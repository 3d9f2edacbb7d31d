//! What a shopper may not see: a customer's values, and places of the last leg.

use super::{of, texts};
use crate::fixtures::journey;
use crate::tracking::full;
use serde_json::{Value as Json, json};
use tracktry_core::Journey;

#[test]
fn a_customers_values_never_get_in() {
    let mut raw = full();
    let canaries = [
        "name", "mail-1", "mail-2", "phone", "title", "comment", "order", "channel", "signer-1",
        "signer-2",
    ];
    // In the fields alone, by construction.
    let journey = serde_json::to_string(&crate::fixtures::journey(&raw)).unwrap();
    assert!(!journey.contains("CANARY"));
    // And where carriers repeat them; order and channel are no person's.
    let masked = || {
        canaries
            .into_iter()
            .filter(|c| !matches!(*c, "order" | "channel"))
    };
    for canary in masked() {
        let words = format!("(Canary-{canary}), to CANARY-{canary}: canary-{canary}");
        raw["origin_info"]["trackinfo"] = json!([
            {"Date": "2021-01-02", "StatusDescription": words, "Details": words},
            {"Date": "2021-01-01", "StatusDescription": format!("{}CANARY-{canary}", "x ".repeat(248)), "Details": format!("CANARY-{canary}")},
        ]);
        let journey = crate::fixtures::journey(&raw);
        let json = serde_json::to_string(&journey).unwrap().to_uppercase();
        assert!(!json.contains("CANARY"), "{canary}: {json}");
        let shown = journey
            .events
            .iter()
            .find(|e| e.at.as_deref() == Some("2021-01-02"))
            .unwrap();
        assert_eq!(shown.text.as_deref(), Some("(…), to …: …"));
    }
}

#[test]
fn only_whole_words_are_masked() {
    let shown = |name: &str, text: &str| {
        let raw = json!({"tracking_number": "A1234", "customer_name": name, "origin_info": {"trackinfo": [{"StatusDescription": text}]}});
        texts(&journey(&raw))[0].to_owned()
    };
    assert_eq!(shown("Jane Doe", "Left with JANE DOE."), "Left with ….");
    assert_eq!(
        shown("Jane Doe", "Left with Jane Doering"),
        "Left with Jane Doering"
    );
    assert_eq!(
        shown("Anne", "Joanne, Anne-Marie, annex"),
        "Joanne, …-Marie, annex"
    );
    assert_eq!(
        shown("Doe", "Signed by Doe"),
        "Signed by Doe",
        "too short to be told from a common word"
    );
    assert_eq!(
        shown("Zoë Łuczak", "an ZOË ŁUCZAK übergeben"),
        "an … übergeben"
    );
    assert_eq!(
        shown("Ελένη Δ", "ΕΛΈΝΗ Δ"),
        "ΕΛΈΝΗ Δ",
        "accents that differ are another word"
    );
    assert_eq!(shown("Юлия Кох", "вручено ЮЛИЯ КОХ"), "вручено …");
    assert_eq!(shown("Ђорђе", "за ЂОРЂЕ"), "за …");
    assert_eq!(shown("Ćwik Šimek", "do ćwik šIMEK"), "do …");
    assert_eq!(shown("żak łoś", "do ŻAK ŁOŚ"), "do …");
    assert_eq!(
        shown("张三丰", "已签收，签收人张三丰本人"),
        "已签收，签收人…本人"
    );
    assert_eq!(shown("aaaa", "aaaaa aaaa aaaa"), "aaaaa … …");
    assert_eq!(shown("....", "a....b"), "a…b");
}

/// A name of nothing but repetition against texts of the same: bounded, and nothing leaks.
#[test]
fn masking_ends() {
    let name = "中".repeat(100);
    let text = "中".repeat(99) + "x";
    let scans: Vec<_> = (0..500)
        .map(|n| json!({"StatusDescription": format!("{n} {}", text.repeat(10))}))
        .collect();
    let raw = json!({"tracking_number": "A1234", "customer_name": name, "comment": name, "title": name,
        "origin_info": {"trackinfo": scans}});
    let start = std::time::Instant::now();
    let shown = journey(&raw);
    assert!(start.elapsed().as_secs() < 2);
    assert_eq!(texts(&shown).last(), Some(&"…"));
    assert!(texts(&shown)[0].starts_with("0 中"));
}

#[test]
fn coarse_places_leave_the_country_of_the_last_leg() {
    let leg = |places: &[&str]| -> Json {
        places
            .iter()
            .map(
                |place| json!({"Date": "2021-01-01", "StatusDescription": place, "Details": place}),
            )
            .collect()
    };
    let places = |journey: Journey| -> Vec<Option<String>> {
        journey
            .with_coarse_places()
            .events
            .into_iter()
            .map(|e| e.place)
            .collect()
    };
    let some = |place: &str| Some(place.to_owned());
    let last = leg(&[
        "LEIDEN,23xx,NL",
        "Hong Kong [CN]",
        "Bonn, DE ",
        "DE",
        "Springfield",
        "Bonn,de",
        "a,ABC",
        "[CN",
        "x [cn]",
        "x []",
        ",",
        "ÅÅ",
    ]);
    let expected = vec![
        some("NL"),
        some("CN"),
        some("DE"),
        some("DE"),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
    ];
    assert_eq!(
        places(of("transit", None, &last, &json!([]))),
        expected,
        "the origin's, where it is the only one"
    );
    let mut both = expected;
    both.push(some("Shenzhen"));
    assert_eq!(
        places(of("transit", None, &leg(&["Shenzhen"]), &last)),
        both,
        "the destination's, where there is one"
    );
}
