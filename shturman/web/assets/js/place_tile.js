// One way for a tile to change its place, by mouse, keys and buttons: the server keeps it, what it refuses returns.
import { announce, say } from "./say.js";

const words = (name) => document.getElementById("words").dataset[name];

export const deskOf = (place) => place.closest("[data-desk]");
export const placesOf = (desk) => [...desk.querySelectorAll(":scope > [data-tile]")];
export const nextOf = (place) => place.nextElementSibling;

export function putBefore(place, next) {
  deskOf(place).insertBefore(place, next?.isConnected ? next : null);
}

export function tellPlace(place) {
  const desk = deskOf(place);
  const places = placesOf(desk);
  const words = desk.dataset.place.replace("{number}", places.indexOf(place) + 1).replace("{all}", places.length);
  announce(`${place.dataset.label}: ${words}`);
}

export async function keepPlace(place, before) {
  if (nextOf(place) === before) return;
  const kept = await send(place, { act: "place", before: nextOf(place)?.dataset.tile ?? "" });
  if (kept) return;
  putBefore(place, before);
  announce(deskOf(place).dataset.back);
}

// True when the server has kept it; its own words, or those of a lost line, are said here.
export async function send(place, asked) {
  const answer = await ask(place, asked).catch(() => null);
  const html = answer ? await answer.text() : "";
  if (html) await window.htmx.swap({ text: html, target: document.getElementById("said"), swap: "none", sourceElement: place });
  if (!answer?.ok && !html.includes("data-notice")) say(words("failed"));
  return Boolean(answer?.ok);
}

function ask(place, asked) {
  return fetch(deskOf(place).dataset.arrange, {
    method: "POST",
    headers: { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) },
    body: new URLSearchParams({ tile: place.dataset.tile, is_drawn: "1", ...asked }),
  });
}
