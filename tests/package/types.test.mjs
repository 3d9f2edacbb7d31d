// The types, as a strict TypeScript project sees them: what is right compiles, what is wrong does not.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { run, root } from "../../scripts/lib/process.mjs";

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tracktry-types-"));
  await mkdir(join(folder, "node_modules"));
  await symlink(join(root, "pkg"), join(folder, "node_modules/tracktry-widget"), "dir");
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
});
after(() => rm(folder, { recursive: true, force: true }));

async function compile(code, resolution) {
  const module = resolution === "bundler" ? "esnext" : "nodenext";
  await writeFile(join(folder, "sample.ts"), code);
  const options = {
    noEmit: true, strict: true, exactOptionalPropertyTypes: true, target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: [],
    module, moduleResolution: resolution,
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["sample.ts"] }));
  const args = ["node_modules/typescript/bin/tsc", "--pretty", "false", "-p", folder];
  const { code: status, output } = await run(process.execPath, args, { cwd: root, timeout: 300_000 });
  return { status, errors: output.split("\n").filter((line) => line.includes("error TS")) };
}

const GOOD = `
import { TracktryWidgetElement, type Journey, type WidgetState, type ErrorCode } from "tracktry-widget";
import { TracktryWidgetElement as Bare } from "tracktry-widget/element";
import { journey, mapStatus, detect, signLink, verifyLink, type Link, type LinkRefusal, type TracktryError, type Stage } from "tracktry-widget/core";

const element = document.createElement("tracktry-widget");
const same: TracktryWidgetElement = element;
const found: TracktryWidgetElement | null = document.querySelector("tracktry-widget");
element.endpoint = "/";
element.refresh = 30;
element.carrier = null;
element.tracking = { tracking_number: "RB000000005CN" };
element.theme = "dark";
element.texts = { "stage.delivered": "Yours at last", days_other: "{n} sunrises" };
element.texts = null;
const state: WidgetState = element.state;
const shown: Journey | null = element.journey;
element.reload();
element.addEventListener("tracktry-load", ({ detail }) => { const stage: Stage = detail.journey.stage; });
element.addEventListener("tracktry-change", ({ detail }) => { const before: Journey = detail.previous; });
element.addEventListener("tracktry-error", ({ detail }) => { const code: ErrorCode = detail.code; const status: number = detail.status; });
element.addEventListener("click", (event) => event.clientX);
document.addEventListener("tracktry-load", (event) => event.detail.journey.number);
class Mine extends Bare {}
customElements.define("my-widget", Mine);

const made: Journey = journey("{}");
for (const event of made.events) { const at: string | null = event.at; const leg: "origin" | "destination" = event.leg; }
const { stage, reason } = mapStatus("exception", "exception006");
if (stage === "exception" && reason === "customs") detect("RB000000005CN").map(({ carrier, name, checked }) => [carrier.length, name?.length, checked === true]);
const failure = new Error() as TracktryError;
if (failure.code === "tracking_missing") failure.message;
const keys = "id:secret";
let token: string = signLink({ keys, carrier: "dhl", number: "RB000000005CN", days: 30 });
token = signLink({ keys, number: "RB000000005CN", expires: new Date(), register: true });
token = signLink({ keys, kind: "badge", carrier: null, number: "RB000000005CN", expires: 1769817600, now: new Date() });
token = signLink({ keys, order: "#1001", days: 1.5, now: 1767225600 });
const link: Link = verifyLink(token, { keys });
if (link.kind === "order") { const order: string = link.order; } else { const carrier: string | null = link.carrier; }
if (failure.code === "link_refused") { const why: LinkRefusal | undefined = failure.reason; }
`;

for (const resolution of ["bundler", "nodenext"]) {
  test(`right use compiles, with ${resolution} resolution`, async () => {
    assert.deepEqual(await compile(GOOD, resolution), { status: 0, errors: [] });
  });
}

const BAD = {
  "a stage that does not exist": 'import { mapStatus } from "tracktry-widget/core"; mapStatus("transit").stage === "lost";',
  "a read-only property": 'import "tracktry-widget"; document.createElement("tracktry-widget").state = "error";',
  "a theme that does not exist": 'import "tracktry-widget"; document.createElement("tracktry-widget").theme = "pink";',
  "null where a member may be null": 'import { journey } from "tracktry-widget/core"; journey("").from.length;',
  "a member that is not there": 'import { journey } from "tracktry-widget/core"; journey("").customer_email;',
  "a link to two things": 'import { signLink } from "tracktry-widget/core"; signLink({ keys: "", number: "", order: "", days: 1 });',
  "a link without an end": 'import { signLink } from "tracktry-widget/core"; signLink({ keys: "", number: "" });',
  "a number as raw tracking": 'import { journey } from "tracktry-widget/core"; journey(7);',
  "the detail of another event": 'import "tracktry-widget"; document.addEventListener("tracktry-error", (e) => e.detail.journey);',
  "a path that is not exported": 'import { write } from "tracktry-widget/dom.js"; write;',
};

for (const [what, code] of Object.entries(BAD)) {
  test(`does not compile: ${what}`, async () => {
    const { status, errors } = await compile(code, "bundler");
    assert.notEqual(status, 0);
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0], /sample\.ts/);
  });
}
