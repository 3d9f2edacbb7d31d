//! What Tracktry tells of a carrier, from what the core knows.

use tracktry_core::carrier::Known;

/// `scheme://host/` of a page's address.
fn root(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some((scheme, host)).filter(|(_, host)| !host.is_empty())
}

/// The home page as the list of carriers has it: without a scheme. Empty where none is known.
pub fn homepage(known: &Known) -> String {
    root(known.url).map_or_else(String::new, |(_, host)| format!("//{host}/"))
}

/// The home page as a tracking has it.
pub fn weblink(known: &Known) -> Option<String> {
    root(known.url).map(|(scheme, host)| format!("{scheme}://{host}/"))
}

/// Where a picture would be; nothing is served there.
pub fn picture(known: &Known) -> String {
    format!("//sandbox.invalid/images/icons/express/{}.png", known.code)
}

/// Posts are of one type, everybody else of the other.
pub fn kind(known: &Known) -> &'static str {
    let post = ["post", "ems", "mail", "correos", "usps", "colissimo"];
    if post.iter().any(|word| known.code.contains(word)) {
        "globalpost"
    } else {
        "express"
    }
}
