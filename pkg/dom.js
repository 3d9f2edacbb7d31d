// The one place where markup gets into the DOM.
import { sheet } from "./dist/look.js";

// Two copies of this script on one page share the policy: a name may be used only once.
const POLICY = Symbol.for("tracktry-widget");

/** Throws where the page's Content-Security-Policy refuses the policy. */
const trusted = (html) => {
  globalThis[POLICY] ??= globalThis.trustedTypes?.createPolicy("tracktry-widget", { createHTML: (html) => html }) ?? {
    createHTML: (html) => html,
  };
  return globalThis[POLICY].createHTML(html);
};

const made = {};

/** Gives a shadow root a style, in a way `style-src 'self'` allows. */
export function dress(root, css = sheet) {
  if (!made[css]) (made[css] = new CSSStyleSheet()).replaceSync(css);
  if (!root.adoptedStyleSheets.includes(made[css])) root.adoptedStyleSheets = [...root.adoptedStyleSheets, made[css]];
}

/** The element that markup of one root makes. */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = trusted(html);
  return template.content.firstElementChild;
}

/** An element with properties, attributes among them under names with a dash, and children. */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}
