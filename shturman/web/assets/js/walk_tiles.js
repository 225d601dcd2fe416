// The desktop by keys and by buttons: Space takes a tile, arrows move it, Space puts it down, Esc puts it back.
import { announce } from "./say.js";
import { deskOf, keepPlace, nextOf, placesOf, putBefore, send, tellPlace } from "./place_tile.js";

let taken = null;

const gripOf = (place) => place.querySelector("[data-grip]");

function take(place) {
  taken = { place, before: nextOf(place) };
  mark(true);
  announce(deskOf(place).dataset.taken);
}

function mark(isTaken) {
  const { place } = taken;
  gripOf(place).setAttribute("aria-pressed", String(isTaken));
  place.classList.toggle("desk__place--taken", isTaken);
  deskOf(place).classList.toggle("is-lifting", isTaken);
}

async function putDown() {
  const { place, before } = taken;
  mark(false);
  taken = null;
  announce(`${deskOf(place).dataset.put}. ${place.dataset.label}`);
  await keepPlace(place, before);
  gripOf(place).focus();
}

function giveUp() {
  const { place, before } = taken;
  mark(false);
  taken = null;
  putBefore(place, before);
  gripOf(place).focus();
  announce(deskOf(place).dataset.back);
}

// Moved in the page, an element loses the focus.
function carry(place, next) {
  putBefore(place, next);
  gripOf(place).focus();
  place.scrollIntoView({ block: "nearest" });
  tellPlace(place);
}

function step(place, way) {
  if (way < 0) return place.previousElementSibling && carry(place, place.previousElementSibling);
  if (nextOf(place)) carry(place, nextOf(nextOf(place)));
}

// Up and down go by what is seen: to the nearest tile of the row above or below.
function stepRow(place, way) {
  const own = place.getBoundingClientRect();
  const rows = placesOf(deskOf(place)).map((other) => [other, other.getBoundingClientRect()]);
  const beyond = rows.filter(([, box]) => (way < 0 ? box.top < own.top - 4 : box.top > own.top + 4));
  if (!beyond.length) return;
  const top = Math[way < 0 ? "max" : "min"](...beyond.map(([, box]) => box.top));
  const row = beyond.filter(([, box]) => Math.abs(box.top - top) < 4);
  const [nearest] = row.sort(([, one], [, other]) => Math.abs(one.left - own.left) - Math.abs(other.left - own.left))[0];
  carry(place, way < 0 ? nearest : nextOf(nearest));
}

const MOVES = {
  ArrowLeft: (place) => step(place, -1),
  ArrowRight: (place) => step(place, 1),
  ArrowUp: (place) => stepRow(place, -1),
  ArrowDown: (place) => stepRow(place, 1),
};

function act(event, place) {
  const isSpace = event.code === "Space" || event.key === "Enter";
  if (!taken && isSpace) return event.repeat || take(place);
  if (!taken) return false;
  if (isSpace) return event.repeat || putDown();
  if (event.key === "Escape") return giveUp();
  if (event.key === "Tab") return giveUp() ?? false;
  MOVES[event.key]?.(taken.place);
  return event.key in MOVES;
}

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.ctrlKey || event.altKey || event.metaKey) return;
  if (act(event, grip.closest("[data-tile]")) === false) return;
  event.preventDefault();
  event.stopPropagation();
});

// Space on a button is a press when it is let go.
document.addEventListener("keyup", (event) => {
  if (event.code === "Space" && event.target.closest?.("[data-grip]")) event.preventDefault();
});

document.addEventListener("focusout", (event) => {
  if (taken && event.target === gripOf(taken.place) && event.relatedTarget && event.relatedTarget !== event.target) giveUp();
});

async function shift(place, way, button) {
  const before = nextOf(place);
  if (way < 0) putBefore(place, place.previousElementSibling ?? place);
  else putBefore(place, nextOf(nextOf(place) ?? place));
  button.focus();
  place.scrollIntoView({ block: "nearest" });
  tellPlace(place);
  await keepPlace(place, before);
}

async function resize(place, width) {
  if (!(await send(place, { act: width > 1 ? "wider" : "narrower" }))) return;
  place.classList.toggle("desk__place--wide", width > 1);
  place.querySelector(width > 1 ? "[data-size='1']" : "[data-size='2']").focus();
  announce(`${place.dataset.label}: ${width > 1 ? deskOf(place).dataset.wide : deskOf(place).dataset.narrow}`);
}

async function takeOff(place) {
  const neighbour = nextOf(place) ?? place.previousElementSibling;
  if (!(await send(place, { act: "remove" }))) return;
  if (!neighbour) return location.reload();
  place.remove();
  gripOf(neighbour).focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-shift], [data-size], [data-take-off]");
  const place = button?.closest("[data-tile]");
  if (!place) return;
  event.preventDefault();
  if (button.dataset.shift) shift(place, Number(button.dataset.shift), button);
  else if (button.dataset.size) resize(place, Number(button.dataset.size));
  else takeOff(place);
});
