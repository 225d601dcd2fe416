// One way for a tile to change its column, by mouse, by touch and by keys.
import { announce, say } from "./say.js";

const words = (name) => document.getElementById("words").dataset[name];
let pending = null;

export function placeOf(tile) {
  return { column: tile.parentElement, before: tile.nextElementSibling };
}

export function putBack(tile, place) {
  place.column.insertBefore(tile, place.before?.isConnected ? place.before : null);
  tile.classList.remove("deal-tile--lifted");
}

export async function moveDeal(tile, from) {
  const column = tile.closest("[data-stage]");
  if (column.dataset.locked) return refuse(tile, from, `${words("locked")} ${column.dataset.locked}`);
  tile.classList.add("deal-tile--lifted");
  const answer = await ask(tile, column).catch(() => null);
  if (!answer) return refuse(tile, from, words("failed"));
  return settle(answer, tile, from, column);
}

function ask(tile, column) {
  const near = (sibling) => sibling?.dataset?.deal ?? "";
  const board = tile.closest("[data-board]");
  return fetch(board.dataset.moveUrl.replace("/0/", `/${tile.dataset.deal}/`), {
    method: "POST",
    headers: { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) },
    body: new URLSearchParams({
      stage: column.dataset.stage,
      after: near(tile.previousElementSibling),
      before: near(tile.nextElementSibling),
    }),
  });
}

async function settle(answer, tile, from, column) {
  const html = await answer.text();
  if (answer.status === 422) {
    pending = { tile, from };
    return window.htmx.swap({ text: html, target: document.getElementById("dialog-body"), swap: "innerHTML", sourceElement: tile });
  }
  await window.htmx.swap({ text: html, target: document.getElementById("said"), swap: "none", sourceElement: tile });
  if (!answer.ok) return refuse(tile, from, html.includes("data-notice") ? "" : words("failed"));
  tile.classList.remove("deal-tile--lifted");
  announce(`${words("dropped")} ${column.dataset.stageName}`);
  document.body.dispatchEvent(new CustomEvent("board:moved", { bubbles: true }));
}

function refuse(tile, from, reason) {
  putBack(tile, from);
  if (reason) say(reason);
  announce(`${words("returned")}. ${reason}`);
  tile.focus();
}

document.addEventListener("board:moved", () => {
  pending?.tile.classList.remove("deal-tile--lifted");
  pending = null;
});

document.addEventListener("dialog:closed", (event) => {
  if (!pending) return;
  const { tile, from } = pending;
  pending = null;
  refuse(tile, from, event.detail.refusal || words("returned"));
});
