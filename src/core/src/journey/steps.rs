//! A parcel's way as four milestones of progress.

use super::{Event, Milestones, Step, StepState};
use crate::status::{Reason, Stage};

/// The steps of a stage, in order: registered, in transit, out for delivery (or ready for
/// pickup), delivered.
///
/// - A failed attempt fails the third step; an exception fails the furthest step the scans tell
///   of, at least the second and at most the third.
/// - A way that has ended elsewhere (returned or returning, refused, unclaimed, cancelled,
///   damaged or lost) stops at the step that failed: nothing is still to come.
/// - Expired stands where the scans end, never past the third step. Of an unknown stage the same
///   steps are done and none is now. Not found has not begun.
///
/// The last two steps take the date of their newest scan, since deliveries are tried again; the
/// first two that of their oldest. A failed step takes that of the newest scan of the trouble, or,
/// where the parcel goes back, of the try before.
pub(super) fn steps(
    stage: Stage,
    reason: Option<Reason>,
    events: &[Event],
    milestones: &Milestones,
) -> Vec<Step> {
    let reached = events.iter().filter_map(|event| rank(event.stage)).max();
    let (last, how) = match stage {
        Stage::Registered => (Some(0), StepState::Now),
        Stage::InTransit => (Some(1), StepState::Now),
        Stage::OutForDelivery | Stage::ReadyForPickup => (Some(2), StepState::Now),
        Stage::Delivered => (Some(3), StepState::Done),
        Stage::AttemptFailed => (Some(2), StepState::Failed),
        Stage::Exception => (Some(failed_at(reason, reached)), StepState::Failed),
        Stage::Expired => (Some(reached.unwrap_or(0).min(2)), StepState::Now),
        Stage::Unknown => (reached.map(|reached| reached.min(2)), StepState::Done),
        Stage::NotFound => (None, StepState::Todo),
    };
    let way = [
        Stage::Registered,
        Stage::InTransit,
        third(stage, reason, events),
        Stage::Delivered,
    ];
    let mut steps = Vec::with_capacity(way.len());
    for (here, step) in (0_u8..).zip(way) {
        let how = match last {
            Some(last) if here < last => StepState::Done,
            Some(last) if here == last => how,
            _ => StepState::Todo,
        };
        let failed = how == StepState::Failed;
        let shown = match reason {
            // A return is told of when the parcel is long on its way back: the try before it counts.
            Some(Reason::Returned | Reason::Returning) if failed && here == 2 => tried(events),
            _ if failed => stage,
            _ => step,
        };
        steps.push(Step {
            stage: step,
            state: how,
            at: (how != StepState::Todo)
                .then(|| date(shown, events, milestones))
                .flatten(),
        });
        if failed && ended(reason) {
            break;
        }
    }
    steps
}

/// How far along the way a scan's stage is; `None` where it says nothing of that.
fn rank(stage: Stage) -> Option<u8> {
    match stage {
        Stage::Registered => Some(0),
        Stage::InTransit | Stage::Exception => Some(1),
        Stage::OutForDelivery | Stage::ReadyForPickup | Stage::AttemptFailed => Some(2),
        Stage::Delivered => Some(3),
        Stage::NotFound | Stage::Expired | Stage::Unknown => None,
    }
}

fn failed_at(reason: Option<Reason>, reached: Option<u8>) -> u8 {
    match reason {
        Some(Reason::Refused | Reason::Unclaimed) => 2,
        _ => reached.unwrap_or(1).clamp(1, 2),
    }
}

fn ended(reason: Option<Reason>) -> bool {
    matches!(
        reason,
        Some(
            Reason::Returned
                | Reason::Returning
                | Reason::Refused
                | Reason::Unclaimed
                | Reason::Cancelled
                | Reason::DamagedOrLost
        )
    )
}

/// Whether the parcel goes to the door or waits to be fetched.
fn third(stage: Stage, reason: Option<Reason>, events: &[Event]) -> Stage {
    let told = events
        .iter()
        .map(|event| event.stage)
        .find(|stage| matches!(stage, Stage::OutForDelivery | Stage::ReadyForPickup));
    match (stage, reason) {
        (Stage::OutForDelivery | Stage::ReadyForPickup, _) => stage,
        (_, Some(Reason::Collected | Reason::Unclaimed)) => Stage::ReadyForPickup,
        _ => told.unwrap_or(Stage::OutForDelivery),
    }
}

/// The stage of the last try at the recipient's. What the scans tell of a failed try cannot be one
/// at the sender's, where a parcel is handed out again.
fn tried(events: &[Event]) -> Stage {
    let told = |wanted: &Stage| events.iter().any(|event| event.stage == *wanted);
    [
        Stage::AttemptFailed,
        Stage::OutForDelivery,
        Stage::ReadyForPickup,
    ]
    .into_iter()
    .find(told)
    .unwrap_or(Stage::Exception)
}

/// When a step was reached, by the events and else by Tracktry's own dates.
fn date(step: Stage, events: &[Event], dates: &Milestones) -> Option<String> {
    let mut of_step = events.iter().filter(|event| event.stage == step);
    let (event, told) = match step {
        Stage::Registered => (of_step.next_back(), &dates.received),
        Stage::InTransit if dates.dispatched.is_none() => (of_step.next_back(), &dates.departed),
        Stage::InTransit => (of_step.next_back(), &dates.dispatched),
        _ => (of_step.next(), &None),
    };
    event
        .and_then(|event| event.at.clone())
        .or_else(|| told.clone())
}
