// `npm run soak [name…]`: the long forms of the proofs, one after another, with their counts; for a quiet machine.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { root, run } from "../../scripts/lib/process.mjs";

const FOLDER = join(root, "tests/soak");
const HOURS = 2;

const proofs = readdirSync(FOLDER).filter((name) => name.endsWith(".test.mjs")).map((name) => basename(name, ".test.mjs"));
const names = process.argv.slice(2);
const unknown = names.filter((name) => !proofs.includes(name));
if (unknown.length > 0) {
  console.error(`no proof ${unknown.join(", ")}; there are ${proofs.join(", ")}`);
  process.exit(2);
}

const failed = [];
for (const name of names.length > 0 ? names : proofs) {
  const args = ["--test", "--test-reporter=spec", join(FOLDER, `${name}.test.mjs`)];
  const { code } = await run(process.execPath, args, {
    env: { SOAK: "long" },
    timeout: HOURS * 3_600_000,
    onOutput: (text) => process.stdout.write(text),
  });
  if (code !== 0) failed.push(name);
}
console.log(failed.length > 0 ? `failed: ${failed.join(", ")}` : "every proof holds");
process.exit(failed.length > 0 ? 1 : 0);
