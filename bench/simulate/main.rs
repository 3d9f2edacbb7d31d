//! A year of parcels in a minute: the edge's own state machines (`gate::Gate`, `sync::Sync`,
//! `shelf::policy`, `shelf::memory`) against an upstream and shoppers that are dice, from event to
//! event. `npm run simulate -- --help` says how to run it, `docs/how-it-works.md` what came out.
//!
//! What is not the real code is what touches the platform: `shelf::look`, `shelf::refresh`,
//! `gate_object`. Each function here names the one it plays.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::similar_names,
    unreachable_pub,
    reason = "a simulation counts, and stops where it is wrong itself"
)]

mod asks;
mod costs;
mod gate;
mod life;
mod measure;
mod options;
mod parcels;
mod print;
mod random;
mod report;
mod settled;
mod shelf;
mod shoppers;
mod sync;
#[cfg(test)]
mod tests;
mod upstream;
mod visits;
mod world;

use options::{HELP, Options, Size};
use report::Counts;
use tracktry_edge::config::Config;
use world::World;

fn main() -> std::process::ExitCode {
    let runs = match options::read(std::env::args().skip(1)) {
        Ok(runs) => runs,
        Err(wrong) if wrong.is_empty() => {
            println!("{HELP}");
            return std::process::ExitCode::SUCCESS;
        }
        Err(wrong) => {
            eprintln!("{wrong}\n\n{HELP}");
            return std::process::ExitCode::FAILURE;
        }
    };
    for run in runs {
        print!("{}", simulate(run));
    }
    std::process::ExitCode::SUCCESS
}

/// A run, and what is told of it.
fn simulate(options: Options) -> String {
    let counts = count(options);
    format!("{}\n{}\n", head(&options), print::text(&options, &counts))
}

fn count(options: Options) -> Counts {
    World::new(options).run()
}

fn head(options: &Options) -> String {
    let Options {
        size,
        days,
        sync,
        seed,
        ..
    } = options;
    let friday = if options.black_friday {
        ", the last a Black Friday"
    } else {
        ""
    };
    let name = size.name();
    let year = size.a_year();
    let warm = size.warm_up_hours();
    let scale = if *size == Size::Large {
        "Nothing is scaled: each parcel of the last 12 days and each request is there. "
    } else {
        ""
    };
    format!(
        "{name}: {year} parcels a year, SYNC_SECONDS = {sync}, {days} day(s){friday}, seed {seed}\n\
         {scale}Older parcels are a stream of events, {warm} hours before are not counted."
    )
}

/// The settings of a deployment, but for those that are options.
fn config() -> Config {
    let setting = |name: &str| match name {
        "TRACKTRY_API_KEY" => Some("none".to_owned()),
        "ACCESS" => Some("public".to_owned()),
        _ => None,
    };
    Config::read(setting).expect("settings that are right")
}
