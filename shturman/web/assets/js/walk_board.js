// The board by keys alone: arrows walk, M lifts, left and right choose a column, Enter drops, Esc returns.
import { moveDeal, placeOf, putBack } from "./move_deal.js";
import { announce } from "./say.js";

const words = (name) => document.getElementById("words").dataset[name];
let lifted = null;

const columnsOf = (tile) => [...tile.closest("[data-board]").querySelectorAll("[data-stage]")].filter((column) => column.checkVisibility());
const tilesOf = (column) => [...column.querySelectorAll("[data-deal]")];

function lift(tile) {
  lifted = { tile, from: placeOf(tile) };
  tile.classList.add("deal-tile--lifted");
  announce(words("lifted"));
}

function carry(step) {
  const { tile } = lifted;
  const columns = columnsOf(tile);
  const column = columns[columns.indexOf(tile.closest("[data-stage]")) + step];
  if (!column) return;
  column.insertBefore(tile, tilesOf(column)[0] ?? column.firstChild);
  tile.focus();
  tile.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(column.dataset.locked ? `${words("locked")} ${column.dataset.stageName}. ${column.dataset.locked}` : column.dataset.stageName);
}

function drop() {
  const { tile, from } = lifted;
  lifted = null;
  if (placeOf(tile).column === from.column) return putBack(tile, from);
  moveDeal(tile, from);
}

function giveUp() {
  const { tile, from } = lifted;
  lifted = null;
  putBack(tile, from);
  tile.focus();
  announce(words("returned"));
}

function walk(tile, key) {
  const columns = columnsOf(tile);
  const column = tile.closest("[data-stage]");
  const tiles = tilesOf(column);
  if (key === "ArrowDown" || key === "ArrowUp") return tiles[tiles.indexOf(tile) + (key === "ArrowDown" ? 1 : -1)]?.focus();
  const step = key === "ArrowRight" ? 1 : -1;
  for (let place = columns.indexOf(column) + step; columns[place]; place += step) {
    const there = tilesOf(columns[place]);
    if (there.length) return there[Math.min(tiles.indexOf(tile), there.length - 1)].focus();
  }
}

function actLifted(event) {
  if (event.key === "ArrowLeft") carry(-1);
  else if (event.key === "ArrowRight") carry(1);
  else if (event.key === "Enter") drop();
  else if (event.key === "Escape") giveUp();
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  const tile = event.target.closest?.("[data-board] [data-deal]");
  if (!tile || event.ctrlKey || event.altKey || event.metaKey) return;
  if (lifted) return actLifted(event);
  if (event.code === "KeyM" && !event.repeat) lift(tile);
  else if (event.key.startsWith("Arrow")) walk(tile, event.key);
  else if (event.key === "Enter" && event.target === tile) tile.querySelector("a[href]")?.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
