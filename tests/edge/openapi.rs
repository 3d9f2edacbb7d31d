//! `docs/openapi.json`, which `GET /openapi.json` serves: made from the table of routes, so that none
//! can be missing. `BLESS=1` renews it.

use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use tracktry_edge::route::{Entry, Name, TABLE};

/// Who may ask.
enum Who {
    Anybody,
    /// A link's token, in the header or as `?t=`; nothing where access is public.
    Link,
    PageLink,
    /// Always a link's token.
    OrderLink,
    Merchant(&'static str),
    /// A merchant's token where Tracktry's key would stand.
    Key,
}

struct Operation {
    summary: &'static str,
    who: Who,
    /// A schema of the body.
    takes: Option<Value>,
    /// Status, media type and schema of the answer.
    gives: (u16, &'static str, Value),
    query: &'static [(&'static str, &'static str)],
    /// Statuses of problems besides 400, 404 and 405.
    problems: &'static [u16],
}

const LANG: (&str, &str) = (
    "lang",
    "Language of the page; else by Accept-Language, else English.",
);
const TOKEN: (&str, &str) = ("t", "The link's token.");
const THEME: (&str, &str) = ("theme", "auto, light or dark.");
const LAYOUT: (&str, &str) = ("layout", "full, compact or line.");

fn link(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[expect(clippy::too_many_lines, reason = "one arm for each route")]
fn operation(name: Name) -> Operation {
    let page = |summary, query| Operation {
        summary,
        who: Who::PageLink,
        takes: None,
        gives: (200, "text/html", json!({ "type": "string" })),
        query,
        problems: &[401, 403, 429, 502, 503, 504],
    };
    let text = || json!({ "type": "string" });
    match name {
        Name::Journey => Operation {
            summary: "A parcel's journey. The carrier `-` means: find it.",
            who: Who::Link,
            takes: None,
            gives: (200, "application/json", link("Journey")),
            query: &[],
            problems: &[401, 403, 429, 502, 503, 504],
        },
        Name::Order => Operation {
            summary: "All parcels of an order, 40 at most.",
            who: Who::OrderLink,
            takes: None,
            gives: (200, "application/json", link("Order")),
            query: &[],
            problems: &[401, 403, 502, 503, 504],
        },
        Name::EraseOrder => Operation {
            summary: "Erases what is kept of an order's parcels.",
            who: Who::Merchant("write"),
            takes: None,
            gives: (204, "", Value::Null),
            query: &[],
            problems: &[401, 403, 503],
        },
        Name::Verify => Operation {
            summary: "A link to an order for half an hour, for who knows its e-mail address or telephone number. Whatever fails has one answer, after a fixed time.",
            who: Who::Anybody,
            takes: Some(json!({ "oneOf": [
                { "type": "object", "required": ["email"], "additionalProperties": false, "properties": { "email": text() } },
                { "type": "object", "required": ["phone"], "additionalProperties": false, "properties": { "phone": text() } },
            ] })),
            gives: (
                200,
                "application/json",
                json!({ "type": "object", "required": ["token", "expires"], "properties": {
                "token": text(), "expires": { "type": "integer", "description": "Seconds since 1970." } } }),
            ),
            query: &[],
            problems: &[403, 413, 429, 503],
        },
        Name::Links => Operation {
            summary: "Signs up to 1,000 links.",
            who: Who::Merchant("links"),
            takes: Some(
                json!({ "type": "object", "required": ["links"], "additionalProperties": false, "properties": { "links": {
                "type": "array", "maxItems": 1000, "items": { "type": "object", "additionalProperties": false, "properties": {
                    "kind": { "enum": ["parcel", "order", "badge"] }, "carrier": text(), "number": text(), "order": text(),
                    "days": { "type": "integer", "minimum": 1 }, "register": { "type": "boolean" } } } } } }),
            ),
            gives: (
                200,
                "application/json",
                json!({ "type": "object", "properties": { "links": { "type": "array", "items": {
                "type": "object", "properties": { "token": text(), "expires": { "type": "string", "format": "date-time" } } } } } }),
            ),
            query: &[],
            problems: &[401, 403, 413],
        },
        Name::EraseParcel => Operation {
            summary: "Erases what is kept of a parcel.",
            who: Who::Merchant("write"),
            takes: None,
            gives: (204, "", Value::Null),
            query: &[],
            problems: &[401, 403, 503],
        },
        Name::Form => page(
            "The form that finds a parcel. With `number`, where access is public, the way to it (303).",
            &[
                LANG,
                ("number", "A tracking number."),
                ("carrier", "The carrier's code."),
            ],
        ),
        Name::Find => Operation {
            who: Who::Anybody,
            takes: Some(
                json!({ "type": "object", "required": ["order", "contact"], "properties": { "order": text(), "contact": text(), "lang": text() } }),
            ),
            gives: (303, "", Value::Null),
            problems: &[403, 413, 429, 503],
            ..page(
                "What was typed into the form: the way to the order's page, or the form again.",
                &[],
            )
        },
        Name::Page => page(
            "A parcel as a page. It needs no JavaScript.",
            &[TOKEN, LANG, THEME, LAYOUT],
        ),
        Name::OrderPage => page("All parcels of an order as a page.", &[TOKEN, LANG, THEME]),
        Name::Embed => page(
            "A parcel for a frame of an allowed origin, which `parent` names to be told the page's height.",
            &[
                TOKEN,
                LANG,
                THEME,
                LAYOUT,
                ("parent", "The origin of the page around it."),
            ],
        ),
        Name::Fragment => page(
            "A parcel's markup alone.",
            &[
                TOKEN,
                LANG,
                (
                    "as",
                    "inner (the card), or shadow: a declarative shadow root with its style sheet.",
                ),
            ],
        ),
        Name::Badge => Operation {
            gives: (
                200,
                "image/png",
                json!({ "type": "string", "format": "binary" }),
            ),
            problems: &[],
            ..page(
                "A parcel as a picture: the number ends in `.png` (no words) or `.svg`. Whatever fails is the neutral picture.",
                &[TOKEN, LANG],
            )
        },
        Name::Brand => Operation {
            who: Who::Anybody,
            gives: (200, "text/css", text()),
            problems: &[],
            ..page("The shop's colours.", &[])
        },
        Name::OpenApi => Operation {
            who: Who::Anybody,
            gives: (200, "application/json", json!({ "type": "object" })),
            problems: &[503],
            ..page("This.", &[])
        },
        Name::Asset => Operation {
            who: Who::Anybody,
            gives: (
                200,
                "application/octet-stream",
                json!({ "type": "string", "format": "binary" }),
            ),
            problems: &[503],
            ..page("The browser files of the npm package.", &[])
        },
        Name::Expected => Operation {
            summary: "The day a shop promised an order for, or none: it shows in the journeys of its parcels.",
            who: Who::Merchant("write"),
            takes: Some(
                json!({ "type": "object", "required": ["date"], "properties": { "date": { "type": ["string", "null"], "format": "date" } } }),
            ),
            gives: (204, "", Value::Null),
            query: &[],
            problems: &[401, 403, 413, 503],
        },
        Name::Exceptions => Operation {
            summary: "Parcels in trouble, by reason and age.",
            who: Who::Merchant("read"),
            takes: None,
            gives: (
                200,
                "application/json",
                json!({ "type": "object", "required": ["v", "summary", "parcels", "next"], "properties": {
                "v": { "const": 1 },
                "summary": { "type": "array", "items": { "type": "object", "properties": { "stage": text(), "reason": { "type": ["string", "null"] },
                    "count": { "type": "integer" }, "oldest_days": { "type": "integer" } } } },
                "parcels": { "type": "array", "items": { "type": "object", "properties": { "carrier": text(), "number": text(),
                    "order": { "type": ["string", "null"] }, "stage": text(), "reason": { "type": ["string", "null"] }, "since": text(), "days": { "type": "integer" } } } },
                "next": { "type": ["string", "null"] } } }),
            ),
            query: &[
                ("stage", "One stage alone."),
                ("reason", "One reason alone."),
                ("days", "At least so many days."),
                ("limit", "Parcels of an answer, 1 to 500; 100 without it."),
                ("after", "`next` of the answer before."),
            ],
            problems: &[401, 403, 503],
        },
        Name::Webhook => Operation {
            summary: "Tracktry tells of a change. It is taken as a hint: the parcel is asked for again.",
            who: Who::Anybody,
            takes: Some(json!({ "type": "object" })),
            gives: (200, "text/plain", json!({ "const": "200" })),
            query: &[],
            problems: &[403, 413, 503],
        },
        Name::Pass => Operation {
            summary: "Tracktry's own API for the merchant's back end, by a table of its endpoints; always its envelope, with HTTP 200.",
            who: Who::Key,
            takes: None,
            gives: (
                200,
                "application/json",
                json!({ "type": "object", "required": ["meta", "data"], "properties": {
                "meta": { "type": "object", "properties": { "code": { "type": "integer" } } }, "data": {} } }),
            ),
            query: &[],
            problems: &[],
        },
        Name::Health => Operation {
            summary: "Whether all is well, in words; every wrong setting by name.",
            who: Who::Anybody,
            takes: None,
            gives: (200, "application/json", json!({ "type": "object" })),
            query: &[],
            problems: &[500],
        },
        Name::Metrics => Operation {
            summary: "The operator's numbers, as Prometheus reads them.",
            who: Who::Merchant("read"),
            takes: None,
            gives: (200, "text/plain", text()),
            query: &[],
            problems: &[401, 403, 503],
        },
    }
}

fn parameters(path: &str, operation: &Operation) -> Vec<Value> {
    let in_path = path.split(['{', '}']).skip(1).step_by(2).map(|name| {
        let name = name.trim_end_matches('*');
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
    });
    let in_query = operation.query.iter().map(|(name, words)| {
        json!({ "name": name, "in": "query", "description": words, "schema": { "type": "string" } })
    });
    in_path.chain(in_query).collect()
}

fn described(entry: &Entry, method: &str, name: Name) -> Value {
    let operation = operation(name);
    let id = match name {
        Name::Pass => format!("v1_{method}"),
        name => name.as_str().to_owned(),
    };
    let mut described = json!({
        "operationId": id,
        "summary": operation.summary,
        "parameters": parameters(entry.path, &operation),
    });
    if let Some(schema) = &operation.takes {
        let media = if name == Name::Find {
            "application/x-www-form-urlencoded"
        } else {
            "application/json"
        };
        described["requestBody"] =
            json!({ "required": true, "content": { media: { "schema": schema } } });
    }
    described["security"] = match operation.who {
        Who::Anybody => json!([]),
        Who::Link => json!([{ "link": [] }, { "merchant": [] }, {}]),
        Who::OrderLink => json!([{ "link": [] }, { "merchant": [] }]),
        Who::PageLink => json!([{ "pageLink": [] }, {}]),
        Who::Key => json!([{ "key": [] }]),
        Who::Merchant(scope) => {
            described["description"] =
                format!("Takes a merchant's token with the scope `{scope}`.").into();
            json!([{ "merchant": [] }])
        }
    };
    let (status, media, schema) = operation.gives;
    let mut responses = Map::new();
    let ok = if media.is_empty() {
        json!({ "description": "Done." })
    } else {
        json!({ "description": "The answer.", "content": { media: { "schema": schema } } })
    };
    responses.insert(status.to_string(), ok);
    for status in [400, 404, 405, 500].iter().chain(operation.problems) {
        responses.insert(
            status.to_string(),
            json!({ "$ref": "#/components/responses/Problem" }),
        );
    }
    described["responses"] = responses.into();
    described
}

fn document() -> Value {
    let mut paths = Map::new();
    for entry in TABLE {
        let mut methods = Map::new();
        for (method, name) in entry.takes {
            let method = method.to_ascii_lowercase();
            methods.insert(method.clone(), described(entry, &method, *name));
        }
        paths.insert(entry.path.replace("*}", "}"), methods.into());
    }
    let nullable = |kind: &str| json!({ "type": [kind, "null"] });
    let carrier = json!({ "type": "object", "required": ["code", "name", "phone", "url"], "properties": {
        "code": nullable("string"), "name": nullable("string"), "phone": nullable("string"), "url": nullable("string") } });
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "tracktry-edge",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Shipment tracking for a storefront's own pages.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "https://{host}{base_path}", "variables": {
            "host": { "default": "tracking.example.com" }, "base_path": { "default": "", "description": "The setting BASE_PATH." } } }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "link": { "type": "http", "scheme": "bearer", "description": "A signed link's token; docs/links.md." },
                "pageLink": { "type": "apiKey", "in": "query", "name": "t", "description": "A signed link's token." },
                "key": { "type": "apiKey", "in": "header", "name": "Tracktry-Api-Key", "description": "A token of MERCHANT_TOKENS; docs/merchant-api.md." },
                "merchant": { "type": "http", "scheme": "bearer", "description": "A token of MERCHANT_TOKENS." },
            },
            "responses": {
                "Problem": { "description": "What is wrong (RFC 9457), by a stable `code`. Pages tell it in words.",
                    "content": { "application/problem+json": { "schema": link("Problem") } } },
            },
            "schemas": {
                "Problem": { "type": "object", "required": ["type", "title", "status", "code", "request_id"], "properties": {
                    "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
                    "code": { "type": "string" }, "request_id": { "type": "string" },
                    "parameter": { "type": "string" }, "setting": { "type": "string" }, "detail": { "type": "string" } } },
                "Order": { "type": "object", "required": ["v", "order", "journeys"], "properties": {
                    "v": { "const": 1 }, "order": { "type": "string" }, "journeys": { "type": "array", "items": link("Journey") } } },
                "Journey": {
                    "type": "object",
                    "required": ["v", "number", "carrier", "last_mile", "stage", "reason", "substatus", "raw_status", "events", "steps", "milestones",
                        "from", "to", "days_under_way", "days_quiet", "expected"],
                    "properties": {
                        "v": { "const": 1 },
                        "number": { "type": "string" },
                        "carrier": carrier,
                        "last_mile": { "type": ["object", "null"] },
                        "stage": { "enum": tracktry_core::Stage::ALL.iter().map(|s| s.as_str()).collect::<Vec<_>>() },
                        "reason": { "enum": tracktry_core::Reason::ALL.iter().map(|r| Some(r.as_str())).chain([None]).collect::<Vec<_>>() },
                        "substatus": nullable("string"), "raw_status": nullable("string"),
                        "events": { "type": "array", "maxItems": 500, "items": { "type": "object", "properties": {
                            "at": nullable("string"), "precision": { "enum": ["day", "minute", "second", "unknown"] },
                            "offset": nullable("string"), "text": nullable("string"), "place": nullable("string"),
                            "stage": { "type": "string" }, "substatus": nullable("string"), "leg": { "enum": ["origin", "destination"] } } } },
                        "steps": { "type": "array", "items": { "type": "object", "properties": {
                            "stage": { "type": "string" }, "state": { "enum": ["done", "now", "todo", "failed"] }, "at": nullable("string") } } },
                        "milestones": { "type": "object" },
                        "from": nullable("string"), "to": nullable("string"),
                        "days_under_way": nullable("integer"), "days_quiet": nullable("integer"), "expected": nullable("string"),
                    },
                },
            },
        },
    })
}

#[test]
fn the_document_is_that_of_the_routes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let text = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(
        text,
        fs::read_to_string(&path).unwrap(),
        "BLESS=1 renews it"
    );
}

/// That of a journey in particular has every key that one has, and no other.
#[test]
fn a_journeys_schema_has_every_key() {
    let document = document();
    let schema = &document["components"]["schemas"]["Journey"];
    let fixture = include_str!("../fixtures/journey/customs.json");
    let json: Value = serde_json::from_str(fixture).unwrap();
    let journey = tracktry_core::Journey::decode(&&json).unwrap();
    let written = serde_json::to_value(journey).unwrap();
    let keys = |value: &Value| {
        let mut keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&written), keys(&schema["properties"]));
    assert_eq!(
        schema["required"].as_array().unwrap().len(),
        keys(&written).len()
    );
}

/// Every reference leads somewhere, and every operation has a name of its own.
#[test]
fn nothing_in_it_dangles() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    if key == "$ref" {
                        found.push(value.as_str().unwrap());
                    }
                    references(value, found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 20);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    let mut names: Vec<_> = TABLE
        .iter()
        .flat_map(|e| e.takes)
        .map(|(_, n)| n.as_str())
        .filter(|name| *name != "v1")
        .collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}
