//! `GET /metrics`: the operator's numbers, as Prometheus reads them.

use crate::access::{Caller, Scope, merchant};
use crate::gate_object::health::Health;
use crate::journeys::Place;
use crate::objects::{CALL_MS, Object};
use crate::place::groups;
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::shelf::stats::Stats;
use std::fmt::Write;

/// Answers with all numbers.
///
/// # Errors
/// The caller may not, or an object fails.
pub async fn answer(place: Place<'_>) -> Result<Reply, Problem> {
    let Place {
        call, config, env, ..
    } = place;
    let caller = Caller::of(call.authorization.as_deref(), config, call.now_seconds());
    merchant(&caller, Scope::Read)?;
    let gate = Object::gate(config);
    let health: Health = gate.post(env, "/health", &(), CALL_MS).await?;
    let groups = groups().map(|(first, others)| (first, others.into()));
    let (shelves, is_whole) = Stats::gather(env, "/stats/group", groups.collect()).await;
    if !is_whole {
        return Err(Problem::Internal);
    }
    Ok(Reply::new(200, Body::Text(text(&health, &shelves)))
        .with("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .with("Cache-Control", "no-store"))
}

/// A kind of number.
struct Metric {
    name: &'static str,
    kind: &'static str,
    help: &'static str,
}

const fn gauge(name: &'static str, help: &'static str) -> Metric {
    let kind = "gauge";
    Metric { name, kind, help }
}

const fn counter(name: &'static str, help: &'static str) -> Metric {
    let kind = "counter";
    Metric { name, kind, help }
}

/// All numbers in Prometheus' text format, version 0.0.4.
pub fn text(health: &Health, shelves: &Stats) -> String {
    let mut out = String::new();
    for (metric, values) in families(health, shelves) {
        put(&mut out, &metric, values);
    }
    for (metric, value) in singles(health, shelves) {
        put(&mut out, &metric, vec![(String::new(), value)]);
    }
    if let Some(lag) = health.sync.lag_seconds {
        let metric = gauge(
            "tracktry_sync_lag_seconds",
            "Seconds since the last complete round of the sync began.",
        );
        put(&mut out, &metric, vec![(String::new(), lag)]);
    }
    out
}

/// Numbers by label.
type Values = Vec<(String, i64)>;

fn families(health: &Health, shelves: &Stats) -> [(Metric, Values); 5] {
    let requests = health.counts.requests.iter().map(|(name, count)| {
        let (kind, outcome) = name.split_once(' ').unwrap_or((name, ""));
        (
            format!("kind=\"{kind}\",outcome=\"{outcome}\""),
            whole(*count),
        )
    });
    let waiting = health.waiting.iter();
    let waiting = waiting.map(|(class, count)| (format!("class=\"{class}\""), whole(*count)));
    let stages = shelves.stages.iter();
    let stages = stages.map(|(stage, count)| (format!("stage=\"{stage}\""), *count));
    let answers = [
        ("hit", shelves.hits.saturating_sub(shelves.stale)),
        ("stale", shelves.stale),
        ("wait", shelves.waits),
    ];
    let labelled = |(result, count): (&str, u64)| (format!("result=\"{result}\""), whole(count));
    let messages = [
        ("sent", shelves.sent),
        ("failed", shelves.failed),
        ("dropped", shelves.dropped),
    ];
    [
        (
            counter(
                "tracktry_upstream_requests_total",
                "Requests to Tracktry, by kind and outcome.",
            ),
            requests.collect(),
        ),
        (
            gauge(
                "tracktry_queue_depth",
                "Callers that wait for Tracktry, by class.",
            ),
            waiting.collect(),
        ),
        (
            gauge(
                "tracktry_parcels",
                "Parcels that are kept, by stage; counted every ten minutes at most.",
            ),
            stages.collect(),
        ),
        (
            counter(
                "tracktry_shelf_answers_total",
                "Answers of the Shelves: at once, marked as stale, after a question to Tracktry.",
            ),
            answers.map(labelled).into(),
        ),
        (
            counter(
                "tracktry_notifications_total",
                "What became of messages to the shop: taken, attempts that failed, given up.",
            ),
            messages.map(labelled).into(),
        ),
    ]
}

#[rustfmt::skip]
fn singles(health: &Health, shelves: &Stats) -> [(Metric, i64); 14] {
    let (sync, counts) = (&health.sync, &health.counts);
    let bytes = shelves.bytes.saturating_add(health.bytes);
    [
        (gauge("tracktry_silence_seconds", "Seconds left of a silence Tracktry asked for."), health.silence_seconds),
        (counter("tracktry_silences_total", "Silences Tracktry asked for."), whole(counts.silences)),
        (counter("tracktry_foreign_silences_total", "Of those, which came though the limits were kept."), whole(counts.foreign)),
        (gauge("tracktry_shared_address", "1 where strangers must be sending from our address."), health.shared_address.into()),
        (gauge("tracktry_breaker_open", "1 where Tracktry failed so often that it is left alone."), (health.breaker != "closed").into()),
        (gauge("tracktry_key_refused", "1 where Tracktry refuses the key."), health.key_refused.into()),
        (gauge("tracktry_quota_used_up", "1 where the account's quota is used up."), health.quota_used_up.into()),
        (gauge("tracktry_open_posts", "Posts of which nobody knows yet whether they were done."), health.open_posts),
        (gauge("tracktry_sync_importing", "1 while the first import is under way."), sync.importing.into()),
        (gauge("tracktry_sync_failures", "Failed steps of the sync in a row."), sync.failures.into()),
        (gauge("tracktry_sync_filter_ignored", "1 where Tracktry ignores the filter that the sync needs."), sync.filter_ignored.into()),
        (counter("tracktry_synced_parcels_total", "Parcels the sync has handed to the Shelves, unchanged ones too."), whole(counts.synced)),
        (gauge("tracktry_notifications_waiting", "Messages to the shop that wait to be sent."), whole(shelves.waiting)),
        (gauge("tracktry_stored_bytes", "Bytes of SQLite of all objects."), whole(bytes)),
    ]
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// One metric with its values; nothing where there is none. Labels hold names of ours alone.
fn put(out: &mut String, metric: &Metric, values: Values) {
    if values.is_empty() {
        return;
    }
    let Metric { name, kind, help } = metric;
    // Writing to a text cannot fail.
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
    for (labels, value) in values {
        let _ = if labels.is_empty() {
            writeln!(out, "{name} {value}")
        } else {
            writeln!(out, "{name}{{{labels}}} {value}")
        };
    }
}
