//! Webhooks: where they may go, what they say, when they come again.

use serde_json::{Value, json};
use tracktry_core::Tracking;
use tracktry_sandbox::object::again_after;
use tracktry_sandbox::webhook::{self, Outcome, RETRIES, Target, retry_after, sign};
use tracktry_sandbox::wire::{Form, item};

use crate::{NOW, special};

/// The check value that the sister's document publishes.
#[test]
fn the_signature_is_the_published_one() {
    assert_eq!(
        sign("info@trackingmore.org", 1_653_632_765),
        "0d90bb874fed0b056d8b3aa794529ebacd49932a0cea691629b63eaf2ca9d400"
    );
}

#[test]
fn a_body_is_an_answer_with_a_signature() {
    let parcel = special("SBX-DELIVERED", NOW);
    let item = item(&parcel, Form::Single, NOW);
    let body = webhook::body(&item, "me@shop.example", 1_653_632_765);
    let value: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(value["meta"]["code"], 200);
    let verify =
        json!({"timeStr": 1_653_632_765, "signature": sign("me@shop.example", 1_653_632_765)});
    assert_eq!(value["verifyInfo"], verify);
    assert_eq!(Tracking::find(&&value).unwrap().number, "SBX-DELIVERED");
    assert!(!String::from_utf8(body).unwrap().contains("me@shop.example"));
}

#[test]
fn it_comes_again_fourteen_times() {
    let waits: Vec<i64> = (1..).map_while(retry_after).collect();
    assert_eq!(waits.len(), usize::try_from(RETRIES).unwrap());
    assert_eq!(waits[..3], [60, 120, 240]);
    assert_eq!(waits[13], 491_520);
    assert_eq!(retry_after(0), None);
}

#[test]
fn only_200_with_200_is_taken() {
    for (status, body, outcome) in [
        (200, "200", Outcome::Taken),
        (200, " 200\r\n", Outcome::Taken),
        (200, "", Outcome::Body),
        (200, "OK", Outcome::Body),
        (200, "2000", Outcome::Body),
        (201, "200", Outcome::Status(201)),
        (302, "200", Outcome::Redirect(302)),
        (500, "200", Outcome::Status(500)),
    ] {
        assert_eq!(Outcome::of(status, body.as_bytes()), outcome);
        assert_eq!(outcome.is_over(), outcome == Outcome::Taken);
    }
}

fn taken(url: &str, local: bool) -> bool {
    let body = json!({"url": url, "email": "me@shop.example"}).to_string();
    Target::parse(body.as_bytes(), local).is_ok()
}

#[test]
fn a_local_sandbox_may_reach_its_own_machine_a_deployed_one_may_not() {
    for url in [
        "http://localhost:3000/hook",
        "http://127.0.0.1/",
        "http://[::1]:8080/hook",
        "https://localhost/",
        "http://127.9.9.9/",
        "http://2130706433/",
    ] {
        assert!(taken(url, true), "{url}");
        assert!(!taken(url, false), "{url}");
    }
}

#[test]
fn nobody_is_led_into_a_private_network() {
    for local in [true, false] {
        for url in [
            "https://shop.example/hook",
            "https://shop.example:8443/a?b=c",
            "https://xn--bcher-kva.example/",
        ] {
            assert!(taken(url, local), "{url}");
        }
        for url in [
            "http://shop.example/hook",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest",
            "https://[fd00::1]/",
            "https://0xa9fea9fe/",
            "https://intranet/",
            "https://router.local/",
            "https://db.internal./",
            "https://metadata.google.internal/",
            "http://localhost.example/",
            "http://127.0.0.1.example/",
            "https://me:secret@shop.example/",
            "ftp://shop.example/",
            "file:///etc/passwd",
            "data:text/plain,x",
            "javascript:alert(1)",
            "//shop.example",
            "hook",
            "",
        ] {
            assert!(!taken(url, local), "{url}");
        }
    }
}

#[test]
fn what_is_no_target_is_refused_in_words() {
    let long = format!(
        r#"{{"url":"https://shop.example/{}","email":"a@b"}}"#,
        "x".repeat(2_000)
    );
    for wrong in [
        "",
        "[]",
        "{}",
        r#"{"url":"https://shop.example/"}"#,
        r#"{"email":"a@b"}"#,
        r#"{"url":"https://shop.example/","email":""}"#,
        r#"{"url":7,"email":"a@b"}"#,
        r#"{"url":"https://shop.example/","email":"a@b","key":1}"#,
        &long,
    ] {
        assert!(Target::parse(wrong.as_bytes(), true).is_err(), "{wrong}");
    }
}

#[test]
fn an_alarm_that_fails_rings_again_ever_later_but_within_minutes() {
    let waits: Vec<i64> = (1..=10).map(again_after).collect();
    assert_eq!(waits[..4], [1_000, 2_000, 4_000, 8_000]);
    assert_eq!(waits[8..], [256_000, 256_000]);
    assert_eq!(again_after(u32::MAX), 256_000);
}
