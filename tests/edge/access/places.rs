use serde_json::json;
use tracktry_core::{Journey, Tracking};
use tracktry_edge::access::Places;

fn places_seen(places: Places) -> Vec<Option<String>> {
    let raw = json!({
        "tracking_number": "RN123456789CN", "carrier_code": "china-post", "status": "transit",
        "origin_info": { "trackinfo": [
            { "Date": "2021-01-19 12:00", "Details": "LEIDEN,2312,NL", "checkpoint_status": "delivered" },
            { "Date": "2021-01-10 08:00", "Details": "Shenzhen" },
        ] },
        "destination_info": { "carrier_code": "postnl-3s", "trackinfo": [
            { "Date": "2021-01-19 10:33", "Details": "LEIDEN,23xx,NL", "StatusDescription": "Sorted" },
        ] },
    });
    let journey = places.view(Journey::of(&Tracking::decode(&&raw).unwrap()));
    journey
        .events
        .into_iter()
        .map(|event| event.place)
        .collect()
}

#[test]
fn the_public_sees_of_the_last_mile_the_country_only() {
    let seen = format!("{:?}", places_seen(Places::Country));
    assert!(!seen.contains("LEIDEN") && !seen.contains("23"), "{seen}");
    assert!(seen.contains("Shenzhen"), "{seen}");
}

#[test]
fn a_merchant_can_show_all_places() {
    let seen = format!("{:?}", places_seen(Places::All));
    assert!(
        seen.contains("LEIDEN") && seen.contains("Shenzhen"),
        "{seen}"
    );
}
