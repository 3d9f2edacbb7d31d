//! `/badge/….png` and `.svg`: a parcel in one picture, for mails and pages.

use super::render::View;
use super::{caller, journey};
use crate::access::Caller;
use crate::assets;
use crate::journeys::{self, Place};
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::route::{self, Frame};
use tracktry_core::Journey;
use tracktry_core::html::badge_of_stage;
use web_sys::Request;

/// A picture of one clear point, where even the files are out of reach.
const NOTHING: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x04\0\0\0\xb5\x1c\x0c\x02\0\0\0\x0bIDATx\xdac``\0\0\0\x03\0\x01+\x09M\x84\0\0\0\0IEND\xaeB`\x82";

/// Answers with a picture, whatever keeps us from the parcel: a mail shows it for years.
///
/// # Errors
/// Only where the address asks for no picture.
pub async fn badge(
    place: Place<'_>,
    request: &Request,
    [carrier, file]: [&str; 2],
) -> Result<Reply, Problem> {
    let (number, ending) = file.rsplit_once('.').ok_or(Problem::RouteUnknown)?;
    if !matches!(ending, "png" | "svg") {
        return Err(Problem::RouteUnknown);
    }
    let view = View::of(place, request, Frame::Fragment);
    let seen = see(place, view.query.get("t"), [carrier, number]).await;
    let reply = if ending == "png" {
        png(place, seen.as_ref()).await
    } else {
        let picture = seen.map_or_else(|| badge_of_stage(None), |parcel| view.badge(&parcel));
        Reply::new(200, Body::Text(picture)).with("Content-Type", "image/svg+xml")
    };
    // Mail services keep pictures for their readers, and ask again only if they are told to.
    Ok(reply
        .with("Cache-Control", "private, no-cache, max-age=0")
        .with("X-Robots-Tag", "noindex")
        .with("Cross-Origin-Resource-Policy", "cross-origin")
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'none'",
        ))
}

async fn see(place: Place<'_>, token: &str, parts: [&str; 2]) -> Option<Journey> {
    let (carrier, number) = route::parcel_of(parts).ok()?;
    let caller = match caller(place, token) {
        // It opens the picture alone.
        Caller::Badge(subject) => Caller::Parcel {
            subject,
            may_register: false,
        },
        caller => caller,
    };
    let seen = journeys::see(place, &caller, carrier.as_deref(), &number, false).await;
    Some(journey(seen.ok()?).await.ok()?.0)
}

async fn png(place: Place<'_>, parcel: Option<&Journey>) -> Reply {
    let name = parcel.map_or("neutral", |parcel| parcel.stage.as_str());
    let path = format!("/badge/{name}.png");
    let found = assets::file(place.call, place.env, &path).await;
    found
        .unwrap_or_else(|_| Reply::new(200, Body::Bytes(NOTHING)).with("Content-Type", "image/png"))
}
