// A card in the place of another, changing only what differs, so that focus, selection and
// unfolded details stay.

/**
 * @param {Element} old what stands in the shadow root
 * @param {Element} next what is to stand there
 * @returns {Element} what stands there now
 */
export function morph(old, next) {
  const focused = old.getRootNode().activeElement;
  const within = old.contains(focused);
  const now = change(old, next);
  // What had the focus is gone: the same control, else the whole, rather than the page's beginning.
  if (within && !focused.isConnected) {
    const { action } = focused.dataset;
    const twin = action && now.querySelector(`[data-action="${action}"]`);
    if (!twin) now.tabIndex = -1;
    (twin || now).focus({ preventScroll: true });
  }
  return now;
}

function swap(old, next) {
  old.replaceWith(next);
  return next;
}

function change(old, next) {
  if (old.nodeName !== next.nodeName) return swap(old, next);
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
    if (twin) change(twin, child);
    else old.insertBefore(child, there[0] ?? null);
    passed.forEach((gone) => gone.remove());
  }
  there.forEach((gone) => gone.remove());
  return old;
}

const kind = (node) => [node.nodeName, node.getAttribute?.("class")].join();
