// What a page loads and what a Worker weighs, measured against tests/budgets.json.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./process.mjs";

const WAYS = {
  brotli: (bytes) => brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length,
  gzip: (bytes) => gzipSync(bytes, { level: 9 }).length,
};

/** The files that a pattern with `*` in its last part names. */
function expand(pattern) {
  const [, folder, name] = pattern.match(/^(?:(.*)\/)?([^/]+)$/);
  if (!name.includes("*")) return [pattern];
  const like = new RegExp(`^${name.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
  return readdirSync(join(root, folder)).filter((file) => like.test(file)).map((file) => join(folder, file));
}

/**
 * Measures one budget: the files added up, or the largest of them where each has to fit. `without` names what is
 * bundled into them and counts elsewhere.
 */
function measure({ files, without = [], way, each = false }) {
  const sizesOf = (patterns) => patterns.flatMap(expand).map((file) => WAYS[way](readFileSync(join(root, file))));
  const sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
  const sizes = sizesOf(files);
  if (sizes.length === 0) throw new Error(`nothing is there of ${files.join(", ")}`);
  return each ? Math.max(...sizes) : sum(sizes) - sum(sizesOf(without));
}

/**
 * Measures every budget; each is one check.
 * @returns {Promise<{passed: number, failed: number, output: string, always: string}>}
 */
export async function checkBudgets() {
  const budgets = JSON.parse(readFileSync(join(root, "tests/budgets.json"), "utf8"));
  const rows = budgets.map((budget) => {
    try {
      const size = measure(budget);
      return { ...budget, size, fits: size <= budget.limit, said: `${kB(size)} of ${kB(budget.limit)}` };
    } catch (error) {
      return { ...budget, fits: false, said: error.message };
    }
  });
  const lines = rows.map(({ what, way, fits, said }) => `  ${fits ? "✓" : "✗"} ${what}, ${way}: ${said}`);
  const passed = rows.filter(({ fits }) => fits).length;
  // Printed whether it fits or not: a size that grows should be seen before it is too big.
  return { passed, failed: rows.length - passed, output: "", always: lines.join("\n") };
}

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
