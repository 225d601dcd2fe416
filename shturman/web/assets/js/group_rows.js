import { replaceRows } from "./live_events.js";

// Groups of a list: a head opens its rows in place, read as the same list narrowed. Without this script it leads to that list.
const bodyOf = (opener) => document.getElementById(opener.dataset.groupBody);
const openerOf = (body) => document.querySelector(`[data-group-body="${body.id}"]`);

function read(opener) {
  return window.htmx.ajax("GET", opener.dataset.groupRows, { target: bodyOf(opener), swap: "innerHTML" });
}

function turn(opener, isOpen) {
  opener.setAttribute("aria-expanded", String(isOpen));
  bodyOf(opener).hidden = !isOpen;
}

function prepare() {
  for (const opener of document.querySelectorAll("[data-group-rows]")) {
    opener.setAttribute("aria-controls", opener.dataset.groupBody);
    opener.setAttribute("aria-expanded", String(!bodyOf(opener).hidden));
  }
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-group-rows]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const body = bodyOf(opener);
  turn(opener, body.hidden);
  if (!body.hidden && !body.firstElementChild) read(opener);
});

// Marked rows stay marked, and a group of which further pages were asked for keeps its length.
async function renew(opener) {
  const answer = await fetch(opener.dataset.groupRows, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(`<table><tbody>${await answer.text()}</tbody></table>`, "text/html");
  const body = bodyOf(opener);
  const isUsed = body.querySelector("input[name=ids]:checked") || body.rows.length > page.querySelectorAll("tr").length;
  if (isUsed) return replaceRows(page);
  body.replaceChildren(...page.querySelectorAll("tr"));
  window.htmx.process(body);
}

// Figures of the heads are renewed by the list itself; the opened rows by the same question.
document.addEventListener("live:replaced", () => {
  prepare();
  for (const body of document.querySelectorAll("tbody[id^=group-rows-]:not(:empty)")) renew(openerOf(body));
});

document.addEventListener("DOMContentLoaded", prepare);
