//! What is left of a journey for those who proved nothing but that they know a number: nothing
//! that says where in its country a recipient lives.

use super::{Event, Journey, Leg};
use crate::status::{Stage, classify, family, folded};
use std::collections::HashSet;

/// Two-letter codes of ISO 3166-1, and `UK`, which carriers write for `GB`.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM \
FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP \
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV \
MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD \
SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UK UM US UY UZ VA \
VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Countries whose code is also a state's or province's of the US, Canada or Australia, with the
/// beginning of their English name, folded.
const ALSO_STATES: &[(&str, &str)] = &[
    ("AL", "albania"),
    ("AR", "argentina"),
    ("AZ", "azerbaijan"),
    ("CA", "canada"),
    ("CO", "colombia"),
    ("DE", "germany"),
    ("GA", "gabon"),
    ("ID", "indonesia"),
    ("IL", "israel"),
    ("IN", "india"),
    ("KY", "cayman"),
    ("LA", "lao"),
    ("MA", "morocco"),
    ("MD", "moldova"),
    ("ME", "montenegro"),
    ("MN", "mongolia"),
    ("MO", "maca"),
    ("MS", "montserrat"),
    ("MT", "malta"),
    ("NC", "newcaledonia"),
    ("NE", "niger"),
    ("NL", "netherlands"),
    ("NU", "niue"),
    ("PA", "panama"),
    ("PE", "peru"),
    ("SA", "saudi"),
    ("SC", "seychelles"),
    ("SD", "sudan"),
    ("SK", "slovakia"),
    ("TN", "tunisia"),
    ("VA", "vatican"),
    ("YT", "mayotte"),
];

/// Characters from which on a word of a place counts where it stands in a text.
const MIN_WORD: usize = 3;

impl Journey {
    /// Leaves of the last mile's events only the country, for those who proved nothing but that
    /// they know a number.
    ///
    /// Origin carriers report the last mile too. So it is: every event of the destination's leg;
    /// of the origin's leg each one that does not surely come before the day the destination's
    /// first scan was made; and each that says `out_for_delivery`, `ready_for_pickup`,
    /// `attempt_failed` or `delivered`. Without a destination's leg the origin's is the last, and
    /// all of it counts.
    ///
    /// Of the carrier's words about these, those are dropped beside a known substatus, which
    /// says the same, and those that name a word of the last mile's places; the rest stays.
    ///
    /// A country is an ISO 3166 code at the end of a place. A code that is also a state of the
    /// US, Canada or Australia (`IL`, `DE`) is one only where the parcel comes from there or
    /// goes there; else nothing is left of the place.
    #[must_use]
    pub fn with_coarse_places(mut self) -> Self {
        let last_mile = self.last_mile_events();
        let mut words = HashSet::new();
        for (event, coarse) in self.events.iter().zip(&last_mile) {
            if *coarse {
                let place = event.place.as_deref().unwrap_or_default();
                words.extend(words_of(&place.to_lowercase()).map(String::from));
            }
        }
        let ends = [self.from.as_deref(), self.to.as_deref()];
        for (event, coarse) in self.events.iter_mut().zip(&last_mile) {
            if *coarse {
                if is_told(event) || names_place(event, &words) {
                    event.text = None;
                }
                event.place = event
                    .place
                    .as_deref()
                    .and_then(|place| country(place, ends));
            }
        }
        self.events.retain(Event::tells);
        self
    }

    /// For each event whether it is the last mile's.
    fn last_mile_events(&self) -> Vec<bool> {
        let of_destination = |event: &&Event| event.leg == Leg::Destination;
        let earliest = self.events.iter().rposition(|e| of_destination(&e));
        let first_day = self
            .events
            .iter()
            .filter(of_destination)
            .filter_map(day)
            .min();
        let is_before =
            |event: &Event| matches!((day(event), first_day), (Some(a), Some(b)) if a < b);
        let is_last = |(index, event): (usize, &Event)| {
            earliest.is_none_or(|earliest| index <= earliest)
                || !is_before(event)
                || matches!(
                    event.stage,
                    Stage::OutForDelivery
                        | Stage::ReadyForPickup
                        | Stage::AttemptFailed
                        | Stage::Delivered
                )
        };
        self.events.iter().enumerate().map(is_last).collect()
    }
}

/// The day of an event: carriers of two countries write two clocks.
fn day(event: &Event) -> Option<&str> {
    event.at.as_deref().and_then(|at| at.get(..10))
}

/// Whether a substatus says what happened, so that the carrier's words need not.
fn is_told(event: &Event) -> bool {
    event.substatus.as_deref().is_some_and(|raw| {
        let substatus = folded(raw);
        classify(family(&substatus), Some(&substatus)).0 != Stage::Unknown
    })
}

/// Whether an event's text names one of these words, or, in a script without spaces, has one of
/// its own place's inside another.
fn names_place(event: &Event, words: &HashSet<String>) -> bool {
    let text = event.text.as_deref().unwrap_or_default().to_lowercase();
    let place = event.place.as_deref().unwrap_or_default().to_lowercase();
    words_of(&text).any(|word| words.contains(word))
        || words_of(&place).any(|word| !word.is_ascii() && text.contains(word))
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= MIN_WORD)
}

/// The country a place ends with: `NL` of `Rotterdam,NL`, `CN` of `Shenzhen [CN]`.
fn country(place: &str, ends: [Option<&str>; 2]) -> Option<String> {
    let code = match place.trim_end().strip_suffix(']') {
        Some(open) => after(open, b'[')?,
        None => after(place, b',').unwrap_or(place).trim(),
    };
    let known = COUNTRIES.split(' ').any(|country| country == code);
    let state = ALSO_STATES.iter().find(|row| row.0 == code);
    let is = state.is_none_or(|row| ends.into_iter().flatten().any(|end| is_country(end, row)));
    (known && is).then(|| String::from(code))
}

/// Whether upstream's word for a country, a name or a code or both, means this one.
fn is_country(word: &str, &(code, name): &(&str, &str)) -> bool {
    let bracketed = word
        .strip_suffix(']')
        .and_then(|open| after(open, b'['))
        .is_some_and(|inner| inner.eq_ignore_ascii_case(code));
    bracketed || word.eq_ignore_ascii_case(code) || folded(word).starts_with(name)
}

/// What stands behind the last `byte`, an ASCII one.
fn after(text: &str, byte: u8) -> Option<&str> {
    let at = text.bytes().rposition(|b| b == byte)?;
    text.get(at.saturating_add(1)..)
}
