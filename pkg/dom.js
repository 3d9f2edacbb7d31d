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

let shared;

/** Gives a shadow root the widget's style, in a way `style-src 'self'` allows. */
export function dress(root) {
  if (root.adoptedStyleSheets) {
    if (!shared) {
      shared = new CSSStyleSheet();
      shared.replaceSync(sheet);
    }
    root.adoptedStyleSheets = [shared];
  } else {
    root.append(Object.assign(document.createElement("style"), { textContent: sheet }));
  }
}

/**
 * Puts markup of one root element in the place of `old`, changing only what differs, so that
 * focus, selection and unfolded details stay.
 * @returns {Element} what stands there now
 */
export function write(old, html) {
  const template = document.createElement("template");
  template.innerHTML = trusted(html);
  const next = template.content.firstElementChild;
  const host = old.getRootNode();
  const focused = old.contains(host.activeElement) ? host.activeElement : null;
  const same = old.dataset.state === next.dataset.state;
  const now = same ? morph(old, next) : (old.replaceWith(next), next);
  // What had the focus is gone: the same control, else the whole, rather than the page's beginning.
  if (focused && !focused.isConnected) {
    const twin = focused.dataset.action && now.querySelector(`[data-action="${focused.dataset.action}"]`);
    if (!twin) now.tabIndex = -1;
    (twin || now).focus({ preventScroll: true });
  }
  return now;
}

function morph(old, next) {
  if (old.nodeName !== next.nodeName) {
    old.replaceWith(next);
    return next;
  }
  if (old.nodeType !== 1) {
    if (old.data !== next.data) old.data = next.data;
    return old;
  }
  for (const { name } of [...old.attributes]) {
    // Whether details are unfolded is the reader's choice; a focus given to the whole needs its tabindex.
    if (!next.hasAttribute(name) && !/^(open|tabindex)$/.test(name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  // Each child takes the place of the next one of its kind, so that one more or less before the
  // details leaves them where they are: what is moved loses the focus.
  const there = [...old.childNodes];
  for (const child of [...next.childNodes]) {
    const passed = there.splice(0, there.findIndex((one) => kind(one) === kind(child)) + 1);
    const twin = passed.pop();
    if (twin) morph(twin, child);
    else old.insertBefore(child, there[0] ?? null);
    passed.forEach((gone) => gone.remove());
  }
  there.forEach((gone) => gone.remove());
  return old;
}

const kind = (node) => [node.nodeName, node.getAttribute?.("class")].join();
