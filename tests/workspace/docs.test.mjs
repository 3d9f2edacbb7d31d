// What the documents say is held to the code: settings, codes and notes are told of, and nothing is told of that is not there.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import { read, root, tracked } from "./tracked.mjs";

const names = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
/** The names in the first column of tables below a heading. */
const firstColumn = (path, heading) => {
  const text = read(path).split(new RegExp(`^## ${heading}$`, "m"))[1].split(/^## /m)[0];
  return names(names(text, /^\| ((?:`\w+`(?:, )?)+) \|/gm).join(), /`(\w+)`/g);
};

const settings = names(read("src/edge/src/config/settings.rs"), /self\s*\.(?:take|whole)\(\s*"(\w+)"/g);

test("the README has a row for each setting and for no other", () => {
  assert.ok(settings.length > 15);
  assert.deepEqual(firstColumn("README.md", "Configure"), settings);
});

test("each setting can be given to npm start, and wrangler.toml has no other", () => {
  const taken = names(read("scripts/start.mjs").match(/^const SETTINGS = \[[\s\S]*?^\]/m)[0], /"(\w+)"/g);
  assert.deepEqual(settings.filter((name) => !taken.includes(name)), []);
  const vars = names(read("wrangler.toml").split(/^\[vars\]$/m)[1], /^(\w+) = /gm);
  assert.deepEqual(vars.filter((name) => !settings.includes(name)), []);
});

test("each note of /healthz is in the runbook", () => {
  const notes = names(read("src/edge/src/healthz.rs"), /\bnote\(\s*"(\w+)"/g);
  const told = firstColumn("docs/runbook.md", "Watch it");
  assert.ok(notes.length > 8);
  assert.deepEqual(notes.filter((code) => !told.includes(code)), []);
});

test("each metric is one of the edge's", () => {
  const metrics = names(read("src/edge/src/metrics.rs"), /"(tracktry_\w+)"/g);
  assert.ok(metrics.length > 15);
  const told = names(read("docs/runbook.md"), /\b(tracktry_\w+)/g);
  assert.deepEqual(told.filter((name) => !metrics.includes(name)), []);
});

test("each code of a problem is told what to do about", () => {
  const codes = names(read("src/edge/src/problem.rs"), /=> \(\s*"(\w+)",\s*\d{3},/g);
  assert.ok(codes.length > 20);
  const told = names(read("docs/troubleshooting.md"), /`(\w+)`/g);
  assert.deepEqual(codes.filter((code) => !told.includes(code)), []);
});

test("each link of a document leads to a file and a heading that are there", () => {
  const prose = (path) => read(path).replace(/^```[\s\S]*?^```/gm, "");
  const slug = (heading) => heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[^\p{L}\p{N} _-]/gu, "").trim().replaceAll(" ", "-");
  const headings = (path) => [...prose(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading));
  const dead = tracked(/\.md$/).flatMap((path) => [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)].filter(([, to]) => !/^\w+:/.test(to)).flatMap(([, to]) => {
    const [file, heading] = to.split("#");
    const target = file ? posix.join(posix.dirname(path), file) : path;
    const leads = existsSync(join(root, target)) && (!heading || headings(target).includes(heading));
    return leads ? [] : [`${path}: ${to}`];
  }));
  assert.deepEqual(dead, []);
});
