//! From a method and a path to what is wanted, by one table. Pure and total.

use crate::problem::Problem;
use tracktry_core::number::{normalise_carrier, normalise_number, normalise_order};

/// The longest path looked at, in bytes. The longest that can lead anywhere is far shorter.
const MAX_PATH: usize = 2048;

/// What routes take that only tell.
pub const READ: &str = "GET, HEAD, OPTIONS";

/// A path, and what is wanted of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path below the base path. `{…}` stands for a segment, `{file*}` at the end for a file's
    /// path, `{rest*}` for whatever comes.
    pub path: &'static str,
    /// What each method wants; HEAD wants what GET does.
    pub takes: &'static [(&'static str, Name)],
    /// The methods, for `Allow`.
    pub allow: &'static str,
}

/// Every path there is.
pub const TABLE: &[Entry] = &[
    Entry {
        path: "/journeys/{carrier}/{number}",
        takes: &[("GET", Name::Journey)],
        allow: READ,
    },
    Entry {
        path: "/orders/{order}",
        takes: &[("GET", Name::Order), ("DELETE", Name::EraseOrder)],
        allow: "GET, HEAD, DELETE, OPTIONS",
    },
    Entry {
        path: "/orders/{order}/verify",
        takes: &[("POST", Name::Verify)],
        allow: "POST, OPTIONS",
    },
    Entry {
        path: "/links",
        takes: &[("POST", Name::Links)],
        allow: "POST, OPTIONS",
    },
    Entry {
        path: "/parcels/{carrier}/{number}",
        takes: &[("DELETE", Name::EraseParcel)],
        allow: "DELETE, OPTIONS",
    },
    Entry {
        path: "/track",
        takes: &[("GET", Name::Form), ("POST", Name::Find)],
        allow: "GET, HEAD, POST, OPTIONS",
    },
    Entry {
        path: "/track/{carrier}/{number}",
        takes: &[("GET", Name::Page)],
        allow: READ,
    },
    Entry {
        path: "/orders/{order}/track",
        takes: &[("GET", Name::OrderPage)],
        allow: READ,
    },
    Entry {
        path: "/embed/{carrier}/{number}",
        takes: &[("GET", Name::Embed)],
        allow: READ,
    },
    Entry {
        path: "/fragment/{carrier}/{number}",
        takes: &[("GET", Name::Fragment)],
        allow: READ,
    },
    Entry {
        path: "/badge/{carrier}/{number}",
        takes: &[("GET", Name::Badge)],
        allow: READ,
    },
    Entry {
        path: "/brand.css",
        takes: &[("GET", Name::Brand)],
        allow: READ,
    },
    Entry {
        path: "/openapi.json",
        takes: &[("GET", Name::OpenApi)],
        allow: READ,
    },
    Entry {
        path: "/widget/{file*}",
        takes: &[("GET", Name::Asset)],
        allow: READ,
    },
    Entry {
        path: "/v1/{rest*}",
        takes: &[
            ("GET", Name::Pass),
            ("POST", Name::Pass),
            ("PUT", Name::Pass),
            ("DELETE", Name::Pass),
        ],
        allow: "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    },
    Entry {
        path: "/healthz",
        takes: &[("GET", Name::Health)],
        allow: READ,
    },
    Entry {
        path: "/metrics",
        takes: &[("GET", Name::Metrics)],
        allow: READ,
    },
];

/// What can be wanted: the routes by name, without what a request puts into them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// [`Route::Journey`].
    Journey,
    /// [`Route::Order`].
    Order,
    /// [`Route::Verify`].
    Verify,
    /// [`Route::Links`].
    Links,
    /// [`Route::EraseOrder`].
    EraseOrder,
    /// [`Route::EraseParcel`].
    EraseParcel,
    /// [`Route::Form`].
    Form,
    /// [`Route::Find`].
    Find,
    /// [`Route::Page`].
    Page,
    /// [`Route::OrderPage`].
    OrderPage,
    /// [`Route::Page`], in a frame of another page.
    Embed,
    /// [`Route::Page`], as a piece of one.
    Fragment,
    /// [`Route::Badge`].
    Badge,
    /// [`Route::Brand`].
    Brand,
    /// [`Route::OpenApi`].
    OpenApi,
    /// [`Route::Asset`].
    Asset,
    /// [`Route::Pass`].
    Pass,
    /// [`Route::Health`].
    Health,
    /// [`Route::Metrics`].
    Metrics,
}

impl Name {
    /// The name in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Journey => "journey",
            Self::Order => "order",
            Self::Verify => "verify",
            Self::Links => "links",
            Self::EraseOrder => "erase_order",
            Self::EraseParcel => "erase_parcel",
            Self::Form => "form",
            Self::Find => "find",
            Self::Page => "page",
            Self::OrderPage => "order_page",
            Self::Embed => "embed",
            Self::Fragment => "fragment",
            Self::Badge => "badge",
            Self::Brand => "brand",
            Self::OpenApi => "openapi",
            Self::Asset => "asset",
            Self::Pass => "v1",
            Self::Health => "health",
            Self::Metrics => "metrics",
        }
    }
}

/// A path that leads somewhere, not yet looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource<'a> {
    entry: &'static Entry,
    /// What stands in the place of each `{…}`, still percent-encoded.
    parts: [&'a str; 3],
    /// The path below the base path.
    path: &'a str,
}

/// What stands around a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A whole page.
    Whole,
    /// A page in a frame of another page.
    Embed,
    /// Nothing.
    Fragment,
}

/// What a request wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route<'a> {
    /// A parcel's journey.
    Journey {
        /// The carrier's code; `None` means: find it.
        carrier: Option<String>,
        /// The number, normalised.
        number: String,
    },
    /// The parcels of an order, by its normalised id.
    Order(String),
    /// Somebody proves that an order is theirs.
    Verify(String),
    /// Links are to be signed.
    Links,
    /// An order's parcels are to be erased.
    EraseOrder(String),
    /// A parcel is to be erased.
    EraseParcel {
        /// The carrier's code.
        carrier: String,
        /// The number, normalised.
        number: String,
    },
    /// The form that finds a parcel.
    Form,
    /// What was typed into it.
    Find,
    /// A parcel for shoppers, in one of three frames. Its segments are still percent-encoded: what is
    /// wrong with them is told on the page.
    Page(Frame, [&'a str; 2]),
    /// An order for shoppers; likewise.
    OrderPage(&'a str),
    /// A picture of a parcel; likewise, and it always is one.
    Badge([&'a str; 2]),
    /// The style of the shop.
    Brand,
    /// What all this is, for machines.
    OpenApi,
    /// A file of the widget, by path.
    Asset(&'a str),
    /// Tracktry's own API for the merchant, by what stands below `/v1/`.
    Pass(&'a str),
    /// Whether all is well.
    Health,
    /// The operator's numbers.
    Metrics,
}

/// The path of an absolute URL, without query and fragment.
pub fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    path.split(['?', '#']).next().unwrap_or("/")
}

/// The resource of a path. One slash at the end is as good as none.
pub fn resource<'a>(base_path: &str, path: &'a str) -> Option<Resource<'a>> {
    if path.len() > MAX_PATH {
        return None;
    }
    let path = path.strip_prefix(base_path)?;
    let below = path.strip_prefix('/')?;
    TABLE.iter().find_map(|entry| {
        let parts = parts(entry.path.strip_prefix('/')?, below)?;
        Some(Resource { entry, parts, path })
    })
}

/// What stands in the place of each `{…}` of a pattern that fits. One slash at the end of the path is
/// as good as none.
pub(crate) fn parts<'a>(pattern: &str, path: &'a str) -> Option<[&'a str; 3]> {
    if let Some((folder, _)) = pattern.split_once("{file*}") {
        let file = path.strip_prefix(folder)?;
        return is_file(file).then_some([file, "", ""]);
    }
    if let Some((folder, _)) = pattern.split_once("{rest*}") {
        return path.strip_prefix(folder).map(|rest| [rest, "", ""]);
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut parts = [""; 3];
    let mut free = parts.iter_mut();
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        let segment = segments.next()?;
        if !wanted.starts_with('{') {
            if wanted != segment {
                return None;
            }
        } else if segment.is_empty() {
            return None;
        } else {
            *free.next()? = segment;
        }
    }
    segments.next().is_none().then_some(parts)
}

impl<'a> Resource<'a> {
    /// What a method wants of it, by name.
    ///
    /// # Errors
    /// A method it does not take.
    pub fn name(self, method: &str) -> Result<Name, Problem> {
        let method = if method == "HEAD" { "GET" } else { method };
        let mut takes = self.entry.takes.iter();
        let taken = takes.find(|(name, _)| *name == method);
        taken
            .map(|(_, name)| *name)
            .ok_or(Problem::MethodNotAllowed(self.allow()))
    }

    /// What a method wants of it.
    ///
    /// # Errors
    /// A method it does not take, or a carrier or number that cannot be one.
    pub fn route(self, method: &str) -> Result<Route<'a>, Problem> {
        let name = self.name(method)?;
        let [first, second, _] = self.parts;
        Ok(match name {
            Name::Journey => Route::Journey {
                carrier: carrier_or_any(first)?,
                number: number_of(second)?,
            },
            Name::Order => Route::Order(order_of(first)?),
            Name::EraseOrder => Route::EraseOrder(order_of(first)?),
            Name::Verify => Route::Verify(order_of(first)?),
            Name::Links => Route::Links,
            Name::EraseParcel => Route::EraseParcel {
                carrier: carrier_of(first)?,
                number: number_of(second)?,
            },
            Name::Form => Route::Form,
            Name::Find => Route::Find,
            Name::Page => Route::Page(Frame::Whole, [first, second]),
            Name::Embed => Route::Page(Frame::Embed, [first, second]),
            Name::Fragment => Route::Page(Frame::Fragment, [first, second]),
            Name::OrderPage => Route::OrderPage(first),
            Name::Badge => Route::Badge([first, second]),
            Name::Brand => Route::Brand,
            Name::OpenApi => Route::OpenApi,
            Name::Asset => Route::Asset(self.path),
            Name::Pass => Route::Pass(first),
            Name::Health => Route::Health,
            Name::Metrics => Route::Metrics,
        })
    }

    /// The methods for `Allow`.
    pub const fn allow(self) -> &'static str {
        self.entry.allow
    }

    /// Whether pages of every origin may read it: the widget's files are no secret.
    pub const fn is_for_all(self) -> bool {
        matches!(self.entry.takes, [(_, Name::Asset), ..])
    }

    /// What stands below `/v1/`, where that is what the path leads to.
    pub const fn passed(self) -> Option<&'a str> {
        match (self.entry.takes, self.parts) {
            ([(_, Name::Pass), ..], [rest, ..]) => Some(rest),
            _ => None,
        }
    }
}

/// `-` leaves finding the carrier to us.
/// The carrier (`None`: find it) and the number of a path.
///
/// # Errors
/// One of them cannot be one.
pub fn parcel_of([carrier, number]: [&str; 2]) -> Result<(Option<String>, String), Problem> {
    Ok((carrier_or_any(carrier)?, number_of(number)?))
}

fn carrier_or_any(segment: &str) -> Result<Option<String>, Problem> {
    if decode(segment).as_deref() == Some("-") {
        return Ok(None);
    }
    carrier_of(segment).map(Some)
}

fn carrier_of(segment: &str) -> Result<String, Problem> {
    decode(segment)
        .as_deref()
        .and_then(normalise_carrier)
        .ok_or(Problem::CarrierInvalid)
}

fn number_of(segment: &str) -> Result<String, Problem> {
    decode(segment)
        .and_then(|number| normalise_number(&number))
        .ok_or(Problem::NumberInvalid)
}

/// The order of a path.
///
/// # Errors
/// It cannot be one.
pub fn order_of(segment: &str) -> Result<String, Problem> {
    decode(segment)
        .and_then(|order| normalise_order(&order))
        .ok_or(Problem::OrderInvalid)
}

/// A path that names a file, in the few characters that our files' names have.
fn is_file(path: &str) -> bool {
    path.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b))
        && path
            .split('/')
            .all(|segment| !matches!(segment, "" | "." | ".."))
}

/// Undoes percent-encoding. `None` where an escape is cut off or the result is no text.
pub(crate) fn decode(segment: &str) -> Option<String> {
    let mut bytes = segment.bytes();
    let mut decoded = Vec::with_capacity(segment.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let high = hex(bytes.next()?)?;
                let low = hex(bytes.next()?)?;
                high << 4 | low
            }
            plain => plain,
        });
    }
    String::from_utf8(decoded).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
