//! How many look, when, and at which parcels.

use crate::options::Options;
use crate::random::Dice;
use tracktry_edge::gate::Ms;

pub const MINUTE: Ms = 60_000;
pub const HOUR: Ms = 60 * MINUTE;
pub const DAY: Ms = 24 * HOUR;

/// Midnight before the first day that is counted; some day.
pub const START: Ms = 20_834 * DAY;

/// Page views of a parcel, on average over all parcels.
pub const VIEWS_OF_PARCEL: f64 = 8.0;
/// Of ten parcels so many are ever looked at.
pub const LOOKED_AT: u64 = 7;
/// Part of the page views by a link to the order rather than to the parcel.
pub const BY_ORDER: f64 = 0.5;
/// Part of the page views whose parcel upstream does not know.
pub const UNKNOWN: f64 = 0.005;
/// Part of the views that look for a parcel in the van: those who wait at the door.
pub const AT_THE_DOOR: f64 = 0.25;

/// A day's views by hour, from midnight: few at night, most in the evening.
const HOURS: [f64; 24] = [
    0.35, 0.2, 0.12, 0.1, 0.12, 0.25, 0.55, 0.95, 1.25, 1.4, 1.45, 1.45, 1.5, 1.45, 1.35, 1.3, 1.3,
    1.35, 1.4, 1.5, 1.55, 1.4, 1.0, 0.66,
];

/// Arrivals per millisecond as the day goes.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    a_day: f64,
    /// How many times more on the last day's hours.
    rush: f64,
    rush_day: Option<Ms>,
}

impl Curve {
    /// Page views.
    pub fn views(options: &Options) -> Self {
        Self::new(options, VIEWS_OF_PARCEL, 10.0)
    }

    /// Posts: a shop that sells ten times as much packs four times as much on that day.
    pub fn posts(options: &Options) -> Self {
        Self::new(options, 1.0, 4.0)
    }

    fn new(options: &Options, of_parcel: f64, rush: f64) -> Self {
        let last = START + DAY * Ms::from(options.days - 1);
        Self {
            a_day: options.size.a_year() as f64 / 365.0 * of_parcel,
            rush,
            rush_day: options.black_friday.then_some(last),
        }
    }

    /// How many come in a day without a rush.
    pub fn a_day(&self) -> f64 {
        self.a_day
    }

    /// Whether it is one of those hours.
    pub fn rushes(&self, now: Ms) -> bool {
        let rush = |day: Ms| (day + 8 * HOUR..day + 22 * HOUR).contains(&now);
        self.rush_day.is_some_and(rush)
    }

    fn rate(&self, now: Ms) -> f64 {
        let hour = (now.rem_euclid(DAY) / HOUR) as usize;
        let times = if self.rushes(now) { self.rush } else { 1.0 };
        self.a_day / DAY as f64 * HOURS[hour] * times
    }

    /// When the next one comes after `now`.
    pub fn next(&self, dice: &mut Dice, now: Ms) -> Ms {
        let highest = 1.6 * self.a_day / DAY as f64;
        let highest = highest * self.rush_day.map_or(1.0, |_| self.rush);
        let mut at = now as f64;
        loop {
            at += dice.wait(1.0 / highest);
            if dice.unit() * highest < self.rate(at as Ms) {
                return (at as Ms).max(now);
            }
        }
    }
}

/// How long ago the parcel was posted that somebody looks at: most look on the first two days, and
/// in a rush at what they have just bought.
pub fn age(dice: &mut Dice, rushes: bool) -> Ms {
    let mean = if rushes { 14.0 } else { 42.0 };
    (dice.wait(mean * HOUR as f64)) as Ms
}

/// How long a page stays open: most are closed within the minute, and nobody's is asked for after
/// a quarter of an hour.
pub fn stay(dice: &mut Dice) -> Ms {
    if dice.chance(0.65) {
        return 0;
    }
    (MINUTE + dice.wait(4.0 * MINUTE as f64) as Ms).min(15 * MINUTE)
}
