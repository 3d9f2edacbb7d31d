//! What one tracking of 50 events costs from its JSON to its markup, natively:
//! `cargo run --release -p tracktry-core --features json --example bench`.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "a benchmark prints, and stops where its own input is wrong"
)]

use std::hint::black_box;
use std::time::Instant;

use serde_json::{Value as Json, json};
use tracktry_core::format::Plain;
use tracktry_core::html;
use tracktry_core::text::{ENGLISH, Texts};
use tracktry_core::{Journey, Tracking};

/// Events of the tracking that is measured.
const EVENTS: u32 = 50;
/// Median decode + map + render aimed at, in µs.
const BUDGET: f64 = 50.0;
/// Runs, of which the median counts.
const RUNS: usize = 2_000;

fn main() {
    let raw = raw();
    let bytes = serde_json::to_vec(&raw).expect("JSON");
    let english: Json = serde_json::from_str(ENGLISH).expect("JSON");
    let texts = Texts(&english);
    let tracking = Tracking::decode(&&raw).expect("a tracking");
    let journey = Journey::of(&tracking);
    let shown = serde_json::to_value(&journey).expect("JSON");

    let all = median(|| {
        let tracking = Tracking::decode(&black_box(&raw)).expect("a tracking");
        html::journey(&Journey::of(&tracking), &texts, &Plain)
    });
    println!(
        "{EVENTS} events, {} bytes of JSON, median of {RUNS} runs, µs",
        bytes.len()
    );
    row("decode + map + render", all);
    println!(
        "  budget {BUDGET:>22.1}  {}",
        if all <= BUDGET { "held" } else { "MISSED" }
    );
    row(
        "of it: decode",
        median(|| Tracking::decode(&black_box(&raw))),
    );
    row("of it: map", median(|| Journey::of(black_box(&tracking))));
    row(
        "of it: render",
        median(|| html::journey(black_box(&journey), &texts, &Plain)),
    );
    row(
        "beside: parse",
        median(|| serde_json::from_slice::<Json>(black_box(&bytes))),
    );
    row(
        "beside: write JSON",
        median(|| serde_json::to_vec(black_box(&journey))),
    );
    row(
        "beside: read journey",
        median(|| Journey::decode(&black_box(&shown))),
    );
}

fn row(name: &str, micros: f64) {
    println!("  {name:<22}{micros:>7.1}");
}

/// The median time of a run in µs. What a run makes is dropped outside of it.
fn median<T>(run: impl Fn() -> T) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let made = black_box(run());
            let micros = start.elapsed().as_secs_f64() * 1e6;
            drop(made);
            micros
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(RUNS / 2).copied().unwrap_or_default()
}

/// An international parcel: both legs, milestones, a customer whose name is looked for in every text.
fn raw() -> Json {
    let leg = |month: u32, carrier: &str| {
        let scans: Vec<Json> = (0..EVENTS / 2)
            .map(|n| {
                json!({
                    "Date": format!("2021-{month:02}-{:02} {:02}:33", 28 - n, 23 - n % 24),
                    "StatusDescription": format!("Processed through facility {n}, the item is on its way"),
                    "Details": "Frankfurt, HE, DE",
                    "checkpoint_status": "transit",
                    "substatus": "transit002",
                    "ItemNode": null,
                })
            })
            .collect();
        json!({
            "ItemReceived": format!("2021-{month:02}-01 10:00"), "ItemDispatched": null, "DepartfromAirport": null,
            "ArrivalfromAbroad": null, "CustomsClearance": null, "DestinationArrived": null,
            "weblink": "https://carrier.example/", "phone": null, "carrier_code": carrier, "trackinfo": scans,
        })
    };
    json!({
        "id": "46375d6bdd871dcb1cda6dde89000001", "tracking_number": "RB000000005CN", "carrier_code": "china-post", "status": "transit",
        "created_at": "2021-01-16T17:21:43+00:00", "updated_at": "2021-02-28T23:47:58+00:00", "order_create_time": null,
        "customer_email": "", "customer_name": "A Customer", "title": "", "order_id": null, "comment": null, "archived": false,
        "original_country": "China [CN]", "destination_country": "DE", "itemTimeLength": 40, "stayTimeLength": 1,
        "origin_info": leg(1, "china-post"), "destination_info": leg(2, "deutsche-post"),
    })
}
