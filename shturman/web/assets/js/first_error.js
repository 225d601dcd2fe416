// After a refused form the focus stands in the first wrong field.
function focusFirst(within) {
  within.querySelector(".form-field--wrong :is(input, select, textarea)")?.focus();
}

document.addEventListener("DOMContentLoaded", () => focusFirst(document));
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (target?.querySelector) focusFirst(target);
});
