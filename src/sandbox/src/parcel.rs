//! A parcel as the sandbox knows it, whether somebody posted it or not.

use serde::{Deserialize, Serialize};

use crate::hash;
use crate::scenario::{Status, Step, Story};
use crate::switches::{LOOK_EVERY, Moves};

/// What a merchant said about a parcel; kept as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Logistics channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logistics_channel: Option<String>,
    /// Customer's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    /// Customer's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_email: Option<String>,
    /// Customer's telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_phone: Option<String>,
    /// The merchant's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// Comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When the order was made; free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_create_time: Option<String>,
    /// Country it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_code: Option<String>,
}

/// A parcel.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// 32 hex digits.
    pub id: String,
    /// The tracking number as posted or asked for.
    pub number: String,
    /// Tracktry's carrier code.
    pub carrier: String,
    /// What happens to it.
    pub story: &'static Story,
    /// When that starts, in clock seconds.
    pub start: i64,
    /// The status the merchant set over the real one.
    pub manual: Option<Status>,
    /// Clock seconds of its post; the story's start where nobody posted it.
    pub created_at: i64,
    /// Clock seconds of the merchant's last change.
    pub touched_at: i64,
    /// Archived by the merchant.
    pub archived: bool,
    /// What the merchant said.
    pub fields: Fields,
    /// Clock seconds from which on the carrier is not looked at any more.
    pub stopped_at: Option<i64>,
    /// What moves its `updated_at`.
    pub moves: Moves,
}

impl Parcel {
    /// A parcel that starts existing at `created_at`.
    pub fn new(
        number: String,
        carrier: String,
        story: &'static Story,
        created_at: i64,
        now: i64,
        fields: Fields,
    ) -> Self {
        Self {
            id: hash::hex32(&format!("{carrier}/{number}/{created_at}")),
            start: story.start(created_at, now),
            number,
            carrier,
            story,
            manual: None,
            created_at,
            touched_at: created_at,
            archived: false,
            fields,
            stopped_at: None,
            moves: Moves::default(),
        }
    }

    /// A special number's parcel, which exists without a post.
    pub fn unposted(number: String, carrier: String, story: &'static Story, now: i64) -> Self {
        let start = story.start(now, now);
        Self::new(number, carrier, story, start, now, Fields::default())
    }

    /// The last moment up to which the service knows: now, or when it was told to stop looking.
    pub fn seen(&self, now: i64) -> i64 {
        self.stopped_at.map_or(now, |stopped| stopped.min(now))
    }

    /// The top status at a clock time.
    pub fn status(&self, now: i64) -> Status {
        self.manual.unwrap_or_else(|| {
            let told = self.story.told(self.start, self.seen(now));
            told.last().map_or(Status::Pending, |step| step.status)
        })
    }

    /// Clock seconds of the last change: of what the switches let move it.
    pub fn updated_at(&self, now: i64) -> i64 {
        let seen = self.seen(now);
        let told = self.story.told(self.start, seen);
        let news = told
            .last()
            .filter(|_| self.moves.news)
            .map(|step| self.start.saturating_add(step.seconds()));
        let look = self.moves.look.then(|| self.look(seen));
        news.into_iter().chain(look).fold(self.touched_at, i64::max)
    }

    /// The service's last look at the carrier.
    fn look(&self, now: i64) -> i64 {
        let since = now.saturating_sub(self.created_at).max(0);
        let rest = since.checked_rem(LOOK_EVERY).unwrap_or(0);
        self.created_at.saturating_add(since.saturating_sub(rest))
    }

    /// Clock seconds of the next change by itself, if there is one.
    pub fn next_at(&self, now: i64) -> Option<i64> {
        if self.stopped_at.is_some() {
            return None;
        }
        let told = self.story.told(self.start, now).count();
        let next = self.story.steps().nth(told).map(Step::seconds);
        let news = next
            .or(self.story.life())
            .map(|next| self.start.saturating_add(next));
        let look = self
            .moves
            .look
            .then(|| self.look(now).saturating_add(LOOK_EVERY));
        news.into_iter().chain(look).min()
    }
}
