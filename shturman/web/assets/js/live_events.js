// Changes of colleagues appear by themselves: events carry ids only, the page reads through its own rights.
import { isOpen } from "./dialog.js";
import { isTyping } from "./keyboard.js";

const POLL_EVERY = 60_000;
const RETRY_AFTER = 15_000;
const GATHER = 400;
let waiting = new Set();
let timer = 0;
let polling = 0;

function isBusy(region) {
  const inside = region.contains(document.activeElement) && isTyping(document.activeElement);
  return inside || isOpen() || document.querySelector(".deal-tile--lifted");
}

function concerns(region, things) {
  return region.dataset.live.split(" ").some((mark) => things.has(mark) || things.has("*"));
}

async function refresh() {
  const things = waiting;
  const regions = [...document.querySelectorAll("[data-live]")].filter((region) => region.id && concerns(region, things));
  if (!regions.length) return waiting.clear();
  if (document.hidden || regions.some(isBusy)) return later();
  waiting = new Set();
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const region of regions) replace(region, page.getElementById(region.id));
}

function replace(region, fresh) {
  if (!fresh || isBusy(region) || region.outerHTML === fresh.outerHTML) return;
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const scrolled = region.scrollLeft;
  region.replaceWith(fresh);
  window.htmx.process(fresh);
  fresh.scrollLeft = scrolled;
  if (focused) document.getElementById(focused)?.focus();
  fresh.dispatchEvent(new CustomEvent("live:replaced", { bubbles: true }));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(refresh, GATHER * 5);
}

function hear(event) {
  const { things = [] } = JSON.parse(event.data);
  for (const [card, id] of things) waiting.add(`${card}:${id}`).add(`${card}s`);
  clearTimeout(timer);
  timer = setTimeout(refresh, GATHER);
}

function poll() {
  clearInterval(polling);
  polling = setInterval(() => {
    if (document.hidden) return;
    waiting.add("*");
    refresh();
  }, POLL_EVERY);
}

async function listen() {
  const ticket = await fetch(document.body.dataset.liveToken).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (!ticket) return poll();
  const stream = new EventSource(ticket.url);
  stream.onopen = () => clearInterval(polling);
  stream.onmessage = hear;
  stream.onerror = () => {
    // The token lives five minutes: a new one is asked for instead of the browser's own retry.
    stream.close();
    poll();
    setTimeout(listen, RETRY_AFTER);
  };
}

document.addEventListener("DOMContentLoaded", () => {
  if (document.body.dataset.liveToken && document.querySelector("[data-live]")) listen();
});
