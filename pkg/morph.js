// A card in the place of another, changing only what differs, so that focus, selection and
// unfolded details stay; and the mark on what is news.

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

/** A parcel among those of an order: a number alone can be that of two carriers. */
const name = ({ number, carrier }) => `${number} ${carrier?.code ?? ""}`;

/** What a shopper sees as news: a count of days that moved on is none. */
const told = ({ stage, reason, events }) => [stage + reason, JSON.stringify(events)];

/**
 * Marks the headlines of parcels of which there is news, until the card changes again, and announces that once.
 * @param {Element} card
 * @param {Element} status where it is announced
 * @param {object} before the journey, or the order with its journeys, that was on show
 * @param {object} now the one that is
 * @param {string} said what is announced of the one journey
 * @param {string} word the mark
 */
export function mark(card, status, before, now, said, word) {
  const known = new Map((before.journeys ?? [before]).map((journey) => [name(journey), told(journey)]));
  const news = [];
  const places = now.journeys ? card.querySelectorAll(".parcel") : [card];
  for (const [index, journey] of (now.journeys ?? [now]).entries()) {
    const [was, is] = [known.get(name(journey)), told(journey)];
    if (was?.join() === is.join()) continue;
    const place = places[index];
    const headline = place.querySelector(".title, h2");
    headline.dataset.new = word;
    const newest = was?.[0] === is[0] && place.querySelector(".event .what");
    news.push(newest ? `${headline.textContent}. ${newest.textContent}` : place.dataset.say ?? said);
  }
  // The sum of an order goes before.
  if (news.length > 0) status.textContent = [...[...card.querySelectorAll(".ordered p")].map((sum) => sum.textContent), ...news].join(". ");
}
