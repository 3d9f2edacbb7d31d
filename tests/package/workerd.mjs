// The runtime's date, as the Workers of this repository name it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/process.mjs";

export const compatibilityDate = readFileSync(join(root, "wrangler.toml"), "utf8").match(/compatibility_date\s*=\s*"([^"]+)"/)[1];
