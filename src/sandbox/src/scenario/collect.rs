//! From Leeds to a post office in Bristol, where the recipient fetches it.

use super::{Leg, Node, Scan, Start, Status, Step, Story, at, place};

/// As an ordinary parcel.
pub(super) static POSTED: Story = Story {
    name: "collect",
    start: Start::Posted,
    carrier: "royal-mail",
    last_carrier: None,
    from: "United Kingdom",
    to: "United Kingdom",
    lead: (&[], 0),
    tail: steps! {
        0 00:00 Pending;
        0 00:15 NotFound "notfound001", Origin BRITAIN_AT_LARGE "Sender preparing item" (Transit);
        0 05:40 Transit "transit001", Origin LEEDS "Item received" [ItemReceived];
        0 09:12 Transit "transit006", Origin LEEDS "Item leaving the mail centre" [ItemDispatched];
        0 17:33 Transit "transit002", Origin BRISTOL_MAIL "Item received at mail centre" [DestinationArrived];
        0 23:05 Pickup "pickup002", Origin CLIFTON "Available for collection";
        2 03:21 Delivered "delivered002", Origin CLIFTON "Collected by recipient";
    },
};
