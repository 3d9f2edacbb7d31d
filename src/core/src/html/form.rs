//! The form that finds a parcel, for shoppers without JavaScript.

use super::markup::{Markup, put};
use crate::status::named;
use crate::text::Texts;
use crate::value::Value;

/// A form and what stands in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form<'a> {
    /// Where it is sent.
    pub action: &'a str,
    /// The language it was asked for in, which is sent along; empty for none.
    pub lang: &'a str,
    /// Whether an order can be looked up.
    pub by_order: bool,
    /// Whether a number can.
    pub by_number: bool,
    /// What was typed last.
    pub order: &'a str,
    /// What was typed last.
    pub contact: &'a str,
    /// What was typed last.
    pub number: &'a str,
    /// What is wrong with it.
    pub wrong: Option<Wrong>,
}

named! {
    /// What is wrong with what was typed.
    Wrong {
        /// No order was named.
        OrderMissing = "order",
        /// Nothing to prove it by was.
        ContactMissing = "missing",
        /// That can be neither an e-mail address nor a telephone number.
        ContactWrong = "contact_wrong",
        /// The two do not belong together, as far as anybody is told.
        Refused = "refused",
        /// The number cannot be one.
        NumberWrong = "number",
        /// It cannot be looked up now.
        Busy = "busy",
        /// Something failed on the way.
        Error = "error",
    }
}

/// A field and what is to be said of it.
struct Field<'a> {
    name: &'static str,
    label: String,
    hint: Option<String>,
    value: &'a str,
    more: &'static str,
    wrong: Option<String>,
}

pub(super) fn form<V: Value>(form: &Form<'_>, texts: &Texts<V>) -> String {
    let word = |name| texts.of("find", name);
    let title = word("title");
    let of_order = |wrong| match wrong {
        Wrong::ContactMissing => Some(word("missing")),
        Wrong::ContactWrong | Wrong::Refused => Some(word(wrong.as_str())),
        Wrong::Busy | Wrong::Error => Some(texts.of("advice", wrong.as_str())),
        Wrong::OrderMissing | Wrong::NumberWrong => None,
    };
    let missing = form.wrong.filter(|wrong| *wrong == Wrong::OrderMissing);
    let invalid = form.wrong.filter(|wrong| *wrong == Wrong::NumberWrong);
    Markup::of(|out| {
        put!(out, r#"<section class="tt lookup" part="card" data-state="lookup" data-tone="neutral" aria-label=""#
            (&title) r#""><div class="find"><h2 part="headline">"# (title) "</h2>");
        if form.by_order {
            begin(out, form, "post");
            field(
                out,
                &Field {
                    name: "order",
                    label: word("order"),
                    hint: None,
                    value: form.order,
                    more: r#" autocomplete="off""#,
                    wrong: missing.map(|_| word("missing")),
                },
            );
            field(
                out,
                &Field {
                    name: "contact",
                    label: word("contact"),
                    hint: Some(word("contact_hint")),
                    value: form.contact,
                    more: r#" autocomplete="email""#,
                    wrong: form.wrong.and_then(of_order),
                },
            );
            end(out, &word("track"));
        }
        if form.by_number {
            begin(out, form, "get");
            field(
                out,
                &Field {
                    name: "number",
                    label: texts.get("number"),
                    hint: None,
                    value: form.number,
                    more: r#" autocomplete="off" autocapitalize="characters" spellcheck="false""#,
                    wrong: invalid.map(|_| texts.of("message", "invalid")),
                },
            );
            end(out, &word("track"));
        }
        put!(out, "</div></section>");
    })
}

fn begin(out: &mut Markup, form: &Form<'_>, method: &'static str) {
    put!(out, r#"<form part="form" method=""# (method) r#"" action=""# (form.action) r#"">"#);
    if !form.lang.is_empty() {
        put!(out, r#"<input type="hidden" name="lang" value=""# (form.lang) r#"">"#);
    }
}

fn end(out: &mut Markup, words: &str) {
    put!(out, r#"<button class="retry" type="submit" part="submit">"# (words) "</button></form>");
}

fn field(out: &mut Markup, field: &Field<'_>) {
    let name = field.name;
    put!(out, r#"<div class="field"><label for=""# (name) r#"">"# (&field.label) "</label>");
    if let Some(hint) = &field.hint {
        put!(out, r#"<span class="hint" id=""# (name) r#"-hint">"# (hint) "</span>");
    }
    put!(out, r#"<input part="input" dir="auto" required maxlength="254" id=""# (name) r#"" name=""# (name) r#"" value=""#
        (field.value) r#"""#);
    out.raw(field.more);
    put!(out, r#" aria-describedby=""# (name) "-hint " (name) r#"-wrong""#);
    if field.wrong.is_some() {
        // The one that is wrong is where the next key goes.
        put!(out, r#" aria-invalid="true" autofocus"#);
    }
    put!(out, ">");
    if let Some(wrong) = &field.wrong {
        put!(out, r#"<p class="wrong" part="error" id=""# (name) r#"-wrong">"# (wrong) "</p>");
    }
    put!(out, "</div>");
}
