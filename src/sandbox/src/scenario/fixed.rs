//! Parcels that stand still, one for each status and substatus: `SBX-<STATUS>` and
//! `SBX-<STATUS>-<NNN>`. Each has come along the way abroad up to where it is.

use super::abroad::{AT_CUSTOMS, AT_OFFICE, UNDER_WAY, WAY, WITH_COURIER};
use super::{Leg, Scan, Start, Status, Step, Story, at, place};

macro_rules! stories {
    ($($name:literal ($lead:expr) { $($steps:tt)* })*) => {
        /// The stories, in the order of the statuses.
        pub(super) static STORIES: &[&Story] = &[$(&Story {
            name: $name,
            start: Start::Past,
            carrier: "dhl",
            last_carrier: Some("postnl-parcels"),
            from: "China",
            to: "Netherlands",
            lead: (WAY, $lead),
            tail: steps! { $($steps)* },
        },)*];
    };
}

stories! {
    "SBX-PENDING" (0) { 0 00:00 Pending; }
    "SBX-INFORECEIVED" (0) { 0 00:00 InfoReceived, Origin SHENZHEN "Shipment information received"; }
    "SBX-NOTFOUND" (0) { 0 00:00 NotFound; }
    "SBX-NOTFOUND-001" (1) {}
    "SBX-NOTFOUND-002" (0) { 0 00:00 NotFound "notfound002"; }
    "SBX-TRANSIT" (2) { 0 14:40 Transit, Origin SHENZHEN "Processed at SHENZHEN - CHINA"; }
    "SBX-TRANSIT-001" (2) {}
    "SBX-TRANSIT-002" (3) {}
    "SBX-TRANSIT-003" (AT_OFFICE) {}
    "SBX-TRANSIT-004" (7) {}
    "SBX-TRANSIT-005" (9) {}
    "SBX-TRANSIT-006" (4) {}
    "SBX-TRANSIT-007" (6) {}
    "SBX-PICKUP" (AT_OFFICE) { 4 05:10 Pickup, Destination LEIDEN "Driver is en route"; }
    "SBX-PICKUP-001" (WITH_COURIER) {}
    "SBX-PICKUP-002" (AT_OFFICE) {
        4 09:20 Pickup "pickup002", Destination LEIDEN "Shipment is ready for collection at the PostNL point";
    }
    "SBX-PICKUP-003" (AT_OFFICE) {
        4 06:30 Pickup "pickup003", Destination LEIDEN "Recipient has been contacted about the delivery";
    }
    "SBX-DELIVERED" (WITH_COURIER) { 4 17:24 Delivered, Destination LEIDEN "Shipment delivered"; }
    "SBX-DELIVERED-001" (WITH_COURIER) {
        4 17:24 Delivered "delivered001", Destination LEIDEN "Shipment delivered";
    }
    "SBX-DELIVERED-002" (AT_OFFICE) {
        4 09:20 Pickup "pickup002", Destination LEIDEN "Shipment is ready for collection at the PostNL point";
        4 16:05 Delivered "delivered002", Destination LEIDEN "Shipment collected at the PostNL point";
    }
    "SBX-DELIVERED-003" (WITH_COURIER) {
        4 17:24 Delivered "delivered003", Destination LEIDEN "Shipment delivered, signed for by recipient";
    }
    "SBX-DELIVERED-004" (WITH_COURIER) {
        4 17:24 Delivered "delivered004", Destination LEIDEN "Shipment delivered to neighbour";
    }
    "SBX-UNDELIVERED" (WITH_COURIER) {
        4 13:07 Undelivered, Destination LEIDEN "Delivery attempt failed";
    }
    "SBX-UNDELIVERED-001" (WITH_COURIER) {
        4 13:07 Undelivered "undelivered001", Destination LEIDEN "Not delivered: address is incorrect or incomplete";
    }
    "SBX-UNDELIVERED-002" (WITH_COURIER) {
        4 13:07 Undelivered "undelivered002", Destination LEIDEN "Not delivered: nobody was at home";
    }
    "SBX-UNDELIVERED-003" (WITH_COURIER) {
        4 13:07 Undelivered "undelivered003", Destination LEIDEN "Not delivered: recipient is not known at this address";
    }
    "SBX-UNDELIVERED-004" (WITH_COURIER) {
        4 13:07 Undelivered "undelivered004", Destination LEIDEN "Not delivered: no safe access to the building";
    }
    "SBX-EXCEPTION" (UNDER_WAY) { 1 02:10 Exception, Origin HONG_KONG "Shipment on hold"; }
    "SBX-EXCEPTION-001" (UNDER_WAY) { 15 21:48 Exception "exception001"; }
    "SBX-EXCEPTION-002" (AT_CUSTOMS) { 30 00:00 Exception "exception002"; }
    "SBX-EXCEPTION-003" (WITH_COURIER) { 35 00:00 Exception "exception003"; }
    "SBX-EXCEPTION-004" (AT_OFFICE) {
        4 09:20 Pickup "pickup002", Destination LEIDEN "Shipment is ready for collection at the PostNL point";
        11 18:00 Exception "exception004", Destination LEIDEN "Shipment was not collected in time";
    }
    "SBX-EXCEPTION-005" (WITH_COURIER) {
        4 13:07 Undelivered "undelivered001", Destination LEIDEN "Not delivered: address is incorrect or incomplete";
        18 06:45 Exception "exception005", Origin SHENZHEN "Returned to shipper";
    }
    "SBX-EXCEPTION-006" (AT_CUSTOMS) {
        2 09:15 Exception "exception006", Origin SCHIPHOL "Held by customs: import of the contents is not permitted";
    }
    "SBX-EXCEPTION-007" (UNDER_WAY) {
        1 02:10 Exception "exception007", Origin HONG_KONG "Damage to the shipment recorded, contents discarded";
    }
    "SBX-EXCEPTION-008" (1) {
        0 04:30 Exception "exception008", Origin SHENZHEN "Shipment cancelled by shipper before handover";
    }
    "SBX-EXCEPTION-009" (WITH_COURIER) {
        4 13:07 Exception "exception009", Destination LEIDEN "Recipient refused the shipment";
    }
    "SBX-EXCEPTION-010" (WITH_COURIER) {
        4 13:07 Exception "exception009", Destination LEIDEN "Recipient refused the shipment";
        17 03:20 Exception "exception010", Origin SHENZHEN "Returned to shipper";
    }
    "SBX-EXCEPTION-011" (WITH_COURIER) {
        4 13:07 Exception "exception009", Destination LEIDEN "Recipient refused the shipment";
        5 16:40 Exception "exception011", Destination NIEUWEGEIN "Shipment is being returned to the sender";
    }
    "SBX-EXPIRED" (UNDER_WAY) { 45 00:00 Expired; }
}
