//! From a method and a path to what is wanted. Pure and total.

use crate::problem::Problem;
use tracktry_core::number::{normalise_carrier, normalise_number, normalise_order};

/// The longest path looked at, in bytes. The longest that can lead anywhere is far shorter.
const MAX_PATH: usize = 2048;

/// What routes take that only tell.
pub const READ: &str = "GET, HEAD, OPTIONS";

/// What an order's route takes.
const READ_ERASE: &str = "GET, HEAD, DELETE, OPTIONS";

/// What routes take that only hear.
const POST: &str = "POST, OPTIONS";

/// What a parcel's route for the merchant takes.
const ERASE: &str = "DELETE, OPTIONS";

/// A path that leads somewhere, not yet looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource<'a> {
    /// `/journeys/{carrier}/{number}`, both still percent-encoded.
    Journey {
        /// The carrier's segment.
        carrier: &'a str,
        /// The number's segment.
        number: &'a str,
    },
    /// `/orders/{order}`, still percent-encoded.
    Order(&'a str),
    /// `/orders/{order}/verify`, still percent-encoded.
    Verify(&'a str),
    /// `/links`.
    Links,
    /// `/parcels/{carrier}/{number}`, both still percent-encoded.
    Parcel {
        /// The carrier's segment.
        carrier: &'a str,
        /// The number's segment.
        number: &'a str,
    },
    /// `/widget/…`: a file of the npm package, the path below the base path.
    Asset(&'a str),
    /// `/healthz`.
    Health,
    /// `/metrics`.
    Metrics,
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
    /// A file of the widget, by path.
    Asset(&'a str),
    /// Whether all is well.
    Health,
    /// The operator's numbers.
    Metrics,
}

impl Route<'_> {
    /// The route's name for the log, which holds nothing of the request.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Journey { .. } => "journey",
            Self::Order(_) => "order",
            Self::Verify(_) => "verify",
            Self::Links => "links",
            Self::EraseOrder(_) => "erase_order",
            Self::EraseParcel { .. } => "erase_parcel",
            Self::Asset(_) => "asset",
            Self::Health => "health",
            Self::Metrics => "metrics",
        }
    }
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
    if below.starts_with("widget/") {
        return is_file(below).then_some(Resource::Asset(path));
    }
    let below = below.strip_suffix('/').unwrap_or(below);
    let mut segments = below.split('/');
    let resource = match (segments.next()?, segments.next(), segments.next()) {
        ("journeys", Some(carrier), Some(number)) if !carrier.is_empty() && !number.is_empty() => {
            Resource::Journey { carrier, number }
        }
        ("orders", Some(order), None) if !order.is_empty() => Resource::Order(order),
        ("orders", Some(order), Some("verify")) if !order.is_empty() => Resource::Verify(order),
        ("links", None, None) => Resource::Links,
        ("parcels", Some(carrier), Some(number)) if !carrier.is_empty() && !number.is_empty() => {
            Resource::Parcel { carrier, number }
        }
        ("healthz", None, None) => Resource::Health,
        ("metrics", None, None) => Resource::Metrics,
        _ => return None,
    };
    segments.next().is_none().then_some(resource)
}

impl<'a> Resource<'a> {
    /// What a method wants of it.
    ///
    /// # Errors
    /// A method it does not take, or a carrier or number that cannot be one.
    pub fn route(self, method: &str) -> Result<Route<'a>, Problem> {
        let erases = match (self, method) {
            (Self::Order(_) | Self::Parcel { .. }, "DELETE") => true,
            (Self::Verify(_) | Self::Links, "POST") => false,
            (Self::Parcel { .. } | Self::Verify(_) | Self::Links, _) => {
                return Err(Problem::MethodNotAllowed(self.allow()));
            }
            (_, "GET" | "HEAD") => false,
            _ => return Err(Problem::MethodNotAllowed(self.allow())),
        };
        match self {
            Self::Journey { carrier, number } => Ok(Route::Journey {
                carrier: match decode(carrier).as_deref() {
                    Some("-") => None,
                    _ => Some(carrier_of(carrier)?),
                },
                number: number_of(number)?,
            }),
            Self::Order(order) if erases => Ok(Route::EraseOrder(order_of(order)?)),
            Self::Order(order) => Ok(Route::Order(order_of(order)?)),
            Self::Verify(order) => Ok(Route::Verify(order_of(order)?)),
            Self::Links => Ok(Route::Links),
            Self::Parcel { carrier, number } => Ok(Route::EraseParcel {
                carrier: carrier_of(carrier)?,
                number: number_of(number)?,
            }),
            Self::Asset(path) => Ok(Route::Asset(path)),
            Self::Health => Ok(Route::Health),
            Self::Metrics => Ok(Route::Metrics),
        }
    }

    /// The methods for `Allow`.
    pub const fn allow(self) -> &'static str {
        match self {
            Self::Order(_) => READ_ERASE,
            Self::Parcel { .. } => ERASE,
            Self::Verify(_) | Self::Links => POST,
            Self::Journey { .. } | Self::Asset(_) | Self::Health | Self::Metrics => READ,
        }
    }

    /// Whether pages of every origin may read it: the widget's files are no secret.
    pub const fn is_for_all(self) -> bool {
        matches!(self, Self::Asset(_))
    }
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

fn order_of(segment: &str) -> Result<String, Problem> {
    decode(segment)
        .and_then(|order| normalise_order(&order))
        .ok_or(Problem::OrderInvalid)
}

/// A path below `widget/` that names a file, in the few characters that our files' names have.
fn is_file(path: &str) -> bool {
    path.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b))
        && path
            .split('/')
            .all(|segment| !matches!(segment, "" | "." | ".."))
}

/// Undoes percent-encoding. `None` where an escape is cut off or the result is no text.
fn decode(segment: &str) -> Option<String> {
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
