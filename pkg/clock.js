// One timer and one set of listeners for all elements of a page. A hidden page asks nothing.

/** The hands of the elements on the page, and when each wants to look again; Infinity: not by itself. */
const due = new Map();
let timer;

/** Takes an element's hand in; its `wake()` is called when the page comes back to sight or to the network. */
export function enter(hand) {
  if (due.size === 0) {
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
  }
  due.set(hand, Infinity);
}

export function leave(hand) {
  due.delete(hand);
  if (due.size === 0) {
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("online", wake);
  }
  arm();
}

/** Has the hand's `look()` called after so many seconds; never, if there are none. */
export function lookAfter(hand, seconds = Infinity) {
  if (!due.has(hand)) return;
  due.set(hand, Date.now() + seconds * 1000);
  arm();
}

function wake(event) {
  if (!document.hidden) for (const hand of [...due.keys()]) hand.wake(event);
  arm();
}

function arm() {
  clearTimeout(timer);
  const next = Math.min(...due.values());
  if (document.hidden || next === Infinity) return;
  timer = setTimeout(() => {
    for (const [hand, at] of [...due]) {
      if (at > Date.now()) continue;
      due.set(hand, Infinity);
      hand.look();
    }
    arm();
  }, Math.max(0, next - Date.now()));
}
