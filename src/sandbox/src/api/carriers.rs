//! `/carriers` and `/carriers/detect`.

use serde::Serialize;
use tracktry_core::carrier::{self, Known};
use tracktry_core::detect;

use super::{Call, Refusal};
use crate::answer::{self, Answer};
use crate::code::Code;
use crate::input::{self, Number};
use crate::{carriers, limits, scenario};

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    code: &'a str,
    phone: &'a str,
    homepage: &'a str,
    r#type: &'a str,
    picture: &'a str,
}

/// Every carrier the core knows, and one row without a code, as Tracktry's list has some (B).
pub(super) fn all() -> Answer {
    let texts: Vec<(&Known, String, String)> = carrier::all()
        .iter()
        .map(|known| (known, carriers::homepage(known), carriers::picture(known)))
        .collect();
    let nameless = Row {
        name: "Other carriers",
        code: "",
        phone: "",
        homepage: "",
        r#type: "express",
        picture: "",
    };
    let rows: Vec<Row<'_>> = texts
        .iter()
        .map(|(known, homepage, picture)| Row {
            name: known.name,
            code: known.code,
            phone: known.phone,
            homepage,
            r#type: carriers::kind(known),
            picture,
        })
        .chain([nameless])
        .collect();
    answer::with(Code::Success, &rows)
}

#[derive(Serialize)]
struct Candidate {
    name: &'static str,
    code: &'static str,
}

/// The carriers a number can belong to. A special number belongs to its story's.
pub(super) fn detect(call: &Call<'_>) -> Result<Answer, Refusal> {
    let object = input::object(call.body()?, Code::NotUnderstood)?;
    let number = Number::of(&object)?;
    let codes: Vec<&'static str> = match scenario::special(&number.key) {
        Some(story) => vec![story.carrier],
        None => detect::detect(&number.key)
            .iter()
            .map(|found| found.carrier)
            .collect(),
    };
    if codes.is_empty() {
        return Err(Code::Undetected.into());
    }
    call.afford(limits::FIFTH, Code::BalanceLowToRead)?;
    call.charge(limits::FIFTH)?;
    let rows: Vec<Candidate> = codes
        .into_iter()
        .map(|code| Candidate {
            name: carrier::known(code).map_or(code, |known| known.name),
            code,
        })
        .collect();
    Ok(answer::with(Code::Success, &rows))
}
