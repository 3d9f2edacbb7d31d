// The demo shop's files as a careful merchant would serve them: strict policy, right types, nothing outside the folder.
import { readFile, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".jpg": "image/jpeg",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

/**
 * @param {{folder: string, edge: string, values?: Record<string, string>}} shop `values` are for what pages write in double
 *   braces; `edge` is the edge's base URL without a slash at the end; on the shop's own origin its path alone, "" where it has none.
 * @returns {(request: import("node:http").IncomingMessage) => Promise<{status: number, headers: object, body: string | Buffer} | null>}
 *   a function from a request to its answer, null if no file has that name.
 */
export function storefront({ folder, edge, values = {} }) {
  const headers = pageHeaders(edge);
  return async ({ url }) => {
    const path = pathOf(url);
    const found = path && (await fileOf(folder, path));
    if (!found) return null;
    if (found.folder) return { status: 308, headers: { ...headers, Location: `${path}/` }, body: "" };
    const type = TYPES[extname(found.file)] ?? "application/octet-stream";
    const bytes = await readFile(found.file);
    const body = /^text\/(html|javascript)/.test(type) ? fill(bytes.toString("utf8"), { edge, ...values }) : bytes;
    return { status: 200, headers: { ...headers, "Content-Type": type, "Cache-Control": "no-cache" }, body };
  };
}

const fill = (text, values) => text.replace(/\{\{(\w+)\}\}/g, (whole, name) => values[name] ?? whole);

function pageHeaders(edge) {
  // The origin alone: in a policy a path names one file.
  const sources = ["'self'", URL.canParse(edge) && new URL(edge).origin].filter(Boolean).join(" ");
  return {
    "Content-Security-Policy": [
      "default-src 'none'",
      `script-src ${sources} 'wasm-unsafe-eval'`,
      `connect-src ${sources}`,
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ].join("; "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
  };
}

/** The decoded path, null if it is none that a file of ours could have. */
function pathOf(url) {
  try {
    const path = decodeURIComponent(new URL(url, "http://shop.invalid").pathname);
    // A name with a leading dot is hidden, and "..", with whatever slashes, is such a name too.
    // Two slashes would be another host in a redirect.
    return /[\0\\]|\/\.|\/\//.test(path) ? null : path;
  } catch {
    return null;
  }
}

async function fileOf(folder, path) {
  try {
    const base = await realpath(folder);
    const file = await realpath(join(base, path.endsWith("/") ? `${path}index.html` : path));
    // A symbolic link must not lead out either.
    if (!file.startsWith(base + sep)) return null;
    const info = await stat(file);
    return info.isFile() ? { file } : { folder: info.isDirectory() };
  } catch {
    return null;
  }
}
