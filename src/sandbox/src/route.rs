//! Which endpoint a request is for.

use crate::limits::Kind;

/// The prefix of Tracktry's API.
pub const PREFIX: &str = "/v1";

/// An endpoint of Tracktry's API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `GET /carriers`.
    Carriers,
    /// `POST /carriers/detect`.
    Detect,
    /// `POST /trackings/post`.
    Post,
    /// `POST /trackings/batch`.
    Batch,
    /// `GET /trackings/get`, or POST (grade C).
    List,
    /// `POST /trackings/realtime`.
    Realtime,
    /// `GET /trackings/{carrier}/{number}`, also with `/{lang}`.
    Single(Name),
    /// `PUT /trackings/{carrier}/{number}`.
    Change(Name),
    /// `DELETE /trackings/{carrier}/{number}`.
    Delete(Name),
    /// One of those only the sister's document names (grade C).
    Sister(Sister),
}

/// The endpoints only the sister's document names (grade C).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sister {
    /// `POST /trackings/updatemore`.
    UpdateMore,
    /// `POST /trackings/delete`.
    DeleteMore,
    /// `POST /trackings/notupdate`.
    NotUpdate,
    /// `POST /trackings/update`.
    Update,
    /// `GET /trackings/getuserinfo`, or POST.
    UserInfo,
    /// `GET /trackings/getstatusnumber`, or POST.
    StatusNumber,
    /// `POST /trackings/remote`.
    Remote,
    /// `POST /trackings/costtime`.
    CostTime,
    /// `POST /trackings/aircargo`.
    AirCargo,
}

impl Sister {
    /// Each, by the last part of its path.
    const NAMES: &'static [(&'static str, Self)] = &[
        ("updatemore", Self::UpdateMore),
        ("delete", Self::DeleteMore),
        ("notupdate", Self::NotUpdate),
        ("update", Self::Update),
        ("getuserinfo", Self::UserInfo),
        ("getstatusnumber", Self::StatusNumber),
        ("remote", Self::Remote),
        ("costtime", Self::CostTime),
        ("aircargo", Self::AirCargo),
    ];

    fn of(name: &str) -> Option<Self> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, sister)| *sister)
    }

    fn takes(self, method: &str) -> bool {
        let question = matches!(self, Self::UserInfo | Self::StatusNumber);
        method == "POST" || (question && method == "GET")
    }
}

impl Endpoint {
    /// What the counters call it: its method and path.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Carriers => "GET /carriers",
            Self::Detect => "POST /carriers/detect",
            Self::Post => "POST /trackings/post",
            Self::Batch => "POST /trackings/batch",
            Self::List => "GET /trackings/get",
            Self::Realtime => "POST /trackings/realtime",
            Self::Single(_) => "GET /trackings/{carrier}/{number}",
            Self::Change(_) => "PUT /trackings/{carrier}/{number}",
            Self::Delete(_) => "DELETE /trackings/{carrier}/{number}",
            Self::Sister(sister) => match sister {
                Sister::UpdateMore => "POST /trackings/updatemore",
                Sister::DeleteMore => "POST /trackings/delete",
                Sister::NotUpdate => "POST /trackings/notupdate",
                Sister::Update => "POST /trackings/update",
                Sister::UserInfo => "GET /trackings/getuserinfo",
                Sister::StatusNumber => "GET /trackings/getstatusnumber",
                Sister::Remote => "POST /trackings/remote",
                Sister::CostTime => "POST /trackings/costtime",
                Sister::AirCargo => "POST /trackings/aircargo",
            },
        }
    }

    /// What it is to the limits.
    pub fn kind(&self) -> Kind {
        match self {
            Self::List => Kind::List,
            Self::Realtime => Kind::Realtime,
            _ => Kind::Other,
        }
    }

    /// Whether it changes what is kept.
    pub fn writes(&self) -> bool {
        match self {
            Self::Post | Self::Batch | Self::Change(_) | Self::Delete(_) => true,
            Self::Sister(sister) => matches!(
                sister,
                Sister::UpdateMore | Sister::DeleteMore | Sister::NotUpdate | Sister::Update
            ),
            _ => false,
        }
    }
}

/// A parcel as a path names it, percent-decoded but not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The carrier code.
    pub carrier: String,
    /// The tracking number.
    pub number: String,
}

/// What `/sandbox` and all below it do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// `GET /sandbox`: the page, for the one in control.
    Page,
    /// `GET /sandbox/clock`.
    ClockRead,
    /// `POST /sandbox/clock`.
    ClockSet,
    /// `GET /sandbox/switches`.
    SwitchesRead,
    /// `POST /sandbox/switches`.
    SwitchesSet,
    /// `GET /sandbox/counters`.
    CountersRead,
    /// `POST /sandbox/counters/reset`.
    CountersReset,
    /// `GET /sandbox/bulk`.
    BulkRead,
    /// `POST /sandbox/bulk`.
    BulkStart,
    /// `POST /sandbox/reset`.
    Reset,
    /// `GET /sandbox/faults`.
    FaultsRead,
    /// `POST /sandbox/faults`.
    FaultsAdd,
    /// `DELETE /sandbox/faults`.
    FaultsClear,
    /// `GET /sandbox/webhook`.
    HookRead,
    /// `POST /sandbox/webhook`.
    HookSet,
    /// `DELETE /sandbox/webhook`.
    HookClear,
    /// `GET /sandbox/live`: the parts of the page that move.
    Live,
    /// A method that is not taken; those that are.
    Method(&'static str),
    /// Nothing.
    Unknown,
}

/// What a path and method lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `GET /`: what this is.
    Page,
    /// `GET /style.css`: the page's style sheet.
    Style,
    /// `GET /page.js`: what keeps the page up to date.
    Script,
    /// One of these with another method than they take.
    PageMethod,
    /// Control of the sandbox.
    Control(Control),
    /// Tracktry's API.
    Api(Endpoint),
    /// Below [`PREFIX`], but no endpoint.
    ApiUnknown,
    /// An endpoint, with a method it does not take.
    ApiMethod,
    /// Outside everything.
    Unknown,
}

/// The methods of what can only be read.
pub const READ: &str = "GET, HEAD";

impl Route {
    /// The route of a request. Slashes at the end are of no meaning, as on Tracktry's server.
    pub fn of(method: &str, path: &str) -> Self {
        let path = path.trim_end_matches('/');
        let get = matches!(method, "GET" | "HEAD");
        match (
            path,
            path.strip_prefix(PREFIX),
            path.strip_prefix("/sandbox"),
        ) {
            ("", ..) if get => Self::Page,
            ("/style.css", ..) if get => Self::Style,
            ("/page.js", ..) if get => Self::Script,
            ("" | "/style.css" | "/page.js", ..) => Self::PageMethod,
            (_, Some(rest), _) if rest.is_empty() || rest.starts_with('/') => api(method, rest),
            (_, _, Some(rest)) if rest.is_empty() || rest.starts_with('/') => {
                Self::Control(control(method, rest))
            }
            _ => Self::Unknown,
        }
    }
}

fn control(method: &str, path: &str) -> Control {
    match (path, method) {
        ("", "GET" | "HEAD") => Control::Page,
        ("/clock", "GET" | "HEAD") => Control::ClockRead,
        ("/clock", "POST") => Control::ClockSet,
        ("/switches", "GET" | "HEAD") => Control::SwitchesRead,
        ("/switches", "POST") => Control::SwitchesSet,
        ("/counters", "GET" | "HEAD") => Control::CountersRead,
        ("/live", "GET" | "HEAD") => Control::Live,
        ("" | "/counters" | "/live", _) => Control::Method(READ),
        ("/counters/reset", "POST") => Control::CountersReset,
        ("/bulk", "GET" | "HEAD") => Control::BulkRead,
        ("/bulk", "POST") => Control::BulkStart,
        ("/reset", "POST") => Control::Reset,
        ("/faults", "GET" | "HEAD") => Control::FaultsRead,
        ("/faults", "POST") => Control::FaultsAdd,
        ("/faults", "DELETE") => Control::FaultsClear,
        ("/webhook", "GET" | "HEAD") => Control::HookRead,
        ("/webhook", "POST") => Control::HookSet,
        ("/webhook", "DELETE") => Control::HookClear,
        ("/faults" | "/webhook", _) => Control::Method("GET, HEAD, POST, DELETE"),
        ("/reset" | "/counters/reset", _) => Control::Method("POST"),
        ("/clock" | "/switches" | "/bulk", _) => Control::Method("GET, HEAD, POST"),
        _ => Control::Unknown,
    }
}

fn api(method: &str, path: &str) -> Route {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let endpoint = match (parts.as_slice(), method) {
        (["carriers"], "GET") => Endpoint::Carriers,
        (["carriers", "detect"], "POST") => Endpoint::Detect,
        (["trackings", "post"], "POST") => Endpoint::Post,
        (["trackings", "batch"], "POST") => Endpoint::Batch,
        (["trackings", "get"], "GET" | "POST") => Endpoint::List,
        (["trackings", "realtime"], "POST") => Endpoint::Realtime,
        (
            ["carriers"]
            | ["carriers", "detect"]
            | ["trackings", "post" | "batch" | "get" | "realtime"],
            _,
        ) => {
            return Route::ApiMethod;
        }
        (["trackings", name], _) => match Sister::of(name) {
            Some(sister) if sister.takes(method) => Endpoint::Sister(sister),
            Some(_) => return Route::ApiMethod,
            None => return Route::ApiUnknown,
        },
        (["trackings", carrier, number] | ["trackings", carrier, number, _], "GET") => {
            Endpoint::Single(name(carrier, number))
        }
        (["trackings", carrier, number], "PUT") => Endpoint::Change(name(carrier, number)),
        (["trackings", carrier, number], "DELETE") => Endpoint::Delete(name(carrier, number)),
        (["trackings", _, _] | ["trackings", _, _, _], _) => return Route::ApiMethod,
        _ => return Route::ApiUnknown,
    };
    Route::Api(endpoint)
}

fn name(carrier: &str, number: &str) -> Name {
    Name {
        carrier: decode(carrier),
        number: decode(number),
    }
}

/// A path segment without its percent signs; bytes that are no UTF-8 become U+FFFD, which no
/// name may hold.
fn decode(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment)
        .decode_utf8_lossy()
        .into_owned()
}
