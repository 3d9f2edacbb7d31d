// What an element needs once it has something to ask: the wasm's functions, requests, words and dates.
// Loaded after the element's own script.
export { begin, imports, show } from "./dist/widget.js";
export { join } from "./flights.js";
export { formatter } from "./format.js";
export { speak } from "./dist/speak.js";
