//! From Bamberg to Berlin in two days, left with a neighbour.

use super::{Leg, Node, Scan, Start, Status, Step, Story, at, place};

const fn story(name: &'static str, start: Start, tail: &'static [Step]) -> Story {
    Story {
        name,
        start,
        carrier: "dhl-germany",
        last_carrier: None,
        from: "Germany",
        to: "Germany",
        lead: (&[], 0),
        tail,
    }
}

/// As a special number.
pub(super) static CYCLE: Story = story("SBX-DOMESTIC", Start::Every(3), WAY);

const WAY: &[Step] = steps! {
    0 00:00 NotFound "notfound001", Origin GERMANY "The instruction data for this shipment have been provided by the sender to DHL electronically." (Transit);
    0 15:20 Transit "transit001", Origin BAMBERG "The shipment has been posted by the sender at the retail outlet." [ItemReceived];
    0 19:37 Transit "transit002", Origin FEUCHT "The shipment has been processed in the parcel center of origin." [ItemDispatched];
    1 03:04 Transit "transit002", Origin RUEDERSDORF "The shipment has been processed in the destination parcel center." [DestinationArrived];
    1 07:16 Pickup "pickup001", Origin BERLIN "The shipment has been loaded onto the delivery vehicle.";
    1 12:51 Delivered "delivered004", Origin BERLIN "The shipment has been delivered to a neighbor.";
};

/// As an ordinary parcel.
pub(super) static POSTED: Story = story("domestic", Start::Posted, POSTED_WAY);

const POSTED_WAY: &[Step] = steps! {
    0 00:00 Pending;
    0 00:10 NotFound "notfound001", Origin GERMANY "The instruction data for this shipment have been provided by the sender to DHL electronically." (Transit);
    0 04:20 Transit "transit001", Origin BAMBERG "The shipment has been posted by the sender at the retail outlet." [ItemReceived];
    0 08:37 Transit "transit002", Origin FEUCHT "The shipment has been processed in the parcel center of origin." [ItemDispatched];
    0 16:04 Transit "transit002", Origin RUEDERSDORF "The shipment has been processed in the destination parcel center." [DestinationArrived];
    0 20:16 Pickup "pickup001", Origin BERLIN "The shipment has been loaded onto the delivery vehicle.";
    1 01:51 Delivered "delivered001", Origin BERLIN "The shipment has been successfully delivered.";
};
