//! What the Worker and its objects say to each other, as JSON. All of one deployment: both ends
//! are of the same version, but for the moments of a roll-out, in which a message that cannot be
//! read is a fault of ours that passes.
//!
//! What is of one or two words is no type of its own: it is read from JSON where it comes in, for a
//! reader of each type is two to five kilobytes of code.

use crate::message::{Read, Write, member, message};
use crate::problem::Problem;
use crate::record::Record;
use serde_json::{Value, json};

/// Unix time in milliseconds.
pub type Ms = i64;

/// Who wants to know: what the Gate orders its queue by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A shopper who proved that the parcel is theirs.
    Proven,
    /// Anybody.
    Guest,
    /// The merchant's own systems.
    Merchant,
    /// This Worker itself, behind everybody's back.
    Sync,
}

message!(names Who { Proven = "proven", Guest = "guest", Merchant = "merchant", Sync = "sync" });

/// A question about one parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The carrier's code; none: find it.
    pub carrier: Option<String>,
    /// The number, normalised.
    pub number: String,
    /// Who asks.
    pub who: Who,
    /// Milliseconds the asker waits.
    pub wait_ms: u32,
    /// A sync that began after this is as good as asking; none where no sync keeps the parcel.
    pub fresh_after: Option<Ms>,
    /// The name of the network a guest asks from: [`crate::guests`].
    pub guest: Option<String>,
}

message!(Lookup {
    carrier,
    number,
    who,
    wait_ms,
    fresh_after,
    guest
});

/// A question about the parcels of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLookup {
    /// The order's id.
    pub order: String,
    /// Who asks.
    pub who: Who,
    /// Milliseconds the asker waits.
    pub wait_ms: u32,
    /// A sync that began after this is as good as asking; none where no parcel of it is known.
    pub fresh_after: Option<Ms>,
}

message!(OrderLookup {
    order,
    who,
    wait_ms,
    fresh_after
});

/// A parcel that upstream is to be told of, once and never again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// The carrier's code.
    pub carrier: String,
    /// The number, normalised.
    pub number: String,
    /// Milliseconds the asker waits.
    pub wait_ms: u32,
}

message!(Register {
    carrier,
    number,
    wait_ms
});

/// What the Gate answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Upstream has it.
    Found {
        /// The parcels.
        records: Vec<Record>,
        /// When the question was asked.
        asked_at: Ms,
    },
    /// Upstream has nothing of it.
    Absent {
        /// When the question was asked.
        asked_at: Ms,
    },
    /// A sync knows that nothing has changed until then.
    Covered {
        /// When its round began.
        until: Ms,
    },
    /// No answer.
    Refused(Refusal),
}

impl Write for Reply {
    fn write(&self) -> Value {
        match self {
            Self::Found { records, asked_at } => {
                json!({ "is": "found", "records": records.write(), "asked_at": asked_at })
            }
            Self::Absent { asked_at } => json!({ "is": "absent", "asked_at": asked_at }),
            Self::Covered { until } => json!({ "is": "covered", "until": until }),
            Self::Refused(refusal) => {
                let mut refused = refusal.write();
                if let Some(members) = refused.as_object_mut() {
                    members.insert("is".to_owned(), "refused".into());
                }
                refused
            }
        }
    }
}

impl Read for Reply {
    fn read(value: &Value) -> Option<Self> {
        let members = value.as_object()?;
        let time = |name| i64::read(member(members, name));
        Some(match member(members, "is").as_str()? {
            "found" => Self::Found {
                records: Vec::read(member(members, "records"))?,
                asked_at: time("asked_at")?,
            },
            "absent" => Self::Absent {
                asked_at: time("asked_at")?,
            },
            "covered" => Self::Covered {
                until: time("until")?,
            },
            "refused" => Self::Refused(Refusal::read(value)?),
            _ => return None,
        })
    }
}

message!(Reply);

/// A problem on its way between objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// [`Problem::code`].
    pub code: String,
    /// [`Problem::retry_after`].
    pub retry: Option<u32>,
    /// Whether nothing at all is sent for so long, whoever asks.
    pub hush: bool,
}

message!(Refusal { code, retry, hush = false });

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self {
            code: problem.code().to_owned(),
            retry: problem.retry_after(),
            hush: false,
        }
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        Self::of_code(&refusal.code, refusal.retry)
    }
}

/// Which parcel an order has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceOf {
    /// The order's id.
    pub order: String,
    /// The parcel's key.
    pub key: String,
    /// Hashes of what its customer is known by.
    pub proofs: Vec<String>,
}

message!(PlaceOf { order, key, proofs = Vec::new() });

/// What a Shelf is given to keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// When the question was asked whose answer this is.
    pub asked_at: Ms,
    /// Whether a sync brought it.
    pub listed: bool,
    /// Parcels of this Shelf.
    pub records: Vec<Record>,
    /// What orders of this Shelf have.
    pub places: Vec<PlaceOf>,
    /// What orders of this Shelf have no more.
    pub left: Vec<PlaceOf>,
    /// What a merchant did upstream to parcels of this Shelf: see [`crate::v1::marks`].
    pub marks: Vec<String>,
}

message!(default Delivery { asked_at, listed, records, places, left, marks });

impl Delivery {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        let Self {
            records,
            places,
            left,
            marks,
            ..
        } = self;
        records.is_empty() && places.is_empty() && left.is_empty() && marks.is_empty()
    }
}

/// What a Shelf says to a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// What orders, of whatever Shelf, have no more.
    pub left: Vec<PlaceOf>,
}

message!(default Delivered { left });

/// What a Shelf is told of the sync.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncNews {
    /// When its last complete round began.
    pub until: Option<Ms>,
    /// Whether the first import is still under way.
    pub importing: bool,
}

message!(default SyncNews { until, importing });

/// What somebody brings to prove that an order is theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The order's id.
    pub order: String,
    /// The hash of what they know.
    pub hash: String,
}

message!(Proof { order, hash });

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is theirs.
    Proved,
    /// It is not, or not known, or too many have tried.
    Refused,
    /// The first import is under way, so nobody knows yet.
    Importing,
}

message!(names Verdict { Proved = "proved", Refused = "refused", Importing = "importing" });

/// What a network did or wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Its name.
    pub name: String,
    /// Whether what it asked for is a number that nobody knows; none: it wants to ask.
    pub missed: Option<bool>,
}

message!(Guest { name, missed });
