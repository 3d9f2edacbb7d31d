//! `GET /exceptions`: parcels in trouble, by reason and age, for the merchant's back end.
//!
//! In trouble is a parcel of the stages `exception`, `attempt_failed` and `expired`, and one that
//! the carrier has not found for three days.

use crate::access::{Caller, Scope, merchant};
use crate::journeys::{Place, iso};
use crate::objects::{CALL_MS, Deed, Object, all};
use crate::place::groups;
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::route;
use crate::shelf::policy::DAY;
use crate::shelf::trouble::{Found, text};
use serde_json::{Value, json};
use std::cell::RefCell;
use tracktry_core::number::{normalise_carrier, normalise_number};
use tracktry_core::status::Reason;

/// The version of the answer.
const VERSION: u8 = 1;

/// Days after which a parcel that is not found is in trouble: carriers take their time to scan.
const NOT_FOUND_DAYS: i64 = 3;

/// The most that `days` can be: as long as a parcel may be kept.
const MOST_DAYS: i64 = 3_650;

/// Parcels of an answer where nothing is said of it, and at most.
const LIMIT: usize = 100;
const MOST: usize = 500;

/// What stands for parcels without a reason.
const NO_REASON: &str = "none";

/// The stages of trouble, as the index of the Shelves has them.
const STAGES: [&str; 4] = ["exception", "attempt_failed", "expired", "not_found"];

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// A stage.
    pub stage: Option<String>,
    /// A reason, or `none`.
    pub reason: Option<String>,
    /// Days of trouble, at least.
    pub days: i64,
    /// Parcels of the answer, at most.
    pub limit: usize,
    /// The last parcel of the page before: since when it is in trouble, and its key.
    pub after: Option<(i64, String)>,
}

impl Question {
    /// Reads what stands behind a URL's `?`. What it does not know is not looked at.
    ///
    /// # Errors
    /// [`Problem::QueryInvalid`] with the name of what cannot be.
    pub fn of(url: &str) -> Result<Self, Problem> {
        let mut question = Self {
            stage: None,
            reason: None,
            days: 0,
            limit: LIMIT,
            after: None,
        };
        let query = url.split('#').next().and_then(|url| url.split_once('?'));
        for pair in query.map_or("", |(_, query)| query).split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = route::decode(value);
            let value = value.as_deref().unwrap_or_default();
            match name {
                "stage" if STAGES.contains(&value) => question.stage = Some(value.to_owned()),
                "stage" => return Err(Problem::QueryInvalid("stage")),
                "reason" if value == NO_REASON || Reason::from_name(value).is_some() => {
                    question.reason = Some(value.to_owned());
                }
                "reason" => return Err(Problem::QueryInvalid("reason")),
                "days" => {
                    let days = value
                        .parse()
                        .ok()
                        .filter(|days| (0..=MOST_DAYS).contains(days));
                    question.days = days.ok_or(Problem::QueryInvalid("days"))?;
                }
                "limit" => {
                    let limit = value
                        .parse()
                        .ok()
                        .filter(|limit| (1..=MOST).contains(limit));
                    question.limit = limit.ok_or(Problem::QueryInvalid("limit"))?;
                }
                "after" => {
                    let after = place_of(value).ok_or(Problem::QueryInvalid("after"))?;
                    question.after = Some(after);
                }
                _ => {}
            }
        }
        Ok(question)
    }

    /// The question as a Shelf takes it.
    fn to_shelf(&self, shelves: &[u8], now: i64) -> Value {
        let before = |days: i64| now.saturating_sub(days.saturating_mul(DAY));
        json!({
            "stage": self.stage,
            "reason": self.reason,
            "before": before(self.days),
            "not_found_before": before(self.days.max(NOT_FOUND_DAYS)),
            "limit": self.limit,
            "after": self.after,
            "shelves": shelves,
        })
    }
}

/// Where a page begins, as the one before said: `since~carrier~number`.
fn place_of(cursor: &str) -> Option<(i64, String)> {
    let mut parts = cursor.split('~');
    let (since, carrier, number) = (parts.next()?, parts.next()?, parts.next()?);
    let since: i64 = since.parse().ok()?;
    let is_plain = carrier == "-" || normalise_carrier(carrier).as_deref() == Some(carrier);
    let fits = is_plain
        && normalise_number(number).as_deref() == Some(number)
        && parts.next().is_none()
        && since.unsigned_abs() < MOST_MS;
    fits.then(|| (since, format!("{carrier}/{number}")))
}

/// No time is as far away: more than JavaScript's whole numbers hold.
const MOST_MS: u64 = 1 << 53;

/// The answer.
pub fn page(question: &Question, found: &Found, now: i64, iso: impl Fn(i64) -> String) -> Value {
    let days = |since: i64| now.saturating_sub(since).max(0).div_euclid(DAY);
    let summary = found.sums.iter().map(|sum| {
        json!({
            "stage": sum.get(0),
            "reason": sum.get(1),
            "count": sum.get(2),
            "oldest_days": days(sum.get(3).and_then(Value::as_i64).unwrap_or(now)),
        })
    });
    let parcels = found.parcels.iter().filter_map(|parcel| {
        let since = parcel.get(0)?.as_i64()?;
        let (carrier, number) = text(parcel, 1).split_once('/')?;
        Some(json!({
            "carrier": carrier,
            "number": number,
            "order": parcel.get(4),
            "stage": parcel.get(2),
            "reason": parcel.get(3),
            "since": iso(since),
            "days": days(since),
        }))
    });
    let last = found
        .parcels
        .last()
        .filter(|_| found.parcels.len() >= question.limit);
    let next = last.and_then(|last| {
        let key = text(last, 1).replace('/', "~");
        Some(format!("{}~{key}", last.get(0)?.as_i64()?))
    });
    json!({
        "v": VERSION,
        "summary": summary.collect::<Value>(),
        "parcels": parcels.collect::<Value>(),
        "next": next,
    })
}

/// Answers with parcels in trouble, those that are in it for longest first.
///
/// # Errors
/// The caller may not, a parameter cannot be, or a Shelf fails: part of them would look like all.
pub async fn answer(place: Place<'_>) -> Result<Reply, Problem> {
    let Place {
        call, config, env, ..
    } = place;
    let caller = Caller::of(call.authorization.as_deref(), config, call.now_seconds());
    merchant(&caller, Scope::Read)?;
    let question = Question::of(&call.url)?;
    let found = RefCell::new(Found::default());
    let groups = groups().map(|(first, others)| -> Deed<'_> {
        let asked = question.to_shelf(&others, call.now());
        let found = &found;
        let limit = question.limit;
        Box::pin(async move {
            let shelf = Object::shelf(first);
            let some = shelf.post(env, "/trouble", &asked, CALL_MS).await;
            let some = some.map_err(Problem::code)?;
            found.borrow_mut().add(some, limit);
            Ok(())
        })
    });
    all(groups.collect()).await.map_err(|_| Problem::Internal)?;
    let page = page(&question, &found.into_inner(), call.now(), iso);
    Ok(Reply::new(200, Body::Text(page.to_string()))
        .with("Content-Type", "application/json")
        .with("Cache-Control", "no-store"))
}
