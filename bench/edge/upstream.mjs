// What Tracktry would say of any number: a parcel of two legs and 20 scans, as long as most are.
const scan = (index, status, text, place) => ({
  Date: `2026-03-${String(20 - index).padStart(2, "0")} ${String(8 + (index % 12)).padStart(2, "0")}:15`,
  StatusDescription: text, Details: place, checkpoint_status: status, substatus: `${status}001`,
});

const way = (length, from, place) => Array.from({ length }, (_, index) =>
  scan(from + index, index === 0 && from === 0 ? "pickup" : "transit", `Parcel processed at facility no. ${index}`, place));

const tracking = {
  id: "46375d6bdd871dcb1cda6dde89000001", tracking_number: "", carrier_code: "ups", status: "transit",
  created_at: "2026-03-01T17:21:43+00:00", updated_at: "2026-03-20T10:47:58+00:00", order_create_time: null, customer_email: "a@shop.invalid",
  title: "", order_id: "1001", comment: null, customer_name: "A Customer", archived: false, original_country: "Hong Kong [CN]",
  destination_country: "NL", itemTimeLength: 19, stayTimeLength: 1, service_code: null, status_info: null,
  origin_info: {
    ReferenceNumber: null, ItemReceived: "2026-03-01 13:28", ItemDispatched: "2026-03-03 09:00", DepartfromAirport: null,
    ArrivalfromAbroad: null, CustomsClearance: null, DestinationArrived: null, weblink: "https://www.ups.com/", phone: "1 800 742 5877",
    carrier_code: "ups", trackinfo: way(12, 8, "Hong Kong, HK"),
  },
  destination_info: {
    ItemReceived: null, ItemDispatched: null, weblink: "https://www.postnl.nl/", phone: null, carrier_code: "postnl",
    trackinfo: way(8, 0, "Leiden, NL"),
  },
  lastEvent: "Parcel processed at facility no. 0,Leiden, NL,2026-03-20 08:15", lastUpdateTime: "2026-03-20 08:15",
};

const row = JSON.stringify(tracking);

/** The answer to `GET /v1/trackings/get?numbers=…`: each of them is a parcel. */
export function answerFor(url) {
  const numbers = (new URL(url, "http://upstream.invalid").searchParams.get("numbers") ?? "").split(",");
  const items = numbers.map((number) => row.replace('"tracking_number":""', `"tracking_number":"${number}"`));
  const page = `"page":1,"limit":2000,"total":"${items.length}","count":${items.length},"items":[${items.join(",")}]`;
  return `{"meta":{"code":200,"type":"Success","message":"Success"},"data":{${page}}}`;
}
