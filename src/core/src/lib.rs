//! Shipment tracking without a platform: Tracktry's wire format decoded leniently, one
//! status table, the [`Journey`] a shopper may see, and its markup.
//!
//! Nothing here knows JavaScript, a clock, the network or randomness: time and bytes come in
//! as arguments. The way through:
//!
//! ```text
//! parsed JSON ── Value ──→ Tracking (what Tracktry knows) ──→ Journey (what a shopper may see) ──→ HTML
//! ```
//!
//! - **In**: JSON of any parser, through [`Value`]. [`envelope`] reads an answer and its result
//!   code, [`Tracking::decode`] one tracking, [`Tracking::find`] whichever of the two it is given,
//!   [`Journey::decode`] a journey. None of them fails on a value: what cannot be read is absent,
//!   and the rest survives. Lists, texts and work are bounded.
//! - **Across**: [`Journey::of`] takes an allow-list field by field. [`status::classify`] is the
//!   only place where a status gets its meaning.
//! - **Out**: a journey as JSON (feature `json`), and as markup by [`html`], with the words of
//!   [`text`] and the dates of [`format`](mod@format).
//! - **Beside**: [`carrier`] names carriers, [`detect`](mod@detect) guesses them from a number,
//!   [`number`] normalises what people type. With feature `token`, `token` signs links and reads
//!   them; with feature `proof`, `proof` keeps what proves an order without keeping it in clear.
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use tracktry_core::{Journey, Stage, Tracking};
//!
//! let answer = serde_json::json!({"meta": {"code": 200}, "data": [{
//!     "tracking_number": "RB000000005CN", "carrier_code": "china-post",
//!     "status": "pickup", "substatus": "pickup002",
//! }]});
//! let tracking = Tracking::find(&&answer).unwrap();
//! let journey = Journey::of(&tracking);
//! assert_eq!(journey.stage, Stage::ReadyForPickup);
//! # }
//! ```

pub mod carrier;
pub mod detect;
pub mod envelope;
pub mod format;
pub mod html;
pub mod journey;
mod lenient;
pub mod number;
mod order;
#[cfg(feature = "proof")]
pub mod proof;
#[cfg(feature = "token")]
pub mod secret;
pub mod status;
pub mod text;
pub mod time;
#[cfg(feature = "token")]
pub mod token;
pub mod tracking;
pub mod value;
#[cfg(feature = "proof")]
pub mod webhook;

pub use journey::Journey;
pub use status::{Reason, Stage};
pub use tracking::Tracking;
pub use value::Value;
