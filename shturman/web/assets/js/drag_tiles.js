// Tiles of the desktop are dragged by their name; on a phone buttons move them.
import Sortable from "sortablejs";
import { keepPlace, nextOf } from "./place_tile.js";

const isPhone = window.matchMedia("(max-width: 599.98px)");

function prepare(desk) {
  if (isPhone.matches) return;
  let before = null;
  new Sortable(desk, {
    draggable: "[data-tile]",
    handle: "[data-grip]",
    // The handle is a button, and one browser carries nothing by a button of itself.
    forceFallback: true,
    fallbackTolerance: 4,
    fallbackClass: "desk__place--carried",
    animation: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180,
    delay: 180,
    delayOnTouchOnly: true,
    ghostClass: "desk__place--ghost",
    chosenClass: "desk__place--chosen",
    onStart({ item }) {
      before = nextOf(item);
      desk.classList.add("is-lifting");
    },
    onEnd({ item }) {
      desk.classList.remove("is-lifting");
      keepPlace(item, before);
    },
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-arrange]").forEach(prepare));
