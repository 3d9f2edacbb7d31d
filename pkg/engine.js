// What an element needs once it has something to ask: the wasm's functions, requests, words, dates
// and the way a card becomes another. Loaded after the element's own script.
export { begin, imports, show } from "./dist/widget.js";
export { join } from "./flights.js";
export { formatter } from "./format.js";
export { morph } from "./morph.js";
export { speak } from "./dist/speak.js";
