//! The sister's questions that are not about a merchant's parcels (grade C): remote areas, usual
//! times, air waybills. What they answer is invented, the same every time for the same question.

use serde::Serialize;
use serde_json::Value;

use super::{Call, Refusal};
use crate::answer::{self, Answer};
use crate::code::Code;
use crate::hash::hash64;
use crate::{input, limits, time};

/// A text an object must have.
fn required(object: &Value, key: &str) -> Result<String, Code> {
    input::text(object, key)?.ok_or(Code::NotUnderstood)
}

/// 0 to `count - 1`, always the same for the same text.
fn choice(text: &str, count: u64) -> u64 {
    (hash64(text) >> 32).checked_rem(count).unwrap_or(0)
}

#[derive(Serialize)]
struct Area {
    far_express_company: String,
    two_code: String,
    far_country: String,
    far_city_postcode: String,
}

#[derive(Serialize)]
struct Sorted {
    submitted: usize,
    other: Vec<Area>,
    remote: Vec<Area>,
}

/// `POST /trackings/remote`: postcodes that end in 9 or 4 are remote (the sandbox's rule), the rest not.
pub(super) fn remote(call: &Call<'_>) -> Result<Answer, Refusal> {
    let objects = call.elements(Code::NotUnderstood)?;
    let mut areas = Vec::new();
    for object in &objects {
        let country = required(object, "country")?;
        areas.push(Area {
            far_express_company: input::text(object, "company")?
                .unwrap_or_else(|| "dhl".to_owned()),
            two_code: country.chars().take(2).collect::<String>().to_uppercase(),
            far_country: country,
            far_city_postcode: required(object, "postcode")?,
        });
    }
    let fifths = limits::FIFTH.saturating_mul(u32::try_from(objects.len()).unwrap_or(u32::MAX));
    call.afford(fifths, Code::BalanceLowToRead)?;
    call.charge(fifths)?;
    let (remote, other) = areas
        .into_iter()
        .partition(|area| area.far_city_postcode.ends_with(['4', '9']));
    Ok(answer::with(
        Code::Success,
        &Sorted {
            submitted: objects.len(),
            other,
            remote,
        },
    ))
}

#[derive(Serialize)]
struct Usual {
    carrier_code: String,
    original: String,
    destination: String,
    total: u64,
    delivered: u64,
    /// Shares delivered within 7, 15, 30, 60 days and later; texts that sum up to 100.
    range1: String,
    range2: String,
    range3: String,
    range4: String,
    range5: String,
    /// Days.
    average: u64,
}

/// `POST /trackings/costtime`: how long a carrier usually takes between two countries.
pub(super) fn cost_time(call: &Call<'_>) -> Result<Answer, Refusal> {
    let objects = call.elements(Code::NotUnderstood)?;
    let mut rows = Vec::new();
    for object in &objects {
        let carrier_code = input::carrier(object)?;
        let original = required(object, "original")?;
        let destination = required(object, "destination")?;
        let text = format!("{carrier_code}/{original}/{destination}");
        let total = choice(&text, 900).saturating_add(100);
        let late = choice(&format!("{text}/late"), 10);
        rows.push(Usual {
            total,
            delivered: total.saturating_mul(100_u64.saturating_sub(late)) / 100,
            range1: "40".to_owned(),
            range2: "30".to_owned(),
            range3: "15".to_owned(),
            range4: 15_u64.saturating_sub(late).to_string(),
            range5: late.to_string(),
            average: late.saturating_add(5),
            carrier_code,
            original,
            destination,
        });
    }
    Ok(answer::with(Code::Success, &rows))
}

#[derive(Serialize)]
struct Leg {
    plan_date: String,
    actual_date: Option<String>,
    event: &'static str,
    station: &'static str,
    flight_number: String,
    status: &'static str,
    piece: u64,
    weight: u64,
}

#[derive(Serialize)]
struct Waybill {
    track_number: String,
    weight: u64,
    piece: u64,
    origin: &'static str,
    destination: &'static str,
    status_number: u8,
    track_info: Vec<Leg>,
}

/// `POST /trackings/aircargo`: waybills such as `172-28891936`, at most as many as a batch holds.
pub(super) fn air_cargo(call: &Call<'_>) -> Result<Answer, Refusal> {
    let object = input::object(call.body()?, Code::NotUnderstood)?;
    let Some(Value::Array(given)) = object.get("track_number") else {
        return Err(Code::NumberRequired.into());
    };
    if given.is_empty() {
        return Err(Code::NumberRequired.into());
    }
    let count = u32::try_from(given.len()).unwrap_or(u32::MAX);
    if count > call.rules.batch {
        return Err(Code::TooMany.into());
    }
    let numbers: Option<Vec<&str>> = given
        .iter()
        .map(|v| v.as_str().filter(|n| is_waybill(n)))
        .collect();
    let numbers = numbers.ok_or(Code::NumberInvalid)?;
    let fifths = limits::AIRCARGO.saturating_mul(count);
    call.afford(fifths, Code::BalanceLowToRead)?;
    call.charge(fifths)?;
    let rows: Vec<Waybill> = numbers.into_iter().map(|n| waybill(n, call.now)).collect();
    Ok(answer::with(Code::Success, &rows))
}

/// Three digits of the airline, a dash, eight of the waybill.
fn is_waybill(text: &str) -> bool {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(airline, rest)| digits(airline, 3) && digits(rest, 8))
}

/// A flight that left on the last midnight (UTC) and arrived eleven hours later.
fn waybill(number: &str, now: i64) -> Waybill {
    let piece = choice(number, 20).saturating_add(1);
    let weight = piece.saturating_mul(choice(&format!("{number}/kg"), 30).saturating_add(2));
    let flight = |hours: i64, event, station, status| {
        let at = time::midnight(now).saturating_add(hours.saturating_mul(3600));
        let date = time::wall(at, 0, false);
        Leg {
            actual_date: (at <= now).then(|| date.clone()),
            plan_date: date,
            event,
            station,
            flight_number: format!("SX{}", choice(number, 900).saturating_add(100)),
            status,
            piece,
            weight,
        }
    };
    let flights = vec![
        flight(11, "Arrived", "AMS", "ARR"),
        flight(0, "Departed", "HKG", "DEP"),
    ];
    Waybill {
        track_number: number.to_owned(),
        weight,
        piece,
        origin: "HKG",
        destination: "AMS",
        status_number: u8::try_from(flights.iter().filter(|f| f.actual_date.is_some()).count())
            .unwrap_or(0),
        track_info: flights,
    }
}
