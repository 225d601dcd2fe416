// Notices go by themselves, wait under the pointer or the focus, and take an act back by one key.
const SHOWN_AT_ONCE = 3;
const shelf = () => document.getElementById("toasts");

export function say(text, level = "late") {
  const notice = document.getElementById("toast-template").content.cloneNode(true).firstElementChild;
  notice.className = `notice notice--${level}`;
  if (level !== "late") notice.dataset.seconds = "5";
  notice.querySelector(".notice__text").textContent = text;
  shelf().append(notice);
}

export function undoLast() {
  const buttons = shelf()?.querySelectorAll("[data-undo]") ?? [];
  buttons[buttons.length - 1]?.click();
  return buttons.length > 0;
}

function start(notice) {
  if (notice.dataset.started) return;
  notice.dataset.started = "1";
  const seconds = Number(notice.dataset.seconds);
  if (!seconds) return;
  let left = seconds * 1000;
  let since = 0;
  let timer = 0;
  const run = () => {
    since = performance.now();
    timer = setTimeout(() => notice.remove(), left);
  };
  const pause = () => {
    clearTimeout(timer);
    left = Math.max(1000, left - (performance.now() - since));
  };
  for (const name of ["pointerenter", "focusin"]) notice.addEventListener(name, pause);
  for (const name of ["pointerleave", "focusout"]) notice.addEventListener(name, run);
  run();
}

function settle() {
  const notices = [...shelf().querySelectorAll("[data-notice]")];
  notices.slice(0, -SHOWN_AT_ONCE).forEach((notice) => notice.remove());
  notices.forEach(start);
}

document.addEventListener("DOMContentLoaded", () => {
  if (!shelf()) return;
  settle();
  new MutationObserver(settle).observe(shelf(), { childList: true });
});

document.addEventListener("click", (event) => {
  event.target.closest?.("[data-dismiss]")?.closest("[data-notice]")?.remove();
});

document.addEventListener("say", (event) => say(event.detail.text, event.detail.level));
