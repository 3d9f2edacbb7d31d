// What is shipped says nothing of the machine it was built on.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, parse, resolve } from "node:path";
import { test } from "node:test";
import { root } from "./tracked.mjs";

const FOLDERS = ["build/edge", "build/sandbox", "build/assets", "pkg/dist"];
// A user without a home has "/" for one, which is in every path.
const PLACES = [resolve(root), homedir(), process.env.CARGO_HOME].filter((place) => place && place !== parse(place).root);

for (const folder of FOLDERS) {
  test(`no file of ${folder} names a folder of this machine`, () => {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    assert.ok(files.length > 0);
    const telling = files.filter((file) => {
      const text = readFileSync(file, "latin1");
      return PLACES.some((place) => text.includes(place));
    });
    assert.deepEqual(telling, []);
  });
}
