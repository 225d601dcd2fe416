// Marked rows of a list: how many there are, and the bar of what may be done with them. Without this script the bar stands open.
let lastMarked = null;

const marksOf = (form) => [...form.querySelectorAll("input[name=ids]")];

function show(form) {
  const marks = marksOf(form);
  const marked = marks.filter((mark) => mark.checked);
  const whole = form.querySelector("[data-bulk-all]");
  const page = form.querySelector("[data-bulk-page]");
  // The whole is counted by the foot of the list: until it has come, what is marked is said.
  const counted = whole.checked && form.querySelector("[data-bulk-whole]")?.textContent;
  form.querySelector("[data-bulk-count]").textContent = counted || marked.length;
  form.querySelector("[data-bulk-bar]").hidden = !marked.length && !whole.checked;
  page.checked = marks.length > 0 && marked.length === marks.length;
  page.indeterminate = marked.length > 0 && !page.checked;
  for (const mark of marks) mark.closest("tr").toggleAttribute("data-marked", mark.checked);
}

function markSpan(form, from, to, checked) {
  const marks = marksOf(form);
  const [first, last] = [marks.indexOf(from), marks.indexOf(to)].sort((a, b) => a - b);
  if (first < 0) return;
  for (const mark of marks.slice(first, last + 1)) mark.checked = checked;
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("[data-bulk] input[name=ids]");
  if (!mark) return;
  if (event.shiftKey && lastMarked) markSpan(mark.form, lastMarked, mark, mark.checked);
  lastMarked = mark;
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-bulk-page]")) for (const mark of marksOf(form)) mark.checked = event.target.checked;
  show(form);
});

document.addEventListener("reset", (event) => {
  const form = event.target.closest?.("[data-bulk]");
  if (form) queueMicrotask(() => show(form));
});

document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-bulk]").forEach(show));
window.addEventListener("pageshow", () => document.querySelectorAll("[data-bulk]").forEach(show));
