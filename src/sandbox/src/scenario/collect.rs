//! From Leeds to a post office in Bristol, where the recipient fetches it.

use super::{Leg, Node, Scan, Start, Status, Step, Story, at, place};

const fn story(name: &'static str, start: Start, tail: &'static [Step]) -> Story {
    Story {
        name,
        start,
        carrier: "royal-mail",
        last_carrier: None,
        from: "United Kingdom",
        to: "United Kingdom",
        lead: (&[], 0),
        tail,
    }
}

/// As a special number.
pub(super) static CYCLE: Story = story("SBX-COLLECT", Start::Every(7), WAY);

const WAY: &[Step] = steps! {
    0 00:00 NotFound "notfound001", Origin BRITAIN_AT_LARGE "Sender preparing item" (Transit);
    0 17:40 Transit "transit001", Origin LEEDS "Item received" [ItemReceived];
    0 21:12 Transit "transit006", Origin LEEDS "Item leaving the mail centre" [ItemDispatched];
    1 05:33 Transit "transit002", Origin BRISTOL_MAIL "Item received at mail centre" [DestinationArrived];
    1 11:05 Pickup "pickup002", Origin CLIFTON "Available for collection";
    2 08:30 Pickup "pickup003", Origin CLIFTON "Reminder sent to recipient";
    3 15:21 Delivered "delivered002", Origin CLIFTON "Collected by recipient";
};

/// As an ordinary parcel.
pub(super) static POSTED: Story = story("collect", Start::Posted, POSTED_WAY);

const POSTED_WAY: &[Step] = steps! {
    0 00:00 Pending;
    0 00:15 NotFound "notfound001", Origin BRITAIN_AT_LARGE "Sender preparing item" (Transit);
    0 05:40 Transit "transit001", Origin LEEDS "Item received" [ItemReceived];
    0 09:12 Transit "transit006", Origin LEEDS "Item leaving the mail centre" [ItemDispatched];
    0 17:33 Transit "transit002", Origin BRISTOL_MAIL "Item received at mail centre" [DestinationArrived];
    0 23:05 Pickup "pickup002", Origin CLIFTON "Available for collection";
    2 03:21 Delivered "delivered002", Origin CLIFTON "Collected by recipient";
};
