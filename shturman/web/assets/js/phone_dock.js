// The dock takes its room only when it has something, and yields to the keyboard.
import { isTyping } from "./keyboard.js";

const isPhone = window.matchMedia("(max-width: 599.98px)");

document.addEventListener("DOMContentLoaded", () => {
  const dock = document.getElementById("dock");
  if (!dock) return;
  const show = () => {
    const isEmpty = !dock.firstElementChild;
    dock.hidden = isEmpty;
    dock.closest(".shell").classList.toggle("shell--with-dock", !isEmpty);
  };
  show();
  new MutationObserver(show).observe(dock, { childList: true });
});
document.addEventListener("focusin", (event) => document.body.classList.toggle("is-typing", isPhone.matches && isTyping(event.target)));
document.addEventListener("focusout", () => document.body.classList.remove("is-typing"));
