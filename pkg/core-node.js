// The toolkit in Node, Deno and Bun, which read files.
import { readFileSync } from "node:fs";
import { initSync } from "./dist/toolkit.js";

initSync({ module: readFileSync(new URL("./dist/toolkit_bg.wasm", import.meta.url)) });

export { detect, journey, mapStatus, signLink, verifyLink } from "./dist/toolkit.js";
