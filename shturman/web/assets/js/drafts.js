// What was typed survives the closing of the tab. Passwords and files are never kept.
const PREFIX = "draft:";
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));

function keep(form) {
  const typed = {};
  for (const field of fieldsOf(form)) {
    if (["checkbox", "radio"].includes(field.type)) continue;
    if (field.value !== field.defaultValue) typed[field.name] = field.value;
  }
  const key = PREFIX + form.dataset.draft;
  if (Object.keys(typed).length) localStorage.setItem(key, JSON.stringify(typed));
  else localStorage.removeItem(key);
}

function restore(form) {
  const kept = localStorage.getItem(PREFIX + form.dataset.draft);
  if (!kept || form.dataset.restored) return;
  form.dataset.restored = "1";
  const typed = JSON.parse(kept);
  for (const field of fieldsOf(form)) {
    if (typeof typed[field.name] !== "string" || field.tagName === "SELECT") continue;
    field.value = typed[field.name];
    field.closest("details")?.setAttribute("open", "");
  }
}

export function forget(form) {
  if (form?.dataset?.draft) localStorage.removeItem(PREFIX + form.dataset.draft);
}

const restoreAll = () => document.querySelectorAll("form[data-draft]").forEach(restore);

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset?.draft) keep(form);
});
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail ?? {};
  // Only the form's own sending: a field that asks for hints while typed leaves the draft alone.
  // A question back is no end yet: what was typed waits for its answer.
  if (!(ctx?.response?.status < 400) || ctx.response.headers?.get("X-Asks")) return;
  if (ctx.sourceElement?.matches?.("form[data-draft]")) forget(ctx.sourceElement);
  const ended = ctx.sourceElement?.dataset?.endsDraft;
  if (ended) localStorage.removeItem(PREFIX + ended);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[hx-post]")) forget(form);
});
document.addEventListener("DOMContentLoaded", restoreAll);
document.addEventListener("htmx:after:swap", restoreAll);
