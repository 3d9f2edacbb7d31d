// The demo: the shop with the edge behind it, the sandbox as upstream, and the same shop from another origin.
import { createServer, request as httpRequest } from "node:http";
import { join } from "node:path";
import { postOrder, secrets, signOrder } from "./demo.mjs";
import { root } from "./process.mjs";
import { storefront } from "./storefront.mjs";
import { startWorker } from "./workerd.mjs";

const HOST = "127.0.0.1";

/** The sandbox's default key, which opens nothing else. */
export const SANDBOX_KEY = "sandbox-key";

// The sandbox's days pass in seconds: what is a moment old is old there.
const QUICK = { CACHE_SECONDS: "1", REFRESH_SECONDS: "0", LIST_INTERVAL_MS: "100" };

/**
 * Starts the demo on loopback ports; a port of 0 is any free one.
 * @param {object} options
 * @param {number} [options.port] shop and edge.
 * @param {number} [options.sandboxPort]
 * @param {number} [options.shopPort] the same shop as another origin.
 * @param {Record<string, string>} [options.settings] the edge's, over those of the demo.
 * @param {Record<string, string>} [options.sandboxSettings]
 * @param {boolean} [options.sandbox] whether the sandbox is the upstream; else `settings` name one.
 * @param {string | null} [options.state] folder for what the Workers remember; null keeps it in memory.
 * @param {string} [options.folder] the shop's files.
 * @param {(line: string) => void} [options.onLog] gets what the Workers log.
 */
export async function serve({
  port = 0, sandboxPort = 0, shopPort = 0, settings = {}, sandboxSettings = {}, sandbox = true, state = null,
  folder = join(root, "www"), onLog,
} = {}) {
  const open = [];
  const close = async () => {
    for (const end of open.splice(0).reverse()) await end();
  };
  try {
    const front = await listen(port, "--port");
    open.push(front.close);
    const other = await listen(shopPort, "--shop-port");
    open.push(other.close);

    const upstream = sandbox && (await startSandbox({ port: sandboxPort, settings: sandboxSettings, state, onLog }));
    if (upstream) open.push(upstream.stop);

    if (upstream) await postOrder(upstream.url, SANDBOX_KEY);
    const own = { ...secrets(), ...settings };
    const edge = await startWorker({
      name: "edge",
      settings: {
        ACCESS: "public",
        ALLOWED_ORIGINS: other.url,
        PUBLIC_PLACES: "all",
        ...(upstream && { TRACKTRY_BASE_URL: `${upstream.url}/v1`, TRACKTRY_API_KEY: SANDBOX_KEY, ...QUICK }),
        ...own,
      },
      state: state && join(state, "edge"),
      onLog,
    });
    open.push(edge.close);

    // With a slash at the end it would be two in a page's addresses.
    const base = (settings.BASE_PATH ?? "").trim().replace(/\/+$/, "");
    const values = { order: signOrder(own.LINK_KEYS) };
    front.answer(storefront({ folder, edge: base, values }), forwardTo(edge.url));
    other.answer(storefront({ folder, edge: front.url + base, values }), notFound);
    return {
      url: front.url, shopUrl: other.url, sandboxUrl: upstream ? upstream.url : null, edge, close,
      stopSandbox: () => upstream.stop(),
      startSandbox: () => upstream.start(),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts the sandbox alone: its own settings, else those of the demo. */
export async function serveSandbox({ port = 0, settings = {}, state = null, onLog } = {}) {
  const { url, stop } = await startSandbox({ port, settings, state, onLog });
  return { url, close: stop };
}

/** The sandbox, which can be stopped and started again on the same port. */
async function startSandbox({ port, settings, state, onLog }) {
  const launch = (chosen) => startWorker({
    name: "sandbox", settings: { SANDBOX_CLOCK_RATE: "7200", SANDBOX_CONTROL: "loopback", ...settings }, port: chosen,
    state: state && join(state, "sandbox"), onLog,
  });
  // workerd's own word for a taken port is hard to read.
  if (port !== 0) await probe(port);
  let worker = await launch(port);
  const { url } = worker;
  if (state && !(await hasParcels(url))) await setToWeek(url);
  return {
    url,
    stop: async () => {
      await worker?.close();
      worker = null;
    },
    start: async () => {
      worker ??= await launch(Number(new URL(url).port));
    },
  };
}

/** Whether parcels are kept for which the clock must not go back; the demo's own have special numbers, whose story starts over. */
async function hasParcels(url) {
  const answer = await fetch(`${url}/sandbox/bulk`);
  if (!answer.ok) return true; // Control is closed, and so is the clock.
  const { ordinary, running } = await answer.json();
  return running || ordinary > 0;
}

// A kept clock has run on at its rate since: a night of the demo is ten years there. And the
// parcel that travels over and over starts with each week since 1970: who opens the page first sees that.
async function setToWeek(url) {
  const week = 7 * 86_400_000;
  const now = new Date(Date.now() - (Date.now() % week));
  await fetch(`${url}/sandbox/clock`, { method: "POST", body: JSON.stringify({ now }) });
}

async function probe(port) {
  const server = createServer();
  await bind(server, port, "--sandbox-port");
  await new Promise((resolve) => server.close(resolve));
}

/** A server that holds its port at once, and answers as soon as it is told how. */
async function listen(port, flag) {
  let respond;
  const ready = new Promise((resolve) => (respond = resolve));
  const server = createServer(async (request, response) => {
    try {
      const { files, otherwise } = await ready;
      const reading = request.method === "GET" || request.method === "HEAD";
      const found = reading ? await files(request) : null;
      if (found) response.writeHead(found.status, found.headers).end(request.method === "HEAD" ? "" : found.body);
      else otherwise(request, response);
    } catch {
      if (!response.headersSent) response.writeHead(500, PLAIN);
      response.end("This page could not be made.\n");
    }
  });
  await bind(server, port, flag);
  return {
    url: `http://localhost:${server.address().port}`,
    answer: (files, otherwise) => respond({ files, otherwise }),
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

const PLAIN = { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" };

const bind = (server, port, flag) => new Promise((resolve, reject) => {
  server.once("error", (error) => reject(error.code === "EADDRINUSE"
    ? new Error(`port ${port} is taken: stop what uses it, or choose another with ${flag}`)
    : error));
  server.listen(port, HOST, resolve);
});

/** Hands a request on to another loopback server, as it came. */
const forwardTo = (origin) => (request, response) => {
  const { hostname, port } = new URL(origin);
  const { method, url: path, headers } = request;
  // A connection of its own each time: workerd closes idle ones, and a request on its way meets that.
  const onward = httpRequest({ hostname, port, method, path, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on("error", () => {
    if (!response.headersSent) response.writeHead(502, PLAIN);
    response.end("The edge does not answer.\n");
  });
  response.on("close", () => onward.destroy());
  request.pipe(onward);
};

const notFound = (_request, response) => response.writeHead(404, PLAIN).end("There is no such page.\n");
