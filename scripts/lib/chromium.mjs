// Chromium: found where it usually is, else installed.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { withLock } from "./lock.mjs";
import { must, run, step, which } from "./process.mjs";

const MINUTE = 60_000;
const env = process.env;

const candidates = () => [
  env.CHROME,
  env.CHROMIUM_PATH,
  ...["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"].map(which),
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...[env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA]
    .map((folder) => folder && join(folder, "Google/Chrome/Application/chrome.exe")),
  ...playwrightCache(),
];

function playwrightCache() {
  const folders = [
    env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), ".cache/ms-playwright"),
    join(homedir(), "Library/Caches/ms-playwright"),
    env.LOCALAPPDATA && join(env.LOCALAPPDATA, "ms-playwright"),
  ].filter((folder) => folder && existsSync(folder));
  const inside = [
    "chrome-linux/chrome", "chrome-linux64/chrome", "chrome-win/chrome.exe", "chrome-win64/chrome.exe",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium", "chrome-mac-arm64/Chromium.app/Contents/MacOS/Chromium",
  ];
  return folders.flatMap((folder) =>
    readdirSync(folder).filter((name) => name.startsWith("chromium-")).sort().reverse()
      .flatMap((name) => inside.map((path) => join(folder, name, path))));
}

// Ubuntu's chromium-browser without its snap is a script that only says so.
const works = async (path) =>
  process.platform === "win32" || (await run(path, ["--version"], { timeout: 30_000 })).code === 0;

/** @returns {Promise<string | null>} the path of a Chromium or Chrome that starts. */
export async function findChromium() {
  for (const path of candidates()) {
    if (path && existsSync(path) && (await works(path))) return path;
  }
  return null;
}

/** @returns {Promise<string>} the path of Chromium, which is installed if there is none. */
export async function ensureChromium() {
  return (await findChromium()) ?? withLock("chromium", async () => {
    const failures = [];
    for (const install of [fromDebian, fromPlaywright]) {
      const found = await findChromium();
      if (found) return found;
      await install().catch((error) => failures.push(error.message));
    }
    const found = await findChromium();
    if (found) return found;
    throw new Error(`Chromium is missing and could not be installed: install Chromium or Chrome and name its path in CHROME.\n${failures.join("\n")}`);
  });
}

// Ubuntu's package of that name is a snap, which does not work in containers.
async function fromDebian() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (!which("apt-get") || /^ID(_LIKE)?=.*ubuntu/m.test(release)) throw new Error("no Debian package here");
  const admin = process.getuid() === 0 ? [] : ["sudo", "-n"];
  if (admin.length > 0 && (await run("sudo", ["-n", "true"])).code !== 0) {
    throw new Error("not root and no sudo without a password: run `apt-get install chromium` as root");
  }
  const apt = (...args) => {
    const [command, ...rest] = [...admin, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300", ...args];
    return must(command, rest, { timeout: 15 * MINUTE });
  };
  await step("apt-get install chromium", async () => {
    await apt("update");
    await apt("install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core");
  });
}

async function fromPlaywright() {
  const dependencies = process.platform === "linux" && process.getuid() === 0 ? ["--with-deps"] : [];
  await step("npx playwright-core install chromium", () =>
    must("npx", ["playwright-core", "install", ...dependencies, "chromium"], { timeout: 15 * MINUTE }));
}
