// Changes of colleagues appear by themselves: events carry ids only, the page reads through its own rights.
import { isOpen } from "./dialog.js";
import { isTyping } from "./keyboard.js";

const POLL_EVERY = 30_000;
const RETRY_AFTER = 60_000;
const GATHER = 400;
let waiting = new Set();
let timer = 0;
let polling = 0;

function isBusy(region) {
  const inside = region.contains(document.activeElement) && isTyping(document.activeElement);
  return inside || isOpen() || document.querySelector(".deal-tile--lifted, .is-lifting");
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
  for (const [source, asked] of Map.groupBy(regions, (region) => region.dataset.liveFrom ?? location.href)) await renew(source, asked);
}

// A region that must not lose what the page was opened with names an address of its own.
async function renew(source, regions) {
  const answer = await fetch(source, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const region of regions) replace(region, page.getElementById(region.id));
}

// The foot of a list is asked for by itself: until then its last figures stand.
function keepFoot(region, fresh) {
  const [old, foot] = [region, fresh].map((part) => part.querySelector("tfoot[data-hears]"));
  if (old && foot) foot.replaceChildren(...old.cloneNode(true).childNodes);
}

// Without the marks of what has been wired.
function bare(region) {
  const copy = region.cloneNode(true);
  for (const wired of copy.querySelectorAll("[data-htmx-powered]")) wired.removeAttribute("data-htmx-powered");
  return copy.outerHTML;
}

function replace(region, fresh) {
  if (!fresh || isBusy(region)) return;
  keepFoot(region, fresh);
  if (bare(region) === fresh.outerHTML) return;
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  if (region.matches("[data-live-rows]") && isUsed(region, fresh)) {
    replaceRows(fresh);
    document.dispatchEvent(new CustomEvent("live:replaced"));
    return;
  }
  const scrolled = region.scrollLeft;
  region.replaceWith(fresh);
  window.htmx.process(fresh);
  fresh.scrollLeft = scrolled;
  if (focused) document.getElementById(focused)?.focus();
  fresh.dispatchEvent(new CustomEvent("live:replaced", { bubbles: true }));
}

// Rows are marked, or further pages were asked for: then each row is renewed in its place and the list keeps its length.
function isUsed(region, fresh) {
  return region.querySelector("input[name=ids]:checked, [data-group-rows][aria-expanded=true]") || rowsOf(region).length > rowsOf(fresh).length;
}

function rowsOf(region) {
  return [...region.querySelectorAll("tbody tr[id]")];
}

export function replaceRows(fresh) {
  for (const row of rowsOf(fresh)) {
    const old = document.getElementById(row.id);
    if (!old || old.textContent === row.textContent) continue;
    const isMarked = old.querySelector("input[name=ids]")?.checked;
    old.replaceWith(row);
    window.htmx.process(row);
    if (isMarked) {
      row.querySelector("input[name=ids]").checked = true;
      row.setAttribute("data-marked", "");
    }
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(refresh, GATHER * 5);
}

function hear(event) {
  const { things = [] } = JSON.parse(event.data);
  gather(things.flatMap(([card, id]) => [`${card}:${id}`, `${card}s`]));
}

function gather(marks) {
  // What asks for its own part alone, on every page.
  for (const part of document.querySelectorAll("[data-hears]")) {
    if (marks.includes(part.dataset.hears) || marks.includes("*")) part.dispatchEvent(new CustomEvent("heard"));
  }
  for (const mark of marks) waiting.add(mark);
  clearTimeout(timer);
  timer = setTimeout(refresh, GATHER);
}

function poll() {
  clearInterval(polling);
  polling = setInterval(() => document.hidden || gather(["*"]), POLL_EVERY);
}

async function ticket() {
  const answer = await fetch(document.body.dataset.liveToken, { redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") return "signed out";
  return answer?.ok ? answer.json() : null;
}

async function listen() {
  const issued = await ticket();
  if (issued === "signed out") return;
  if (!issued) return fallBack();
  const stream = new EventSource(issued.url);
  stream.onopen = () => clearInterval(polling);
  stream.addEventListener("change", hear);
  stream.addEventListener("refresh", () => gather(["*"]));
  stream.addEventListener("over", () => {
    stream.close();
    listen();
  });
  stream.onerror = () => {
    stream.close();
    fallBack();
  };
}

function fallBack() {
  poll();
  setTimeout(listen, RETRY_AFTER);
}

document.addEventListener("DOMContentLoaded", () => {
  if (document.body.dataset.liveToken && document.querySelector("[data-live], [data-hears]")) listen();
});
