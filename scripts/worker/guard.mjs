// What stands between workerd and the wasm instance of a Worker.
//
// A Rust panic is a trap. It leaves the instance's memory in pieces, and no promise that waits on
// that instance is ever settled: not the one of the request that panicked, and none of those that
// wait beside it. So every call in flight is kept here; on a trap the instance is made anew and
// all of them end at once, and each has a deadline besides.

// Longer than the longest wait a handler has of its own (90 s for a carrier's live answer).
const DEADLINE_MS = 100_000;

const LIFECYCLE = ["alarm", "webSocketMessage", "webSocketClose", "webSocketError"];

/**
 * @param {object} wasm the glue's exports, `__wbg_reset_state` among them
 * @param {{ deadline?: number }} [options] milliseconds any handler may take
 */
export function guard(wasm, { deadline = DEADLINE_MS } = {}) {
  const flight = new Set();
  let generation = 0;
  let broken = false;

  function reset() {
    try {
      wasm.__wbg_reset_state();
      broken = false;
    } catch {
      broken = true;
    }
  }

  function crash(cause) {
    generation += 1;
    // The name alone: a panic's message can hold what a shopper sent.
    console.error(JSON.stringify({ event: "crash", kind: nameOf(cause), in_flight: flight.size }));
    reset();
    for (const end of [...flight]) end(new Lost("crash"));
  }

  /** Calls into the instance; the promise always settles. */
  function call(run) {
    return new Promise((resolve, reject) => {
      const settle = (how) => (value) => {
        if (!flight.delete(end)) return;
        clearTimeout(timer);
        how(value);
      };
      const end = settle(reject);
      flight.add(end);
      const timer = setTimeout(() => end(new Lost("deadline")), deadline);
      if (broken) reset();
      const current = generation;
      try {
        run().then(settle(resolve), settle(reject));
      } catch (cause) {
        // An export throws at once only when it trapped: failures of ours are rejections.
        if (current === generation) crash(cause);
        end(new Lost("crash"));
      }
    });
  }

  async function answer(run) {
    try {
      return await call(run);
    } catch (cause) {
      if (cause instanceof Lost) return unavailable(cause);
      throw cause;
    }
  }

  watch(crash);

  const handlers = {};
  if (wasm.fetch) {
    handlers.fetch = (request, env, context) => answer(() => wasm.fetch(request, env, context));
  }
  if (wasm.scheduled) {
    handlers.scheduled = (event, env, context) => call(() => wasm.scheduled(event, env, context));
  }

  /** A class for workerd around the Rust one of that name, whose object is made anew after a trap. */
  function durableObject(name) {
    const Inner = wasm[name];
    if (!Inner) throw new Error(`the wasm exports no class ${name}`);
    class Guarded {
      #inner;
      #generation;
      #make;

      constructor(state, env) {
        this.#make = () => new Inner(state, env);
        try {
          this[CURRENT]();
        } catch (cause) {
          crash(cause);
          throw cause;
        }
      }

      fetch(request) {
        return answer(() => this[CURRENT]().fetch(request));
      }

      [CURRENT]() {
        if (this.#generation !== generation) {
          this.#inner = this.#make();
          this.#generation = generation;
        }
        return this.#inner;
      }
    }
    for (const method of LIFECYCLE.filter((method) => method in Inner.prototype)) {
      Guarded.prototype[method] = function (...args) {
        return call(() => this[CURRENT]()[method](...args));
      };
    }
    return Guarded;
  }

  return { handlers, durableObject };
}

// A symbol, so that no caller from outside can name it.
const CURRENT = Symbol("current");

/** A call that will never be answered by the instance it went to. */
class Lost extends Error {}

const nameOf = (cause) => (cause instanceof Error ? cause.constructor.name : typeof cause);

function unavailable({ message }) {
  const id = crypto.randomUUID();
  console.error(JSON.stringify({ event: "lost", why: message, request_id: id }));
  const problem = {
    type: "urn:tracktry-edge:problem:internal",
    title: "The service is restarting",
    status: 503,
    code: "internal",
    request_id: id,
  };
  return new Response(JSON.stringify(problem), {
    status: 503,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "retry-after": "1",
      "tracktry-request-id": id,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      // Nothing of anyone is in it, and which origins are allowed only the instance knew.
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "Retry-After, Tracktry-Request-Id",
    },
  });
}

/** Reports traps in what runs between two handlers: the tasks that poll Rust's futures. */
function watch(crash) {
  // workerd's own queueMicrotask is slow and js-sys calls it at every tick of its executor.
  const resolved = Promise.resolve();
  let task;
  let watched;
  globalThis.queueMicrotask = (next) => {
    if (next !== task) {
      task = next;
      watched = () => {
        try {
          next();
        } catch (cause) {
          // A task left over from an instance that is gone already.
          if (!/previous wasm instance/i.test(cause?.message)) crash(cause);
        }
      };
    }
    resolved.then(watched);
  };
  globalThis.addEventListener?.("unhandledrejection", (event) => {
    if (event.reason instanceof WebAssembly.RuntimeError) crash(event.reason);
  });
}
