//! Whose pages those are that are rendered here: the shop's name, picture and colour.

use crate::config::{Config, host_of};
use crate::reply::{Body, Reply};
use tracktry_core::html::Brand;

/// The most characters of a name.
const MAX_NAME: usize = 60;

/// The most bytes of an address.
const MAX_ADDRESS: usize = 500;

/// The grounds that words stand on, as `widget.css` has them: light and dark.
const GROUNDS: [[u8; 3]; 2] = [[255, 255, 255], [0x17, 0x19, 0x1e]];

/// The contrast that small text needs by WCAG 2.2, times 100, and a little more, since the tinted
/// ground of a card's head takes some of it.
const CONTRAST: u32 = 560;

/// The setting `BRAND`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branding {
    /// What stands on a page.
    pub shown: Brand,
    /// The colour, as red, green and blue.
    pub colour: Option<[u8; 3]>,
}

impl Branding {
    /// Reads JSON: `name`, and if they are there `color`, `logo` and `url`. `None` where one of them
    /// cannot be one, or there are others.
    pub fn parse(text: &str) -> Option<Self> {
        let json: serde_json::Value = serde_json::from_str(text).ok()?;
        let mut branding = Self {
            shown: Brand::default(),
            colour: None,
        };
        for (key, value) in json.as_object()? {
            let value = value.as_str()?;
            match key.as_str() {
                "name" => value.trim().clone_into(&mut branding.shown.name),
                "color" => branding.colour = Some(colour(value)?),
                "logo" => branding.shown.logo = Some(address(value)?),
                "url" => branding.shown.url = Some(address(value)?),
                _ => return None,
            }
        }
        let length = branding.shown.name.chars().count();
        (1..=MAX_NAME).contains(&length).then_some(branding)
    }

    /// The origin of the picture, for a policy that lets it be loaded.
    pub fn logo_origin(&self) -> Option<&str> {
        let logo = self.shown.logo.as_deref()?;
        let (scheme, rest) = logo.split_once("://")?;
        let host = rest.split('/').next()?;
        logo.get(..scheme.len().checked_add(3)?.checked_add(host.len())?)
    }

    /// The style sheet: the colour, on each ground as near to what was set as can be read there.
    pub fn sheet(&self) -> String {
        let Some(colour) = self.colour else {
            return String::new();
        };
        let [light, dark] = GROUNDS.map(|ground| hex(legible(colour, ground)));
        format!(
            ":root{{--brand:{};--tracktry-accent:light-dark({light},{dark});--tracktry-link:light-dark({light},{dark})}}",
            hex(colour)
        )
    }
}

/// `GET /brand.css`.
pub fn answer(config: &Config) -> Reply {
    let sheet = config.brand.as_ref().map(Branding::sheet);
    Reply::new(200, Body::Text(sheet.unwrap_or_default()))
        .with("Content-Type", "text/css; charset=utf-8")
        .with("Cache-Control", "public, max-age=300")
}

/// `#rrggbb`.
fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let mut colour = [0; 3];
    for (at, channel) in colour.iter_mut().enumerate() {
        let from = at.checked_mul(2)?;
        let pair = digits.get(from..from.checked_add(2)?)?;
        if pair.starts_with('+') {
            return None;
        }
        *channel = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(colour)
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// An https address that can stand in a policy too.
fn address(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://")?;
    let host = rest.split('/').next()?;
    let is_plain = text
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"\"'<>;,\\".contains(&b));
    (is_plain && text.len() <= MAX_ADDRESS && host_of(host).is_some()).then(|| text.to_owned())
}

/// The colour, or as little of black or white with it as makes it legible on a ground.
pub fn legible(colour: [u8; 3], ground: [u8; 3]) -> [u8; 3] {
    let is_light = luminance(ground) > 5_000;
    let towards: u32 = if is_light { 0 } else { 255 };
    let mix = |tenths: u32| {
        colour.map(|channel| {
            let kept = u32::from(channel).saturating_mul(20_u32.saturating_sub(tenths));
            let mixed = kept.saturating_add(towards.saturating_mul(tenths));
            u8::try_from(mixed.div_euclid(20)).unwrap_or(u8::MAX)
        })
    };
    let mut mixes = (0..=20).map(mix);
    let best = mixes.find(|mixed| contrast(*mixed, ground) >= CONTRAST);
    best.unwrap_or(if is_light { [0; 3] } else { [255; 3] })
}

/// The contrast of two colours by WCAG 2.2, times 100.
fn contrast(a: [u8; 3], b: [u8; 3]) -> u32 {
    let (a, b) = (luminance(a), luminance(b));
    let lighter = a.max(b).saturating_add(500);
    let darker = a.min(b).saturating_add(500);
    lighter.saturating_mul(100).checked_div(darker).unwrap_or(0)
}

/// Relative luminance times 10,000. A channel's light is its cube and square in equal parts, which
/// is within a hundredth of sRGB's own curve and needs no power of broken numbers.
fn luminance(colour: [u8; 3]) -> u32 {
    let weights = [2_126_u32, 7_152, 722];
    let sum = colour
        .iter()
        .zip(weights)
        .fold(0_u32, |sum, (channel, weight)| {
            let c = u32::from(*channel).saturating_mul(1_000).div_euclid(255);
            let square = c.saturating_mul(c).div_euclid(1_000);
            let cube = square.saturating_mul(c).div_euclid(1_000);
            let light = square
                .saturating_mul(7)
                .saturating_add(cube.saturating_mul(3));
            sum.saturating_add(light.div_euclid(10).saturating_mul(weight))
        });
    sum.div_euclid(1_000)
}
