// Every endpoint, by the cases beside this file: one file each.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startWorker } from "../../scripts/lib/workerd.mjs";
import { differences, runCase, suites } from "./conformance.mjs";

let target;
before(async () => {
  const { url, close } = await startWorker({ name: "sandbox" });
  target = { url, prefix: "/v1", close };
});
after(() => target?.close());

let count = 0;
for (const { endpoint, cases } of suites()) {
  describe(endpoint, () => {
    for (const example of cases) {
      count += 1;
      const own = `T${String(count).padStart(4, "0")}`;
      test(example.name, () => runCase(target, example, own));
    }
  });
}

test("the runner sees what differs", () => {
  const value = { a: 1, b: [{ c: "x" }], d: null };
  assert.deepEqual(differences(value, { a: "$int", b: [{ c: "$text" }], d: "$text|null", e: "$absent" }), []);
  const wrong = { a: 2, b: [], d: "$text", e: 1, f: { $each: 1 } };
  assert.equal(differences(value, wrong).length, 5);
  assert.equal(differences(value, { a: "$absent", b: { $each: { c: "$int" } } }).length, 2);
});
