// The toolkit in Workers, which get a wasm import as a compiled module.
import module from "./dist/toolkit_bg.wasm";
import { initSync } from "./dist/toolkit.js";

initSync({ module });

export { detect, journey, mapStatus, signLink, verifyLink } from "./dist/toolkit.js";
