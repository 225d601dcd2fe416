// Widths of a list's columns: an edge is drawn, or moved by arrows. The address keeps them, and with it a saved view.
const STEP = 16;
const NARROWEST = 60;
const WIDEST = 900;
// Inline styles are forbidden by the page's own policy; a sheet of the script is not.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const widths = new Map();
let drawn = null;

const headOf = (grip) => grip.closest("th[data-column]");

function read() {
  widths.clear();
  for (const head of document.querySelectorAll("th[data-width]")) widths.set(head.dataset.column, Number(head.dataset.width));
  show();
}

function show() {
  const rules = [...widths].map(([key, width]) => {
    return `th[data-column="${CSS.escape(key)}"] { width: ${width}px; min-width: ${width}px; max-width: ${width}px; }`;
  });
  sheet.replaceSync(`@media (min-width: 600px) { ${rules.join("\n")} }`);
}

function widen(grip, width) {
  const fitting = Math.round(Math.min(Math.max(width, NARROWEST), WIDEST));
  widths.set(headOf(grip).dataset.column, fitting);
  grip.setAttribute("aria-valuenow", fitting);
  show();
}

async function keep() {
  const here = new URL(location.href);
  here.searchParams.set("widths", [...widths].map((pair) => pair.join(":")).join(","));
  history.replaceState(history.state, "", here);
  const answer = await fetch(here, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || here.href !== location.href) return;
  renewLinks(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

// What leads further from here — views, conditions, order — takes the widths along.
function renewLinks(page) {
  for (const part of [".views", ".board-tools"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (!old || !fresh || old.contains(document.activeElement)) continue;
    old.replaceWith(fresh);
    window.htmx.process(fresh);
  }
  for (const fresh of page.querySelectorAll("th > a[data-order]")) {
    const link = document.querySelector(`th > a[data-order="${CSS.escape(fresh.dataset.order)}"]`);
    link?.setAttribute("href", fresh.getAttribute("href"));
    link?.setAttribute("data-further", fresh.dataset.further);
  }
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.(".listing__grip");
  if (!grip || event.button) return;
  event.preventDefault();
  grip.focus();
  grip.setPointerCapture(event.pointerId);
  drawn = { grip, from: event.clientX, width: headOf(grip).offsetWidth, isMoved: false };
});

document.addEventListener("pointermove", (event) => {
  if (!drawn) return;
  drawn.isMoved = true;
  widen(drawn.grip, drawn.width + event.clientX - drawn.from);
});

for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    if (drawn?.isMoved) keep();
    drawn = null;
  });
}

document.addEventListener("focusin", (event) => {
  const grip = event.target.closest?.(".listing__grip");
  grip?.setAttribute("aria-valuenow", headOf(grip).offsetWidth);
});

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.(".listing__grip");
  const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
  if (!grip || !step) return;
  event.preventDefault();
  widen(grip, headOf(grip).offsetWidth + step);
});

document.addEventListener("keyup", (event) => {
  if (["ArrowLeft", "ArrowRight"].includes(event.key) && event.target.closest?.(".listing__grip")) keep();
});

document.addEventListener("DOMContentLoaded", read);
