//! Tracktry's endpoints: what may be sent upstream for a merchant, and what each is. Whatever stands
//! not here is not sent.

use crate::access::Scope;
use crate::gate::{Care, Kind};
use crate::route;
use tracktry_core::envelope::ResultCode;

/// No such endpoint.
pub const UNKNOWN: ResultCode = ResultCode(404);
/// The endpoint takes another method.
pub const METHOD: ResultCode = ResultCode(405);
/// A parameter that cannot be one, or too long a body.
pub const NOT_UNDERSTOOD: ResultCode = ResultCode(4012);
/// No parcel can have the number.
pub const NUMBER: ResultCode = ResultCode(4014);
/// No carrier can have the code; also what Tracktry says to a body that is no JSON.
pub const CARRIER: ResultCode = ResultCode(4015);
/// More elements than one request may hold.
pub const TOO_MANY: ResultCode = ResultCode(4020);

/// What an endpoint takes besides its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// These parameters, in the query or as JSON; with POST as well.
    Query(&'static [&'static str]),
    /// A JSON object.
    Object,
    /// A JSON array.
    Array,
    /// A JSON array of parcels, which is sent in pieces.
    Parcels,
}

/// What it means to the parcels that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// The answer tells how one is, in the language it was asked in.
    Tells,
    /// The answer tells how they are, but perhaps not all of it.
    Changes,
    /// They are as they were, and there is news of them.
    News,
    /// They are gone.
    Ends,
    /// One has another carrier.
    Moves,
}

/// One endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The method.
    pub method: &'static str,
    /// The path below `/v1/`; `{…}` stands for a segment.
    pub path: &'static str,
    /// What a token must be good for.
    pub scope: Scope,
    /// Whose limits it counts against.
    pub kind: Kind,
    /// How often it may be sent.
    pub care: Care,
    /// What it takes.
    pub takes: Takes,
    /// What it means to what is kept.
    pub effect: Effect,
}

const fn read(method: &'static str, path: &'static str, takes: Takes) -> Endpoint {
    Endpoint {
        method,
        path,
        scope: Scope::Read,
        kind: Kind::Single,
        care: Care::Safe,
        takes,
        effect: Effect::None,
    }
}

const fn write(
    method: &'static str,
    path: &'static str,
    care: Care,
    takes: Takes,
    effect: Effect,
) -> Endpoint {
    Endpoint {
        method,
        path,
        scope: Scope::Write,
        kind: Kind::Single,
        care,
        takes,
        effect,
    }
}

const LIST: &[&str] = &[
    "page",
    "limit",
    "status",
    "created_at_min",
    "created_at_max",
    "update_time_min",
    "update_time_max",
    "order_created_time_min",
    "order_created_time_max",
    "numbers",
    "orders",
    "lang",
    "archived",
];

const SPAN: &[&str] = &[
    "created_at_min",
    "created_at_max",
    "order_created_time_min",
    "order_created_time_max",
];

const PARCEL: &str = "trackings/{carrier}/{number}";

/// All there are.
#[rustfmt::skip]
pub const TABLE: &[Endpoint] = &[
    read("GET", "carriers", Takes::Nothing),
    write("POST", "carriers/detect", Care::Once, Takes::Object, Effect::None),
    write("POST", "trackings/post", Care::Post, Takes::Object, Effect::Changes),
    write("POST", "trackings/batch", Care::Post, Takes::Parcels, Effect::Changes),
    Endpoint { kind: Kind::List, ..read("GET", "trackings/get", Takes::Query(LIST)) },
    Endpoint { effect: Effect::Tells, ..read("GET", PARCEL, Takes::Nothing) },
    Endpoint { effect: Effect::Tells, ..read("GET", "trackings/{carrier}/{number}/{lang}", Takes::Nothing) },
    write("PUT", PARCEL, Care::Once, Takes::Object, Effect::Changes),
    write("DELETE", PARCEL, Care::Once, Takes::Nothing, Effect::Ends),
    Endpoint { kind: Kind::Realtime, ..write("POST", "trackings/realtime", Care::Once, Takes::Object, Effect::News) },
    write("POST", "trackings/updatemore", Care::Once, Takes::Parcels, Effect::Changes),
    write("POST", "trackings/delete", Care::Once, Takes::Parcels, Effect::Ends),
    write("POST", "trackings/update", Care::Once, Takes::Object, Effect::Moves),
    write("POST", "trackings/notupdate", Care::Once, Takes::Parcels, Effect::None),
    read("GET", "trackings/getuserinfo", Takes::Query(&[])),
    read("GET", "trackings/getstatusnumber", Takes::Query(SPAN)),
    write("POST", "trackings/remote", Care::Once, Takes::Array, Effect::None),
    read("POST", "trackings/costtime", Takes::Array),
    write("POST", "trackings/aircargo", Care::Once, Takes::Object, Effect::None),
];

impl Endpoint {
    fn answers(&self, method: &str) -> bool {
        let also_posted = matches!(self.takes, Takes::Query(_)) && method == "POST";
        self.method == method || also_posted
    }
}

/// The endpoint of a method and a path below `/v1/`, and what stands in the place of each `{…}`.
///
/// # Errors
/// [`UNKNOWN`] and [`METHOD`].
pub fn find<'a>(
    method: &str,
    path: &'a str,
) -> Result<(&'static Endpoint, [&'a str; 3]), ResultCode> {
    let mut why = UNKNOWN;
    for endpoint in TABLE {
        let Some(parts) = route::parts(endpoint.path, path) else {
            continue;
        };
        if endpoint.answers(method) {
            return Ok((endpoint, parts));
        }
        why = METHOD;
    }
    Err(why)
}
