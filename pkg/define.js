// The package's entry: defines <tracktry-widget>. On a server it does nothing, nor in a browser too old for
// the element: there the page's own content stands.
import { TracktryWidgetElement } from "./element.js";

if (globalThis.document?.adoptedStyleSheets && !customElements.get("tracktry-widget")) {
  customElements.define("tracktry-widget", TracktryWidgetElement);
}

export { TracktryWidgetElement };
