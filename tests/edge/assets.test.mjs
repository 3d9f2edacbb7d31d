// GET /widget/*: the package's browser files, as a page without npm loads them.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { after, before, test } from "node:test";
import { holdsCanary } from "../../scripts/lib/canary.mjs";
import { root } from "../../scripts/lib/process.mjs";
import { startEdge } from "./edge.mjs";

const TYPES = {
  ".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm", ".css": "text/css; charset=utf-8", ".json": "application/json",
};
const PAGE = { headers: { origin: "https://any.example" } };

const folder = join(root, "build/assets");
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => `/${relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/")}`)
  // Badges and the contract have routes of their own.
  .filter((file) => file.startsWith("/widget/"));

let edge;
before(async () => {
  edge = await startEdge();
});
after(() => edge.close());

test("there is a script of a major and of an exact version; what it loads later is of the exact one", () => {
  for (const version of ["v0", "0.1.0"]) assert.ok(files.includes(`/widget/${version}/tracktry-widget.js`), version);
  assert.equal(files.filter((file) => file.startsWith("/widget/v0/")).length, 1);
  assert.ok(files.some((file) => file.startsWith("/widget/0.1.0/") && file.endsWith(".wasm")));
});

test("every file comes whole, with its type, to pages of any origin", async () => {
  for (const file of files) {
    const { status, headers, body } = await edge.ask(file, PAGE);
    assert.equal(status, 200, file);
    assert.equal(headers["content-type"], TYPES[extname(file)], file);
    assert.equal(headers["access-control-allow-origin"], "*");
    assert.equal(headers["cross-origin-resource-policy"], "cross-origin");
    assert.ok(body.equals(readFileSync(join(folder, file))), file);
    assert.equal(headers["cache-control"].includes("immutable"), file.startsWith("/widget/0.1.0/"), file);
    assert.match(headers["cache-control"], /^public, max-age=(300|31536000)/);
  }
});

test("a browser that has a file is told so", async () => {
  const file = "/widget/v0/tracktry-widget.js";
  const { headers } = await edge.ask(file);
  const known = await edge.ask(file, { headers: { ...PAGE.headers, "if-none-match": headers.etag } });
  assert.deepEqual([known.status, known.text], [304, ""]);
  assert.equal(known.headers.etag, headers.etag);
  assert.equal(known.headers["access-control-allow-origin"], "*");
  const head = await edge.ask(file, { method: "HEAD" });
  assert.deepEqual([head.status, head.text, head.headers["content-type"]], [200, "", TYPES[".js"]]);
});

test("what is no file is a problem that every page can read", async () => {
  for (const path of ["/widget/v0/nothing.js", "/widget/v9/tracktry-widget.js", "/widget/v0", "/widget/v0/lang", "/widget/wrangler.toml"]) {
    const { headers } = await edge.problem(path, 404, "route_unknown", PAGE);
    assert.equal(headers["access-control-allow-origin"], "*");
  }
  await edge.problem("/widget/v0/tracktry-widget.js/", 404, "route_unknown");
});

test("files stand under the base path too", async () => {
  const shop = await startEdge({ BASE_PATH: "/shop" });
  try {
    assert.equal((await shop.ask("/shop/widget/v0/tracktry-widget.js")).status, 200);
    await shop.problem("/widget/v0/tracktry-widget.js", 404, "route_unknown");
  } finally {
    await shop.close();
  }
});

test("no built file holds the key of the environment it was built in", () => {
  for (const part of ["build/edge", "build/assets"]) {
    for (const entry of readdirSync(join(root, part), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath ?? entry.path, entry.name);
      assert.ok(!holdsCanary(readFileSync(file)), file);
    }
  }
});
