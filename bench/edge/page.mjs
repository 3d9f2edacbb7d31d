// A parcel's page as one writes it with Hono's own templates: for the comparison only. English alone, where the edge
// speaks as the request wants.
import { html } from "hono/html";
import english from "../../src/core/texts/en.json";

const day = new Intl.DateTimeFormat("en", { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" });
const date = new Intl.DateTimeFormat("en", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
const time = new Intl.DateTimeFormat("en", { timeZone: "UTC", hour: "numeric", minute: "2-digit" });
const moment = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: "UTC", timeZoneName: "short" });
const clock = (at) => new Date(`${at.slice(0, 10)}T${at.slice(11, 16) || "00:00"}Z`);
const word = (key) => english[key] ?? "";

const ICON = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4m2 2h7a3 3 0 0 0 0-6H9a3 3 0 0 1 0-6h7"></path></svg>`;

const step = ({ stage, state, at }) => html`<li class="step" part="step step-${state}" data-state="${state}"><span class="bar"></span>
  <span class="name">${word(`stage.${stage}`)}</span><span class="vh">, ${word(`state.${state}`)} </span>${at ? html`<time datetime="${at}">${date.format(clock(at))}</time>` : ""}</li>`;

const event = ({ at, precision, text, place, stage, substatus }) => html`<li class="event" part="event" data-stage="${stage}">
  ${at && precision !== "day" ? html`<time class="clock" datetime="${at}">${time.format(clock(at))}</time>` : ""}
  <div class="what"><p>${word(`event.${substatus}`) || html`<bdi lang="">${text}</bdi>`}</p>
  ${place ? html`<p class="place"><bdi lang="">${place}</bdi></p>` : ""}${substatus && text ? html`<p class="said"><q dir="auto" lang="">${text}</q></p>` : ""}</div></li>`;

function days(events) {
  const groups = [];
  for (const one of events) {
    const of = one.at?.slice(0, 10);
    if (groups.at(-1)?.of === of) groups.at(-1).events.push(one);
    else groups.push({ of, events: [one] });
  }
  return groups.map(({ of, events }) => html`${of ? html`<h4 class="day"><time datetime="${of}">${day.format(clock(of))}</time></h4>` : ""}<ol class="events">${events.map(event)}</ol>`);
}

const fact = (key, value) => (value ? html`<div class="fact" part="fact fact-${key}"><dt>${word(key)}</dt><dd>${value}</dd></div>` : "");

export function page(journey, fetchedAt) {
  const { number, stage, reason, carrier, steps, events, from, to, days_under_way: under } = journey;
  const name = reason ?? stage;
  const headline = word(reason ? `reason.${reason}` : `stage.${stage}`);
  const about = `${headline} · ${word("parcel").replace("{number}", number)}`;
  const [newest, older] = [events.slice(0, 3), events.slice(3)];
  return html`<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
    <title>${about}</title><link rel="stylesheet" href="/page.css"></head><body><main><h1 class="vh">${about}</h1><section class="tt" aria-label="${about}" data-stage="${stage}">
    <header class="head"><span class="icon">${ICON}</span><div class="words"><h2 class="headline">${headline}</h2><p class="next">${word(`next.${name}`)}</p></div></header>
    <ol class="steps" aria-label="${word("progress")}">${steps.map(step)}</ol>
    <div class="timeline"><h3>${word("history")}</h3>${days(newest)}
    ${older.length > 0 ? html`<details class="older"><summary>${word("older_other").replace("{n}", older.length)}</summary>${days(older)}</details>` : ""}</div>
    <dl class="facts">${fact("carrier", carrier.url ? html`<a href="${carrier.url}" rel="noopener">${carrier.name ?? carrier.code}</a>` : carrier.name ?? carrier.code)}
    ${fact("number", html`<bdi dir="ltr">${number}</bdi>`)}${fact("route", from && to && html`<bdi>${from}</bdi> → <bdi>${to}</bdi>`)}
    ${fact("under_way", under && word("days_other").replace("{n}", under))}</dl></section>
    <p class="fresh"><span>${word("checked").replace("{time}", moment.format(new Date(fetchedAt)))}</span> <a href="">${word("reload")}</a></p></main></body></html>`;
}
