//! Places, as the carriers there write them, and their clocks.

/// A place.
#[derive(Debug)]
pub struct Place {
    /// As written in `Details`.
    pub name: &'static str,
    /// Minutes its wall clock is east of UTC; standard time, all year.
    pub offset: i16,
}

const fn place(name: &'static str, offset: i16) -> Place {
    Place { name, offset }
}

const CHINA: i16 = 480;
const CENTRAL_EUROPE: i16 = 60;
const BRITAIN: i16 = 0;
const EASTERN: i16 = -300;
const CENTRAL: i16 = -360;

pub(super) static SHENZHEN: Place = place("SHENZHEN - CHINA", CHINA);
pub(super) static HONG_KONG: Place = place("HONG KONG - HONG KONG SAR, CHINA", CHINA);
pub(super) static SCHIPHOL: Place = place("AMSTERDAM SCHIPHOL - NETHERLANDS", CENTRAL_EUROPE);
pub(super) static NIEUWEGEIN: Place = place("Nieuwegein, NL", CENTRAL_EUROPE);
pub(super) static LEIDEN: Place = place("Leiden, NL", CENTRAL_EUROPE);

pub(super) static GERMANY: Place = place("DE", CENTRAL_EUROPE);
pub(super) static BAMBERG: Place = place("Bamberg, DE", CENTRAL_EUROPE);
pub(super) static FEUCHT: Place = place("Feucht, DE", CENTRAL_EUROPE);
pub(super) static RUEDERSDORF: Place = place("Rüdersdorf, DE", CENTRAL_EUROPE);
pub(super) static BERLIN: Place = place("Berlin, DE", CENTRAL_EUROPE);

pub(super) static UNITED_STATES: Place = place("United States", EASTERN);
pub(super) static LOUISVILLE: Place = place("Louisville, KY, United States", EASTERN);
pub(super) static HODGKINS: Place = place("Hodgkins, IL, United States", CENTRAL);
pub(super) static CHICAGO: Place = place("Chicago, IL, United States", CENTRAL);

pub(super) static BRITAIN_AT_LARGE: Place = place("United Kingdom", BRITAIN);
pub(super) static LEEDS: Place = place("Leeds Mail Centre, GB", BRITAIN);
pub(super) static BRISTOL_MAIL: Place = place("Bristol Mail Centre, GB", BRITAIN);
pub(super) static BRISTOL: Place = place("Bristol East Delivery Office, GB", BRITAIN);
pub(super) static CLIFTON: Place = place("Clifton Post Office, Bristol, GB", BRITAIN);
