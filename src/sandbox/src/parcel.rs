//! A parcel as the sandbox knows it, whether somebody posted it or not.

use serde::{Deserialize, Serialize};

use crate::hash;
use crate::scenario::{Status, Step, Story};

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
        }
    }

    /// A special number's parcel, which exists without a post.
    pub fn unposted(number: String, carrier: String, story: &'static Story, now: i64) -> Self {
        let start = story.start(now, now);
        Self::new(number, carrier, story, start, now, Fields::default())
    }

    /// The top status at a clock time.
    pub fn status(&self, now: i64) -> Status {
        self.manual.unwrap_or_else(|| {
            let told = self.story.told(self.start, now);
            told.last().map_or(Status::Pending, |step| step.status)
        })
    }

    /// Clock seconds of the last change: the merchant's or the carrier's.
    pub fn updated_at(&self, now: i64) -> i64 {
        let told = self.story.told(self.start, now);
        told.last().map_or(self.touched_at, |step| {
            self.touched_at
                .max(self.start.saturating_add(step.seconds()))
        })
    }

    /// Clock seconds of the next change by itself, if there is one.
    pub fn next_at(&self, now: i64) -> Option<i64> {
        let told = self.story.told(self.start, now).count();
        let next = self
            .story
            .steps()
            .nth(told)
            .map(Step::seconds)
            .or(self.story.life())?;
        Some(self.start.saturating_add(next))
    }
}
