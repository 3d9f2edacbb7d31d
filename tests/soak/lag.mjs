// How slow this machine is at the moment: what an answer takes for which the edge asks nobody.
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./http.mjs";

const EVERY = 100;

/** Runs something, and returns what it gave and the slowest such answer meanwhile, in milliseconds. */
export async function withLag(url, work) {
  let isDone = false;
  let slowest = 0;
  const watching = (async () => {
    while (!isDone) {
      slowest = Math.max(slowest, (await ask(`${url}/no-such-route`)).ms);
      await sleep(EVERY);
    }
  })();
  try {
    const value = await work();
    return { value, get lag() { return slowest; } };
  } finally {
    isDone = true;
    await watching;
  }
}
