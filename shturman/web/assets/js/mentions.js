// «@» in a note offers people under the field; what is picked goes into the words as a name, the server knows whose it is.
const CALLED = /(?:^|[^\p{L}\p{N}_])@(\p{L}[\p{L}-]*(?: [\p{L}-]*)?|)$/u;
const PAUSE = 150;
let timer = 0;

const isNote = (element) => element.matches?.("textarea[data-mentions]");
const boxOf = (field) => field.parentElement.querySelector(":scope > .mention-options");
const optionsOf = (field) => [...(boxOf(field)?.querySelectorAll("[data-mention]") ?? [])];
const typedIn = (field) => field.value.slice(0, field.selectionStart).match(CALLED)?.[1];

function openBox(field) {
  const box = boxOf(field) ?? document.createElement("div");
  box.className = "mention-options";
  field.after(box);
  return box;
}

function close(field) {
  clearTimeout(timer);
  boxOf(field)?.remove();
  field.removeAttribute("aria-activedescendant");
}

async function offer(field) {
  const typed = typedIn(field);
  if (typed === undefined) return close(field);
  const answer = await fetch(`${field.dataset.mentions}&q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || typedIn(field) !== typed || document.activeElement !== field) return;
  openBox(field).innerHTML = await answer.text();
  mark(field, optionsOf(field)[0]);
}

function mark(field, option) {
  for (const other of optionsOf(field)) other.setAttribute("aria-selected", other === option);
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function pick(field, option) {
  const place = field.selectionStart;
  const start = place - typedIn(field).length;
  field.setRangeText(`${option.dataset.mention} `, start, place, "end");
  close(field);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  if (!isNote(event.target)) return;
  clearTimeout(timer);
  timer = setTimeout(offer, PAUSE, event.target);
});

// Before the dialog hears Escape and the form hears Enter.
document.addEventListener(
  "keydown",
  (event) => {
    const field = event.target;
    if (!isNote(field) || !boxOf(field)) return;
    const options = optionsOf(field);
    const chosen = options.find((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) mark(field, options[(options.indexOf(chosen) + step + options.length) % options.length]);
    else if (["Enter", "Tab"].includes(event.key) && chosen && !event.ctrlKey) pick(field, chosen);
    else if (event.key === "Escape") close(field);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

// A press on a name leaves the cursor in the words.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest?.(".mention-options")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const option = event.target.closest?.("[data-mention]");
  if (option) return pick(option.closest(".mention-options").parentElement.querySelector("textarea[data-mentions]"), option);
  if (event.target.closest?.(".mention-options")) return;
  for (const field of document.querySelectorAll("textarea[data-mentions]")) if (field !== event.target) close(field);
});
