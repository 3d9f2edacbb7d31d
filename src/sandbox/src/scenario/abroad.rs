//! From Shenzhen to Leiden by two carriers, through customs, in under five days.

use super::{Leg, Node, Scan, Start, Status, Step, Story, at, place};

/// The way, from midnight (UTC) on. Each stage lasts long enough to be seen by a page that looks
/// every five seconds while the clock runs at 7200.
pub(super) const WAY: &[Step] = steps! {
    0 00:00 NotFound "notfound001", Origin SHENZHEN "Shipment information received" (Transit);
    0 11:12 Transit "transit001", Origin SHENZHEN "Shipment picked up" [ItemReceived];
    0 14:40 Transit "transit002", Origin SHENZHEN "Processed at SHENZHEN - CHINA";
    0 18:05 Transit "transit006", Origin SHENZHEN "Departed Facility in SHENZHEN - CHINA" [ItemDispatched];
    0 21:48 Transit "transit002", Origin HONG_KONG "Arrived at Sort Facility HONG KONG - HONG KONG SAR, CHINA";
    1 03:20 Transit "transit007", Origin HONG_KONG "Departed from airport, flight to destination country" [DepartfromAirport];
    1 16:55 Transit "transit004", Origin SCHIPHOL "Arrived at Sort Facility AMSTERDAM - NETHERLANDS" [ArrivalfromAbroad];
    1 18:30 Transit "transit004", Origin SCHIPHOL "Customs clearance status updated. Presented to customs";
    2 09:15 Transit "transit005", Origin SCHIPHOL "Clearance processing complete at AMSTERDAM - NETHERLANDS" [CustomsClearance];
    2 13:00 Transit "transit002", Origin SCHIPHOL "Handed over to delivery partner PostNL";
    2 18:25 Transit "transit001", Destination NIEUWEGEIN "Shipment received by PostNL" [ItemReceived];
    3 21:10 Transit "transit002", Destination NIEUWEGEIN "Shipment sorted";
    4 03:35 Transit "transit003", Destination LEIDEN "Arrived at delivery depot" [DestinationArrived];
    4 05:10 Pickup "pickup001", Destination LEIDEN "Driver is en route";
    4 17:24 Delivered "delivered001", Destination LEIDEN "Shipment delivered";
};

/// How many steps of [`WAY`] lead to the parcel in transit between sorting centres.
pub(super) const UNDER_WAY: usize = 5;
/// … to the parcel at customs.
pub(super) const AT_CUSTOMS: usize = 8;
/// … to the parcel at the delivery office.
pub(super) const AT_OFFICE: usize = 13;
/// … to the parcel with the courier.
pub(super) const WITH_COURIER: usize = 14;

const fn story(name: &'static str, start: Start, tail: &'static [Step]) -> Story {
    Story {
        name,
        start,
        carrier: "dhl",
        last_carrier: Some("postnl-parcels"),
        from: "China",
        to: "Netherlands",
        lead: (&[], 0),
        tail,
    }
}

/// As a special number: a week from start to start, two and a half days of it at rest.
pub(super) static CYCLE: Story = story("SBX-TRAVEL", Start::Every(7), WAY);

/// As an ordinary parcel: added first, looked up a little later.
pub(super) static POSTED: Story = story("abroad", Start::Posted, POSTED_WAY);

/// The way of [`POSTED`].
pub(super) const POSTED_WAY: &[Step] = steps! {
    0 00:00 Pending;
    0 00:10 NotFound "notfound001", Origin SHENZHEN "Shipment information received" (Transit);
    0 05:12 Transit "transit001", Origin SHENZHEN "Shipment picked up" [ItemReceived];
    0 10:40 Transit "transit002", Origin SHENZHEN "Processed at SHENZHEN - CHINA" [ItemDispatched];
    1 02:20 Transit "transit007", Origin HONG_KONG "Departed from airport, flight to destination country" [DepartfromAirport];
    1 15:55 Transit "transit004", Origin SCHIPHOL "Arrived at Sort Facility AMSTERDAM - NETHERLANDS" [ArrivalfromAbroad];
    2 08:15 Transit "transit005", Origin SCHIPHOL "Clearance processing complete at AMSTERDAM - NETHERLANDS" [CustomsClearance];
    2 17:25 Transit "transit001", Destination NIEUWEGEIN "Shipment received by PostNL" [ItemReceived];
    4 02:35 Transit "transit003", Destination LEIDEN "Arrived at delivery depot" [DestinationArrived];
    4 06:50 Pickup "pickup001", Destination LEIDEN "Driver is en route";
    4 11:42 Delivered "delivered003", Destination LEIDEN "Shipment delivered, signed for by recipient";
};
