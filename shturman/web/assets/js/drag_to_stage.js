// Tiles are dragged between columns; the server decides, the tile comes back when it says no.
import Sortable from "sortablejs";
import { moveDeal, placeOf } from "./move_deal.js";

const isPhone = window.matchMedia("(max-width: 599.98px)");

function mark(board, from) {
  for (const column of board.querySelectorAll("[data-stage]")) {
    column.classList.toggle("is-locked", Boolean(column.dataset.locked));
    column.classList.toggle("may-land", !column.dataset.locked && column !== from);
  }
}

function unmark(board) {
  for (const column of board.querySelectorAll("[data-stage]")) column.classList.remove("may-land", "is-over", "is-locked");
}

function prepare(board) {
  if (board.dataset.ready || isPhone.matches) return;
  board.dataset.ready = "1";
  for (const column of board.querySelectorAll("[data-stage]")) makeSortable(board, column);
}

function makeSortable(board, column) {
  let from = null;
  new Sortable(column, {
    group: "stages",
    draggable: "[data-deal]",
    animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180,
    delay: 180,
    delayOnTouchOnly: true,
    ghostClass: "deal-tile--ghost",
    chosenClass: "deal-tile--chosen",
    onStart(event) {
      from = { column: event.from, before: event.item.nextElementSibling };
      mark(board, event.from);
    },
    onMove(event) {
      board.querySelectorAll(".is-over").forEach((other) => other.classList.remove("is-over"));
      event.to.classList.toggle("is-over", !event.to.dataset.locked);
      return !event.to.dataset.locked;
    },
    onEnd(event) {
      unmark(board);
      const now = placeOf(event.item);
      if (now.column !== from.column || now.before !== from.before) moveDeal(event.item, from);
    },
  });
}

const prepareAll = () => document.querySelectorAll("[data-board]").forEach(prepare);
document.addEventListener("DOMContentLoaded", prepareAll);
document.addEventListener("live:replaced", prepareAll);
document.addEventListener("htmx:after:swap", prepareAll);
