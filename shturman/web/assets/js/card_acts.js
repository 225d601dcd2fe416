// What may be done on the open page: its own controls and no others, so that the palette offers what the page does.
// In the order of use: what comes next, what is told of the card, the rest of its controls.
const EVERYWHERE = [".next-step__actions", ".page-head__tools"];
const ON_A_CARD = [
  ".deal-course__tools",
  ".entry-box__tabs",
  ".contact-strip",
  ".deal-head__tools .menu",
  ".deal-head__tools",
  ".panel__head",
  ".rows > .row-line > a[hx-get]",
];
const CONTROL = "a[href], button:not([type=button])";
const APART = ".chips, .switch, .find-box, [aria-disabled=true], [data-close-dialog]";

// Of a page that is no card: nothing beyond its head.
export function openCard() {
  return document.querySelector("#content [data-card]")?.dataset.card ?? "";
}

export function actsOfPage() {
  const found = new Map();
  const titles = new Set();
  for (const control of controlsIn(openCard() ? [...EVERYWHERE, ...ON_A_CARD] : EVERYWHERE)) {
    const deed = deedOf(control);
    const plain = titleOf(control);
    if (!plain || found.has(deed)) continue;
    const title = titles.has(plain) ? withPlace(plain, control.closest("[aria-label]")?.ariaLabel) : plain;
    titles.add(title);
    found.set(deed, { control, title, key: keyOf(control) });
  }
  const acts = [...found.values()];
  // What is hard to take back does not stand where a hurried hand falls.
  const isDanger = ({ control }) => control.matches(".menu__item--danger, .button--danger");
  return [...acts.filter((act) => !isDanger(act)), ...acts.filter(isDanger)];
}

function* controlsIn(places) {
  for (const place of places.flatMap((selector) => [...document.querySelectorAll(`#content ${selector}`)])) {
    const controls = place.matches(CONTROL) ? [place] : place.querySelectorAll(CONTROL);
    for (const control of controls) if (!control.closest(APART)) yield control;
  }
  yield* document.querySelectorAll("#content [data-command]");
  if (openCard()) yield* document.querySelectorAll("#content [data-key]");
  const note = openCard() && document.getElementById("note-text");
  if (note) yield note;
}

function titleOf(control) {
  if (control.matches("textarea")) return control.labels[0]?.textContent.trim();
  const copy = control.cloneNode(true);
  for (const hint of copy.querySelectorAll("kbd, svg")) hint.remove();
  const words = control.getAttribute("aria-label") ?? copy.textContent;
  const title = words.replace(/\s+/g, " ").replace(/^\s*\+\s+/, "").trim();
  // «история», «изменить» in the head of a panel say nothing without the panel's name.
  return withPlace(title, control.closest(".panel__head")?.querySelector(".panel__title")?.textContent.trim());
}

function withPlace(title, place) {
  return place && title ? `${place}: ${title[0].toLowerCase()}${title.slice(1)}` : title;
}

// Two controls that do the same are one line.
function deedOf(control) {
  if (control.matches("textarea")) return "#note-text";
  const form = control.form?.getAttribute("action");
  return form ? `${form} ${control.name} ${control.value}` : (control.getAttribute("hx-get") ?? control.getAttribute("href"));
}

function keyOf(control) {
  const code = control.dataset.key ?? "";
  return { BracketLeft: "[", BracketRight: "]" }[code] ?? code.replace(/^Key/, "");
}

export function press(control) {
  if (control.matches("textarea, [href='#note-text']")) document.getElementById("note-text")?.focus();
  else control.click();
}
