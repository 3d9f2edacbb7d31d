//! Wall-clock times as carriers write them: never shifted between zones, never given a zone
//! they did not have.

use crate::status::named;

named! {
    /// How exact a time is.
    Precision {
        /// A date; `00:00` counts as one, since carriers write it for "time unknown".
        Day = "day",
        /// Hours and minutes.
        Minute = "minute",
        /// Hours, minutes and seconds.
        Second = "second",
        /// No date could be read.
        Unknown = "unknown",
    }
}

/// A wall-clock time: `2021-01-19`, `2021-01-19T10:33` or `2021-01-19T10:33:05`, and the offset
/// where the carrier gave one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// ISO 8601 without an offset, as exact as [`Self::precision`] says; sorts as text.
    pub at: String,
    /// Never [`Precision::Unknown`].
    pub precision: Precision,
    /// `+01:00`, `-05:30` or `Z`, only where the carrier wrote one beside a time of day.
    pub offset: Option<String>,
}

impl Moment {
    /// Reads a carrier's time: `2021-01-19 10:33`, with seconds, with `T`, with an offset, with
    /// slashes and single digits (`2017/8/27 9:05`), as a date alone or as `20210119`.
    ///
    /// A fraction of a second is dropped. A time of day that cannot be read, or that is
    /// midnight, leaves the date alone. `None` where no valid date stands.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = Reader(text.trim().as_bytes());
        let mut at = rest.date()?;
        if !rest.0.is_empty() {
            rest.take(b" \t\r\nTt")?;
            rest.skip(SPACES);
        }
        let mut moment = Self {
            at: String::new(),
            precision: Precision::Day,
            offset: None,
        };
        if let Some(clock) = rest.clock() {
            at.push('T');
            push_two(&mut at, clock.hour);
            at.push(':');
            push_two(&mut at, clock.minute);
            moment.precision = Precision::Minute;
            if let Some(second) = clock.second {
                at.push(':');
                push_two(&mut at, second);
                moment.precision = Precision::Second;
            }
            moment.offset = clock.offset;
        }
        moment.at = at;
        Some(moment)
    }
}

/// How exact a text in the form of [`Moment::at`] is; [`Precision::Unknown`] where it has none.
/// Digits are in range each, which lets a 31st of February pass: who formats it says no.
pub fn precision(at: &str) -> Precision {
    let form: &[u8] = b"9999-19-39T29:59:59";
    match at.len() {
        _ if !is_formed(at, form) => Precision::Unknown,
        10 => Precision::Day,
        16 => Precision::Minute,
        19 => Precision::Second,
        _ => Precision::Unknown,
    }
}

/// Whether this is an offset in the form of [`Moment::offset`].
pub(crate) fn is_offset(text: &str) -> bool {
    text == "Z" || (text.len() == 6 && (is_formed(text, b"+19:59") || is_formed(text, b"-19:59")))
}

/// Whether a text begins like `form`: a digit where one stands there, and no larger; else the same.
fn is_formed(text: &str, form: &[u8]) -> bool {
    for (at, byte) in text.bytes().enumerate() {
        let fits = match form.get(at) {
            Some(most) if most.is_ascii_digit() => byte.is_ascii_digit() && byte <= *most,
            same => same == Some(&byte),
        };
        if !fits {
            return false;
        }
    }
    true
}

struct Clock {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    offset: Option<String>,
}

/// What is left of a text to read.
struct Reader<'a>(&'a [u8]);

const DIGITS: &[u8] = b"0123456789";
const SPACES: &[u8] = b" \t\r\n";

impl Reader<'_> {
    /// The next byte, if it is one of a set.
    fn take(&mut self, set: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !set.iter().any(|byte| byte == first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }

    fn skip(&mut self, set: &[u8]) {
        while self.take(set).is_some() {}
    }

    /// A number of one to `most` digits, at most 8.
    fn digits(&mut self, most: u32) -> Option<u32> {
        let mut n = None;
        for _ in 0..most {
            let Some(digit) = self.take(DIGITS) else {
                break;
            };
            let digit = u32::from(digit.wrapping_sub(b'0'));
            n = Some(n.unwrap_or(0_u32).wrapping_mul(10).wrapping_add(digit));
        }
        n
    }

    /// A number of exactly two digits.
    fn two(&mut self) -> Option<u32> {
        let tens = self.0.get(1).is_some_and(u8::is_ascii_digit);
        tens.then(|| self.digits(2))?
    }

    /// A valid date, as `2021-01-19`.
    fn date(&mut self) -> Option<String> {
        let start = self.0.len();
        let lead = self.digits(8)?;
        let (year, month, day) = match start.saturating_sub(self.0.len()) {
            8 => (lead / 10_000, lead / 100 % 100, lead % 100),
            4 => {
                let separator = self.take(b"-/.")?;
                let month = self.digits(2)?;
                self.take(&[separator])?;
                (lead, month, self.digits(2)?)
            }
            _ => return None,
        };
        if year == 0 || day == 0 || day > days_in(year, month) {
            return None;
        }
        let mut at = String::with_capacity("2021-01-19T10:33:05".len());
        push_two(&mut at, year / 100);
        push_two(&mut at, year % 100);
        at.push('-');
        push_two(&mut at, month);
        at.push('-');
        push_two(&mut at, day);
        Some(at)
    }

    /// A time of day up to the end of the text. `None` where there is none, it is not valid, or
    /// it is midnight.
    fn clock(&mut self) -> Option<Clock> {
        let hour = self.digits(2).filter(|n| *n < 24)?;
        self.take(b":")?;
        let minute = self.two().filter(|n| *n < 60)?;
        let mut second = None;
        if self.take(b":").is_some() {
            second = Some(self.two().filter(|n| *n < 60)?);
            if self.take(b".").is_some() {
                self.skip(DIGITS);
            }
        }
        self.skip(SPACES);
        let offset = if self.0.is_empty() {
            None
        } else {
            Some(self.offset()?)
        };
        let midnight = hour == 0 && minute == 0 && second.unwrap_or(0) == 0;
        (!midnight).then_some(Clock {
            hour,
            minute,
            second,
            offset,
        })
    }

    /// An offset up to the end of the text.
    fn offset(&mut self) -> Option<String> {
        if matches!(self.0, b"Z" | b"z" | b"UTC" | b"GMT") {
            return Some(String::from("Z"));
        }
        let sign = self.take(b"+-")?;
        // No place on Earth is further from UTC than 14 hours.
        let hours = self.two().filter(|n| *n <= 14)?;
        let _ = self.take(b":");
        let minutes = if self.0.is_empty() {
            0
        } else {
            self.two().filter(|n| *n < 60)?
        };
        if !self.0.is_empty() {
            return None;
        }
        let mut offset = String::with_capacity("+01:00".len());
        offset.push(char::from(sign));
        push_two(&mut offset, hours);
        offset.push(':');
        push_two(&mut offset, minutes);
        Some(offset)
    }
}

/// Days of a month; none where there is no such month.
fn days_in(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

fn push_two(out: &mut String, n: u32) {
    for digit in [n / 10 % 10, n % 10] {
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}
