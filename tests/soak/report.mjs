// What every proof holds the edge to, and how it prints its counts.
import assert from "node:assert/strict";

const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`;

/** A line of counts: of the sandbox and of what shoppers met. */
export function report(name, counts, ...mets) {
  const { requests, lists, listPeak, refusals, duringSilence } = counts;
  const said = mets.map(({ answers, statuses, stale, slowest, median }) =>
    `${answers} answers ${JSON.stringify(statuses)} stale ${stale} median ${seconds(median)} slowest ${seconds(slowest)}`);
  console.log([
    `soak ${name}: upstream ${requests} requests, ${lists} lists, peak ${listPeak}/s, ${refusals} refusals, ${duringSilence} in silence`,
    ...said,
  ].join("; "));
}

/** In no second more than the limits allow, and nothing in a silence. */
export function keepsLimits({ listPeak, realtimePeak, duringSilence, refusals }, allowed = 0) {
  assert.ok(listPeak <= 1, `${listPeak} list requests in a second`);
  assert.ok(realtimePeak <= 3, `${realtimePeak} realtime requests in a second`);
  assert.equal(duringSilence, 0, "requests while upstream wanted silence");
  assert.ok(refusals <= allowed, `${refusals} requests broke a limit`);
}

/** That a 503 says when to come again, and that nothing else but a journey came. */
export function isJourneyOrPatience(path, { status, text, retryAfter }) {
  if (status === 503) assert.ok(retryAfter >= 1, `${path}: 503 without Retry-After`);
  else assert.equal(status, 200, `${path}: ${text}`);
}
