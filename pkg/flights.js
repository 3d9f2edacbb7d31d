// Requests under way, shared by all elements that show the same parcel.
import { ask, read } from "./dist/widget.js";

// The edge answers a shopper within 8 s; a slow network gets some more.
const DEADLINE = 20_000;

const flights = new Map();

/**
 * Joins the request for the same question (what the core's `ask` takes), or starts it.
 * @returns {{answer: Promise<unknown>, leave: () => void}} who loses interest leaves; the last one to leave aborts.
 */
export function join(question) {
  const { base, carrier, number, token } = question;
  const key = [base, carrier, number, token].join("\n");
  const flight = flights.get(key) ?? start(key, question);
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
  const timer = setTimeout(end, DEADLINE);
  // Settled by the abort too: should the wasm trap, its promise stays open for ever.
  const aborted = new Promise((done) => signal.addEventListener("abort", () => done()));
  const flight = { users: 0, end, answer: Promise.race([look(question, signal), aborted]).finally(end) };
  flights.set(key, flight);
  return flight;
}

/** One answer for the core's `show`; undefined where the network gave none. */
async function look(question, signal) {
  try {
    const response = await ask(question, signal);
    return response.json ? read(response, await response.json().catch(() => {})) : response;
  } catch {
    return undefined;
  }
}
