// Lists by keyboard: arrows walk the rows, Enter opens one.
import { isOpen } from "./dialog.js";
import { isTyping } from "./keyboard.js";

const ROWS = "[data-walk] tbody tr, [data-walk] .row-line";
const doorOf = (row) => row.querySelector("a[href]");

document.addEventListener("keydown", (event) => {
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || isTyping(event.target) || isOpen()) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.("[data-board], .search, details.menu")) return;
  const rows = [...document.querySelectorAll(ROWS)].filter(doorOf);
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here + (event.key === "ArrowDown" ? 1 : -1)] ?? (here < 0 ? rows[0] : null);
  if (!next) return;
  event.preventDefault();
  doorOf(next).focus();
  next.scrollIntoView({ block: "nearest" });
});
