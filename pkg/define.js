// The package's entry: defines <tracktry-widget>. On a server, where no elements exist, it does nothing.
import { TracktryWidgetElement } from "./element.js";

const registry = globalThis.customElements;
if (registry && !registry.get("tracktry-widget")) {
  registry.define("tracktry-widget", TracktryWidgetElement);
}

export { TracktryWidgetElement };
