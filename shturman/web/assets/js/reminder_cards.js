// A card that reminds counts as seen when it stands on a page that somebody looks at; focus stays where it was.
const shelf = () => document.getElementById("reminders");
let focused = "";

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"];
}

function tellSeen() {
  if (document.hidden) return;
  for (const card of document.querySelectorAll("[data-seen]")) {
    const address = card.dataset.seen;
    card.removeAttribute("data-seen");
    fetch(address, { method: "POST", headers: { "X-CSRFToken": token() } }).catch(() => card.setAttribute("data-seen", address));
  }
}

function keepFocus() {
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.querySelector("a, button")?.focus();
}

document.addEventListener("focusin", (event) => {
  focused = event.target.closest(".reminder")?.id ?? "";
});

document.addEventListener("visibilitychange", tellSeen);

document.addEventListener("DOMContentLoaded", () => {
  tellSeen();
  if (!shelf()) return;
  new MutationObserver(() => {
    tellSeen();
    keepFocus();
  }).observe(shelf().parentElement, { childList: true });
});
