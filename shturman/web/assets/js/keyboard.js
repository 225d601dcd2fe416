// Keys are physical, so they work in the Russian layout; inside fields they are silent.
import { isOpen } from "./dialog.js";
import { undoLast } from "./toasts.js";

const WAIT_AFTER_G = 1500;
let goUntil = 0;

export function isTyping(element) {
  return Boolean(element?.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]"));
}

function press(selector) {
  const [visible] = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility?.() ?? true);
  // What opens a drawer has no key where the drawer is a column.
  const element = visible ?? document.querySelector(`${selector}:not([popovertarget])`);
  element?.click();
  return Boolean(element);
}

function focusSearch() {
  const field = document.getElementById("search");
  if (field?.checkVisibility?.()) field.focus();
  else location.assign("/search/");
  return true;
}

// The button that stands after the field; results of a touch are chosen, not sent.
function nextSubmit(field) {
  const controls = [...field.form.elements];
  const next = controls.slice(controls.indexOf(field) + 1).find((control) => control.type === "submit" && !control.disabled && (control.checkVisibility?.() ?? true));
  return next?.matches(".result-button") ? null : next;
}

function act(event) {
  if (performance.now() < goUntil) {
    goUntil = 0;
    return press(`[data-go="${event.code}"]`);
  }
  if (event.code === "Slash" && event.shiftKey) return press('[href="/keys/"]');
  if (event.code === "Slash") return focusSearch();
  if (event.shiftKey) return false;
  if (event.code === "KeyG") {
    goUntil = performance.now() + WAIT_AFTER_G;
    return true;
  }
  if (event.code === "KeyZ") return undoLast();
  return press(`#content [data-key="${event.code}"]`) || press(`[data-key="${event.code}"]`);
}

// While a dialog asks, the page below it is silent: the dialog's own keys alone are heard.
function actInDialog(event) {
  const named = document.querySelectorAll(`#dialog-body [data-key="${event.code}"]`);
  const control = event.shiftKey ? null : [...named].find((element) => element.checkVisibility?.() ?? true);
  control?.click();
  return Boolean(control);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target) && !isOpen()) return event.target.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches?.("form textarea") && !event.defaultPrevented) {
    event.preventDefault();
    return nextSubmit(event.target)?.click();
  }
  // The words are said: what remains is a digit.
  if (event.key === "Enter" && event.target.matches?.("label[data-key] > input")) return event.target.blur();
  const isQuiet = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat;
  if (isQuiet || isTyping(event.target) || !("shortcuts" in document.documentElement.dataset)) return;
  if (isOpen() ? actInDialog(event) : act(event)) event.preventDefault();
});
