// One dialog for the whole house: it opens when its body receives something, and gives the focus back when it closes.
const dialog = () => document.getElementById("dialog");
const body = () => document.getElementById("dialog-body");
let openedBy = null;

export { isOpen } from "./dialog_state.js";

export function closeDialog() {
  leaveFields();
  dialog()?.close();
}

// What is pressed next is meant for the page: the field that was typed in keeps the focus a moment longer than it is seen.
function leaveFields() {
  if (body()?.contains(document.activeElement)) document.activeElement.blur();
}

function openIfFilled() {
  const box = dialog();
  if (!box || !body().firstElementChild) return;
  if (!box.open) {
    openedBy = document.activeElement;
    box.showModal();
  }
  const first = body().querySelector("[aria-invalid=true], [autofocus], input:not([type=hidden]), textarea, select, [data-safe]");
  first?.focus();
}

document.addEventListener("htmx:after:swap", (event) => {
  const named = event.detail?.ctx?.target;
  // An answer that names its own target names it by a selector.
  const target = typeof named === "string" ? document.querySelector(named) : named;
  if (target === body() || body()?.contains(target)) openIfFilled();
});

document.addEventListener("dialog:close", closeDialog);
document.addEventListener("cancel", (event) => event.target === dialog() && leaveFields(), true);

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-close-dialog]") || event.target === dialog()) closeDialog();
});

document.addEventListener(
  "close",
  (event) => {
    if (event.target !== dialog()) return;
    const refusal = body().firstElementChild?.dataset.refusal ?? "";
    body().replaceChildren();
    document.dispatchEvent(new CustomEvent("dialog:closed", { detail: { refusal } }));
    if (openedBy?.isConnected) openedBy.focus();
  },
  true,
);
