// How many tests a tool says it ran.

/**
 * Adds up the `test result:` lines of cargo.
 * @param {string} output
 * @returns {{passed: number, failed: number}}
 */
export function countCargo(output) {
  const lines = output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed;/gm);
  return sum([...lines].map(([, passed, failed]) => ({ passed: Number(passed), failed: Number(failed) })));
}

/**
 * Reads the summary at the end of `node --test`, in TAP (`# pass 3`) or in words (`ℹ pass 3`).
 * @param {string} output
 * @returns {{passed: number, failed: number}}
 */
export function countNode(output) {
  const last = {};
  for (const [, name, number] of output.matchAll(/^(?:#|ℹ) (pass|fail|cancelled) (\d+)\s*$/gmu)) last[name] = Number(number);
  return { passed: last.pass ?? 0, failed: (last.fail ?? 0) + (last.cancelled ?? 0) };
}

/** One check: whether the command succeeded. */
export const countOne = (_output, code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** @param {{passed: number, failed: number}[]} counts */
export const sum = (counts) => counts.reduce(
  (all, { passed, failed }) => ({ passed: all.passed + passed, failed: all.failed + failed }),
  { passed: 0, failed: 0 },
);
