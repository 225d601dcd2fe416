// Arrows move an item by a quarter of an hour or a day, with Shift they lengthen it; several presses are sent as one.
import { announce } from "./say.js";
import { placeItem } from "./place_item.js";

const QUARTER = 15;
const WAIT = 600;
const STEPS = { ArrowUp: { minutes: -QUARTER }, ArrowDown: { minutes: QUARTER }, ArrowLeft: { days: -1 }, ArrowRight: { days: 1 } };
const waiting = new Map();

export function walkItem(press, id, calendar, page) {
  const step = STEPS[press.key];
  if (!step || press.ctrlKey || press.altKey || press.metaKey) return;
  const event = id && calendar.getEventById(id);
  if (!event || event.extendedProps.isDone || event.extendedProps.isFixed || (event.allDay && step.minutes) || (press.shiftKey && !step.minutes)) return;
  press.preventDefault();
  press.stopPropagation();
  if (press.shiftKey && !lengthen(event, step.minutes)) return;
  if (!press.shiftKey) event.moveDates(step);
  focusOn(id);
  announce(`${event.title}: ${event.startStr.slice(0, 16).replace("T", " ")}`);
  send(id, press.shiftKey, calendar, page);
}

function lengthen(event, minutes) {
  if ((event.end - event.start) / 60_000 + minutes < QUARTER) return false;
  event.moveEnd({ minutes });
  return true;
}

function send(id, isLengthened, calendar, page) {
  const before = waiting.get(id);
  clearTimeout(before?.timer);
  const lengthened = isLengthened || before?.lengthened;
  const timer = setTimeout(async () => {
    waiting.delete(id);
    await placeItem(calendar.getEventById(id), calendar, page, { isLengthened: lengthened });
  }, WAIT);
  waiting.set(id, { timer, lengthened });
}

// The item is drawn anew where it has gone, a frame or two later.
function focusOn(id) {
  const focus = () => isLost() && document.querySelector(`[data-item="${id}"]`)?.focus();
  requestAnimationFrame(() => requestAnimationFrame(focus));
}

const isLost = () => document.activeElement === document.body;
let held = "";
document.addEventListener("focusin", ({ target }) => (held = target.closest("[data-item]")?.dataset.item ?? ""));
document.addEventListener("pointerdown", () => (held = ""));

// While an item is drawn anew the next press is still meant for it.
export function heldItem({ target }) {
  return target.closest?.("[data-item]")?.dataset.item ?? (isLost() ? held : "");
}

export function keepFocus() {
  if (held) focusOn(held);
}
