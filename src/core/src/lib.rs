//! Shipment tracking without a platform: Tracktry's wire format decoded leniently, one
//! status table, the [`Journey`] a shopper may see, and its markup.
//!
//! Nothing here knows JavaScript, a clock, the network or randomness: time and bytes come in
//! as arguments. The ways in and out:
//!
//! ```text
//! bytes → wire (as Tracktry says it) → Tracking (domain) → Journey (what a shopper may see) → HTML
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
pub mod status;
pub mod text;
pub mod time;
pub mod tracking;
pub mod value;

pub use journey::Journey;
pub use status::{Reason, Stage};
pub use tracking::Tracking;
pub use value::Value;
