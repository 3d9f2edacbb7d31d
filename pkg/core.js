// The toolkit where no other loader fits: browsers and bundlers.
import { init } from "./dist/toolkit.js";

await init({ module_or_path: new URL("./dist/toolkit_bg.wasm", import.meta.url) });

export { detect, journey, mapStatus, signLink, verifyLink } from "./dist/toolkit.js";
