//! Parcels in trouble, of one Shelf and of a group of Shelves.

use super::object::Inner;
use super::store::Store;
use crate::db::{Cell, Row};
use crate::object_reply::{self, ObjectReply};
use crate::objects::{Deed, Object, all};
use crate::place::GROUP;
use crate::problem::Problem;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::cmp::Ordering;
use worker::Result;

/// Milliseconds another Shelf has: less than whoever waits for all of them.
const MEMBER_MS: u32 = 6_000;

/// Which of the index are asked for, by the first four placeholders. The index holds all that is
/// read here: no journey is.
const WHICH: &str = "FROM parcel INDEXED BY parcel_trouble
    WHERE stage IN ('exception', 'attempt_failed', 'expired', 'not_found')
    AND since <= ?1 AND (stage <> 'not_found' OR since <= ?2)
    AND (?3 IS NULL OR stage = ?3) AND (?4 IS NULL OR coalesce(reason, 'none') = ?4)";

/// Before all times.
const NEVER: i64 = -1 << 53;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Of each stage and reason, in this order: the two, how many, and since when the first of them.
    pub sums: Vec<Value>,
    /// The first parcels, in this order: since when, the key, stage, reason, order.
    pub parcels: Vec<Value>,
}

impl Found {
    /// Adds what others found: `{"sums": […], "parcels": […]}`. No more parcels are kept than so
    /// many.
    pub fn add(&mut self, mut found: Value, most: usize) {
        let mut list = |name| match found.get_mut(name).map(Value::take) {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        for sum in list("sums") {
            self.sum(sum);
        }
        let others = list("parcels");
        self.parcels = merge(std::mem::take(&mut self.parcels), others, most);
    }

    fn sum(&mut self, more: Value) {
        let kind = |sum: &Value| (text(sum, 0).to_owned(), text(sum, 1).to_owned());
        let wanted = kind(&more);
        let at = self.sums.iter().position(|sum| kind(sum) >= wanted);
        let at = at.unwrap_or(self.sums.len());
        match self.sums.get_mut(at).filter(|sum| kind(sum) == wanted) {
            Some(sum) => {
                let count = int(sum, 2).saturating_add(int(&more, 2));
                let since = int(sum, 3).min(int(&more, 3));
                *sum = json!([sum.get(0), sum.get(1), count, since]);
            }
            None => self.sums.insert(at, more),
        }
    }

    fn to_json(&self) -> Value {
        json!({ "sums": self.sums, "parcels": self.parcels })
    }
}

/// The first so many of two lists in order, in order.
fn merge(one: Vec<Value>, other: Vec<Value>, most: usize) -> Vec<Value> {
    let mut merged = Vec::with_capacity(one.len().saturating_add(other.len()).min(most));
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    while merged.len() < most {
        let next = match (one.peek(), other.peek()) {
            (Some(left), Some(right)) if order(left, right) == Ordering::Greater => other.next(),
            (None, _) => other.next(),
            _ => one.next(),
        };
        let Some(next) = next else { break };
        merged.push(next);
    }
    merged
}

fn order(one: &Value, other: &Value) -> Ordering {
    let since = int(one, 0).cmp(&int(other, 0));
    since.then_with(|| text(one, 1).cmp(text(other, 1)))
}

fn int(list: &Value, at: usize) -> i64 {
    list.get(at).and_then(Value::as_i64).unwrap_or(0)
}

/// The text at a place of a list; empty where there is none.
pub fn text(list: &Value, at: usize) -> &str {
    list.get(at).and_then(Value::as_str).unwrap_or_default()
}

pub(super) async fn answer(inner: &Inner, question: &Value) -> Result<ObjectReply> {
    let most = question.get("limit").and_then(Value::as_u64).unwrap_or(0);
    let most = usize::try_from(most).unwrap_or(0);
    let mut found = Found::default();
    found.add(inner.store()?.trouble(question)?, most);
    let found = RefCell::new(found);
    let mut single = question.clone();
    let shelves = single
        .get_mut("shelves")
        .map(Value::take)
        .unwrap_or_default();
    let others = shelves.as_array().into_iter().flatten().take(GROUP.into());
    let asked = others.filter_map(Value::as_u64).map(|shelf| -> Deed<'_> {
        let (single, found) = (&single, &found);
        Box::pin(async move {
            let shelf = Object::shelf(u8::try_from(shelf).unwrap_or_default());
            let some = shelf.post(&inner.env, "/trouble", single, MEMBER_MS).await;
            found.borrow_mut().add(some.map_err(Problem::code)?, most);
            Ok(())
        })
    });
    all(asked.collect()).await?;
    let found = found.into_inner().to_json();
    object_reply::json(&found)
}

impl Store {
    /// Parcels in trouble: how many of each kind, and the first of them.
    fn trouble(&self, question: &Value) -> Result<Value> {
        let number = |name| question.get(name).and_then(Value::as_i64);
        let word = |name| -> Cell {
            let word = question.get(name).and_then(Value::as_str);
            word.map(str::to_owned).into()
        };
        let mut binds = vec![
            number("before").unwrap_or(NEVER).into(),
            number("not_found_before").unwrap_or(NEVER).into(),
            word("stage"),
            word("reason"),
        ];
        let sql = format!("SELECT stage, reason, count(*), min(since) {WHICH} GROUP BY 1, 2");
        let sums = self.db.rows(&sql, binds.clone())?;
        let after = question.get("after").filter(|after| after.is_array());
        binds.extend([
            after.map_or(NEVER, |after| int(after, 0)).into(),
            after.map_or("", |after| text(after, 1)).into(),
            number("limit").unwrap_or(0).into(),
        ]);
        let sql = format!(
            "SELECT since, key, stage, reason, order_id {WHICH}
                AND (since, key) > (?5, ?6) ORDER BY since, key LIMIT ?7"
        );
        let parcels = self.db.rows(&sql, binds)?;
        Ok(json!({ "sums": lists(sums), "parcels": lists(parcels) }))
    }
}

/// Rows as lists of JSON.
fn lists(rows: Vec<Row>) -> Vec<Value> {
    let value = |cell| match cell {
        Cell::Integer(number) => number.into(),
        Cell::String(text) => text.into(),
        _ => Value::Null,
    };
    rows.into_iter()
        .map(|row| row.into_iter().map(value).collect())
        .collect()
}
