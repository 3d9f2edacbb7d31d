//! The envelope around every answer of Tracktry, and its result codes.

use crate::lenient::count;
use crate::value::Value;

/// What an answer's `meta.code` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResultCode(pub u32);

/// What an answer means to whoever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Done; the data is there.
    Done,
    /// There is nothing of what was asked for.
    Empty,
    /// It was there before: a number that is posted twice.
    Exists,
    /// The API key, or what it may do, is refused.
    KeyRefused,
    /// The account's balance is used up.
    Quota,
    /// Too many requests: two minutes of silence, counted from now.
    Busy,
    /// The request was wrong.
    BadRequest,
    /// Upstream failed or is being maintained.
    Fault,
    /// A code this version does not know.
    Unknown(ResultCode),
    /// No envelope, and no HTTP status that says why.
    Garbled,
}

/// One row of the table of result codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The code.
    pub code: ResultCode,
    /// `meta.type`, as Tracktry writes it.
    pub name: &'static str,
    /// What it says, for operators.
    pub meaning: &'static str,
    /// What to do about it.
    pub outcome: Outcome,
}

const fn row(code: u32, name: &'static str, meaning: &'static str, outcome: Outcome) -> Meaning {
    Meaning {
        code: ResultCode(code),
        name,
        meaning,
        outcome,
    }
}

/// Every result code Tracktry documents.
#[rustfmt::skip]
pub const MEANINGS: &[Meaning] = &[
    row(200, "Success", "done", Outcome::Done),
    row(201, "Created", "done; some items of a batch may have failed", Outcome::Done),
    row(202, "Bad Request", "done, but the request limit was exceeded", Outcome::Busy),
    row(401, "Unauthorized", "authentication failed or not permitted", Outcome::KeyRefused),
    row(402, "Payment Required", "payment required", Outcome::Quota),
    row(403, "Forbidden", "access denied", Outcome::KeyRefused),
    row(404, "Not Found", "no such resource", Outcome::BadRequest),
    row(405, "Method Not Allowed", "method not allowed", Outcome::BadRequest),
    row(409, "Conflict", "conflict", Outcome::BadRequest),
    row(429, "Too Many Requests", "request limit exceeded", Outcome::Busy),
    row(500, "Server Error", "server error", Outcome::Fault),
    row(503, "Service Unavailable", "maintenance", Outcome::Fault),
    row(4001, "Unauthorized", "API key invalid", Outcome::KeyRefused),
    row(4002, "Unauthorized", "API key deleted", Outcome::KeyRefused),
    row(4012, "Bad Request", "request not understood, or a parameter is missing", Outcome::BadRequest),
    row(4013, "Bad Request", "tracking number required", Outcome::BadRequest),
    row(4014, "Bad Request", "tracking number invalid", Outcome::BadRequest),
    row(4015, "Bad Request", "carrier code invalid", Outcome::BadRequest),
    row(4016, "Bad Request", "tracking exists", Outcome::Exists),
    row(4017, "Bad Request", "tracking does not exist", Outcome::Empty),
    row(4018, "Bad Request", "feature not activated for the account", Outcome::KeyRefused),
    row(4019, "Bad Request", "balance too low", Outcome::Quota),
    row(4020, "Bad Request", "too many items in one request", Outcome::BadRequest),
    row(4021, "Bad Request", "remaining balance too low to read", Outcome::Quota),
    row(4031, "No Content", "empty result", Outcome::Empty),
    row(4032, "No Content", "carrier cannot be detected", Outcome::Empty),
    row(4033, "No Content", "status invalid", Outcome::BadRequest),
];

impl ResultCode {
    /// The code's row in the table; `None` for one that is not documented.
    pub fn meaning(self) -> Option<&'static Meaning> {
        MEANINGS.iter().find(|row| row.code == self)
    }

    /// What the code means to whoever asked.
    pub fn outcome(self) -> Outcome {
        self.meaning()
            .map_or(Outcome::Unknown(self), |row| row.outcome)
    }
}

impl Outcome {
    /// What an answer means, by its HTTP status and its result code. Errors usually come with
    /// status 200, so the code decides; but a limit is honoured wherever it is said, and where
    /// there is no envelope the status is all there is.
    pub fn of(http: u16, code: Option<ResultCode>) -> Self {
        match (http, code) {
            (429, _) => Self::Busy,
            (_, Some(code)) => code.outcome(),
            (401 | 403, None) => Self::KeyRefused,
            (402, None) => Self::Quota,
            (500..=599, None) => Self::Fault,
            _ => Self::Garbled,
        }
    }
}

/// An answer of Tracktry: its code and its data, as far as they could be read.
#[derive(Clone, Debug)]
pub struct Envelope<V> {
    /// `meta.code`; `None` where no envelope could be recognised.
    pub code: Option<ResultCode>,
    /// `data`, of whatever type; errors mostly carry an empty array.
    pub data: Option<V>,
}

/// `data` of a list: `{"page":1,"limit":25,"total":"4","count":4,"items":[…]}`.
#[derive(Clone, Debug)]
pub struct Page<V> {
    /// The page, from 1.
    pub page: Option<u64>,
    /// Rows asked for.
    pub limit: Option<u64>,
    /// Rows in all pages.
    pub total: Option<u64>,
    /// Rows in this page, as upstream counts them.
    pub count: Option<u64>,
    /// The rows.
    pub items: Vec<V>,
}

impl<V: Value> Envelope<V> {
    /// Reads the envelope of an answer. The code may be a number or text; `data` may be missing.
    pub fn decode(answer: &V) -> Self {
        let code = answer.get("meta").and_then(|meta| count(&meta, "code"));
        Self {
            code: code
                .and_then(|code| u32::try_from(code).ok())
                .map(ResultCode),
            data: answer.get("data"),
        }
    }

    /// The list in `data`; its rows are [`Self::rows`].
    pub fn page(self) -> Page<V> {
        let whole = |key| self.data.as_ref().and_then(|data| count(data, key));
        Page {
            page: whole("page"),
            limit: whole("limit"),
            total: whole("total"),
            count: whole("count"),
            items: self.rows(),
        }
    }

    /// The rows in `data`, in whatever form it is: `{"items":[…]}` of a list or a realtime
    /// answer, the array of one of a single look-up, or its bare object. Empty data has none.
    pub fn rows(self) -> Vec<V> {
        let Some(data) = self.data else {
            return Vec::new();
        };
        if let Some(items) = data.get("items") {
            return items.items();
        }
        if data.get("tracking_number").is_some() {
            return vec![data];
        }
        data.items()
    }
}
