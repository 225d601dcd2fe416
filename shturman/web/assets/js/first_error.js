// After a refused form the focus stands in the first wrong field.
function focusFirst(within) {
  const field = within.querySelector(".form-field--wrong :is(input, select, textarea):not([type=hidden])");
  const fold = field?.closest("details:not([open])");
  if (fold) fold.open = true;
  field?.focus();
}

document.addEventListener("DOMContentLoaded", () => focusFirst(document));
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (target?.querySelector) focusFirst(target);
});
