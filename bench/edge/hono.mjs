// A Hono Worker that does what the edge does on a shopper's route, written as one writes Hono: what the edge is measured against.
import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import { journeyOf } from "./journey.mjs";
import { page } from "./page.mjs";

const LIFE = { delivered: 300, out_for_delivery: 30, not_found: 30 };
const EXPOSED = "Age, ETag, Retry-After, Tracktry-Fetched-At, Tracktry-Request-Id, Tracktry-Stale";

const app = new Hono();

app.use(async (c, next) => {
  await next();
  c.header("Tracktry-Request-Id", crypto.randomUUID());
  c.header("X-Content-Type-Options", "nosniff");
  c.header("Referrer-Policy", "no-referrer");
});

app.use("/journeys/*", async (c, next) => {
  await next();
  const origin = c.req.header("Origin");
  c.header("Vary", "Origin");
  if (origin && c.env.ALLOWED_ORIGINS.split(",").includes(origin)) {
    c.header("Access-Control-Allow-Origin", origin);
    c.header("Access-Control-Expose-Headers", EXPOSED);
  }
});

app.get("/healthz", (c) => {
  c.header("Cache-Control", "no-store");
  return c.json({ status: "ok", version: "0.1.0", settings: [] });
});

app.get("/journeys/:carrier/:number", async (c) => {
  const carrier = c.req.param("carrier").toLowerCase();
  const number = c.req.param("number").trim().toUpperCase();
  if (!/^[0-9a-z_-]+$/.test(carrier)) return problem(c, "carrier_invalid", 400);
  if (!/^[0-9A-Z_-]{5,64}$/.test(number)) return problem(c, "number_invalid", 400);

  const remembers = c.env.CACHE_SECONDS !== "0";
  const key = `https://memory.invalid/journeys/1/en/${c.env.PUBLIC_PLACES}/${carrier}/${number}`;
  const hit = remembers && (await caches.default.match(key));
  if (hit) {
    const fetchedAt = hit.headers.get("Tracktry-Fetched-At");
    const age = Math.max(0, Math.floor((Date.now() - Date.parse(fetchedAt)) / 1000));
    return answer(c, hit.body, hit.headers.get("ETag"), hit.headers.get("Cache-Control"), fetchedAt, age);
  }

  const shelf = c.env.SHELF.get(c.env.SHELF.idFromName(await shelfOf(`${carrier}/${number}`)));
  const kept = await shelf.fetch(`https://shelf.invalid/${carrier}/${number}`);
  if (!kept.ok) return problem(c, kept.status === 404 ? "parcel_unknown" : "upstream_fault", kept.status);
  const [tag, control, fetchedAt] = ["ETag", "Cache-Control", "Tracktry-Fetched-At"].map((name) => kept.headers.get(name));
  if (!remembers) return answer(c, kept.body, tag, control, fetchedAt, 0);
  const body = await kept.text();
  const headers = { "Content-Type": "application/json", ETag: tag, "Cache-Control": control, "Tracktry-Fetched-At": fetchedAt };
  c.executionCtx.waitUntil(caches.default.put(key, new Response(body, { headers })));
  return answer(c, body, tag, control, fetchedAt, 0);
});

app.get("/track/:carrier/:number", async (c) => {
  const [carrier, number] = [c.req.param("carrier").toLowerCase(), c.req.param("number").trim().toUpperCase()];
  const key = `https://memory.invalid/journeys/1/en/${c.env.PUBLIC_PLACES}/${carrier}/${number}`;
  const found = (await caches.default.match(key)) ?? (await c.env.SHELF.get(c.env.SHELF.idFromName(await shelfOf(`${carrier}/${number}`))).fetch(`https://shelf.invalid/${carrier}/${number}`));
  if (!found.ok) return problem(c, "parcel_unknown", 404);
  c.header("Cache-Control", "private, no-store");
  c.header("X-Robots-Tag", "noindex");
  c.header("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; img-src 'self'; frame-ancestors 'none'");
  return c.html(page(await found.json(), found.headers.get("Tracktry-Fetched-At")));
});

/** What remembers parcels, in SQLite, and asks upstream for those it does not know. */
export class Shelf extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec("CREATE TABLE IF NOT EXISTS parcel (key TEXT PRIMARY KEY, journey TEXT, stage TEXT, fetched_at TEXT)");
  }

  async fetch(request) {
    const [, carrier, number] = new URL(request.url).pathname.split("/");
    const key = `${carrier}/${number}`;
    const [row] = this.sql.exec("SELECT journey, stage, fetched_at FROM parcel WHERE key = ?", key);
    if (row) return kept(row.journey, row.stage, row.fetched_at);

    const upstream = await fetch(`${this.env.TRACKTRY_BASE_URL}/trackings/get?numbers=${number}&limit=2000&lang=en`, {
      headers: { "Tracktry-Api-Key": this.env.TRACKTRY_API_KEY, Accept: "application/json", "Content-Type": "application/json" },
      signal: AbortSignal.timeout(8000),
      redirect: "manual",
    });
    const { meta, data } = await upstream.json();
    if (meta.code !== 200) return new Response(null, { status: 502 });
    const tracking = data.items.find((item) => item.tracking_number === number && item.carrier_code === carrier);
    if (!tracking) return new Response(null, { status: 404 });
    const journey = journeyOf(tracking);
    const text = JSON.stringify(journey);
    const fetchedAt = new Date().toISOString();
    this.sql.exec("INSERT OR REPLACE INTO parcel VALUES (?, ?, ?, ?)", key, text, journey.stage, fetchedAt);
    return kept(text, journey.stage, fetchedAt);
  }
}

async function kept(body, stage, fetchedAt) {
  const control = `max-age=${LIFE[stage] ?? 60}, must-revalidate`;
  return new Response(body, { headers: { ETag: await etag(body), "Cache-Control": control, "Tracktry-Fetched-At": fetchedAt } });
}

async function shelfOf(key) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return `shelf-${new Uint8Array(hash)[0] % 64}`;
}

function answer(c, body, tag, control, fetchedAt, age) {
  c.header("ETag", tag);
  c.header("Cache-Control", control);
  c.header("Age", String(age));
  c.header("Tracktry-Fetched-At", fetchedAt);
  c.header("Tracktry-Stale", "false");
  if (c.req.header("If-None-Match") === tag) return c.body(null, 304);
  c.header("Content-Type", "application/json");
  return c.body(body);
}

const problem = (c, code, status) =>
  c.json({ type: "about:blank", title: code, status, code }, status, { "Cache-Control": "no-store" });

async function etag(body) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body));
  return `W/"${[...new Uint8Array(hash, 0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
}

export default app;
