// The demo with an edge under a path of the shop, as it is best deployed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./demo.mjs";

let demo;
before(async () => (demo = await start({ settings: { BASE_PATH: "/shop/parcels/" } })));
after(() => demo.close());

test("script and endpoint of every page stand under the base path, on either origin", async () => {
  for (const origin of [demo.url, demo.shopUrl]) {
    for (const path of ["/", "/order.html"]) {
      const page = await (await fetch(origin + path)).text();
      const [, script] = page.match(/<script type="module" src="([^"]+)"/);
      const [, endpoint] = page.match(/<tracktry-widget endpoint="([^"]+)"/);
      for (const address of [script, `${endpoint}journeys/dhl/SBX-TRANSIT`]) {
        const response = await fetch(new URL(address, origin), { headers: { origin: demo.shopUrl } });
        assert.equal(response.status, 200, `${path}: ${address}`);
        await response.arrayBuffer();
      }
    }
  }
});

test("a page shows a journey from there", async () => {
  const { page, faults, close } = await demo.open("/order.html");
  await page.locator("tracktry-widget .tt[data-stage]").first().waitFor();
  assert.deepEqual(faults, []);
  await close();
});
