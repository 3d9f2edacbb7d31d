// The toolkit as the package loads it in Node, over the core's fixtures.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/process.mjs";
import { detect, journey, mapStatus } from "../../pkg/core-node.js";

const read = (path) => readFileSync(join(root, "tests/fixtures", path), "utf8");

for (const file of readdirSync(join(root, "tests/fixtures/raw"))) {
  test(`${file} becomes its journey, as a value, as text and in an answer`, () => {
    const text = read(`raw/${file}`);
    const expected = JSON.parse(read(`journey/${file}`));
    const raw = JSON.parse(text);
    for (const input of [raw, text, { meta: { code: 200 }, data: [raw] }, { meta: { code: 200 }, data: { items: [raw] } }]) {
      assert.deepEqual(journey(input), expected);
    }
    assert.deepEqual(JSON.parse(text), raw, "the input is left as it was");
  });
}

test("every row of the table is mapped as the data say", () => {
  const table = JSON.parse(read("table.json"));
  let rows = 0;
  for (const [status, substatuses] of Object.entries(table)) {
    for (const [substatus, standing] of Object.entries(substatuses)) {
      const [stage, reason = null] = [standing].flat().join(" ").split(" ");
      assert.deepEqual(mapStatus(status, substatus), { stage, reason }, `${status} ${substatus}`);
      rows += 1;
    }
  }
  assert.ok(rows > 100);
});

test("getters and proxies are read once, as JSON reads them", () => {
  let reads = 0;
  const raw = {
    get tracking_number() {
      reads += 1;
      return "RB000000005CN";
    },
  };
  assert.equal(journey(raw).number, "RB000000005CN");
  assert.equal(reads, 1);
  assert.equal(journey(new Proxy({ tracking_number: "RB000000005CN" }, {})).number, "RB000000005CN");
});

test("what detect gives is plain data", () => {
  for (const candidate of detect("RB123456785CN")) assert.deepEqual(Object.keys(candidate), ["carrier", "name", "checked"]);
  assert.deepEqual(detect(""), []);
});
