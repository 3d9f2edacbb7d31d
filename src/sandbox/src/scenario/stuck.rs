//! Parcels that never arrive: never handed over, lost, or gone quiet until nobody asks any more.

use super::abroad::{UNDER_WAY, WAY};
use super::{Leg, Node, Scan, Start, Status, Step, Story, at, place};

/// A label nobody stuck on a parcel; after ten days the service gives a warning.
pub(super) static LABEL: Story = Story {
    name: "SBX-LABEL",
    start: Start::Every(14),
    carrier: "ups",
    last_carrier: None,
    from: "United States",
    to: "United States",
    lead: (&[], 0),
    tail: steps! {
        0 00:00 NotFound "notfound001", Origin UNITED_STATES "Shipper created a label, UPS has not received the package yet." (Transit);
        10 00:00 Exception "exception001";
    },
};

/// Lost between two sorting centres, searched for, and given up.
pub(super) static LOST: Story = Story {
    name: "SBX-LOST",
    start: Start::Every(56),
    carrier: "dhl-germany",
    last_carrier: None,
    from: "Germany",
    to: "Germany",
    lead: (&[], 0),
    tail: steps! {
        0 00:00 NotFound "notfound001", Origin GERMANY "The instruction data for this shipment have been provided by the sender to DHL electronically." (Transit);
        0 15:20 Transit "transit001", Origin BAMBERG "The shipment has been posted by the sender at the retail outlet." [ItemReceived];
        0 19:37 Transit "transit002", Origin FEUCHT "The shipment has been processed in the parcel center of origin." [ItemDispatched];
        7 00:00 Exception "exception001";
        21 10:12 Exception "exception002", Origin FEUCHT "An enquiry for the shipment has been started.";
        49 09:30 Exception "exception007", Origin GERMANY "The shipment could not be found and is considered lost.";
    },
};

/// No news since the flight; after 45 days the service stops looking.
pub(super) static EXPIRES: Story = Story {
    name: "SBX-EXPIRES",
    start: Start::Every(70),
    carrier: "dhl",
    last_carrier: Some("postnl-parcels"),
    from: "China",
    to: "Netherlands",
    lead: (WAY, UNDER_WAY),
    tail: steps! {
        15 00:00 Exception "exception001";
        45 00:00 Expired;
    },
};
