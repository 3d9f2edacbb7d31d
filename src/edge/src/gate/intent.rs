//! Posts upstream happen once at most: what is written down before one and after it, and what
//! becomes of one whose end nobody knows.
//!
//! A post costs quota and may show twice in the merchant's account, so an open one is looked up,
//! never sent again.

use super::Ms;
use super::answer::How;
use super::constants::{LOOK_FIRST_MS, LOOK_MAX_MS, POST_SETTLES_MS};
use crate::message::message;
use tracktry_core::envelope::{Outcome, ResultCode};

/// The form an [`Intent`] is written in.
const VERSION: u8 = 1;

/// Where a post stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// It may have been done: a look will tell. Also what cannot be read counts as this.
    #[default]
    Open,
    /// The parcel is in the account.
    Done,
    /// It was not done, and upstream or the Gate said so.
    Refused,
    /// It was not done, and nobody knows why. Never sent again by itself.
    Lost,
}

message!(names State { Open = "open", Done = "done", Refused = "refused", Lost = "lost" });

/// The post of one parcel, as it is written down before it leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Intent {
    v: u8,
    state: State,
    /// When it was begun, in unix milliseconds.
    at: Ms,
    /// When an open one is looked up next, in unix milliseconds.
    look_at: Ms,
    /// Looks that told nothing.
    looks: u32,
}

message!(default Intent { v, state, at, look_at, looks });

/// Whether a parcel may be posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum May {
    /// Yes, after writing [`Intent::begin`].
    Begin,
    /// Not before an open one is looked up.
    Look,
    /// No: it is there, or it was lost.
    Never,
}

/// How a post ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Posted {
    /// The parcel is in the account, by this post or by an earlier one.
    Done,
    /// Definitely not done.
    Refused,
    /// Nobody knows.
    Unknown,
}

/// What looking for the parcel found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// It is in the account.
    Found,
    /// It is not.
    Empty,
    /// No answer that tells.
    Unknown,
}

impl Posted {
    /// By the answer to the post.
    pub fn of(http: u16, code: Option<ResultCode>) -> Self {
        // 202 says both "done" and "too many requests".
        if code == Some(ResultCode(202)) {
            return Self::Done;
        }
        match (Outcome::of(http, code), code.map(ResultCode::outcome)) {
            (Outcome::Done | Outcome::Exists, _) => Self::Done,
            // A status that says no around a code that says yes.
            (Outcome::Busy, Some(Outcome::Done | Outcome::Exists)) => Self::Unknown,
            (Outcome::Busy | Outcome::Quota | Outcome::KeyRefused | Outcome::BadRequest, _) => {
                Self::Refused
            }
            (Outcome::Empty | Outcome::Fault | Outcome::Garbled | Outcome::Unknown(_), _) => {
                Self::Unknown
            }
        }
    }

    /// By what the Gate said of the caller; `None` where the answer tells.
    pub const fn by_gate(how: How) -> Option<Self> {
        match how {
            How::Answer => None,
            How::Refused(_) | How::Expired { sent: false } => Some(Self::Refused),
            How::Failed | How::Expired { sent: true } => Some(Self::Unknown),
        }
    }
}

impl Intent {
    /// A post that is about to leave.
    pub const fn begin(now: Ms) -> Self {
        Self {
            v: VERSION,
            state: State::Open,
            at: now,
            look_at: now.saturating_add(LOOK_FIRST_MS),
            looks: 0,
        }
    }

    /// Whether a parcel may be posted, by what is written down of it.
    pub const fn may_begin(stored: Option<&Self>) -> May {
        match stored {
            None => May::Begin,
            Some(intent) => match intent.state {
                State::Refused => May::Begin,
                State::Open => May::Look,
                State::Done | State::Lost => May::Never,
            },
        }
    }

    /// Where it stands.
    pub const fn state(&self) -> State {
        self.state
    }

    /// When to look it up next, in unix milliseconds; `None` once that is not needed.
    pub fn look_at(&self, now: Ms) -> Option<Ms> {
        // A clock that was set back must not put it off for longer than it was meant.
        let latest = now.saturating_add(LOOK_MAX_MS);
        (self.state == State::Open).then_some(self.look_at.min(latest))
    }

    /// The post ended. That it was done is believed whenever it comes, all else of an open one.
    #[must_use]
    pub fn posted(self, posted: Posted) -> Self {
        let state = match (posted, self.state) {
            (Posted::Done, _) => State::Done,
            (Posted::Refused, State::Open) => State::Refused,
            (Posted::Refused | Posted::Unknown, state) => state,
        };
        Self { state, ..self }
    }

    /// A look for it that was sent at `asked` told this, now.
    #[must_use]
    pub fn looked(self, look: Look, asked: Ms, now: Ms) -> Self {
        if self.state != State::Open {
            return self;
        }
        // A time in the future counts as now.
        let at = self.at.min(now);
        let settled = asked.saturating_sub(at) >= POST_SETTLES_MS;
        match look {
            Look::Found => Self {
                state: State::Done,
                at,
                ..self
            },
            Look::Empty if settled => Self {
                state: State::Lost,
                at,
                ..self
            },
            Look::Empty | Look::Unknown => Self {
                at,
                ..self.later(now)
            },
        }
    }

    fn later(self, now: Ms) -> Self {
        let looks = self.looks.saturating_add(1);
        let factor = 1_i64.checked_shl(looks.min(16)).unwrap_or(1);
        let wait = LOOK_FIRST_MS.saturating_mul(factor).min(LOOK_MAX_MS);
        let look_at = now.saturating_add(wait);
        Self {
            look_at,
            looks,
            ..self
        }
    }
}
