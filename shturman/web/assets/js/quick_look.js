// A quick look: Space or the eye of a row opens its essence beside the list; arrows go on, Enter opens the card, Esc comes back to the row.
import { isOpen } from "./dialog.js";
import { isTyping } from "./keyboard.js";
import { announce, say } from "./say.js";

const SETTLE = 120;
const SHEET = "(max-width: 599.98px)";
let rowId = "";
let asked = null;
let timer = 0;

const panel = () => document.getElementById("look");
const eyeOf = (row) => row?.querySelector("[data-look]");
const doorOf = (row) => row?.querySelector("a[href]");
const rowHere = () => document.getElementById(rowId);

function stand() {
  if (panel()) return panel();
  const box = document.createElement("aside");
  box.id = "look";
  box.className = "look";
  box.setAttribute("aria-labelledby", "look-title");
  document.body.append(box);
  return box;
}

function mark() {
  for (const row of document.querySelectorAll("tr[data-looked]")) row.removeAttribute("data-looked");
  rowHere()?.setAttribute("data-looked", "");
}

async function look(row) {
  asked?.abort();
  asked = new AbortController();
  rowId = row.id;
  mark();
  const { signal } = asked;
  const answer = await fetch(eyeOf(row).dataset.look, { headers: { "HX-Request": "true" }, signal, redirect: "manual" }).catch(() => null);
  if (signal.aborted) return;
  if (!answer?.ok) return tellTrouble(answer);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (signal.aborted) return;
  if (!panel()) keepColumns(true);
  const box = stand();
  const had = box.contains(document.activeElement) && (document.activeElement.dataset.lookStep ?? "");
  box.replaceChildren(...page.body.childNodes);
  window.htmx.process(box);
  document.body.toggleAttribute("data-looks", true);
  coverPage(matchMedia(SHEET).matches);
  if (had) box.querySelector(`[data-look-step="${had}"]`)?.focus();
  announce(document.getElementById("look-title")?.textContent.trim() ?? "");
}

// The list scrolls under the panel in the widths it had: no row changes its height under the eye.
function keepColumns(isLooked) {
  for (const table of document.querySelectorAll("[data-walk] > table")) table.style.minWidth = isLooked ? `${table.offsetWidth}px` : "";
}

function tellTrouble(answer) {
  const { notFound = "", failed = "" } = document.getElementById("words")?.dataset ?? {};
  close();
  say(answer?.status === 404 ? notFound : failed);
}

// On a phone the sheet is the whole page: what lies under it is not reached.
function coverPage(isSheet) {
  document.querySelector(".shell").inert = isSheet;
  if (isSheet && !panel().contains(document.activeElement)) panel().querySelector("[data-close-look]").focus();
}

function close() {
  asked?.abort();
  clearTimeout(timer);
  const row = rowHere();
  panel()?.remove();
  document.querySelector(".shell").inert = false;
  document.body.removeAttribute("data-looks");
  keepColumns(false);
  rowId = "";
  mark();
  doorOf(row)?.focus();
}

function step(way) {
  const rows = [...document.querySelectorAll("[data-walk] tbody tr[id]")].filter(eyeOf);
  const next = rows[rows.indexOf(rowHere()) + way];
  if (!next) return;
  next.scrollIntoView({ block: "nearest" });
  look(next);
}

document.addEventListener("click", (event) => {
  const eye = event.target.closest?.("[data-look]");
  const stepper = event.target.closest?.("[data-look-step]");
  if (eye) {
    const row = eye.closest("tr");
    if (row.id === rowId) return close();
    doorOf(row).focus();
    look(row);
  } else if (stepper) step(Number(stepper.dataset.lookStep));
  else if (event.target.closest?.("[data-close-look]")) close();
});

// The arrows move the focus along the rows, wherever it was; the panel follows when it rests.
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-walk] tbody tr[id]");
  if (!rowId || !row || row.id === rowId || event.target !== doorOf(row) || !eyeOf(row)) return;
  clearTimeout(timer);
  timer = setTimeout(() => row.isConnected && rowId && look(row), SETTLE);
});

document.addEventListener(
  "keydown",
  (event) => {
    if (isTyping(event.target) || isOpen() || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = event.target.closest?.("[data-walk] tbody tr[id]");
    if (event.key === "Escape" && rowId) {
      event.preventDefault();
      close();
    } else if (event.key === " " && eyeOf(row) && event.target === doorOf(row)) {
      event.preventDefault();
      if (row.id === rowId) close();
      else look(row);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && rowId && !row) doorOf(rowHere())?.focus();
  },
  true,
);

document.addEventListener("live:replaced", mark);
matchMedia(SHEET).addEventListener("change", (event) => panel() && coverPage(event.matches));
