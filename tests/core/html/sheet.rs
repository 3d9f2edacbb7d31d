//! The sheet: contrast by WCAG 2.2 in both schemes, and no name that the markup does not have.

use super::everything;
use std::collections::BTreeSet;

const SHEET: &str = include_str!("../../../src/core/style/widget.css");
const DOCS: &str = include_str!("../../../src/core/src/html.rs");

type Rgb = [f64; 3];

fn rgb(hex: &str) -> Rgb {
    let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
    [part(0), part(2), part(4)]
}

/// A token's colours, light and dark: `--_fg: var(--tracktry-text, light-dark(#1c1e24, #eef0f4));`.
fn token(name: &str) -> [Rgb; 2] {
    let rule = SHEET
        .lines()
        .find(|line| line.trim().starts_with(&format!("--_{name}: ")))
        .unwrap();
    let mut colours = rule.split('#').skip(1).map(rgb);
    [colours.next().unwrap(), colours.next().unwrap()]
}

fn mix(colour: Rgb, percent: f64, ground: Rgb) -> Rgb {
    std::array::from_fn(|i| (colour[i] * percent + ground[i] * (100.0 - percent)) / 100.0)
}

/// WCAG 2.2: relative luminance.
fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// WCAG 2.2: contrast ratio.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

/// How much of a tone its tints have, as the sheet says it.
fn tints() -> Vec<f64> {
    let mixes = SHEET.split("color-mix(in srgb, var(--_").skip(1);
    let percents: Vec<f64> = mixes
        .map(|mix| mix.split([' ', '%']).nth(1).unwrap().parse().unwrap())
        .collect();
    assert_eq!(percents.len(), 4, "head, icon, note, news");
    percents
}

#[test]
fn words_and_signs_stand_out_in_both_schemes() {
    let [head, icon, note, news] = tints().try_into().unwrap();
    let tones = ["mute", "accent", "success", "attention", "danger"];
    for scheme in 0..2 {
        let colour = |name: &str| token(name)[scheme];
        let ground = colour("bg");
        let mut pairs = vec![
            ("text", colour("fg"), ground, 4.5),
            ("muted", colour("mute"), ground, 4.5),
            ("link", colour("link"), ground, 4.5),
            (
                "note",
                colour("fg"),
                mix(colour("attention"), note, ground),
                4.5,
            ),
            ("copied", colour("success"), ground, 3.0),
        ];
        for tone in tones {
            let tone_colour = colour(tone);
            let tint = mix(tone_colour, head, ground);
            pairs.push((tone, colour("fg"), tint, 4.5));
            pairs.push((tone, tone_colour, tint, 4.5));
            pairs.push((tone, colour("mute"), tint, 4.5));
            // A button, a mark: the ground on the tone.
            pairs.push((tone, ground, tone_colour, 4.5));
            pairs.push((tone, colour("fg"), mix(tone_colour, news, ground), 4.5));
            pairs.push((tone, tone_colour, mix(tone_colour, icon, ground), 3.0));
            pairs.push((tone, tone_colour, ground, 3.0));
        }
        for (what, colour, ground, least) in pairs {
            let ratio = contrast(colour, ground);
            assert!(
                ratio >= least,
                "{what}, scheme {scheme}: {ratio:.2} < {least}"
            );
        }
    }
}

#[test]
fn black_on_white_is_21_to_1() {
    assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 1e-9);
}

/// Names after a sign, as `.head` or ` part="head note"`.
fn classes_of_sheet() -> BTreeSet<String> {
    let bare: String = SHEET
        .split("/*")
        .map(|part| part.rsplit("*/").next().unwrap())
        .collect();
    let selectors = bare
        .split('}')
        .filter_map(|rule| rule.rsplit_once('{').map(|(selector, _)| selector));
    selectors
        .flat_map(|selector| selector.split('.').skip(1))
        .map(|name| {
            name.chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect::<String>()
        })
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

fn names_in_markup(attribute: &str) -> BTreeSet<String> {
    let start = format!(" {attribute}=\"");
    everything()
        .iter()
        .flat_map(|html| {
            html.split(&start)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
        })
        .flat_map(|names| names.split(' ').map(String::from).collect::<Vec<_>>())
        .collect()
}

#[test]
fn the_sheet_names_no_class_that_the_markup_lacks() {
    let mut there = names_in_markup("class");
    // The line below a card, which the element makes.
    there.insert("fresh".into());
    let strange: Vec<_> = classes_of_sheet().difference(&there).cloned().collect();
    assert_eq!(strange, Vec::<String>::new());
}

#[test]
fn every_part_is_documented() {
    let parts = DOCS
        .split("Parts: ")
        .nth(1)
        .unwrap()
        .split("Classes")
        .next()
        .unwrap();
    let documented: BTreeSet<_> = parts
        .split('`')
        .skip(1)
        .step_by(2)
        .map(String::from)
        .collect();
    assert_eq!(documented, names_in_markup("part"));
}

/// Sides are named by the line of reading, so that one sheet serves both directions.
#[test]
fn no_side_is_left_or_right() {
    let physical = [
        "left:", "right:", "-left", "-right", " left", " right", "width:", "height:", "top:",
        "bottom:",
    ];
    for line in SHEET.lines().filter(|line| line.contains(": ")) {
        let line = line.trim();
        for word in physical {
            let allowed = line.contains("line-height") || line.starts_with("stroke-width");
            assert!(allowed || !line.contains(word), "{line}");
        }
    }
}
