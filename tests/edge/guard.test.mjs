// The guard by itself, over a stand-in for a wasm instance that traps on demand.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { guard } from "../../scripts/worker/guard.mjs";

const platformTask = globalThis.queueMicrotask;
const platformError = console.error;
afterEach(() => {
  delete globalThis.addEventListener;
  globalThis.queueMicrotask = platformTask;
  console.error = platformError;
});

const trap = () => {
  throw new WebAssembly.RuntimeError("unreachable executed");
};
const forever = () => new Promise(() => {});

/** A module that counts its resets; `fetch` and the class do what the test says. */
function instance({ fetch, members = {} }) {
  const lines = [];
  console.error = (line) => lines.push(line);
  const wasm = {
    resets: 0,
    made: 0,
    lines,
    fetch,
    scheduled: () => forever(),
    __wbg_reset_state: () => (wasm.resets += 1),
  };
  wasm.Parcel = class {
    constructor(state) {
      wasm.made += 1;
      this.generation = wasm.resets;
      if (state === "trap") trap();
    }

    fetch(request) {
      assert.equal(this.generation, wasm.resets, "an object of an instance that is gone was called");
      return fetch(request);
    }
  };
  Object.assign(wasm.Parcel.prototype, members);
  return wasm;
}

const scripted = (what) => ({ ok: async () => new Response("fine"), trap, forever, fails: () => Promise.reject(new Error("ours")) })[what]();

test("a trap ends every call in flight, and the next one works", async () => {
  const wasm = instance({ fetch: scripted });
  const { handlers } = guard(wasm);
  const waiting = Array.from({ length: 50 }, () => handlers.fetch("forever"));
  const answers = await Promise.all([...waiting, handlers.fetch("trap")]);
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [503]);
  assert.equal(wasm.resets, 1);
  assert.equal(await (await handlers.fetch("ok")).text(), "fine");
});

test("the constant answer is a problem with its own request id", async () => {
  const wasm = instance({ fetch: scripted });
  const { handlers } = guard(wasm);
  const answer = await handlers.fetch("trap");
  const problem = await answer.json();
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  assert.equal(answer.headers.get("retry-after"), "1");
  assert.deepEqual([problem.status, problem.code, problem.type], [503, "internal", "urn:tracktry-edge:problem:internal"]);
  assert.equal(problem.request_id, answer.headers.get("tracktry-request-id"));
  assert.notEqual(problem.request_id, (await (await handlers.fetch("trap")).json()).request_id);
  assert.doesNotMatch(wasm.lines.join(), /unreachable/);
});

test("a trap between two handlers, in a task of the executor, is seen", async () => {
  const wasm = instance({ fetch: scripted });
  const { handlers } = guard(wasm);
  const waiting = handlers.fetch("forever");
  globalThis.queueMicrotask(trap);
  assert.equal((await waiting).status, 503);
  assert.equal(wasm.resets, 1);
});

test("a trap that only arrives as an unhandled rejection is seen, an error of ours there is not", async () => {
  const listeners = {};
  globalThis.addEventListener = (name, listener) => (listeners[name] = listener);
  const wasm = instance({ fetch: scripted });
  const { handlers } = guard(wasm);
  const waiting = handlers.fetch("forever");
  listeners.unhandledrejection({ reason: new Error("ours") });
  assert.equal(wasm.resets, 0);
  listeners.unhandledrejection({ reason: new WebAssembly.RuntimeError("unreachable") });
  assert.equal((await waiting).status, 503);
  assert.equal(wasm.resets, 1);
});

test("a task left over from an instance that is gone is no trap", async () => {
  const wasm = instance({ fetch: scripted });
  guard(wasm);
  globalThis.queueMicrotask(() => {
    throw new Error("Cannot invoke closure from previous WASM instance");
  });
  await sleep(5);
  assert.equal(wasm.resets, 0);
});

test("tasks run in their order", async () => {
  guard(instance({ fetch: scripted }));
  const order = [];
  const [a, b] = [() => order.push("a"), () => order.push("b")];
  for (const task of [a, b, a, a, b]) globalThis.queueMicrotask(task);
  await sleep(5);
  assert.equal(order.join(""), "abaab");
});

test("a call that is never settled ends at its deadline, without a reset", async () => {
  const wasm = instance({ fetch: scripted });
  const { handlers } = guard(wasm, { deadline: 20 });
  assert.equal((await handlers.fetch("forever")).status, 503);
  await assert.rejects(handlers.scheduled({}));
  assert.equal(wasm.resets, 0);
});

test("an instance that could not be made anew is made at the next call", async () => {
  const wasm = instance({ fetch: scripted });
  let failures = 1;
  wasm.__wbg_reset_state = () => {
    if (failures-- > 0) trap();
    wasm.resets += 1;
  };
  const { handlers } = guard(wasm);
  await handlers.fetch("trap");
  assert.equal((await handlers.fetch("ok")).status, 200);
  assert.equal(wasm.resets, 1);
});

test("an error of ours is passed on and is no trap", async () => {
  const wasm = instance({ fetch: scripted });
  const { handlers, durableObject } = guard(wasm);
  await assert.rejects(handlers.fetch("fails"), /ours/);
  await assert.rejects(new (durableObject("Parcel"))().fetch("fails"), /ours/);
  assert.equal(wasm.resets, 0);
});

test("an object outlives the instance it was made in", async () => {
  const wasm = instance({ fetch: scripted });
  const { handlers, durableObject } = guard(wasm);
  const object = new (durableObject("Parcel"))("state", {});
  assert.equal((await object.fetch("ok")).status, 200);
  await handlers.fetch("trap");
  assert.equal((await object.fetch("ok")).status, 200);
  assert.equal(wasm.made, 2);
  const waiting = object.fetch("forever");
  assert.equal((await object.fetch("trap")).status, 503);
  assert.equal((await waiting).status, 503);
});

test("an object that traps while it is made resets the instance", () => {
  const wasm = instance({ fetch: scripted });
  const { durableObject } = guard(wasm);
  assert.throws(() => new (durableObject("Parcel"))("trap"), WebAssembly.RuntimeError);
  assert.equal(wasm.resets, 1);
});

test("an object has the life cycle of the Rust one, and nothing else can be called", async () => {
  const called = [];
  const note = (name) => async (...args) => called.push([name, ...args]);
  const members = { alarm: note("alarm"), webSocketMessage: note("message"), webSocketClose: note("close"), webSocketError: note("error") };
  const { durableObject, handlers } = guard(instance({ fetch: scripted, members: { ...members, erase: note("erase"), free: note("free") } }));
  const Parcel = durableObject("Parcel");
  const own = Object.getOwnPropertyNames(Parcel.prototype).sort();
  assert.deepEqual(own, ["alarm", "constructor", "fetch", "webSocketClose", "webSocketError", "webSocketMessage"]);
  const object = new Parcel();
  await object.alarm();
  await object.webSocketMessage("ws", "text");
  await object.webSocketClose("ws", 1000, "bye", true);
  await object.webSocketError("ws", "why");
  assert.deepEqual(called, [["alarm"], ["message", "ws", "text"], ["close", "ws", 1000, "bye", true], ["error", "ws", "why"]]);
  assert.deepEqual(Object.keys(handlers).sort(), ["fetch", "scheduled"]);
  assert.deepEqual(Object.getOwnPropertyNames(guard(instance({ fetch: scripted })).durableObject("Parcel").prototype), ["constructor", "fetch"]);
  assert.throws(() => durableObject("Missing"), /Missing/);
});

test("an alarm that traps is an error, so that the platform tries again", async () => {
  const { durableObject } = guard(instance({ fetch: scripted, members: { alarm: trap } }));
  await assert.rejects(new (durableObject("Parcel"))().alarm());
});
