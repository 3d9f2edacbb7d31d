// A parcel as the edge rendered it, where this page can have no wasm or no Trusted Types policy.
// The edge's markup is never parsed into the page: the browser reads it as a document of its own
// (which needs no policy and runs nothing), and it is copied by closed lists.

const ELEMENTS = new Set(
  "section header div p span h2 h3 h4 ol ul li dl dt dd time a button details summary bdi q slot svg path".split(" "),
);
const ATTRIBUTES = new Set(
  ("aria-current aria-hidden aria-label class d data-action data-done data-keep data-note data-reason data-stage data-state data-tone data-value "
    + "datetime dir focusable hidden href lang name part rel target title translate type viewBox").split(" "),
);

/** The card of a parcel, and the seconds until it is worth asking again. */
export async function fragment({ base, carrier, number, order, token, raw }, host) {
  // An order has no fragment, and what a page gives or makes up is no parcel of the edge's.
  if (!base || !number || order || raw || host.demo) throw new Error("no parcel");
  const url = new URL(`${base}fragment/${encodeURIComponent(carrier || "-")}/${encodeURIComponent(number)}?as=inner`);
  let at = host;
  while (at && !at.lang) at = at.parentElement ?? at.getRootNode().host;
  if (at) url.searchParams.set("lang", at.lang);
  if (token) url.searchParams.set("t", token);
  const card = (await read(url))?.querySelector("section.tt");
  if (!card) throw new Error("no fragment");
  const twin = copy(card);
  // The page's own content runs as the page does.
  for (const slot of twin.querySelectorAll("slot")) slot.dir = getComputedStyle(host).direction;
  const { stage, state } = twin.dataset;
  const refresh = parseFloat(host.refresh);
  const over = refresh <= 0 || /^(invalid|locked)$/.test(state) || (stage === "delivered" && !refresh);
  return { card: twin, wait: over ? Infinity : refresh ? Math.max(refresh, 5) : host.state === "fragment" ? 120 : 60 };
}

/** `DOMParser` would do the same, but not where a page asks for trusted types. */
const read = (url) => new Promise((done, fail) => {
  const request = new XMLHttpRequest();
  request.responseType = "document";
  // Whatever the status: the card of an edge says why there is no parcel, too.
  request.onload = () => done(request.responseXML);
  request.onerror = request.ontimeout = () => fail(new Error("unreachable"));
  request.open("GET", url);
  request.timeout = 20_000;
  request.send();
});

function copy(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || !ELEMENTS.has(node.localName)) return "";
  const twin = document.createElementNS(node.namespaceURI, node.localName);
  for (const { name, value } of node.attributes) {
    if (ATTRIBUTES.has(name) && (name !== "href" || /^(https?:\/\/|tel:\+?\d+$)/i.test(value))) twin.setAttribute(name, value);
  }
  twin.append(...[...node.childNodes].map(copy));
  return twin;
}
