//! From attributes to the address asked.

use tracktry_core::number::{normalise_carrier, normalise_number};

/// The path of a parcel below the edge's base: `journeys/dhl/JD01`. An empty carrier leaves
/// finding it to the edge.
///
/// # Errors
/// The problem code the edge would give: `number_invalid` or `carrier_invalid`.
pub fn path(carrier: &str, number: &str) -> Result<String, &'static str> {
    let number = normalise_number(number).ok_or("number_invalid")?;
    let carrier = match carrier.trim_ascii() {
        "" => "-".into(),
        named => normalise_carrier(named).ok_or("carrier_invalid")?,
    };
    let mut path = String::new();
    for part in ["journeys/", &carrier, "/", &number] {
        path.push_str(part);
    }
    Ok(path)
}
