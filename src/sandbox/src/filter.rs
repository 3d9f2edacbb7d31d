//! What a list is asked for.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::code::Code;
use crate::input::{self, Number};
use crate::limits::Rules;
use crate::parcel::Parcel;
use crate::scenario::Status;
use crate::time;

/// Rows of a page where none are asked for (grade A).
pub const DEFAULT_LIMIT: u32 = 100;

/// From and to, both included, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// From.
    pub min: Option<i64>,
    /// To.
    pub max: Option<i64>,
}

impl Range {
    fn holds(self, at: i64) -> bool {
        self.min.is_none_or(|min| at >= min) && self.max.is_none_or(|max| at <= max)
    }

    fn is_open(self) -> bool {
        self == Self::default()
    }
}

/// A list's parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// From 1 on.
    pub page: u32,
    /// Rows of a page.
    pub limit: u32,
    /// Only this status.
    pub status: Option<Status>,
    /// `created_at_min`, `created_at_max` (grade C).
    pub created: Range,
    /// `update_time_min`, `update_time_max` (grade C).
    pub updated: Range,
    /// `order_created_time_min`, `order_created_time_max` (grade C).
    pub ordered: Range,
    /// Only these tracking numbers.
    pub numbers: Option<Vec<Number>>,
    /// Only these orders.
    pub orders: Option<Vec<String>>,
    /// Only archived ones, or only others (grade C). Where nothing is said: both (E).
    pub archived: Option<bool>,
}

/// A value bound to a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

impl Filter {
    /// Reads the parameters of the query and, over them, those of a JSON body (grade C).
    /// Empty ones count as absent.
    ///
    /// # Errors
    /// [`Code::NotUnderstood`] for what is no number or truth value and for a body that is no
    /// object, [`Code::StatusInvalid`], [`Code::TooMany`] above the rules' count of numbers or
    /// orders (E), and what a magic number asks for.
    pub fn parse(query: &str, body: &[u8], rules: &Rules) -> Result<Self, Code> {
        let mut given: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes())
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        if !body.trim_ascii().is_empty() {
            let object = input::object(body, Code::NotUnderstood)?;
            for (key, value) in object.as_object().into_iter().flatten() {
                let value = match value {
                    Value::Array(_) => joined(value)?,
                    _ => input::text(&object, key)?.unwrap_or_default(),
                };
                given.insert(key.clone(), value);
            }
        }
        let text = |key: &str| given.get(key).map(|v| v.trim()).filter(|v| !v.is_empty());
        let int = |key: &str| {
            text(key)
                .map(str::parse::<i64>)
                .transpose()
                .map_err(|_| Code::NotUnderstood)
        };
        let range = |min: &str, max: &str| {
            Ok(Range {
                min: int(min)?,
                max: int(max)?,
            })
        };
        let count = |key: &str, default: u32| {
            Ok(int(key)?.map_or(default, |n| u32::try_from(n.max(0)).unwrap_or(u32::MAX)))
        };
        Ok(Self {
            page: count("page", 1)?.max(1),
            limit: match count("limit", DEFAULT_LIMIT)? {
                0 => DEFAULT_LIMIT,
                limit => limit,
            }
            .min(rules.rows),
            status: text("status")
                .map(|name| Status::from_name(name).ok_or(Code::StatusInvalid))
                .transpose()?,
            created: range("created_at_min", "created_at_max")?,
            updated: range("update_time_min", "update_time_max")?,
            ordered: range("order_created_time_min", "order_created_time_max")?,
            numbers: text("numbers")
                .map(|list| numbers(list, rules))
                .transpose()?,
            orders: text("orders")
                .map(|list| values(list, rules).map(|v| v.map(str::to_owned).collect()))
                .transpose()?,
            archived: text("archived").map(input::truth).transpose()?,
        })
    }

    /// Rows before the page.
    pub fn offset(&self) -> u64 {
        u64::from(self.page.saturating_sub(1)).saturating_mul(u64::from(self.limit))
    }

    /// The condition in SQL and what is bound to it: at most 10 values, however many numbers
    /// and orders there are.
    pub fn condition(&self) -> (String, Vec<Bind>) {
        let mut terms = Vec::new();
        let mut binds = Vec::new();
        let mut term = |sql: &'static str, bind: Bind| {
            terms.push(sql);
            binds.push(bind);
        };
        if let Some(status) = self.status {
            term("status = ?", Bind::Text(status.as_str().to_owned()));
        }
        let ranges = [
            ("created_at >= ?", self.created.min),
            ("created_at <= ?", self.created.max),
            ("updated_at >= ?", self.updated.min),
            ("updated_at <= ?", self.updated.max),
            ("ordered_at >= ?", self.ordered.min),
            ("ordered_at <= ?", self.ordered.max),
        ];
        for (sql, bound) in ranges {
            if let Some(bound) = bound {
                term(sql, Bind::Int(bound));
            }
        }
        if let Some(numbers) = &self.numbers {
            let keys: Vec<&str> = numbers.iter().map(|number| number.key.as_str()).collect();
            term(
                "key IN (SELECT value FROM json_each(?))",
                Bind::Text(Value::from(keys).to_string()),
            );
        }
        if let Some(orders) = &self.orders {
            let orders = Value::from(orders.as_slice());
            term(
                "order_id IN (SELECT value FROM json_each(?))",
                Bind::Text(orders.to_string()),
            );
        }
        if let Some(archived) = self.archived {
            term("archived = ?", Bind::Int(i64::from(archived)));
        }
        let sql = if terms.is_empty() {
            "1".to_owned()
        } else {
            terms.join(" AND ")
        };
        (sql, binds)
    }

    /// The same condition for a parcel that is in no table, its number aside.
    pub fn takes(&self, parcel: &Parcel, now: i64) -> bool {
        let ordered = parcel
            .fields
            .order_create_time
            .as_deref()
            .and_then(time::parse_order);
        let order = parcel.fields.order_id.as_ref();
        self.status
            .is_none_or(|status| status == parcel.status(now))
            && self.created.holds(parcel.created_at)
            && self.updated.holds(parcel.updated_at(now))
            && (self.ordered.is_open() || ordered.is_some_and(|at| self.ordered.holds(at)))
            && self
                .orders
                .as_ref()
                .is_none_or(|orders| order.is_some_and(|id| orders.contains(id)))
            && self
                .archived
                .is_none_or(|archived| archived == parcel.archived)
    }
}

fn joined(array: &Value) -> Result<String, Code> {
    let items = array.as_array().ok_or(Code::NotUnderstood)?;
    let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
    texts
        .map(|texts| texts.join(","))
        .ok_or(Code::NotUnderstood)
}

fn values<'a>(list: &'a str, rules: &Rules) -> Result<impl Iterator<Item = &'a str>, Code> {
    let values = || list.split(',').map(str::trim).filter(|v| !v.is_empty());
    if u32::try_from(values().count()).is_ok_and(|count| count <= rules.filter_values) {
        Ok(values())
    } else {
        Err(Code::TooMany)
    }
}

/// Numbers that cannot be ones match nothing.
fn numbers(list: &str, rules: &Rules) -> Result<Vec<Number>, Code> {
    values(list, rules)?
        .filter_map(Number::parse)
        .map(Number::plain)
        .collect()
}
