//! Whole documents for shoppers without JavaScript, and the pieces of them that others embed.

use super::form::{self, Form};
use super::markup::{Markup, put};
use super::{Message, head, journey, message, parcels};
use crate::format::Format;
use crate::journey::Journey;
use crate::text::{Texts, glue};
use crate::value::{Value, is_web};

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub enum Card<'a> {
    /// A parcel.
    Journey(&'a Journey),
    /// The parcels of an order.
    Order {
        /// The order's id.
        order: &'a str,
        /// Its parcels.
        journeys: &'a [Journey],
    },
    /// That there is nothing to show, and why.
    Message {
        /// Why.
        kind: Message,
        /// The number that was asked for.
        number: Option<&'a str>,
    },
    /// The form that finds a parcel.
    Form(&'a Form<'a>),
}

/// How it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The language, as `lang` wants it.
    pub lang: &'a str,
    /// Whether the language runs from right to left.
    pub rtl: bool,
    /// `light`, `dark` or `auto`.
    pub theme: &'a str,
    /// `full`, `compact` or `line`.
    pub layout: &'a str,
    /// Whether what is shown is older than it should be.
    pub stale: bool,
    /// Of when it is, in words.
    pub fetched: Option<&'a str>,
}

/// What stands around it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame<'a> {
    /// The addresses of the style sheets.
    pub sheets: &'a [&'a str],
    /// A script of ours, and the origin it reports the page's height to.
    pub script: Option<(&'a str, &'a str)>,
    /// The shop.
    pub brand: Option<&'a Brand>,
    /// Where another parcel can be looked up.
    pub lookup: Option<&'a str>,
    /// The address of the same page, to look again.
    pub again: Option<&'a str>,
}

/// Whose page it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// The shop's name.
    pub name: String,
    /// Its picture, an https address.
    pub logo: Option<String>,
    /// Its pages, an https address.
    pub url: Option<String>,
}

/// The markup of what is shown, without anything around it.
pub fn inner<V: Value, F: Format>(
    card: Card<'_>,
    stale: bool,
    texts: &Texts<V>,
    format: &F,
) -> String {
    match card {
        Card::Journey(parcel) => aged(journey(parcel, texts, format), stale),
        Card::Order { order, journeys } => parcels::order(order, journeys, stale, texts, format),
        Card::Message { kind, number } => message(kind, number, texts),
        Card::Form(form) => form::form(form, texts),
    }
}

/// The same in the direction of its language, for a document that may run the other way.
pub fn fragment<V: Value, F: Format>(
    card: Card<'_>,
    look: &Look<'_>,
    texts: &Texts<V>,
    format: &F,
) -> String {
    let card = inner(card, look.stale, texts, format);
    // The first `>` ends the tag: in values it is escaped.
    let (tag, rest) = card.split_once('>').unwrap_or_default();
    Markup::of(|out| {
        out.made(tag);
        language(out, look);
        put!(out, ">");
        out.made(rest);
    })
}

/// The same as the shadow root of the element it is put into, with the sheet at that address.
pub fn shadow<V: Value, F: Format>(
    card: Card<'_>,
    look: &Look<'_>,
    sheet: &str,
    texts: &Texts<V>,
    format: &F,
) -> String {
    Markup::of(|out| {
        put!(out, r#"<template shadowrootmode="open"><link rel="stylesheet" href=""# (sheet)
            r#""><slot name="header"></slot>"#);
        spoken(out, look, &inner(card, look.stale, texts, format));
        put!(out, r#"<slot name="footer"></slot></template>"#);
    })
}

/// The whole document.
pub fn page<V: Value, F: Format>(
    card: Card<'_>,
    look: &Look<'_>,
    frame: &Frame<'_>,
    texts: &Texts<V>,
    format: &F,
) -> String {
    let about = about(card, texts);
    Markup::of(|out| {
        put!(out, r#"<!doctype html><html lang=""# (look.lang) r#"" dir=""# (direction(look))
            r#""><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>"#
            (&about));
        if let Some(brand) = frame.brand {
            put!(out, " · "(&brand.name));
        }
        put!(out, "</title>");
        for sheet in frame.sheets {
            put!(out, r#"<link rel="stylesheet" href=""# (sheet) r#"">"#);
        }
        if let Some((script, parent)) = frame.script {
            put!(out, r#"<script type="module" src=""# (script) r#"" data-parent=""# (parent) r#""></script>"#);
        }
        put!(out, "</head><body>");
        if let Some(brand) = frame.brand {
            banner(out, brand);
        }
        put!(out, r#"<main><h1 class="vh">"# (about) r#"</h1><tracktry-card theme=""# (look.theme)
            r#"" layout=""# (look.layout) r#"">"#);
        spoken(out, look, &inner(card, look.stale, texts, format));
        fresh(out, look, frame, texts);
        put!(out, "</tracktry-card></main></body></html>");
    })
}

/// A card in the direction of its language.
fn spoken(out: &mut Markup, look: &Look<'_>, card: &str) {
    let rest = card.strip_prefix("<section").unwrap_or_default();
    put!(out, "<section");
    language(out, look);
    out.made(rest);
}

fn language(out: &mut Markup, look: &Look<'_>) {
    put!(out, r#" lang=""# (look.lang) r#"" dir=""# (direction(look)) r#"""#);
}

const fn direction(look: &Look<'_>) -> &'static str {
    if look.rtl { "rtl" } else { "ltr" }
}

/// The shop's name or picture, a link where it has pages.
fn banner(out: &mut Markup, brand: &Brand) {
    put!(out, r#"<header class="banner">"#);
    let url = brand.url.as_ref().filter(|url| is_web(url));
    if let Some(url) = url {
        put!(out, r#"<a href=""# (url) r#"">"#);
    }
    if let Some(logo) = brand.logo.as_ref().filter(|logo| is_web(logo)) {
        put!(out, r#"<img src=""# (logo) r#"" alt=""# (&brand.name) r#"">"#);
    } else {
        put!(out, "<span>" (&brand.name) "</span>");
    }
    if url.is_some() {
        put!(out, "</a>");
    }
    put!(out, "</header>");
}

/// Below the card: of when the news is, and the ways on.
fn fresh<V: Value>(out: &mut Markup, look: &Look<'_>, frame: &Frame<'_>, texts: &Texts<V>) {
    put!(out, r#"<p class="fresh">"#);
    if let Some(lookup) = frame.lookup {
        put!(out, r#"<a class="again" href=""# (lookup) r#"">"# (texts.get("find.again")) "</a>");
    }
    if let Some(fetched) = look.fetched {
        put!(out, "<span>" (texts.with("checked", "time", fetched)) "</span>");
    }
    if let Some(again) = frame.again {
        put!(out, r#"<a href=""# (again) r#"">"# (texts.get("reload")) "</a>");
    }
    put!(out, "</p>");
}

/// What a document is about, in few words.
fn about<V: Value>(card: Card<'_>, texts: &Texts<V>) -> String {
    match card {
        Card::Journey(parcel) => glue(&[
            &head::headline(parcel, texts),
            " · ",
            &texts.with("parcel", "number", &parcel.number),
        ]),
        Card::Order { order, .. } => texts.with("order", "order", order),
        Card::Message { kind, .. } => texts.of("message", kind.as_str()),
        Card::Form(_) => texts.get("find.title"),
    }
}

/// Shows the note that a journey is old where it is. Nobody else's text can hold the mark: its
/// quotation marks are escaped.
fn aged(card: String, stale: bool) -> String {
    const NOTE: &str = r#"data-note="stale" hidden>"#;
    if stale {
        card.replacen(NOTE, r#"data-note="stale">"#, 1)
    } else {
        card
    }
}
