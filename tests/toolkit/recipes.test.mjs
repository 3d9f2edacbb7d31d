// The recipes of docs/links.md, taken from there and held to the vectors.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Liquid } from "liquidjs";
import { root } from "../../scripts/lib/process.mjs";
import { vectors } from "./vectors.mjs";

const document = readFileSync(join(root, "docs/links.md"), "utf8");
const blocks = (language) => [...document.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, code]) => code);
const only = (language, mark) => {
  const found = blocks(language).filter((code) => code.includes(mark));
  assert.equal(found.length, 1, `${language} with ${mark}`);
  return found[0];
};

const first = ({ keys }) => keys.split(",")[0];
const flags = ({ register }) => (register ? "r" : "");
const rfc3986 = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

test("Node's recipe makes every vector's token", async () => {
  const { sign, parcel, order } = await import(`data:text/javascript,${encodeURIComponent(only("js", "createHmac"))}`);
  for (const vector of vectors.sign) {
    const subject = vector.kind === "o" ? order(vector.order) : parcel(vector.carrier, vector.number);
    assert.equal(sign(first(vector), vector.kind, subject, vector.expires, flags(vector)), vector.token, vector.name);
  }
});

describe("PHP", () => {
  const code = only("php", "function tracktry_sign");
  const check = (sign, parcel, order) => {
    for (const vector of vectors.sign) {
      const subject = vector.kind === "o" ? order(vector.order) : parcel(vector.carrier, vector.number);
      assert.equal(sign(first(vector), vector.kind, subject, vector.expires, flags(vector)), vector.token, vector.name);
    }
  };

  test("the recipe's lines, read as JavaScript with likenesses of PHP's functions, make every vector's token", () => {
    const script = code.replace("<?php", "")
      .replace(/"([^"]*)"/g, (_, text) => `\`${text.replace(/\$\w+/g, "${$&}")}\``)
      .replaceAll(" . ", " + ")
      .replace(/^(\s+)(\$\w+|\[[^\]]+\]) = /gm, "$1let $2 = ");
    const names = Object.keys(LIKE_PHP);
    const made = new Function(...names, `${script}; return [tracktry_sign, tracktry_parcel, tracktry_order];`);
    check(...made(...Object.values(LIKE_PHP)));
  });

  const php = spawnSync("php", ["--version"]).status === 0;
  test("the recipe in PHP itself makes every vector's token", { skip: !php && "no php here: the likeness above is all" }, () => {
    const script = `${code.replace("<?php", "")}
      foreach (json_decode(stream_get_contents(STDIN)) as $v) {
        $subject = $v->kind === 'o' ? tracktry_order($v->order) : tracktry_parcel($v->carrier, $v->number);
        echo tracktry_sign(explode(',', $v->keys)[0], $v->kind, $subject, $v->expires, $v->register ? 'r' : ''), "\\n";
      }`;
    const { stdout, stderr } = spawnSync("php", ["-d", "display_errors=stderr", "-r", script], { input: JSON.stringify(vectors.sign), encoding: "utf8" });
    assert.equal(stderr, "");
    assert.deepEqual(stdout.trim().split("\n"), vectors.sign.map(({ token }) => token));
  });
});

// What the recipe uses of PHP, by PHP's manual.
const trimmed = (text, characters, left, right) => {
  const given = [...text];
  while (left && given.length > 0 && characters.includes(given[0])) given.shift();
  while (right && given.length > 0 && characters.includes(given.at(-1))) given.pop();
  return given.join("");
};
const BLANKS = " \n\r\t\v\0";
const LIKE_PHP = {
  explode: (separator, text, limit) => {
    const parts = text.split(separator);
    return limit < parts.length ? [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)] : parts;
  },
  trim: (text, characters = BLANKS) => trimmed(text, characters, true, true),
  ltrim: (text, characters = BLANKS) => trimmed(text, characters, true, false),
  rtrim: (text, characters = BLANKS) => trimmed(text, characters, false, true),
  strtr: (text, from, to) => [...text].map((c) => to[from.indexOf(c)] ?? c).join(""),
  base64_encode: (text) => Buffer.from(text).toString("base64"),
  hash_hmac: (algorithm, text, key) => createHmac(algorithm, key).update(text).digest("hex"),
  strtolower: (text) => text.toLowerCase(),
  strtoupper: (text) => text.toUpperCase(),
  rawurlencode: rfc3986,
};

describe("Liquid", () => {
  const engine = new Liquid({ strictFilters: true });
  // Shopify's own, by its documents: base64 keeps its padding. `url_encode` is Ruby's CGI.escape, stricter than liquidjs's.
  engine.registerFilter("base64_url_safe_encode", (text) => Buffer.from(String(text)).toString("base64").replaceAll("+", "-").replaceAll("/", "_"));
  engine.registerFilter("hmac_sha256", (text, key) => createHmac("sha256", key).update(String(text)).digest("hex"));
  engine.registerFilter("url_encode", (text) => rfc3986(String(text)).replaceAll("%20", "+"));

  const code = only("liquid", "hmac_sha256");
  const swap = (text, from, to) => {
    assert.ok(text.includes(from), `the recipe has ${from}`);
    return text.replace(from, () => to);
  };
  /** The recipe with a vector's key and days, at the vectors' time. */
  const filled = (vector) => {
    const [kid, ...secret] = first(vector).split(":");
    const days = (vector.expires - vectors.now) / 86_400;
    let text = swap(code, 'kid = "2026-01"', `kid = "${kid}"`);
    text = swap(text, '"the secret of this id in LINK_KEYS"', `"${secret.join(":")}"`);
    text = swap(text, "days = 30", `days = ${days}`);
    text = swap(text, '"now"', `"${new Date(vectors.now * 1000).toISOString()}"`);
    return swap(text, 'append: ":" | base64', `append: ":${flags(vector)}" | base64`);
  };

  test("the recipe makes the token of every order of the vectors", async () => {
    const orders = vectors.sign.filter(({ kind }) => kind === "o");
    assert.ok(orders.length > 8);
    for (const vector of orders) {
      const subject = vector.payload.split(":")[2];
      for (const context of [{ name: vector.order }, { order: { name: vector.order } }]) {
        const link = (await engine.parseAndRender(filled(vector), context)).trim();
        assert.equal(link, `https://tracking.shop.example/orders/${subject}/track?t=${vector.token}`, vector.name);
      }
    }
  });

  test("changed as the document says, it makes the token of a parcel", async () => {
    for (const vector of vectors.sign.filter(({ name }) => ["a parcel", "a parcel whose carrier is to be found"].includes(name))) {
      let text = swap(filled(vector), 'id | url_encode | replace: "+", "%20"', `"${vector.carrier}/" | append: number`);
      text = swap(text, '"1:o:"', '"1:p:"');
      const link = (await engine.parseAndRender(text, { number: vector.number })).trim();
      assert.equal(link.split("?t=")[1], vector.token, vector.name);
    }
  });
});

test("the document's other JavaScript runs as it stands", async () => {
  const keys = "example:0123456789abcdef0123456789abcdef";
  process.env.LINK_KEYS = keys;
  const core = pathToFileURL(join(root, "pkg/core-node.js"));
  const { verifyLink } = await import(core);
  const recipe = only("js", "createHmac") + only("js", "In 30 days").replace(/^sign\(/m, "export const token = sign(");
  const packaged = only("js", "signLink").replace('"tracktry-widget/core"', JSON.stringify(core)).replace(/^const token/m, "export const token");
  for (const code of [recipe, packaged]) {
    const { token } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    assert.equal(verifyLink(token, { keys }).order, "1001");
  }
});
