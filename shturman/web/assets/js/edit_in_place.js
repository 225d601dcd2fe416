// A value is changed where it stands: Enter saves, Esc leaves it, the focus comes back to where it was.
import { isOpen } from "./dialog.js";
import { isTyping } from "./keyboard.js";

const formOf = (node) => node?.closest?.("[data-edit-in-place]");

document.addEventListener("htmx:after:swap", () => {
  const form = document.querySelector("[data-edit-in-place]");
  if (!form || form.contains(document.activeElement)) return;
  const field = form.querySelector("input:not([type=hidden]), select, textarea");
  field?.focus();
  field?.select?.();
});

function leave(form) {
  const cell = form.closest("td");
  const again = () => (cell ? cell.closest("tr").querySelector("a[href]") : document.querySelector(`.editable__pencil[href='${form.getAttribute("action")}']`))?.focus();
  window.htmx.ajax("GET", form.dataset.editInPlace, { target: form, swap: "outerHTML" }).then(again);
}

document.addEventListener("keydown", (event) => {
  const form = formOf(event.target);
  if (form && event.key === "Escape") {
    event.preventDefault();
    event.stopImmediatePropagation();
    leave(form);
  } else if (form && event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-leave-in-place]");
  if (!link || !window.htmx) return;
  event.preventDefault();
  leave(formOf(link));
});

// In a list: a double click on a cell, or F2 on the row that has the focus for its first cell that can be changed.
function open(cell) {
  const table = cell.closest("[data-edit-cells]");
  const head = table?.querySelectorAll("thead th")[cell.cellIndex];
  const id = cell.closest("tr").id.split("-").pop();
  if (!head?.dataset.field || cell.querySelector("form")) return;
  const url = table.dataset.editCells.replace("/0/", `/${id}/`).replace("/field/", `/field/${head.dataset.field}/`);
  window.htmx.ajax("GET", `${url}?cell=1`, { target: cell, swap: "innerHTML" });
}

document.addEventListener("dblclick", (event) => {
  const cell = event.target.closest?.("[data-edit-cells] tbody td");
  if (!cell || isTyping(event.target) || event.target.closest("a, button")) return;
  window.getSelection()?.removeAllRanges();
  open(cell);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "F2" || isTyping(event.target) || isOpen()) return;
  const row = event.target.closest?.("[data-edit-cells] tbody tr");
  if (!row) return;
  const heads = [...row.closest("[data-edit-cells]").querySelectorAll("thead th")];
  const cell = [...row.cells].find((one) => heads[one.cellIndex]?.dataset.field);
  if (!cell) return;
  event.preventDefault();
  open(cell);
});
