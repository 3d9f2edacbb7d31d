//! From Rust to plain JavaScript objects.

use js_sys::{Array, Object, Reflect};
use tracktry_core::Journey;
use tracktry_core::journey::{Carrier, Event, Milestones, Step};
use wasm_bindgen::JsValue;

/// An object with these members, in this order.
pub fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in members {
        // Setting a member of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}

/// The journey as it stands on the wire: all keys always, `null` where there is nothing.
pub fn journey(journey: &Journey) -> JsValue {
    object(&[
        ("v", journey.v.into()),
        ("number", journey.number.as_str().into()),
        ("carrier", carrier(&journey.carrier)),
        (
            "last_mile",
            or_null(journey.last_mile.as_ref().map(carrier)),
        ),
        ("stage", journey.stage.as_str().into()),
        (
            "reason",
            name(journey.reason.map(tracktry_core::Reason::as_str)),
        ),
        ("substatus", text(journey.substatus.as_ref())),
        ("raw_status", text(journey.raw_status.as_ref())),
        ("events", list(&journey.events, event)),
        ("steps", list(&journey.steps, step)),
        ("milestones", milestones(&journey.milestones)),
        ("from", text(journey.from.as_ref())),
        ("to", text(journey.to.as_ref())),
        ("days_under_way", or_null(journey.days_under_way)),
        ("days_quiet", or_null(journey.days_quiet)),
        ("expected", text(journey.expected.as_ref())),
    ])
}

fn carrier(carrier: &Carrier) -> JsValue {
    object(&[
        ("code", text(carrier.code.as_ref())),
        ("name", text(carrier.name.as_ref())),
        ("phone", text(carrier.phone.as_ref())),
        ("url", text(carrier.url.as_ref())),
    ])
}

fn event(event: &Event) -> JsValue {
    object(&[
        ("at", text(event.at.as_ref())),
        ("precision", event.precision.as_str().into()),
        ("offset", text(event.offset.as_ref())),
        ("text", text(event.text.as_ref())),
        ("place", text(event.place.as_ref())),
        ("stage", event.stage.as_str().into()),
        ("substatus", text(event.substatus.as_ref())),
        ("leg", event.leg.as_str().into()),
    ])
}

fn step(step: &Step) -> JsValue {
    object(&[
        ("stage", step.stage.as_str().into()),
        ("state", step.state.as_str().into()),
        ("at", text(step.at.as_ref())),
    ])
}

fn milestones(milestones: &Milestones) -> JsValue {
    object(&[
        ("received", text(milestones.received.as_ref())),
        ("dispatched", text(milestones.dispatched.as_ref())),
        ("departed", text(milestones.departed.as_ref())),
        ("arrived", text(milestones.arrived.as_ref())),
        ("customs", text(milestones.customs.as_ref())),
        ("destination", text(milestones.destination.as_ref())),
    ])
}

fn list<T>(items: &[T], one: fn(&T) -> JsValue) -> JsValue {
    items.iter().map(one).collect::<Array>().into()
}

fn text(text: Option<&String>) -> JsValue {
    name(text.map(String::as_str))
}

fn name(name: Option<&str>) -> JsValue {
    or_null(name)
}

fn or_null<T: Into<JsValue>>(value: Option<T>) -> JsValue {
    value.map_or(JsValue::NULL, Into::into)
}
