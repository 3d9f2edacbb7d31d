// The scripts that prove the rest are proved here: what they count, what they kill, what they serve.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { countCargo, countNode } from "../../scripts/lib/count.mjs";
import { takeAway, withLock } from "../../scripts/lib/lock.mjs";
import { run } from "../../scripts/lib/process.mjs";
import { storefront } from "../../scripts/lib/storefront.mjs";

const folder = mkdtempSync(join(tmpdir(), "tracktry-shop-"));
after(() => rmSync(folder, { recursive: true }));

test("cargo's results are added up over every binary", () => {
  const output = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\nnoise\n"
    + "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured\n    test result: ok. 9 passed; 0 failed;\n";
  assert.deepEqual(countCargo(output), { passed: 15, failed: 2 });
});

test("node's results are read in both its forms, and a cancelled test has failed", () => {
  assert.deepEqual(countNode("# pass 99\n# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n"), { passed: 3, failed: 2 });
  assert.deepEqual(countNode("ℹ tests 4\nℹ pass 4\nℹ fail 0\nℹ cancelled 0\n"), { passed: 4, failed: 0 });
  assert.deepEqual(countNode("it crashed"), { passed: 0, failed: 0 });
});

test("a command over its time is killed with its children", { skip: process.platform === "win32" }, async () => {
  const mark = join(folder, "outlived");
  const result = await run("sh", ["-c", `(sleep 3; touch ${mark}; sleep 60) & wait`], { timeout: 300 });
  assert.ok(result.timedOut && result.code !== 0);
  await sleep(3_500);
  assert.ok(!existsSync(mark), "the grandchild lives on");
});

test("a command that does not exist is a failure and not an exception", async () => {
  const { code, output } = await run("no-such-command-of-ours");
  assert.equal(code, 127);
  assert.match(output, /no-such-command-of-ours/);
});

test("output that comes after a command's end is waited for, but not for ever", { skip: process.platform === "win32" }, async () => {
  const late = await run("sh", ["-c", "(sleep 0.4; echo late) & echo early"]);
  assert.deepEqual([late.code, late.stdout], [0, "early\nlate\n"]);
  const held = await run("sh", ["-c", "sleep 60 & echo early; exit 3"]);
  assert.deepEqual([held.code, held.stdout], [3, "early\n"]);
  assert.ok(held.seconds < 10, `${held.seconds} s`);
});

test("a lock whose holder is gone is taken away once, and no other's", () => {
  const file = join(folder, "test.lock");
  writeFileSync(file, "4711");
  takeAway(file, 4711);
  assert.ok(!existsSync(file));
  takeAway(file, 4711);
  // The quicker of two has made its own since.
  writeFileSync(file, String(process.pid));
  takeAway(file, 4711);
  assert.equal(readFileSync(file, "utf8"), String(process.pid));
  assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith("test.lock.")), []);
});

test("a lock lets one in at a time and is given back after a failure", async () => {
  const name = `test-${process.pid}`;
  let inside = 0;
  const visit = () => withLock(name, async () => {
    inside += 1;
    assert.equal(inside, 1);
    await sleep(20);
    inside -= 1;
  });
  await assert.rejects(withLock(name, () => Promise.reject(new Error("broken"))), /broken/);
  await Promise.all([visit(), visit()]);
});

test("the shop's files come with the edge's address, a type and a strict policy", async () => {
  mkdirSync(join(folder, "shop/gallery"), { recursive: true });
  writeFileSync(join(folder, "shop/index.html"), '<script src="{{edge}}/a.js"></script>');
  writeFileSync(join(folder, "shop/gallery/index.html"), "gallery");
  writeFileSync(join(folder, "shop/style.css"), "a{}");
  const shop = storefront({ folder: join(folder, "shop"), edge: "http://localhost:1" });

  const page = await shop({ url: "/?a=b" });
  assert.equal(page.body, '<script src="http://localhost:1/a.js"></script>');
  assert.equal(page.headers["Content-Type"], "text/html; charset=utf-8");
  assert.equal(page.headers["X-Content-Type-Options"], "nosniff");
  const policy = page.headers["Content-Security-Policy"];
  assert.match(policy, /default-src 'none'; script-src 'self' http:\/\/localhost:1 'wasm-unsafe-eval';/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);

  for (const [edge, sources] of [["/shop", "'self'"], ["http://localhost:1/shop", "'self' http://localhost:1"]]) {
    const below = await storefront({ folder: join(folder, "shop"), edge })({ url: "/" });
    assert.equal(below.body, `<script src="${edge}/a.js"></script>`);
    assert.match(below.headers["Content-Security-Policy"], new RegExp(`script-src ${sources} 'wasm-unsafe-eval'; connect-src ${sources};`));
  }

  assert.equal((await shop({ url: "/style.css" })).headers["Content-Type"], "text/css; charset=utf-8");
  assert.equal((await shop({ url: "/gallery/" })).body, "gallery");
  const moved = await shop({ url: "/gallery" });
  assert.deepEqual([moved.status, moved.headers.Location], [308, "/gallery/"]);
});

test("nothing outside the shop's folder is served", { skip: process.platform === "win32" }, async () => {
  mkdirSync(join(folder, "walled"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "walled/.hidden"), "hidden");
  mkdirSync(join(folder, "walled/gallery"));
  symlinkSync(join(folder, "secret.txt"), join(folder, "walled/link.txt"));
  const shop = storefront({ folder: join(folder, "walled"), edge: "" });
  const ways = [
    "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt", "/..%5csecret.txt", "/a/..%2f..%2fsecret.txt",
    "//secret.txt", "/./../secret.txt", "/link.txt", "/.hidden", "/%00", "/%", "/secret.txt%00.html", "http://x/../secret.txt", "http://x//gallery",
  ];
  for (const url of ways) assert.equal(await shop({ url }), null, url);
});
