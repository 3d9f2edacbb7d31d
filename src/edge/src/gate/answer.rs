//! What the Gate says, and what it is told of a request's end.

use super::Ms;
use super::ask::{Class, Kind, WaiterId};

/// Why an ask is not served. Nothing was done upstream, and nothing will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refused {
    /// Upstream wants silence.
    Silent {
        /// Milliseconds of it that are left.
        left_ms: Ms,
    },
    /// Upstream failed too often.
    Broken {
        /// Milliseconds until it is tried again.
        left_ms: Ms,
    },
    /// The account's quota is used up, and this would use some.
    Quota {
        /// Milliseconds until a post may try again.
        left_ms: Ms,
    },
    /// Too many wait.
    Full {
        /// Milliseconds in which those who wait are served, as far as one can tell.
        retry_ms: Ms,
    },
}

/// One request upstream. Later ones have greater ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub(super) u64);

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// A list of these numbers: 40 at most, none twice.
    Numbers(Vec<String>),
    /// A list of these orders: 40 at most, none twice.
    Orders(Vec<String>),
    /// What this caller wants; named again by a later request where this one is tried again.
    Alone(WaiterId),
}

/// A request to send now. Its end is told by [`super::Gate::answered`], whatever it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// Its name.
    pub id: RequestId,
    /// The limits it counts against.
    pub kind: Kind,
    /// What it asks for.
    pub what: What,
    /// Who waits for it as it leaves; others may join.
    pub waiters: Vec<WaiterId>,
    /// The most preferred class among them.
    pub class: Class,
    /// Whether it finds out if upstream is well again.
    pub probe: bool,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Done; the data is there.
    Done,
    /// HTTP status or code 429: not done, and silence from now on.
    Busy,
    /// Code 202: done, and silence from now on.
    DoneBusy,
    /// Unreachable, too slow, 5xx or not understood: nobody knows whether it was done.
    Fault,
    /// The key was refused.
    KeyRefused,
    /// The account's quota is used up.
    Quota,
    /// Any other definite answer: empty, it exists, a bad request.
    Answered,
}

/// What becomes of a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// The response that just came is theirs.
    Answer,
    /// Not done.
    Refused(Refused),
    /// Upstream failed. Whether it was done is unknown, where it was no mere reading.
    Failed,
    /// The deadline passed.
    Expired {
        /// Whether a request had left for this caller, so that it may have been done.
        sent: bool,
    },
}

/// A caller that waits no more. Each is settled once, except by [`super::Gate::leave`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settled {
    /// Who.
    pub id: WaiterId,
    /// How.
    pub how: How,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Next {
    /// Write [`super::Gate::saved`] down, then send this; ask again at once.
    Send(Request),
    /// Tell these callers; ask again at once.
    Settle(Vec<Settled>),
    /// Ask again at this time (unix milliseconds, always later than now), or sooner after an ask
    /// or an answer.
    Wait(Ms),
    /// Nobody waits and nothing is under way: ask again after an ask.
    Idle,
}
