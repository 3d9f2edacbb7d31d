//! Lines for the operator, as JSON. They hold no number, address, URL or text of upstream: the
//! route's name, the outcome, the time it took and the request's id.

use crate::call::Call;
use crate::clock;
use std::sync::Once;

/// A request that ended in a problem: an error where the operator should do something, a note
/// where it is the caller's own doing.
pub fn problem(call: &Call, route: &str, code: &str, status: u16, setting: Option<&str>) {
    let mut line = serde_json::json!({
        "event": "problem",
        "route": route,
        "code": code,
        "status": status,
        "ms": clock::now().saturating_sub(call.now()),
        "request_id": call.request_id,
    });
    if let (Some(setting), Some(members)) = (setting, line.as_object_mut()) {
        members.insert("setting".to_owned(), setting.into());
    }
    let text = line.to_string();
    if status < 500 {
        worker::console_log!("{text}");
    } else {
        worker::console_error!("{text}");
    }
}

/// A fault inside an object, which the operator should know of. What SQLite or the platform says
/// of it can quote values, so only its kind is told.
pub fn fault(object: &'static str, fault: &worker::Error) {
    let kind = match fault {
        worker::Error::RustError(_) => "ours",
        worker::Error::JsError(_) => "platform",
        _ => "other",
    };
    let line = serde_json::json!({ "event": "fault", "object": object, "kind": kind });
    worker::console_error!("{line}");
}

/// Something the operator should know of that no request ends in.
pub fn event(name: &'static str) {
    let line = serde_json::json!({ "event": name });
    worker::console_error!("{line}");
}

/// Not at the start of the instance: `worker` sets a hook of its own after that.
static QUIET: Once = Once::new();

/// From now on a panic says where it was and nothing else: its message can quote what a shopper
/// sent. For whatever may come first in an instance: a request, a cron, or an object, which lives
/// where no request has to come.
pub fn only_places_of_panics() {
    QUIET.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string);
            let line = serde_json::json!({ "event": "panic", "at": place });
            worker::console_error!("{line}");
        }));
    });
}
