//! Within the United States, with two attempts before somebody opens the door.

use super::{Leg, Node, Scan, Start, Status, Step, Story, at, place};

const fn story(name: &'static str, start: Start, tail: &'static [Step]) -> Story {
    Story {
        name,
        start,
        carrier: "ups",
        last_carrier: None,
        from: "United States",
        to: "United States",
        lead: (&[], 0),
        tail,
    }
}

/// As a special number.
pub(super) static CYCLE: Story = story("SBX-ATTEMPT", Start::Every(7), WAY);

const WAY: &[Step] = steps! {
    0 00:00 NotFound "notfound001", Origin UNITED_STATES "Shipper created a label, UPS has not received the package yet." (Transit);
    0 22:14 Transit "transit001", Origin LOUISVILLE "Pickup Scan" [ItemReceived];
    1 03:02 Transit "transit006", Origin LOUISVILLE "Departed from Facility" [ItemDispatched];
    1 10:45 Transit "transit002", Origin HODGKINS "Arrived at Facility";
    1 12:31 Transit "transit003", Origin CHICAGO "Processing at UPS Facility" [DestinationArrived];
    1 14:40 Pickup "pickup001", Origin CHICAGO "Out For Delivery";
    1 20:18 Undelivered "undelivered002", Origin CHICAGO "The receiver was not available for delivery. We'll make a second attempt the next business day.";
    2 14:33 Pickup "pickup001", Origin CHICAGO "Out For Delivery";
    2 19:56 Undelivered "undelivered002", Origin CHICAGO "The receiver was not available for delivery. We'll make a final attempt the next business day.";
    3 14:37 Pickup "pickup001", Origin CHICAGO "Out For Delivery";
    3 21:09 Delivered "delivered003", Origin CHICAGO "DELIVERED";
};

/// As an ordinary parcel.
pub(super) static POSTED: Story = story("attempt", Start::Posted, POSTED_WAY);

const POSTED_WAY: &[Step] = steps! {
    0 00:00 Pending;
    0 00:15 NotFound "notfound001", Origin UNITED_STATES "Shipper created a label, UPS has not received the package yet." (Transit);
    0 05:14 Transit "transit001", Origin LOUISVILLE "Pickup Scan" [ItemReceived];
    0 09:02 Transit "transit006", Origin LOUISVILLE "Departed from Facility" [ItemDispatched];
    0 18:31 Transit "transit003", Origin CHICAGO "Processing at UPS Facility" [DestinationArrived];
    0 20:40 Pickup "pickup001", Origin CHICAGO "Out For Delivery";
    1 02:18 Undelivered "undelivered002", Origin CHICAGO "The receiver was not available for delivery. We'll make a second attempt the next business day.";
    1 20:33 Pickup "pickup001", Origin CHICAGO "Out For Delivery";
    2 01:56 Delivered "delivered001", Origin CHICAGO "DELIVERED";
};
