// The guard around a Durable Object inside workerd: calls, alarms, hibernating sockets and a trap.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { Miniflare, NoOpLog } from "miniflare";
import { root } from "../../scripts/lib/process.mjs";

// Stands in for a Worker's wasm: the same exports, and an object that is dead once its instance is gone.
const WASM = `
  let generation = 0;
  const trap = () => { throw new WebAssembly.RuntimeError("unreachable"); };
  class Parcel {
    constructor(state) { this.state = state; this.generation = generation; }
    alive() { if (this.generation !== generation) throw new Error("stale object"); }
    async fetch(request) {
      this.alive();
      const { pathname } = new URL(request.url);
      if (pathname === "/trap") { await null; queueMicrotask(trap); return new Promise(() => {}); }
      if (pathname === "/wait") return new Promise(() => {});
      if (pathname === "/alarm") { await this.state.storage.setAlarm(Date.now() + 50); return new Response("set"); }
      if (pathname === "/socket") {
        const [mine, theirs] = Object.values(new WebSocketPair());
        this.state.acceptWebSocket(theirs);
        return new Response(null, { status: 101, webSocket: mine });
      }
      return new Response(String(await this.state.storage.get("seen")));
    }
    async note(what) { this.alive(); await this.state.storage.put("seen", what); }
    alarm() { return this.note("alarm"); }
    async webSocketMessage(socket, text) { this.alive(); socket.send("echo " + text); }
    webSocketClose(socket, code) { return this.note("closed " + code); }
    webSocketError() { return this.note("error"); }
  }
  const fetch = (request, env) => env.PARCEL.get(env.PARCEL.idFromName("one")).fetch(request);
  const worker = guard({ fetch, Parcel, __wbg_reset_state: () => { generation += 1; } });
  export default worker.handlers;
  const Guarded = worker.durableObject("Parcel");
  export { Guarded as Parcel };
`;

let miniflare;
before(async () => {
  const guard = join(root, "scripts/worker/guard.mjs");
  const { outputFiles: [{ text }] } = await build({
    stdin: { contents: `import { guard } from ${JSON.stringify(guard)};${WASM}`, resolveDir: root },
    bundle: true, format: "esm", target: "es2022", write: false,
  });
  miniflare = new Miniflare({
    modules: true, script: text, compatibilityDate: "2026-04-01", log: new NoOpLog(),
    durableObjects: { PARCEL: { className: "Parcel", useSQLite: true } },
    handleRuntimeStdio: () => {},
  });
  await miniflare.ready;
});
after(() => miniflare.dispose());

const get = async (path) => {
  const response = await miniflare.dispatchFetch(`http://localhost${path}`);
  return { status: response.status, text: await response.text() };
};

/** Waits, at most five seconds, until the object has noted that. */
async function noted(what) {
  const until = Date.now() + 120_000;
  for (;;) {
    const { text } = await get("/seen");
    if (text === what) return;
    assert.ok(Date.now() < until, `noted ${text} instead of ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("calls and alarms arrive", async () => {
  assert.deepEqual(await get("/alarm"), { status: 200, text: "set" });
  await noted("alarm");
});

/** Opens a socket to the object and says something. */
async function socketTo(path) {
  const { webSocket } = await miniflare.dispatchFetch(`http://localhost${path}`, { headers: { upgrade: "websocket" } });
  webSocket.accept();
  const say = (text) => new Promise((resolve) => {
    webSocket.addEventListener("message", ({ data }) => resolve(data), { once: true });
    webSocket.send(text);
  });
  return { webSocket, say };
}

test("a hibernating socket is answered and its end is heard of", { timeout: 300_000 }, async () => {
  const { webSocket, say } = await socketTo("/socket");
  assert.equal(await say("one"), "echo one");
  webSocket.close(1000);
  await noted("closed 1000");
});

test("a trap in the object answers all who wait on it, and object and sockets live on", { timeout: 300_000 }, async () => {
  const { webSocket, say } = await socketTo("/socket");
  const waiting = Array.from({ length: 20 }, () => get("/wait"));
  await get("/seen");
  const answers = await Promise.all([...waiting, get("/trap")]);
  for (const { status, text } of answers) assert.deepEqual([status, JSON.parse(text).code], [503, "internal"]);
  assert.equal((await get("/seen")).status, 200);
  assert.equal(await say("again"), "echo again");
  webSocket.close(1000);
});
