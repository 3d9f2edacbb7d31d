// Keeps the moving parts of the page up to date, and sends its forms as JSON.

const EVERY = 1_000;
const POINTS = 60;

const status = document.querySelector("[data-status]");
const running = document.querySelector("[data-live-switch]");
let last = null;
let rates = [];

const say = (text) => {
  if (status.textContent !== text) status.textContent = text;
};

/** Requests a second since the look before, and a line of the last minute. */
function showRate() {
  const counted = document.querySelector("[data-requests]");
  const place = document.querySelector("[data-rate]");
  if (!counted || !place) return;
  const requests = Number(counted.dataset.requests);
  const at = Number(counted.dataset.at);
  if (last && at > last.at) {
    rates.push(Math.max(0, ((requests - last.requests) * 1_000) / (at - last.at)));
    rates = rates.slice(-POINTS);
  }
  if (!last || at > last.at) last = { requests, at };
  if (rates.length === 0) return;
  const most = Math.max(1, ...rates);
  const points = rates.map((rate, index) => `${POINTS - rates.length + index},${(20 - (rate / most) * 19).toFixed(2)}`);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS(svg.namespaceURI, "polyline");
  line.setAttribute("points", points.join(" "));
  svg.setAttribute("viewBox", `0 0 ${POINTS} 21`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.append(line);
  place.replaceChildren(rates.at(-1).toFixed(1), svg);
}

async function refresh() {
  const answer = await fetch("/sandbox/live", { cache: "no-store" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const old = document.querySelector(`[data-live="${part.dataset.live}"]`);
    // What holds the focus or a selection stays until it is left.
    const inUse = old && (old.contains(document.activeElement) || holdsSelection(old));
    if (!old || inUse || old.dataset.seen === part.innerHTML) continue;
    old.dataset.seen = part.innerHTML;
    const scrolled = [...old.querySelectorAll(".wide")].map((box) => box.scrollLeft);
    old.replaceChildren(...part.childNodes);
    old.querySelectorAll(".wide").forEach((box, index) => (box.scrollLeft = scrolled[index] ?? 0));
  }
  showRate();
}

function holdsSelection(node) {
  const selection = document.getSelection();
  return selection && !selection.isCollapsed && node.contains(selection.anchorNode);
}

async function tick() {
  if (running.checked && !document.hidden) {
    try {
      await refresh();
      if (status.dataset.lost) {
        delete status.dataset.lost;
        say("");
      }
    } catch {
      status.dataset.lost = "yes";
      say("The sandbox does not answer.");
    }
  }
  setTimeout(tick, EVERY);
}

function valueOf(name, text) {
  if (name === "now") return `${text.length === 16 ? `${text}:00` : text}Z`;
  return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const method = form.dataset.method ?? "POST";
  const entries = [...new FormData(form)].map(([name, text]) => [name, valueOf(name, text)]);
  const body = method === "POST" ? JSON.stringify(Object.fromEntries(entries)) : undefined;
  try {
    const answer = await fetch(form.dataset.send, { method, body });
    say(answer.ok ? "Done." : ((await answer.json()).detail ?? `HTTP ${answer.status}`));
    await refresh();
  } catch {
    say("The sandbox does not answer.");
  }
});

showRate();
tick();
