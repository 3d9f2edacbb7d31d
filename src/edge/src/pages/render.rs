//! From what is to be shown to the reply: language, frame, and what the browser is allowed.

use super::language::{self, Language};
use super::query::{Query, address};
use crate::journeys::{FETCHED_AT, Place, iso};
use crate::problem::Problem;
use crate::reply::{Body, Reply};
use crate::route::{Frame, path_of};
use crate::verify;
use tracktry_core::Journey;
use tracktry_core::html::{self, Card, Look};
use tracktry_core::text::Texts;
use web_sys::Request;

/// Of when what is shown is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// Whether it is older than it should be.
    pub stale: bool,
    /// When upstream was asked, in milliseconds since 1970.
    pub fetched_at: i64,
    /// Where it came from: `cache` or `shelf`.
    pub from: &'static str,
}

/// What is asked of a page besides its parcel.
pub(super) struct View<'a> {
    place: Place<'a>,
    frame: Frame,
    /// What its address says.
    pub query: Query,
    language: Language,
}

impl<'a> View<'a> {
    /// Reads a request.
    pub(super) fn of(place: Place<'a>, request: &Request, frame: Frame) -> Self {
        let query = Query::of_url(&place.call.url);
        Self::with(place, request, frame, query)
    }

    /// The same where the values come from somewhere else.
    pub(super) fn with(place: Place<'a>, request: &Request, frame: Frame, query: Query) -> Self {
        let accepts = request.headers().get("accept-language").ok().flatten();
        let language = Language::of(query.get("lang"), &accepts.unwrap_or_default());
        Self {
            place,
            frame,
            query,
            language,
        }
    }

    /// A page's path, below the base path, with values.
    pub(super) fn address(&self, path: &str, values: &[(&str, &str)]) -> String {
        address(&format!("{}{path}", self.place.config.base_path), values)
    }

    /// The reply: of when what is shown is, and the status of what keeps us from it.
    pub(super) fn reply(
        &self,
        card: Card<'_>,
        news: Option<Shown>,
        problem: Option<Problem>,
    ) -> Reply {
        let fetched = news.map(|shown| self.language.moment(shown.fetched_at));
        let look = Look {
            lang: &self.language.locale,
            rtl: self.language.rtl,
            theme: self.query.one_of("theme", &["auto", "light", "dark"]),
            layout: self.query.one_of("layout", &["full", "compact", "line"]),
            stale: news.is_some_and(|shown| shown.stale),
            fetched: fetched.as_deref(),
        };
        let texts = Texts(&*self.language.words);
        let body = match self.frame {
            Frame::Fragment if self.query.get("as") == "shadow" => {
                let url = self.place.call.url.as_str();
                let path = path_of(url);
                let origin = url.split_once(path).map_or("", |(origin, _)| origin);
                let sheet = format!("{origin}{}", self.file("card"));
                html::shadow(card, &look, &sheet, &texts, &self.language)
            }
            Frame::Fragment => html::fragment(card, &look, &texts, &self.language),
            Frame::Whole | Frame::Embed => self.page(card, &look, &texts),
        };
        let status = problem.map_or(200, Problem::status);
        if let Some(problem) = problem {
            crate::report(self.place.call, crate::name(self.place), problem);
        }
        let reply = Reply::new(status, Body::Text(body))
            .with("Content-Type", "text/html; charset=utf-8")
            .with("Content-Language", self.language.locale.clone())
            .with("Cache-Control", "private, no-store")
            .with("X-Robots-Tag", "noindex")
            .with_some("WWW-Authenticate", problem.and_then(Problem::challenge))
            .with_some(
                "Retry-After",
                problem
                    .and_then(Problem::retry_after)
                    .map(|s| s.to_string()),
            )
            .with_some(FETCHED_AT, news.map(|shown| iso(shown.fetched_at)))
            .with_some(
                "Tracktry-Stale",
                news.map(|shown| if shown.stale { "true" } else { "false" }),
            )
            .with("Content-Security-Policy", self.policy());
        let reply = match news {
            Some(shown) => reply.from(shown.from),
            None => reply,
        };
        match self.frame {
            Frame::Whole => reply.with("Cross-Origin-Opener-Policy", "same-origin"),
            Frame::Embed | Frame::Fragment => reply,
        }
    }

    /// A parcel as a picture with words.
    pub(super) fn badge(&self, parcel: &Journey) -> String {
        html::badge(parcel, &Texts(&*self.language.words), self.language.rtl)
    }

    fn page(&self, card: Card<'_>, look: &Look<'_>, texts: &Texts<&serde_json::Value>) -> String {
        let config = self.place.config;
        let (sheet, brand) = (self.file("page"), self.address("/brand.css", &[]));
        let mut sheets = vec![sheet.as_str()];
        if config.brand.is_some() {
            sheets.push(&brand);
        }
        let is_whole = self.frame == Frame::Whole;
        let lang = self.query.get("lang");
        let lookup = self.address("/track", &[("lang", lang)]);
        let is_form = matches!(card, Card::Form(_));
        let script = self.file("embed");
        let parent = config.origins.allowed(Some(self.query.get("parent")));
        let frame = html::Frame {
            sheets: &sheets,
            script: parent
                .filter(|_| self.frame == Frame::Embed)
                .map(|parent| (script.as_str(), parent)),
            brand: config
                .brand
                .as_ref()
                .map(|brand| &brand.shown)
                .filter(|_| is_whole),
            lookup: (is_whole && !is_form && self.has_form()).then_some(lookup.as_str()),
            // The same address again, whatever is in it.
            again: (!is_form).then_some(""),
        };
        html::page(card, look, &frame, texts, &self.language)
    }

    /// Whether the form finds anything here.
    fn has_form(&self) -> bool {
        self.place.config.access == crate::access::Access::Public
            || verify::is_on(self.place).is_ok()
    }

    fn file(&self, name: &str) -> String {
        format!("{}/{}", self.place.config.base_path, language::file(name))
    }

    /// What the browser may load and do: our own style sheets, and next to nothing else.
    fn policy(&self) -> String {
        let config = self.place.config;
        let logo = config.brand.as_ref().and_then(|brand| brand.logo_origin());
        let mut policy = String::from(
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; img-src 'self'",
        );
        if let Some(logo) = logo {
            policy.push(' ');
            policy.push_str(logo);
        }
        policy.push_str("; frame-ancestors ");
        match self.frame {
            Frame::Embed => {
                policy.push_str("'self'");
                for origin in config.origins.all() {
                    policy.push(' ');
                    policy.push_str(origin);
                }
                policy.push_str("; script-src 'self'; require-trusted-types-for 'script'");
            }
            Frame::Whole | Frame::Fragment => policy.push_str("'none'"),
        }
        policy
    }
}
