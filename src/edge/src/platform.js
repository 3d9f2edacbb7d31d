// A request into wasm and a response out of it, in one call each: every string that crosses is a
// native call of its own, so they cross joined by a character that no header or URL can hold.

/** Method, URL, Origin, If-None-Match, Authorization, Access-Control-Request-Method, address and a new request id. */
export function take(request) {
  const { headers } = request;
  const header = (name) => headers.get(name) ?? "";
  return [
    request.method,
    request.url,
    header("origin"),
    header("if-none-match"),
    header("authorization"),
    header("access-control-request-method"),
    header("cf-connecting-ip"),
    crypto.randomUUID(),
  ].join("\n");
}

/** A response; `flat` holds its headers' names and values by turns. */
export function respond(status, body, flat) {
  const parts = flat.split("\n");
  const headers = {};
  for (let i = 1; i < parts.length; i += 2) headers[parts[i - 1]] = parts[i];
  return new Response(body, { status, headers });
}

/** The headers of that name, of a response. */
export function read(response, names) {
  return names.split("\n").map((name) => response.headers.get(name) ?? "").join("\n");
}

/** What a Durable Object answers to a POST of `body`, or to a GET without one. */
export function askObject(env, binding, name, path, body) {
  const objects = env[binding];
  const stub = objects.get(objects.idFromName(name));
  // Its own name, which an object is not told otherwise, where its alarm rings.
  return stub.fetch(`https://${name}.invalid${path}`, body === undefined ? undefined : { method: "POST", body });
}

/** Whether a rate limit of that name, where there is one, lets another by. */
export const limit = async (env, name, key) => (await env[name]?.limit?.({ key }))?.success !== false;

/** A promise that is kept after so many milliseconds. */
export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a promise comes to, or undefined where it takes longer than that. */
export function within(promise, ms) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
