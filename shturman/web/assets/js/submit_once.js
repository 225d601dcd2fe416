// Two quick clicks are one wish: the same form is not sent again within a second.
const PAUSE = 1000;
const sent = new WeakMap();

window.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const now = performance.now();
    if (now - (sent.get(form) ?? -PAUSE) < PAUSE) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sent.set(form, now);
  },
  true,
);

// What did not reach the house may be sent again at once.
document.addEventListener("htmx:error", (event) => {
  const form = event.detail?.ctx?.sourceElement;
  if (form && !event.detail.ctx.response) sent.delete(form);
});
