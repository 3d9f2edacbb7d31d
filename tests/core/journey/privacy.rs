//! What a shopper may not see: a customer's values, and places of the last leg.

use super::texts;
use crate::fixtures::journey;
use crate::tracking::full;
use serde_json::{Value as Json, json};

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
        shown("Jane Doe", "Left with Janet Doering"),
        "Left with Janet Doering"
    );
    assert_eq!(
        shown("Anne", "Joanne, Anne-Marie, annex"),
        "Joanne, …-Marie, annex"
    );
    assert_eq!(
        shown("Li", "Signed by Li"),
        "Signed by Li",
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

#[test]
fn a_name_is_masked_in_parts_too() {
    let shown = |raw: Json, text: &str| {
        let mut raw = raw;
        raw["tracking_number"] = json!("A1234");
        raw["origin_info"] = json!({"trackinfo": [{"StatusDescription": text}]});
        texts(&journey(&raw))[0].to_owned()
    };
    let name = |name: &str, text: &str| shown(json!({"customer_name": name}), text);
    assert_eq!(name("Jennifer Lee", "signed by LEE"), "signed by …");
    assert_eq!(name("Lee", "signed by lee, Leeds"), "signed by …, Leeds");
    assert_eq!(name("Jane Doe", "JANE DOE, Doe, J. Doe"), "…, …, J. …");
    assert_eq!(
        name("O'Brien-Łuczak", "for Brien, ŁUCZAK & O"),
        "for …, … & O"
    );
    assert_eq!(name("Al of 4711", "4711 of Al"), "4711 of Al");
    let signer = json!({"signed_by": "M. Kowalska"});
    assert_eq!(shown(signer, "left with Kowalska"), "left with …");
    // Of the shop's own words only the whole is masked: their parts are everybody's.
    let words = json!({"title": "Blue parcel", "comment": "Please ring"});
    assert_eq!(shown(words, "Parcel left, please"), "Parcel left, please");
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
