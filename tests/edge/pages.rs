//! What pages are told: the shop's brand, and what stands in an address.

use super::settings;
use proptest::prelude::*;
use tracktry_edge::brand::{Branding, legible};
use tracktry_edge::pages::{Query, address};

/// WCAG 2.2: contrast ratio, by sRGB's own curve.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let light = |colour: [u8; 3]| {
        let [r, g, b] = colour.map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (light(a) + 0.05, light(b) + 0.05);
    a.max(b) / a.min(b)
}

#[test]
fn a_brand_is_read_and_shown() {
    let text = r##"{"name":" Lumen ","color":"#FFCC00","logo":"https://cdn.example/a/b.svg?v=1","url":"https://shop.example"}"##;
    let brand = Branding::parse(text).unwrap();
    assert_eq!(brand.shown.name, "Lumen");
    assert_eq!(brand.colour, Some([255, 204, 0]));
    assert_eq!(brand.logo_origin(), Some("https://cdn.example"));
    assert!(
        brand
            .sheet()
            .starts_with(":root{--brand:#ffcc00;--tracktry-accent:light-dark(#")
    );
    let plain = Branding::parse(r#"{"name":"x"}"#).unwrap();
    assert_eq!((plain.sheet().as_str(), plain.logo_origin()), ("", None));
}

#[test]
fn a_brand_that_cannot_be_one_is_named() {
    let long = format!(r#"{{"name":"{}"}}"#, "x".repeat(61));
    for brand in [
        "Lumen",
        "[]",
        r#"{"name":""}"#,
        r#"{"name":5}"#,
        r##"{"color":"#ffffff"}"##,
        &long,
        r#"{"name":"x","color":"red"}"#,
        r##"{"name":"x","color":"#fff"}"##,
        r##"{"name":"x","color":"#+f+f+f"}"##,
        r##"{"name":"x","color":"#ééé"}"##,
        r#"{"name":"x","logo":"http://shop.example/x"}"#,
        r#"{"name":"x","logo":"https://shop.example/\" onload=x"}"#,
        r#"{"name":"x","url":"https://a.example/;script-src *"}"#,
        r#"{"name":"x","url":"https:///x"}"#,
        r#"{"name":"x","more":"y"}"#,
    ] {
        let wrong = settings(&[("BRAND", brand)]).unwrap_err();
        assert_eq!(wrong.len(), 1, "{brand}");
        assert_eq!(wrong[0].setting, "BRAND", "{brand}");
    }
    assert!(settings(&[("BRAND", "")]).unwrap().brand.is_none());
}

#[test]
fn an_address_is_read_as_browsers_write_it() {
    let query = Query::of_url(
        "https://edge.example/track?lang=de&t=a.b%2Bc&t=second&name=J%C3%B6+B#x?lang=fr",
    );
    assert_eq!(query.get("lang"), "de");
    assert_eq!(query.get("t"), "a.b+c");
    assert_eq!(query.get("name"), "Jö B");
    assert_eq!(query.get("none"), "");
    assert_eq!(query.one_of("lang", &["en", "de"]), "de");
    assert_eq!(query.one_of("lang", &["en"]), "en");
    assert_eq!(Query::of_url("https://edge.example/track").get("lang"), "");
    let long = format!("https://edge.example/?t={}", "x".repeat(600));
    assert_eq!(
        Query::of_url(&long).get("t").len(),
        513,
        "no token, and something all the same"
    );
    let late = format!("https://edge.example/?{}t=late", "x=1&".repeat(100));
    assert_eq!(Query::of_url(&late).get("t"), "late");
    let values = [("lang", ""), ("t", "a&b=c")];
    assert_eq!(address("/track", &values), "/track?t=a%26b%3Dc");
    assert_eq!(address("/track", &[]), "/track");
}

proptest! {
    #[test]
    fn any_colour_becomes_legible(colour: [u8; 3]) {
        for ground in [[255, 255, 255], [0x17, 0x19, 0x1e]] {
            let shown = legible(colour, ground);
            prop_assert!(contrast(shown, ground) >= 5.0, "{:?} on {:?}: {}", shown, ground, contrast(shown, ground));
            if contrast(colour, ground) >= 6.5 {
                prop_assert_eq!(shown, colour);
            }
        }
    }

    #[test]
    fn any_text_is_read_as_some_brand_or_none(text in "\\PC*", json in "\\{\"(name|color|logo|url)\":\"\\PC{0,20}\"\\}") {
        let _ = Branding::parse(&text);
        if let Some(brand) = Branding::parse(&json) {
            let sheet = brand.sheet();
            prop_assert!(!sheet.contains('<') && !sheet.contains("url("));
        }
    }

    #[test]
    fn any_query_comes_back(values in proptest::collection::vec("\\PC{0,30}", 0..8)) {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let pairs: Vec<_> = names.iter().zip(&values).map(|(n, v)| (*n, v.as_str())).collect();
        let query = Query::of_url(&format!("https://edge.example{}", address("/x", &pairs)));
        for (name, value) in pairs {
            prop_assert_eq!(query.get(name), value.trim());
        }
        let _ = Query::parse(values.concat().as_bytes());
    }
}
