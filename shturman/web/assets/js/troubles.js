// What went wrong on the way: the person hears it, and nothing typed is touched.
import { say } from "./toasts.js";

const words = (name) => document.getElementById("words")?.dataset[name] ?? "";
const strip = () => document.getElementById("offline");

function hasOwnWords(ctx) {
  return (ctx?.text ?? "").includes("data-notice");
}

// A tile of the desktop tells of its trouble in its own place.
const tellsItself = (ctx) => Boolean(ctx?.sourceElement?.matches?.(".desk-tile"));

document.addEventListener("htmx:response:error", (event) => {
  const ctx = event.detail?.ctx;
  if (tellsItself(ctx)) return;
  const status = ctx?.response?.status ?? 0;
  if (status === 422 || status === 409 || hasOwnWords(ctx)) return;
  say(status === 404 ? words("notFound") : words("failed"));
});

document.addEventListener("htmx:error", (event) => {
  const ctx = event.detail?.ctx;
  if (!navigator.onLine) return showStrip();
  if (!ctx || ctx.response || tellsItself(ctx)) return;
  say(ctx.request?.signal?.reason === "timeout" ? words("timeout") : words("failed"));
});

function showStrip() {
  if (strip()) strip().hidden = false;
}

window.addEventListener("offline", showStrip);
window.addEventListener("online", () => {
  if (!strip() || strip().hidden) return;
  strip().hidden = true;
  say(words("back"), "info");
});
