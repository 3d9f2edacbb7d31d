// Requests under way, shared by all elements that show the same parcel.
import { loadCore } from "./load.js";

// The edge answers a shopper within 8 s; a slow network gets some more.
const DEADLINE = 20_000;

const flights = new Map();

/**
 * Joins the request for a parcel, or starts it.
 * @returns {{answer: Promise<unknown>, leave: () => void}} who loses interest leaves; the last one to leave aborts.
 */
export function join(base, carrier, number, revalidate) {
  const key = [base, carrier, number].join("\n");
  const flight = flights.get(key) ?? start(key, [base, carrier, number, revalidate]);
  flight.users += 1;
  const leave = () => {
    flight.users -= 1;
    if (flight.users === 0) flight.end();
  };
  return { answer: flight.answer, leave };
}

function start(key, question) {
  const control = new AbortController();
  const { signal } = control;
  const end = () => {
    clearTimeout(timer);
    if (flights.get(key) === flight) flights.delete(key);
    control.abort();
  };
  let timer;
  // Settled by the abort too: should the wasm trap, its promise stays open for ever.
  const aborted = new Promise((done) => signal.addEventListener("abort", () => done()));
  const looked = loadCore().then((core) => {
    timer = setTimeout(end, DEADLINE);
    return look(core, question, signal);
  });
  const flight = { users: 0, end, answer: Promise.race([looked, aborted]).finally(end) };
  flights.set(key, flight);
  return flight;
}

/** One answer for the core's `show`; undefined where the network gave none. */
async function look(core, question, signal) {
  try {
    const response = await core.ask(...question, signal);
    return response.text ? core.read(response, await response.text()) : response;
  } catch {
    return undefined;
  }
}
