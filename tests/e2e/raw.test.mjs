// `element.tracking = raw`: a tracking as Tracktry sends it, shown without any edge.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, picture, start } from "./demo.mjs";

const RAW = {
  id: "46375d6bdd871dcb1cda6dde89000001", tracking_number: "1Z0000000000000001", carrier_code: "ups", status: "delivered",
  created_at: "2021-01-16T17:21:43+00:00", updated_at: "2021-01-19T10:47:58+00:00", order_create_time: null,
  customer_email: "", title: "", order_id: null, comment: null, customer_name: "Canary Name", archived: false,
  original_country: "", itemTimeLength: 4, stayTimeLength: 1, service_code: null, status_info: null,
  origin_info: {
    ReferenceNumber: null, ItemReceived: "2021-01-15 13:28", ItemDispatched: null, DestinationArrived: "2021-01-19 03:32",
    weblink: "https://www.ups.com/us/en/Home.page", phone: null, carrier_code: "ups",
    trackinfo: [
      { Date: "2021-01-19 10:33", StatusDescription: "DELIVERED", Details: "LEIDEN,23xx,NL", checkpoint_status: "delivered", substatus: "delivered001" },
      { Date: "2021-01-19 03:32", StatusDescription: "Out <b>For</b> Delivery", Details: "Rotterdam,NL", checkpoint_status: "pickup", substatus: "pickup001" },
      { Date: "2021-01-15 18:30", StatusDescription: "Shipper created a label.", Details: "DE", substatus_num: 11, substatus: "notfound001", checkpoint_status: "transit" },
    ],
  },
  destination_info: { ItemReceived: null, weblink: null, phone: null, carrier_code: null, trackinfo: null },
  lastEvent: "DELIVERED,LEIDEN,23xx,NL,2021-01-19 10:33", lastUpdateTime: "2021-01-19 10:33",
};

let demo;
before(async () => (demo = await start()));
after(() => demo?.close());

test("a raw tracking is shown right, asking for no journey", async () => {
  const { page, faults, close } = await demo.open("/order.html");
  await eventually(() => page.locator("tracktry-widget .tt[data-stage]").count(), { what: "the shop's own journey" });
  const requests = [];
  await page.evaluate((raw) => {
    document.querySelectorAll("tracktry-widget").forEach((element) => element.remove());
    const element = document.createElement("tracktry-widget");
    document.body.prepend(element);
    element.tracking = raw;
  }, RAW);
  page.on("request", (request) => requests.push(request.url()));
  const card = page.locator("tracktry-widget .tt");
  await eventually(async () => (await card.getAttribute("data-stage")) === "delivered", { what: "the stage delivered" });
  const words = await card.evaluate((element) => {
    element.querySelectorAll("details").forEach((details) => (details.open = true));
    return element.innerText;
  });
  // Local times as they stand, markup as text, places and number shown, no customer.
  assert.match(words, /LEIDEN/);
  assert.match(words, /10:33/);
  assert.match(words, /Out <b>For<\/b> Delivery/);
  assert.match(words.replace(/\s/g, ""), /1Z0000000000000001/);
  assert.doesNotMatch(await card.innerHTML(), /Canary/);
  await picture(page, "raw");
  // The package's own files may still load; nobody is asked where the parcel is.
  assert.deepEqual(requests.filter((url) => !new URL(url).pathname.startsWith("/widget/")), []);
  assert.deepEqual(faults, []);
  await close();
});
