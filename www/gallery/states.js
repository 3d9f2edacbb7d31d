// What the gallery shows: numbers that the sandbox keeps for every status and substatus, and two raw trackings.

/** A tracking as Tracktry sends it; the number is invented. */
const RAW = {
  tracking_number: "1Z0000000000000001", carrier_code: "ups", status: "delivered",
  created_at: "2026-01-16T17:21:43+00:00", updated_at: "2026-01-19T10:47:58+00:00",
  original_country: "", itemTimeLength: 4, stayTimeLength: 1,
  origin_info: {
    ItemReceived: "2026-01-15 13:28", ItemDispatched: null, DepartfromAirport: null, ArrivalfromAbroad: null, CustomsClearance: null,
    DestinationArrived: "2026-01-19 03:32", weblink: "https://www.ups.com/us/en/Home.page", phone: null, carrier_code: "ups",
    trackinfo: [
      { Date: "2026-01-19 10:33", StatusDescription: "DELIVERED", Details: "LEIDEN,23xx,NL", checkpoint_status: "delivered", substatus: "delivered001" },
      { Date: "2026-01-19 03:32", StatusDescription: "Out For Delivery", Details: "Rotterdam,NL", checkpoint_status: "pickup", substatus: "pickup001" },
      { Date: "2026-01-15 18:30", StatusDescription: "Shipper created a label, UPS has not received the package yet.", Details: "DE", checkpoint_status: "transit", substatus: "notfound001" },
      { Date: "2026-01-15 13:28", StatusDescription: "Pickup Scan", Details: "Bamberg,DE", checkpoint_status: "pickup", substatus: "notfound001" },
    ],
  },
  destination_info: { weblink: null, phone: null, carrier_code: null, trackinfo: null },
};

/** A status that no version knows yet, in another script. */
const STRANGE = {
  tracking_number: "QM0000000002", carrier_code: "aramex", status: "teleported", original_country: "SA", itemTimeLength: 2,
  origin_info: {
    trackinfo: [
      { Date: "2026-01-18 21:05", StatusDescription: "غادرت الشحنة مركز الفرز وهي في الطريق إلى المدينة التالية", Details: "الرياض", checkpoint_status: "transit" },
      { Date: "2026-01-18", StatusDescription: "تم استلام الشحنة من المرسل", Details: "جدة", checkpoint_status: "transit" },
    ],
  },
};

export const GROUPS = [
  {
    title: "On the way",
    states: [
      { name: "Announced", number: "SBX-NOTFOUND-001" },
      { name: "Not known yet", number: "SBX-NOTFOUND-002" },
      { name: "In transit", number: "SBX-TRANSIT-001" },
      { name: "Through customs", number: "SBX-TRANSIT-005" },
      { name: "Out for delivery", number: "SBX-PICKUP-001" },
      { name: "Ready for pickup", number: "SBX-PICKUP-002" },
    ],
  },
  {
    title: "Arrived",
    states: [
      { name: "Delivered", number: "SBX-DELIVERED-001" },
      { name: "Collected", number: "SBX-DELIVERED-002" },
      { name: "Signed for", number: "SBX-DELIVERED-003" },
      { name: "Left with a neighbour", number: "SBX-DELIVERED-004" },
    ],
  },
  {
    title: "Attempt failed",
    states: [
      { name: "Address", number: "SBX-UNDELIVERED-001" },
      { name: "Nobody home", number: "SBX-UNDELIVERED-002" },
      { name: "Recipient not found", number: "SBX-UNDELIVERED-003" },
      { name: "Other", number: "SBX-UNDELIVERED-004" },
    ],
  },
  {
    title: "Trouble",
    states: [
      { name: "No information", number: "SBX-EXCEPTION-001" },
      { name: "Delayed", number: "SBX-EXCEPTION-002" },
      { name: "Customs", number: "SBX-EXCEPTION-006" },
      { name: "Returning", number: "SBX-EXCEPTION-011" },
      { name: "Unclaimed", number: "SBX-EXCEPTION-004" },
      { name: "Returned", number: "SBX-EXCEPTION-010" },
      { name: "Refused", number: "SBX-EXCEPTION-009" },
      { name: "Damaged or lost", number: "SBX-EXCEPTION-007" },
      { name: "Cancelled", number: "SBX-EXCEPTION-008" },
      { name: "Without a reason", number: "SBX-EXCEPTION" },
      { name: "Expired", number: "SBX-EXPIRED" },
    ],
  },
  {
    title: "Smaller layouts",
    about: "The attribute “layout”: compact shows the newest event alone, line is one line. The layout chosen above counts for all other cards.",
    states: [
      { name: "Compact", demo: "in_transit", layout: "compact" },
      { name: "Compact, with something to do", demo: "ready_for_pickup", layout: "compact" },
      { name: "Line", demo: "out_for_delivery", layout: "line" },
      { name: "Line, in trouble", demo: "nobody_home", layout: "line" },
    ],
  },
  {
    title: "Orders and the form",
    about: "All parcels of an order, one open at a time; and the form that an element without a number shows.",
    states: [
      { name: "An order", demo: "order" },
      { name: "An order, old news", demo: "stale-order" },
      { name: "The form" },
    ],
  },
  {
    title: "With what a page adds",
    about: "The slots “contents” and “help”, and a promised date.",
    states: [{ name: "Slots", demo: "registered", slots: { contents: "Two shirts, blue", help: "Questions? Write to us." } }],
  },
  {
    title: "Words without a journey",
    about: "Made by “demo”, so that nothing is asked; an old journey among them.",
    states: [
      { name: "Not found", demo: "missing" },
      { name: "Not a number", demo: "invalid" },
      { name: "Too many ask", demo: "busy" },
      { name: "A fault", demo: "error" },
      { name: "Offline", demo: "offline" },
      { name: "A link that has run out", demo: "locked" },
      { name: "An order nobody knows", demo: "order_unknown" },
      { name: "Old news", demo: "stale" },
    ],
  },
  {
    title: "Without an edge",
    about: "A tracking as Tracktry sends it, given to the element’s property “tracking”: no request is made.",
    states: [
      { name: "A raw tracking", tracking: RAW },
      { name: "A status nobody knows yet", tracking: STRANGE },
    ],
  },
];

/** The address of an edge that never answers. */
export const SILENT = "silent/";

export const NOWHERE = [
  { name: "Loading", demo: "loading" },
  { name: "Loading, given up after 20 seconds", endpoint: SILENT, number: "SBX-TRAVEL", refresh: "0" },
  { name: "Not found", number: "NOSUCHNUMBER1" },
  { name: "Not a number", number: "!!" },
  { name: "Unreachable", endpoint: "nowhere/", number: "SBX-TRAVEL" },
  { name: "The form, sent empty", lookup: "order", sent: true },
];

/** Every language there are words for; what is missing in a build is shown in English. */
export const LANGUAGES = (
  "en ar bg ca cs da de el es et eu fa fi fr gl he hi hr hu id it ja ko lt lv nl no pl pt pt-BR ro ru sk sl sv th tr uk ur vi zh zh-Hant"
).split(" ");
