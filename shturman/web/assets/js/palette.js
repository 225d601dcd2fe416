// One place to go, create, act and find. Ctrl+K by the physical key; what it offers is asked for when it is first opened.
import { actsOfPage, openCard, press } from "./card_acts.js";
import { bestFit, inOtherLayout } from "./palette_match.js";

const byId = (id) => document.getElementById(id);
const box = () => byId("palette");
const field = () => byId("palette-text");
const commands = () => byId("palette-commands");
const controls = new WeakMap();
let numbered = 0;

function open() {
  if (!box() || document.querySelector("dialog[open]")) return;
  const begun = document.activeElement === byId("search") ? byId("search").value : "";
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  drawActs();
  box().showModal();
  field().value = begun;
  field().focus();
  if (!commands().querySelector(":scope > :not([data-acts])")) commands().dispatchEvent(new CustomEvent("palette:opened"));
  typed();
}

function close() {
  box().close();
}

function drawActs() {
  commands().querySelector("[data-acts]")?.remove();
  const acts = actsOfPage();
  if (!acts.length) return;
  const group = byId("palette-group").content.firstElementChild.cloneNode(true);
  const head = group.querySelector(".palette__kind");
  head.id = "palette-acts";
  head.textContent = byId("palette-words").dataset[openCard() || "page"];
  group.setAttribute("aria-labelledby", head.id);
  group.querySelector(".palette__options").append(...acts.map(optionOf));
  commands().prepend(group);
}

function optionOf({ control, title, key }) {
  const option = byId("palette-option").content.firstElementChild.cloneNode(true);
  const drawing = control.querySelector?.("svg");
  if (drawing) option.querySelector(".palette__icon").replaceChildren(drawing.cloneNode(true));
  option.querySelector(".palette__title").textContent = title;
  const hint = option.querySelector("kbd");
  if (key) hint.textContent = key;
  else hint.remove();
  controls.set(option, control);
  return option;
}

function typed() {
  byId("palette-also").value = inOtherLayout(field().value);
  narrow();
  if (field().value.trim()) field().dispatchEvent(new CustomEvent("palette:typed"));
}

// Of nothing typed everything stands in its place; of words only what fits, the best above.
function narrow() {
  const text = field().value.trim();
  const worth = new Map();
  for (const option of commands().querySelectorAll("[role=option]")) {
    const group = option.closest(".palette__group");
    const line = `${option.querySelector(".palette__title").textContent} ${option.querySelector(".palette__context")?.textContent ?? ""}`;
    const named = `${group.querySelector(".palette__kind").textContent} ${line}`;
    const isHere = option.getAttribute("href") === location.pathname && option.querySelector(".palette__context");
    const fits = text ? Math.max(bestFit(text, line), bestFit(text, named) / 2) : 1;
    worth.set(option, isHere ? 0 : fits);
    worth.set(group, Math.max(worth.get(group) ?? 0, worth.get(option)));
    option.hidden = !worth.get(option);
  }
  for (const group of commands().children) group.hidden = !worth.get(group);
  arrange(commands(), text && worth);
  for (const group of commands().children) arrange(group.lastElementChild, text && worth);
  if (!text) byId("palette-found").replaceChildren();
  hideTwins();
  choose(shown()[0]);
}

function arrange(parent, worth) {
  const lines = [...parent.children];
  for (const [place, line] of lines.entries()) line.dataset.place ??= line.matches("[data-acts]") ? -1 : place;
  lines.sort((one, other) => (worth ? worth.get(other) - worth.get(one) : 0) || one.dataset.place - other.dataset.place);
  parent.append(...lines);
}

// A hit that stands above among the recent or pinned is not repeated.
function hideTwins() {
  const above = new Set([...commands().querySelectorAll("a:not([hidden])")].map((option) => option.getAttribute("href")));
  for (const hit of byId("palette-found").querySelectorAll("a")) hit.hidden = above.has(hit.getAttribute("href"));
}

function shown() {
  return [...byId("palette-list").querySelectorAll("[role=option]")].filter((option) => option.checkVisibility());
}

function choose(option) {
  for (const other of byId("palette-list").querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
  if (!option) return field().removeAttribute("aria-activedescendant");
  option.id ||= `palette-option-${(numbered += 1)}`;
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field().setAttribute("aria-activedescendant", option.id);
}

function walk(step) {
  const options = shown();
  const here = options.findIndex((option) => option.ariaSelected === "true");
  choose(options.at((here + step) % options.length));
}

function enter(event) {
  const option = shown().find((one) => one.ariaSelected === "true");
  const text = field().value.trim();
  if (!option) return text && location.assign(`/search/?q=${encodeURIComponent(text)}`);
  if ((event.ctrlKey || event.metaKey) && option.href) return window.open(option.href);
  option.click();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    if (box()?.open) close();
    else if (!event.repeat) open();
    return;
  }
  if (event.target !== field() || event.isComposing) return;
  const deed = { ArrowDown: () => walk(1), ArrowUp: () => walk(-1), Enter: () => enter(event) }[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});

document.addEventListener("input", (event) => {
  if (event.target === field()) typed();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-palette]");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (opener && isPlain && box()) {
    event.preventDefault();
    return open();
  }
  if (event.target === box() || event.target.closest?.("[data-close-palette]")) return close();
  const option = event.target.closest?.("#palette-list [role=option]");
  if (!option || !isPlain) return;
  close();
  const control = controls.get(option) ?? (option.dataset.press && document.querySelector(option.dataset.press));
  if (control) press(control);
});

document.addEventListener("mousemove", (event) => {
  const option = event.target.closest?.("#palette-list [role=option]");
  if (option && option.ariaSelected !== "true") choose(option);
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (target === commands()) narrow();
  if (target !== byId("palette-found")) return;
  // What was rubbed out meanwhile has found nothing.
  if (!field().value.trim()) return target.replaceChildren();
  hideTwins();
  if (!shown().some((option) => option.ariaSelected === "true")) choose(shown()[0]);
});

// What is pinned has changed: asked for anew when it is opened again.
document.addEventListener("pins:changed", () => commands().replaceChildren());

for (const hint of /Mac|iPhone|iPad/.test(navigator.platform) ? document.querySelectorAll("[data-palette] kbd") : []) hint.textContent = "⌘ K";
