// A client as PHP code with curl writes one: the parameters always as a JSON body, on GET too, a
// slash at the end of the path, json_decode($answer, true), isset() before use.
import { ask } from "../ask.mjs";

/** What `isset($value['a']['b'])` is in PHP: null counts as not set. */
const isset = (value, ...keys) => keys.reduce((inner, key) => (inner === null || inner === undefined ? null : inner[key]), value) ?? null;

export class Tracktry {
  constructor(url) {
    this.url = url;
  }

  async #api(route, method, data = []) {
    const { json, status } = await ask(this.url, {
      method, path: `/v1/${route}/`, body: data, headers: { "User-Agent": "curl/7.29.0", Accept: "*/*" },
    });
    if (status !== 200 || json === undefined) throw new Error(`no JSON from ${route}: ${status}`);
    return json;
  }

  carriers() {
    return this.#api("carriers", "GET");
  }

  create(number, carrier, extra) {
    return this.#api("trackings/post", "POST", { tracking_number: number, carrier_code: carrier, ...extra });
  }

  list(filters) {
    return this.#api("trackings/get", "GET", filters);
  }

  single(carrier, number, lang = "") {
    return this.#api(`trackings/${carrier}/${number}${lang && `/${lang}`}`, "GET");
  }

  remove(carrier, number) {
    return this.#api(`trackings/${carrier}/${number}`, "DELETE");
  }

  /** The last event of a number, however the answer is nested. */
  static last(answer) {
    const item = isset(answer, "data", "items", 0) ?? isset(answer, "data", 0) ?? isset(answer, "data");
    return isset(item, "destination_info", "trackinfo", 0, "StatusDescription") ?? isset(item, "origin_info", "trackinfo", 0, "StatusDescription");
  }
}
