//! What a state feels like: the one thing colours are chosen by.

use super::Message;
use crate::status::{Reason, Stage, named};

named! {
    /// How good or bad a state is for the shopper.
    Tone {
        /// Nothing has happened yet.
        Neutral = "neutral",
        /// Going as it should.
        Progress = "progress",
        /// Arrived.
        Success = "success",
        /// Held up: it may still arrive.
        Attention = "attention",
        /// It will not arrive as things stand.
        Danger = "danger",
    }
}

/// The tone of a stage. Trouble is never [`Tone::Progress`] or [`Tone::Success`].
pub(super) const fn of(stage: Stage, reason: Option<Reason>) -> Tone {
    match (stage, reason) {
        (Stage::Registered | Stage::NotFound | Stage::Unknown, _) => Tone::Neutral,
        (Stage::InTransit | Stage::OutForDelivery | Stage::ReadyForPickup, _) => Tone::Progress,
        (Stage::Delivered, _) => Tone::Success,
        (Stage::AttemptFailed | Stage::Expired, _)
        | (
            Stage::Exception,
            Some(Reason::NoInformation | Reason::Delayed | Reason::Customs | Reason::Returning),
        ) => Tone::Attention,
        (Stage::Exception, _) => Tone::Danger,
    }
}

/// The tone of a state without a journey.
pub(super) const fn of_message(kind: Message) -> Tone {
    match kind {
        Message::NotFound | Message::Offline | Message::OrderUnknown => Tone::Neutral,
        Message::Invalid | Message::Busy | Message::Error | Message::Locked => Tone::Attention,
    }
}
