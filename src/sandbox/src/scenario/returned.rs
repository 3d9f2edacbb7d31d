//! From Leeds to Bristol and back, because nobody of that name lives there.

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
pub(super) static CYCLE: Story = story("SBX-RETURN", Start::Every(7), WAY);

const WAY: &[Step] = steps! {
    0 00:00 NotFound "notfound001", Origin BRITAIN_AT_LARGE "Sender preparing item" (Transit);
    0 16:22 Transit "transit001", Origin LEEDS "Item received" [ItemReceived];
    0 21:47 Transit "transit006", Origin LEEDS "Item leaving the mail centre" [ItemDispatched];
    1 04:03 Transit "transit002", Origin BRISTOL_MAIL "Item received at mail centre";
    1 06:38 Transit "transit003", Origin BRISTOL "Item received at delivery office" [DestinationArrived];
    1 08:15 Pickup "pickup001", Origin BRISTOL "Out for delivery";
    1 12:26 Undelivered "undelivered003", Origin BRISTOL "Delivery attempted - addressee unknown";
    2 10:09 Exception "exception011", Origin BRISTOL "Item being returned to sender";
    3 05:51 Exception "exception011", Origin LEEDS "Item received at mail centre, returning to sender";
    4 11:34 Exception "exception005", Origin LEEDS "Item returned to sender";
};

/// As an ordinary parcel.
pub(super) static POSTED: Story = story("returned", Start::Posted, POSTED_WAY);

const POSTED_WAY: &[Step] = steps! {
    0 00:00 Pending;
    0 00:15 NotFound "notfound001", Origin BRITAIN_AT_LARGE "Sender preparing item" (Transit);
    0 06:22 Transit "transit001", Origin LEEDS "Item received" [ItemReceived];
    0 11:47 Transit "transit006", Origin LEEDS "Item leaving the mail centre" [ItemDispatched];
    0 20:38 Transit "transit003", Origin BRISTOL "Item received at delivery office" [DestinationArrived];
    0 22:15 Pickup "pickup001", Origin BRISTOL "Out for delivery";
    1 02:26 Undelivered "undelivered001", Origin BRISTOL "Delivery attempted - address incomplete";
    2 00:09 Exception "exception011", Origin BRISTOL "Item being returned to sender";
    3 01:34 Exception "exception005", Origin LEEDS "Item returned to sender";
};
