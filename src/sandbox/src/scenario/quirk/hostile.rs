//! Texts somebody chose to do harm, or to be tiresome.

use serde_json::Value;

use super::bend::{put, scans, words};
use super::{Quirk, quirks};
use crate::scenario::abroad::WAY;
use crate::scenario::{Start, Story};

quirks! {
    "SBX-HOSTILE-MARKUP" (WAY 15) "markup and scripts in every text"
        |item, _| everywhere(item, "<img src=x onerror=alert(1)>\"'></style><script>alert(2)</script>&lt;b&gt; ");
    "SBX-HOSTILE-BIDI" (WAY 15) "marks that turn the direction of writing around"
        |item, _| everywhere(item, "\u{202e}\u{2066}\u{200f}evil\u{2069}");
    "SBX-HOSTILE-LONG" (WAY 15) "texts of 10,000 bytes, one without a blank"
        |item, _| {
            words(item, |text| format!("{text} {}", "word ".repeat(2_000)));
            put(item, "/origin_info/trackinfo/0/StatusDescription", "W".repeat(10_000));
            put(item, "/lastEvent", "W".repeat(10_000));
        };
    "SBX-HOSTILE-EMOJI" (WAY 15) "emoji joined and coloured, combining marks in heaps, Chinese and Arabic"
        |item, _| everywhere(item, "👩🏽‍🚀🏳️‍🌈 Z̸̡̛͎̞̝ä̴́l̷g̶o 已签收 تم التسليم ");
    "SBX-HOSTILE-NUL" (WAY 15) "NUL and other control characters"
        |item, _| everywhere(item, "\u{0}\u{1}\u{7}\u{8}\u{b}\u{1b}[31m\u{7f}\u{9f}\r\n\t");
    "SBX-HOSTILE-SPACES" (WAY 15) "blanks of all kinds around and within texts"
        |item, _| words(item, |text| format!(" \u{a0}\t{}\u{3000} \n", text.replace(' ', " \u{2003} ")));
    "SBX-HOSTILE-LINKS" (WAY 15) "links that are no links to a page"
        |item, _| {
            put(item, "/origin_info/weblink", "javascript:alert(1)//https://www.dhl.com/");
            put(item, "/destination_info/weblink", "data:text/html,<script>alert(1)</script>");
        };
    "SBX-HOSTILE-PROTOTYPE" (WAY 15) "members that JavaScript objects have by birth"
        |item, _| for key in ["__proto__", "constructor", "toString"] {
            put(item, &format!("/{key}"), serde_json::json!({"status": "delivered", "polluted": true}));
            scans(item, |_, scan| put(scan, &format!("/{key}"), "polluted"));
        };
}

/// Puts a text before each that a carrier wrote, and in the places a person fills in.
fn everywhere(item: &mut Value, evil: &str) {
    words(item, |text| format!("{evil}{text}"));
    for place in [
        "/title",
        "/comment",
        "/customer_name",
        "/order_id",
        "/lastEvent",
    ] {
        super::bend::over(item, place, evil);
    }
    put(item, "/singed_by", evil);
    put(item, "/origin_info/ReferenceNumber", evil);
    put(item, "/original_country", evil);
}
