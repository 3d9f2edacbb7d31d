//! What becomes of a parcel, as upstream tells it: decided by its dice as it is posted.

use crate::random::Dice;
use tracktry_core::Stage;
use tracktry_edge::gate::Ms;

const MINUTE: f64 = 60_000.0;
const HOUR: f64 = 60.0 * MINUTE;

/// The most changes of a parcel.
const MOST: usize = 24;

/// What upstream says of a parcel, and since when.
#[derive(Clone, Debug)]
pub struct Life {
    /// Milliseconds after the post, and the stage from then on.
    changes: Vec<(Ms, Stage)>,
}

impl Life {
    /// The life of the parcel with these dice: a label for some hours, scans every few hours for
    /// one to six days, trouble now and then, a morning in the van, the door.
    pub fn of(mut dice: Dice) -> Self {
        let mut life = Self {
            changes: vec![(0, Stage::Registered)],
        };
        let mut at = dice.between(3.0, 22.0) * HOUR;
        let end = at + (18.0 + dice.wait(34.0)).min(140.0) * HOUR;
        let trouble = dice.chance(0.05).then(|| dice.between(at, end));
        let mut in_trouble = false;
        while at < end && life.changes.len() < MOST {
            let stage = match trouble {
                Some(from) if at >= from && !in_trouble => {
                    in_trouble = true;
                    Stage::Exception
                }
                _ => Stage::InTransit,
            };
            life.then(at, stage);
            at += dice.between(2.0, 9.0) * HOUR;
        }
        if dice.chance(0.01) {
            life.then(at + 120.0 * HOUR, Stage::Expired);
            return life;
        }
        life.then(at, Stage::OutForDelivery);
        at += dice.between(1.0, 8.0) * HOUR;
        if dice.chance(0.06) {
            life.then(at, Stage::AttemptFailed);
            at += dice.between(14.0, 20.0) * HOUR;
            life.then(at, Stage::OutForDelivery);
            at += dice.between(1.0, 8.0) * HOUR;
        } else if dice.chance(0.1) {
            life.then(at, Stage::ReadyForPickup);
            at += dice.between(4.0, 60.0) * HOUR;
        }
        life.then(at, Stage::Delivered);
        life
    }

    fn then(&mut self, at: f64, stage: Stage) {
        self.changes.push((at as Ms, stage));
    }

    /// When the `version`-th change happens, after the post.
    pub fn at(&self, version: u8) -> Option<Ms> {
        self.changes.get(usize::from(version)).map(|(at, _)| *at)
    }

    /// Where it stands after it.
    pub fn stage(&self, version: u8) -> Stage {
        let change = self.changes.get(usize::from(version));
        change.map_or(Stage::Unknown, |(_, stage)| *stage)
    }

    /// The version that holds so long after the post.
    pub fn version(&self, after: Ms) -> u8 {
        let passed = self.changes.partition_point(|(at, _)| *at <= after);
        u8::try_from(passed.saturating_sub(1)).unwrap_or(u8::MAX)
    }

    /// The times of all changes, after the post.
    pub fn times(&self) -> impl Iterator<Item = Ms> {
        self.changes.iter().map(|(at, _)| *at)
    }
}
