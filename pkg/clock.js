// One timer and one set of listeners for all elements of a page. A hidden page asks nothing.

/** Elements on the page, and when each wants to look again; Infinity: not by itself. */
const due = new Map();
let timer;

/** Takes an element in; its `wake()` is called when the page comes back to sight or to the network. */
export function enter(element) {
  if (due.size === 0) {
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
  }
  due.set(element, Infinity);
}

export function leave(element) {
  due.delete(element);
  if (due.size === 0) {
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("online", wake);
  }
  arm();
}

/** Has the element's `look()` called after so many seconds; never, if there are none. */
export function lookAfter(element, seconds = Infinity) {
  if (!due.has(element)) return;
  due.set(element, Date.now() + seconds * 1000);
  arm();
}

function wake(event) {
  if (!document.hidden) for (const element of [...due.keys()]) element.wake(event);
  arm();
}

function arm() {
  clearTimeout(timer);
  const next = Math.min(...due.values());
  if (document.hidden || next === Infinity) return;
  timer = setTimeout(() => {
    for (const [element, at] of [...due]) {
      if (at > Date.now()) continue;
      due.set(element, Infinity);
      element.look();
    }
    arm();
  }, Math.max(0, next - Date.now()));
}
